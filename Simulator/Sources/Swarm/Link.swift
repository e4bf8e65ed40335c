internal import CLinux
internal import CMosquitto
internal import Glibc
internal import LinuxPlatform
internal import Mosquitto

/// The messages that came down to one worker's members since its last round.
final class Arrivals {
    var messages: [SwarmArrival] = []
}

/// One libmosquitto client, owned by one worker thread.
///
/// It speaks MQTT 3.1.1: a valve keeps no session, its alarms repeat until they are receipted, so
/// nothing of MQTT 5 would be used; 3.1.1 is what cheap modules speak, its packets are shorter, a
/// broker's receive maximum does not hold it back, and only its connect can be started without
/// waiting for the broker.
@safe final class Link {
    enum Phase {
        /// Cut off, until restored.
        case away
        /// Without a link and due to connect now or after its back-off.
        case wanting
        /// Between the TCP connect and the last SUBACK.
        case connecting
        case up
    }

    let number: Int
    let place: Int
    var member: SwarmMember
    var phase = Phase.wanting
    /// Connects in a row that came to nothing.
    var failures = 0
    /// When the present connect began, on the boot clock.
    var connectBegan: Int64 = 0
    /// Whether its worker's epoll watches the socket, and for writing too.
    var isWatched = false
    var isWatchedForWriting = false

    /// What the callbacks noted during the last library call.
    var connack: Int32?
    var grantsMissing = 0
    var refusedFilter = false
    private var subscribed = false
    private(set) var isMuted = false
    /// Identifiers of messages of quality 1 that await their PUBACK. After a lost link the library
    /// sends them again by itself, as a device does; a cut device forgets them.
    var unanswered: Set<Int32> = []

    let arrivals: Arrivals
    // Safety: made in `init`, freed in `destroy`, and used by nobody but this object.
    private var library: OpaquePointer?
    private var connectedBefore = false

    /// Makes the client alone: no file is opened, so that the limit of open files may be down.
    init(
        number: Int, place: Int, member: SwarmMember, arrivals: Arrivals
    ) throws(SwarmFault) {
        self.number = number
        self.place = place
        self.member = member
        self.arrivals = arrivals
        // Safety: the client keeps this object's address as its userdata; the worker holds this
        // object until `destroy` has freed the client.
        let own = unsafe Unmanaged.passUnretained(self).toOpaque()
        // Safety: the identifier is copied by the library.
        unsafe library = mosquitto_new(member.clientID, true, own)
        // Safety: only compared with nil.
        guard unsafe library != nil else { throw fault("make the client", errno) }
    }

    deinit {
        destroy()
    }

    func fault(_ attempt: String, _ errorNumber: Int32) -> SwarmFault {
        .library(
            clientID: member.clientID, attempt: attempt, words: SystemFault.words(for: errorNumber))
    }

    /// Everything that is set before the first connect.
    func configure(endpoint: BrokerEndpoint) throws(SwarmFault) {
        // Safety: here and below `library` is the living client; strings are copied by it.
        guard let client = unsafe library else { return }
        // Safety: as above.
        unsafe Link.installCallbacks(on: client)
        // Safety: as above.
        try check(
            "ask for prompt sending", unsafe mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1))
        if endpoint.username != nil || endpoint.password != nil {
            // Safety: as above.
            let outcome = unsafe mosquitto_username_pw_set(
                client, endpoint.username ?? member.name, endpoint.password)
            try check("set the user name", outcome)
        }
        if endpoint.caFile != nil {
            let identity = member.family.identity
            let certificate = identity?.certificateFile ?? endpoint.certificateFile
            let key = identity?.keyFile ?? endpoint.keyFile
            // Safety: as above.
            let outcome = unsafe mosquitto_tls_set(
                client, endpoint.caFile, nil, certificate, key, nil)
            try check("load the TLS files", outcome)
        }
        try setWill()
    }

    private func setWill() throws(SwarmFault) {
        guard let will = member.family.will else {
            // Safety: as in `configure`.
            _ = unsafe mosquitto_will_clear(library)
            return
        }
        // Safety: as in `configure`; the payload is copied and has the count passed.
        let outcome = unsafe mosquitto_will_set(
            library, member.topic(will.topic), Int32(will.payload.count), will.payload,
            will.quality, will.retained)
        try check("set the last will", outcome)
    }

    private func check(_ attempt: String, _ outcome: Int32) throws(SwarmFault) {
        guard outcome != 0 else { return }
        throw .library(
            clientID: member.clientID, attempt: attempt, words: LinkWords.library(outcome, errno))
    }

    /// The device starts afresh: what awaited an answer is forgotten, will and birth are new.
    func startAfresh(
        will: SwarmMessage?, birth: SwarmMessage?, endpoint: BrokerEndpoint
    ) throws(SwarmFault) {
        member.family = member.family.saying(will: will, birth: birth)
        failures = 0
        guard !unanswered.isEmpty else { return try setWill() }
        unanswered = []
        connectedBefore = false
        // Safety: as in `init`. The library opens its pair of sockets here, which costs two files:
        // no other call makes it forget the messages that await an answer.
        let own = unsafe Unmanaged.passUnretained(self).toOpaque()
        // Safety: as in `init`.
        let outcome = unsafe mosquitto_reinitialise(library, member.clientID, true, own)
        try check("start afresh the client", outcome)
        try configure(endpoint: endpoint)
    }

    var socket: Int32 {
        // Safety: `library` is the living client; the worker does not ask after `destroy`.
        unsafe mosquitto_socket(library)
    }

    var wantsWrite: Bool {
        // Safety: as for `socket`.
        unsafe mosquitto_want_write(library)
    }

    /// Begins a connect without waiting for the broker, except with TLS, where the library's
    /// connect without waiting never ends when the broker is absent.
    func connect(to endpoint: BrokerEndpoint, from source: String?, keepAlive: Int) -> Int32 {
        connack = nil
        grantsMissing = 0
        refusedFilter = false
        subscribed = false
        isMuted = false
        isWatched = false
        isWatchedForWriting = false
        let host = endpoint.socketPath ?? endpoint.host
        let port = endpoint.socketPath == nil ? Int32(endpoint.port) : 0
        let waits = endpoint.caFile != nil
        defer { connectedBefore = true }
        if connectedBefore {
            // Safety: as for `socket`; the library remembers host and address.
            return waits
                ? unsafe mosquitto_reconnect(library) : unsafe mosquitto_reconnect_async(library)
        }
        if waits {
            // Safety: as for `socket`; strings are copied by the library.
            return unsafe mosquitto_connect_bind(library, host, port, Int32(keepAlive), source)
        }
        // Safety: as above.
        return unsafe mosquitto_connect_bind_async(library, host, port, Int32(keepAlive), source)
    }

    /// Takes the next step of a connect: subscribe once greeted, then the birth.
    ///
    /// - Returns: whether the link is complete.
    func advance() -> Bool {
        guard connack == 0 else { return false }
        if !subscribed {
            subscribed = true
            grantsMissing = member.family.filters.count
            for filter in member.family.filters {
                // Safety: as for `socket`; the filter is copied by the library.
                let outcome = unsafe mosquitto_subscribe(library, nil, member.topic(filter), 1)
                if outcome != 0 { shut() }
            }
        }
        guard grantsMissing <= 0 else { return false }
        if var birth = member.family.birth {
            birth.topic = member.topic(birth.topic)
            _ = publish(birth)
        }
        return true
    }

    /// Hands a message to the library, which writes it to the socket at once if there is room.
    func publish(_ message: SwarmMessage) -> Int32 {
        var identifier: Int32 = 0
        // Safety: as for `socket`; topic and payload are copied by the library.
        let outcome = unsafe mosquitto_publish(
            library, &identifier, message.topic, Int32(message.payload.count), message.payload,
            message.quality, message.retained)
        if message.quality > 0 && outcome == 0 { unanswered.insert(identifier) }
        return outcome
    }

    func read() -> Int32 {
        // Safety: as for `socket`.
        unsafe mosquitto_loop_read(library, 1)
    }

    func write() -> Int32 {
        // Safety: as for `socket`.
        unsafe mosquitto_loop_write(library, 1)
    }

    func keepAlive() -> Int32 {
        // Safety: as for `socket`.
        unsafe mosquitto_loop_misc(library)
    }

    /// Says goodbye, so that the broker forgets the will.
    func leave() {
        // Safety: as for `socket`.
        _ = unsafe mosquitto_disconnect(library)
    }

    /// Ends the socket without a goodbye; the next read finds the end.
    func shut() {
        if socket >= 0 { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    /// Ends the socket without a goodbye and lets the library close it.
    func close() {
        shut()
        isMuted = true
        // What the kernel had received before is read first. A socket whose connect is still under
        // way may refuse to be read; the next connect closes it then.
        var reads = 0
        while socket >= 0 && reads < Link.readsToClose {
            _ = read()
            reads += 1
        }
    }

    /// More packets than a socket buffer of a valve ever holds: its commands and receipts are
    /// rare, and 1000 of them would be 100 KB.
    private static let readsToClose = 1_000

    /// Frees the client. It must be called on the thread whose table of open files has the socket.
    func destroy() {
        // Safety: the pointer is forgotten first, so the client is freed once.
        guard let client = unsafe library else { return }
        unsafe library = nil
        unsafe mosquitto_destroy(client)
    }
}
