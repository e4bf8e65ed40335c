package import ValveModel

/// Messages of our own on one way through a broker, out by the sender and back by the lane that
/// carries alarms or replies: what the way does to them it does to an alarm. Pure.
///
/// A broker grants a subscription that its access rules then filter to nothing, and acknowledges a
/// message that they forbid: only an end-to-end message shows that.
package struct Canary: Sendable {
    /// How often one leaves. With `silenceMax` three are lost before anybody is told, and the cost
    /// is two packets in three seconds.
    package static let every = Lapse.seconds(3)
    /// How long none may come back: three canaries and the second for which a lane holds its batch
    /// before the journal is given up (`Outbox.patience`). Half of the 20 s in which a team has to
    /// answer, so that a call-out of the same moment is not lost yet.
    package static let silenceMax = Lapse.seconds(10)
    /// A pause between two looks that is longer than this was our own, such as a suspend: what
    /// waits for us at the broker is not its silence. Looks come once a second.
    static let lookPauseMax = Lapse.seconds(3)
    /// Canaries of which an answer is still awaited: all that leave within the broker's expiry.
    static let awaitedMax = 8
    /// Seconds after which the broker drops a canary that nobody fetched.
    package static let expirySeconds: UInt32 = 15

    private struct Awaited: Sendable {
        var number: Int
        var sentAt: Moment
    }

    /// Tells our canaries from those of a run before this one that the broker still holds.
    private let run: Int64
    private let side: String
    private var number = 0
    private var awaited: [Awaited] = []
    private var sentAt = Moment.distantPast
    private var lookedAt: Moment?
    /// Since when nothing has come back although something should have.
    private(set) var silentSince: Moment?
    /// Canaries that left, and that came back.
    private(set) var sentCount = 0
    private(set) var heardCount = 0
    /// When a canary of another run came: of the one before this, or of another daemon of our name.
    private(set) var strangerAt: Moment?

    /// - Parameters:
    ///   - run: differs from start to start.
    ///   - side: which of our ways it goes, as both may lead through one broker under one root.
    package init(run: Int64, side: String = "valve") { (self.run, self.side) = (run, side) }

    /// Looks at the way. Called about once a second.
    ///
    /// - Returns: the body of a canary to be sent now, if one is due.
    package mutating func look(isConnected: Bool, at now: Moment) -> [UInt8]? {
        let pause = lookedAt.map { now - $0 } ?? .zero
        lookedAt = now
        guard isConnected else {
            // The missing connection is a fault of its own.
            awaited.removeAll(keepingCapacity: true)
            silentSince = nil
            return nil
        }
        if pause > Self.lookPauseMax, silentSince != nil { silentSince = now }
        guard now - sentAt >= Self.every else { return nil }
        sentAt = now
        number += 1
        if awaited.count == Self.awaitedMax { awaited.removeFirst() }
        awaited.append(Awaited(number: number, sentAt: now))
        silentSince = silentSince ?? now
        sentCount += 1
        return body(number)
    }

    /// Notes a canary that came back.
    ///
    /// - Returns: how long it was on its way; `nil` for one that is not ours or not awaited.
    package mutating func heard(_ bytes: Span<UInt8>, at now: Moment) -> Lapse? {
        guard let place = awaited.firstIndex(where: { bytes.isEqual(to: body($0.number)) })
        else { return nil }
        let lapse = now - awaited[place].sentAt
        awaited.removeSubrange(...place)
        silentSince = awaited.first?.sentAt
        heardCount += 1
        return lapse
    }

    /// Notes a canary of whomever, heard by a connection that nobody else can take away: of two daemons
    /// with one name each sends while it is connected, and hears its own.
    package mutating func overheard(_ bytes: Span<UInt8>, at now: Moment) {
        if isOfAnotherRun(bytes) { strangerAt = now }
    }

    /// How long the way has been silent beyond what is allowed; `nil` while it is well.
    package func silence(at now: Moment) -> Lapse? {
        guard let silentSince, now - silentSince > Self.silenceMax else { return nil }
        return now - silentSince
    }

    private func isOfAnotherRun(_ bytes: Span<UInt8>) -> Bool {
        bytes.begins(with: Array("{\"run\":".utf8))
            && !bytes.begins(with: Array("{\"run\":\(run),".utf8))
    }

    private func body(_ number: Int) -> [UInt8] {
        Array("{\"run\":\(run),\"n\":\(number),\"side\":\"\(side)\"}".utf8)
    }
}

extension Span<UInt8> {
    func begins(with start: [UInt8]) -> Bool {
        guard count >= start.count else { return false }
        for index in start.indices where self[index] != start[index] { return false }
        return true
    }

    func isEqual(to bytes: [UInt8]) -> Bool { count == bytes.count && begins(with: bytes) }
}
