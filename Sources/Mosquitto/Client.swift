internal import CLinux
internal import CMosquitto
internal import Glibc
internal import LinuxPlatform

/// What a client is made with.
struct ClientOptions {
    let endpoint: BrokerEndpoint
    let clientID: String
    let sessionExpirySeconds: UInt32?
    let receiveMaximum: UInt16
    let sendMaximum: UInt16
    let keepAliveSeconds: UInt16
    let will: OutboundMessage?
}

/// One libmosquitto client. One thread owns it: the library's calls are never shared.
///
/// The library is told that the program has threads of its own. It then writes nothing by itself:
/// whatever a call or a callback queues leaves in `write()`, and only there.
@safe final class Client {
    // Safety: both pointers are made and freed here and never leave this object.
    private(set) var library: OpaquePointer?
    private let note: UnsafeMutablePointer<CallbackNote>
    private let options: ClientOptions
    private var connectedBefore = false
    private var isDestroyed = false
    /// Whether the library says what goes wrong with the link that is being opened.
    private var isListening = false
    /// The link was ended on purpose; nothing of what is queued may leave any more.
    private(set) var isCut = false

    /// How long sent bytes may stay unacknowledged before the link counts as dead. Half a minute
    /// is far above any healthy round trip and below the MQTT keepalive.
    private static let userTimeoutMilliseconds: UInt32 = 30_000

    /// The library's own set-up, which may run only once and on one thread.
    private static let libraryReady: Bool = {
        mosquitto_lib_init() == 0
    }()

    init(_ options: ClientOptions, sink: (any LaneSink)?) throws(BrokerFault) {
        try options.endpoint.check()
        precondition(Client.libraryReady, "libmosquitto could not be initialised.")
        self.options = options
        // Safety: allocated and initialised here, freed in `destroy` after the client.
        unsafe note = UnsafeMutablePointer<CallbackNote>.allocate(capacity: 1)
        unsafe note.initialize(to: CallbackNote())
        unsafe note.pointee.sink = sink
        do {
            try make()
        } catch {
            destroy()
            throw error
        }
    }

    deinit {
        destroy()
    }

    /// Begins anew with a client that knows nothing of what was sent.
    func renew() throws(BrokerFault) {
        // Safety: the client is freed and its pointer forgotten before the next is made.
        if let client = unsafe library { unsafe mosquitto_destroy(client) }
        unsafe library = nil
        noted.forgetAwaiting()
        connectedBefore = false
        do {
            try make()
        } catch {
            // Safety: as above; half a client must not be taken for one.
            if let client = unsafe library { unsafe mosquitto_destroy(client) }
            unsafe library = nil
            throw error
        }
    }

    /// Whether there is a client: not after a `renew` that failed.
    var isMade: Bool {
        // Safety: only whether there is an address is asked.
        unsafe library != nil
    }

    private func make() throws(BrokerFault) {
        // Safety: the identifier is copied by the library; the note outlives the client. The pair
        // of sockets mosquitto_new makes for its own threads stays: to suppress it, the limit of
        // open files would have to be lowered for a moment, and another thread's accept or open
        // would fail in that moment.
        let made = unsafe mosquitto_new(
            options.clientID, options.sessionExpirySeconds == nil, note)
        unsafe library = made
        // Safety: nil is ruled out here, and the callbacks know the note made above.
        guard let made = unsafe made else {
            throw .library(code: Int32(MOSQ_ERR_INVAL.rawValue), attempt: "create a client")
        }
        // Safety: as above.
        unsafe CallbackNote.installCallbacks(on: made)
        try configure()
    }

    private func configure() throws(BrokerFault) {
        let endpoint = options.endpoint
        // Safety: `library` is the living client made in `init`; strings are copied by the library.
        try check("set its threading", unsafe mosquitto_threaded_set(library, true))
        let version = Int32(MQTT_PROTOCOL_V5)
        try set(MOSQ_OPT_PROTOCOL_VERSION, version, "select MQTT 5")
        try set(MOSQ_OPT_TCP_NODELAY, 1, "select prompt sending")
        try set(MOSQ_OPT_RECEIVE_MAXIMUM, Int32(options.receiveMaximum), "set the receive maximum")
        try set(MOSQ_OPT_SEND_MAXIMUM, Int32(options.sendMaximum), "set the send maximum")
        if endpoint.username != nil || endpoint.password != nil {
            // Safety: as above.
            let outcome = unsafe mosquitto_username_pw_set(
                library, endpoint.username, endpoint.password)
            try check("set the user name", outcome)
        }
        if endpoint.caFile != nil {
            // Safety: as above.
            let outcome = unsafe mosquitto_tls_set(
                library, endpoint.caFile, nil, endpoint.certificateFile, endpoint.keyFile, nil)
            try check("load the TLS files", outcome)
        }
        guard let will = options.will else { return }
        // Safety: as above; the payload is copied and has the count passed.
        let outcome = unsafe mosquitto_will_set_v5(
            library, will.topic, Int32(will.payload.count), will.payload, will.quality,
            will.retained, nil)
        try check("set the last will", outcome)
    }

    private func set(
        _ option: mosq_opt_t, _ value: Int32, _ attempt: String
    ) throws(BrokerFault) {
        // Safety: `library` is the living client made in `init`.
        try check(attempt, unsafe mosquitto_int_option(library, option, value))
    }

    private func check(_ attempt: String, _ outcome: Int32) throws(BrokerFault) {
        guard outcome == 0 else { throw .library(code: outcome, attempt: attempt) }
    }

    /// What the callbacks noted.
    var noted: CallbackNote {
        // Safety: the note lives as long as this object.
        _read { yield unsafe note.pointee }
        _modify { yield unsafe &note.pointee }
    }

    /// The socket of the link, or -1.
    var socket: Int32 {
        // Safety: `library` is the living client; the owner does not use it after `destroy`.
        unsafe mosquitto_socket(library)
    }

    /// Whether something waits to be written.
    var wantsWrite: Bool {
        // Safety: as for `socket`.
        unsafe mosquitto_want_write(library)
    }

    /// How long a connect may stay unanswered: two sends of the kernel, which come at once and after a
    /// second. Its later ones are up to a minute apart, and a network that is whole again in between
    /// would not be noticed.
    private static let knockMilliseconds: Int32 = 2_000

    /// Opens a link: `nil`, or why not. Blocks in name look-up and connect.
    func open() -> LinkReason? {
        let (host, port) = options.endpoint.target
        // Safety: the name is passed as a NUL-terminated copy that lives for the call.
        guard unsafe clinux_tcp_is_silent(host, port, Client.knockMilliseconds) == 0
        else { return .local("nobody answered a connect within 2 s: is the network whole?") }
        let outcome = connect()
        return outcome == 0 ? nil : .library(outcome, saying: noted.complaint)
    }

    /// What an earlier link left to be written, acknowledgements included, is dropped.
    private func connect() -> Int32 {
        noted.linkBegins()
        isCut = false
        if options.endpoint.caFile != nil { listen(true) }
        let outcome = connectedBefore ? reconnect() : connectFirst()
        connectedBefore = true
        guard outcome == 0 else { return outcome }
        // A socket that cannot be tuned still works; a dead peer is then noticed by the keepalive.
        _ = clinux_socket_tune(socket, Client.userTimeoutMilliseconds)
        return 0
    }

    private func reconnect() -> Int32 {
        // Safety: as for `socket`. The library remembers host and properties of the first connect,
        // also of one that failed.
        unsafe mosquitto_reconnect(library)
    }

    private func connectFirst() -> Int32 {
        // Safety: the property list is made, copied by the connect and freed here.
        var properties: OpaquePointer? = nil
        if let seconds = options.sessionExpirySeconds {
            let outcome = unsafe mosquitto_property_add_int32(
                &properties, Int32(MQTT_PROP_SESSION_EXPIRY_INTERVAL.rawValue), seconds)
            guard outcome == 0 else { return outcome }
        }
        let (host, port) = options.endpoint.target
        // Safety: as above.
        let outcome = unsafe mosquitto_connect_bind_v5(
            library, host, port, Int32(options.keepAliveSeconds), nil, properties)
        unsafe mosquitto_property_free_all(&properties)
        return outcome
    }

    /// Ends the socket without sending what is queued; the next `connect` drops that.
    func cut() {
        isCut = true
        if socket >= 0 { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    func read() -> Int32 {
        // Safety: as for `socket`.
        let outcome = unsafe mosquitto_loop_read(library, 1)
        if isListening, noted.connack != nil { listen(false) }
        return outcome
    }

    private func listen(_ isOn: Bool) {
        isListening = isOn
        if !isOn { noted.complaint = nil }
        // Safety: as for `socket`.
        unsafe CallbackNote.listen(isOn, to: library)
    }

    func write() -> Int32 {
        // Safety: as for `socket`.
        unsafe mosquitto_loop_write(library, 1)
    }

    func keepAlive() -> Int32 {
        // Safety: as for `socket`.
        unsafe mosquitto_loop_misc(library)
    }

    /// Frees everything. The client is not used afterwards.
    func destroy() {
        // Safety: the client first, since destroying it may still call back, then the note; both
        // only once, because that is noted first.
        guard !isDestroyed else { return }
        isDestroyed = true
        if let client = unsafe library { unsafe mosquitto_destroy(client) }
        unsafe library = nil
        unsafe note.deinitialize(count: 1)
        unsafe note.deallocate()
    }
}
