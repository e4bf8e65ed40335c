internal import CMosquitto
internal import Glibc

/// What the library's callbacks leave for the thread that called the library.
///
/// It lives in memory of its own whose address is the client's userdata. Callbacks only run inside
/// a library call made by the owning thread, so nothing here is shared between threads.
struct CallbackNote {
    /// The reason code of the CONNACK; nil until it has come.
    var connack: Int32?
    /// Whether the broker remembered the session.
    var sessionPresent = false
    /// Subscriptions answered since the connect, and the first refusal among them.
    var grants = 0
    var refusedGrant: Int32?
    /// The lowest quality granted.
    var qualityGranted: Int32 = 1
    /// Why the link ended: an error code of the library or a reason code of the broker.
    var disconnect: Int32?
    /// What the library has said of a link over TLS that did not come about: its codes know one word for
    /// every certificate that is wrong.
    var complaint: String?
    /// Messages since the batch began.
    var arrivals = 0
    /// Who receives them.
    var sink: (any LaneSink)?
    /// Which message identifiers await a PUBACK: one bit each.
    var awaiting = [UInt64](repeating: 0, count: 1024)
    /// How many bits are set.
    var awaitingCount = 0
    /// The broker's answers since the sender looked last.
    var answers: [Answer] = []

    /// What a PUBACK said of a message.
    struct Answer {
        var identifier: Int32
        var reason: Int32
        var isRefusal: Bool { reason >= 128 }
    }

    /// The library has forgotten what it had sent.
    mutating func forgetAwaiting() {
        for word in awaiting.indices { awaiting[word] = 0 }
        awaitingCount = 0
    }

    /// A new link begins.
    mutating func linkBegins() {
        connack = nil
        sessionPresent = false
        grants = 0
        refusedGrant = nil
        qualityGranted = 1
        disconnect = nil
        complaint = nil
        arrivals = 0
    }

    /// Takes a line of the library such as `OpenSSL Error[0]: error:0A000086:SSL routines::certificate
    /// verify failed`: what stands behind the last colon is for people.
    mutating func complain(_ line: String) {
        let words = line.split(separator: ":").last.map(String.init) ?? line
        let text = String(words.drop { $0 == " " }.prefix { $0 != "\n" })
        guard !text.isEmpty else { return }
        complaint = complaint.map { $0.contains(text) ? $0 : "\($0), \(text)" } ?? text
    }

    mutating func noteGrant(_ reason: Int32) {
        grants += 1
        if reason >= 128 {
            refusedGrant = reason
        } else {
            qualityGranted = min(qualityGranted, reason)
        }
    }

    mutating func await(identifier: Int32) {
        let (word, bit) = CallbackNote.place(of: identifier)
        if awaiting[word] & bit == 0 { awaitingCount += 1 }
        awaiting[word] |= bit
    }

    mutating func acknowledged(identifier: Int32, reason: Int32) {
        let (word, bit) = CallbackNote.place(of: identifier)
        // The library reports messages of quality 0 here as well, when they have been written.
        guard awaiting[word] & bit != 0 else { return }
        awaiting[word] &= ~bit
        awaitingCount -= 1
        answers.append(Answer(identifier: identifier, reason: reason))
    }

    private static func place(of identifier: Int32) -> (word: Int, bit: UInt64) {
        let index = Int(UInt16(truncatingIfNeeded: identifier))
        return (index >> 6, 1 << UInt64(index & 63))
    }
}

extension CallbackNote {
    /// Has the library say what goes wrong, or no more. It writes a line for every packet while somebody
    /// listens, so that nobody does on a link that stands.
    static func listen(_ isOn: Bool, to client: OpaquePointer?) {
        guard isOn else {
            // Safety: the client lives; without a function it calls none.
            return unsafe mosquitto_log_callback_set(client, nil)
        }
        // Safety: as in `installCallbacks`; the line is a NUL-terminated string for the call.
        unsafe mosquitto_log_callback_set(client) { _, userdata, level, line in
            guard level == Int32(MOSQ_LOG_ERR), let line = unsafe line,
                let note = unsafe userdata?.assumingMemoryBound(to: CallbackNote.self)
            else { return }
            // The caller reads the error number of what has failed.
            let number = errno
            defer { errno = number }
            // Safety: as above.
            unsafe note.pointee.complain(String(cString: line))
        }
    }

    /// Tells the library which functions to call. None of them captures anything: all they know
    /// is the note behind `userdata`.
    static func installCallbacks(on client: OpaquePointer) {
        // Safety: here and below `userdata` is the note the client was made with; it is
        // deallocated only after the client is destroyed.
        unsafe mosquitto_connect_v5_callback_set(client) { _, userdata, reason, flags, _ in
            guard let note = unsafe userdata?.assumingMemoryBound(to: CallbackNote.self) else {
                return
            }
            // Safety: as above.
            unsafe note.pointee.connack = reason
            unsafe note.pointee.sessionPresent = flags & 1 == 1
        }
        // Safety: as above.
        unsafe mosquitto_disconnect_v5_callback_set(client) { _, userdata, reason, _ in
            guard let note = unsafe userdata?.assumingMemoryBound(to: CallbackNote.self) else {
                return
            }
            unsafe note.pointee.disconnect = reason
        }
        // Safety: as above; the library passes as many grants as it counts.
        unsafe mosquitto_subscribe_v5_callback_set(client) { _, userdata, _, count, grants, _ in
            guard let note = unsafe userdata?.assumingMemoryBound(to: CallbackNote.self),
                let grants = unsafe grants
            else { return }
            for index in 0..<Int(count) {
                // Safety: the index is below the count the library passed.
                unsafe note.pointee.noteGrant(grants[index])
            }
        }
        // Safety: as above.
        unsafe mosquitto_publish_v5_callback_set(client) { _, userdata, identifier, reason, _ in
            guard let note = unsafe userdata?.assumingMemoryBound(to: CallbackNote.self) else {
                return
            }
            unsafe note.pointee.acknowledged(identifier: identifier, reason: reason)
        }
        // Safety: as above; see `deliver` for the message.
        unsafe mosquitto_message_callback_set(client) { _, userdata, message in
            guard let note = unsafe userdata?.assumingMemoryBound(to: CallbackNote.self),
                let message = unsafe message
            else { return }
            // Safety: topic (NUL-terminated) and payload (of the stated length, without address
            // when that is 0) live until this function returns, and a span cannot outlive that.
            unsafe note.pointee.deliver(message.pointee)
        }
    }

    // Safety: called with a message whose memory outlives the call, as the callback states.
    @unsafe private mutating func deliver(_ message: mosquitto_message) {
        arrivals += 1
        // Safety: as stated above.
        guard let sink, let topicStart = unsafe message.topic else { return }
        let topicBytes = unsafe UnsafeRawBufferPointer(
            start: topicStart, count: Int(strlen(topicStart)))
        let payloadBytes = unsafe UnsafeRawBufferPointer(
            start: message.payload, count: Int(message.payloadlen))
        // Safety: as stated above; the sink sees the message where it lies, without a copy.
        unsafe sink.arrived(
            topic: Span<UInt8>(_unsafeBytes: topicBytes),
            payload: Span<UInt8>(_unsafeBytes: payloadBytes),
            quality: message.qos, retained: message.retain)
    }
}
