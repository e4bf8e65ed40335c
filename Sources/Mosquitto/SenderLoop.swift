internal import CMosquitto
internal import LinuxPlatform
private import Synchronization

/// The life of a sender's thread.
// Safety: the queue, the event, the atomics and the counters are shared; everything else is touched
// by the sender's thread alone, after the initialiser has returned.
final class SenderLoop: @unchecked Sendable {
    let counters = SenderCounters()
    let pulse = LinkPulse()
    let queue: OutboundQueue
    let refusals = Refusals()
    private let options: SenderOptions
    private let linkChanged: @Sendable (LinkChange) -> Void
    private let answered: @Sendable () -> Void
    private let client: Client
    private let wake: WakeEvent
    private let connected = Atomic<Bool>(false)
    private let flushed = Atomic<Bool>(false)
    /// Since when, in milliseconds of the boot clock, the broker owes an answer and has given none; 0
    /// while it owes nothing.
    private let owedSince = Atomic<Int64>(0)
    /// When to end at the latest, in milliseconds of the boot clock; 0 while nobody asked.
    private let stopAt = Atomic<Int64>(0)
    private var backOff: BackOff
    /// Taken from the queue and not yet given to the library, from `outgoingNext` on.
    private var outgoing: [PostedMessage] = []
    private var outgoingNext = 0
    private var underWay = UnderWay()

    /// Milliseconds between two calls of the library's keep-alive, as it demands at least.
    private static let keepAliveInterval: Int64 = 1000
    /// Milliseconds for the CONNACK: as for a lane.
    private static let openingMax: Int64 = 10_000
    /// Messages given to the library between two looks at the socket: enough to fill a socket
    /// buffer, few enough that acknowledgements are read in time.
    private static let drainCountMax = 256
    /// Packets read at a time; a window of acknowledgements fits several times.
    private static let readCountMax = 1024

    init(
        _ options: SenderOptions, linkChanged: @escaping @Sendable (LinkChange) -> Void,
        answered: @escaping @Sendable () -> Void
    ) throws(BrokerFault) {
        self.options = options
        self.linkChanged = linkChanged
        self.answered = answered
        queue = OutboundQueue(countMax: options.queueCountMax)
        do {
            wake = try WakeEvent()
        } catch {
            throw .system(error)
        }
        client = try Client(
            ClientOptions(
                endpoint: options.endpoint, clientID: options.clientID, sessionExpirySeconds: nil,
                receiveMaximum: 20, sendMaximum: UInt16(options.windowCount),
                keepAliveSeconds: options.keepAliveSeconds, will: options.will),
            sink: nil)
        backOff = BackOff(
            first: options.pauseFirstMilliseconds, longest: options.pauseLongestMilliseconds,
            seed: options.seed)
    }

    var isConnected: Bool { connected.load(ordering: .acquiring) }
    var isFlushed: Bool { flushed.load(ordering: .acquiring) }

    /// For how many milliseconds the broker has answered nothing although messages are out.
    var unansweredMilliseconds: Int64 {
        let since = owedSince.load(ordering: .acquiring)
        return since == 0 ? 0 : max(0, BootClock.milliseconds() - since)
    }

    func offer(_ message: OutboundMessage) -> Bool {
        switch queue.offer(message, at: BootClock.milliseconds()) {
        case .turnedAway:
            counters.turnedAwayTally.add()
            return false
        case .accepted:
            return true
        case .acceptedAsleep:
            wake.ring()
            return true
        }
    }

    func askToStop(flushMilliseconds: Int64) {
        queue.close()
        // Whoever asks again gains no time.
        _ = stopAt.compareExchange(
            expected: 0, desired: BootClock.milliseconds() + max(1, flushMilliseconds),
            ordering: .sequentiallyConsistent)
        wake.ring()
    }

    /// Everything accepted has reached the broker.
    private var isIdle: Bool {
        queue.count == 0 && client.noted.awaitingCount == 0 && underWay.isEmpty
    }

    private var mayGoOn: Bool {
        let until = stopAt.load(ordering: .sequentiallyConsistent)
        return until == 0 || (!isIdle && BootClock.milliseconds() < until)
    }

    func run() {
        while mayGoOn {
            let change = serveOneLink()
            setConnected(false)
            guard let change else { break }
            if case .refused = change {
                counters.refusedTally.add()
                client.cut()
            }
            linkChanged(change)
            rest()
        }
        flushed.store(isIdle, ordering: .releasing)
        if client.isMade { client.sayGoodbye(wake: wake) }
        client.destroy()
    }

    private func setConnected(_ now: Bool) {
        queue.set(connected: now)
        connected.store(now, ordering: .releasing)
        owedSince.store(0, ordering: .releasing)
    }

    /// Waits before the next attempt, or until the sender is to stop.
    private func rest() {
        let until = BootClock.milliseconds() + backOff.pause()
        while mayGoOn {
            let left = until - BootClock.milliseconds()
            guard left > 0 else { return }
            pulse.turn()
            _ = wake.wait(milliseconds: min(left, untilStop(), LinkPulse.turnMilliseconds))
        }
    }

    private func untilStop() -> Int64 {
        let until = stopAt.load(ordering: .sequentiallyConsistent)
        return until == 0 ? Int64.max : max(0, until - BootClock.milliseconds())
    }

    /// What the last link left unanswered is sent again by us and not by the library; `false` when a
    /// client cannot be made just now.
    private func takeBack() -> Bool {
        if client.noted.awaitingCount > 0 || !client.isMade {
            do { try client.renew() } catch { return false }
        }
        guard !underWay.isEmpty else { return true }
        let back = underWay.takeBack()
        queue.returned(back.count)
        outgoing = back + outgoing[outgoingNext...]
        outgoingNext = 0
        return true
    }

    /// Serves one link to its end. nil means that the sender is to stop.
    private func serveOneLink() -> LinkChange? {
        guard takeBack() else {
            return .disconnected(.local("the client cannot be made anew: are its TLS files there?"))
        }
        if let reason = pulse.open({ client.open() }) { return .disconnected(reason) }
        let opened = BootClock.milliseconds()
        var keepAliveDue = opened + SenderLoop.keepAliveInterval
        var written = client.write()
        while mayGoOn {
            pulse.turn()
            if written != 0 || client.socket < 0 { return lost(written) }
            let now = BootClock.milliseconds()
            if now - opened >= options.pauseLongestMilliseconds { backOff.reset() }
            if !isConnected && now - opened > SenderLoop.openingMax {
                client.cut()
                return .disconnected(.local("no answer to the connect within 10 s"))
            }
            // Without room in the window a new message would only be looked at, so the thread
            // then sleeps through the producers' rings and waits for acknowledgements.
            let asleep = !mayPublish || (outgoingNext == outgoing.count && queue.mayConsumerSleep())
            let patience = asleep ? min(keepAliveDue - now, untilStop()) : 0
            let ready = wake.wait(
                socket: client.socket, writable: client.wantsWrite, milliseconds: patience)
            if ready.socketReady {
                let outcome = client.readBatch(countMax: SenderLoop.readCountMax)
                countAnswers()
                if outcome != 0 || client.socket < 0 { return lost(outcome) }
            }
            greet()
            publishSome()
            if BootClock.milliseconds() >= keepAliveDue {
                let outcome = client.keepAlive()
                guard outcome == 0 else { return lost(outcome) }
                keepAliveDue = BootClock.milliseconds() + SenderLoop.keepAliveInterval
            }
            written = client.write()
        }
        bidFarewell()
        return nil
    }

    /// The last word goes to the library only, and leaves with the goodbye: what waits for a broker
    /// that does not answer must not hold up the stop.
    private func bidFarewell() {
        guard isConnected, var farewell = options.farewell else { return }
        // Of acknowledged messages only so many may be under way: behind a storm's call-outs the last
        // word would stay in the library, and a goodbye in order keeps the will from saying it.
        farewell.quality = 0
        guard client.publish(farewell).outcome == 0 else { return }
        counters.sentTally.add()
    }

    private func countAnswers() {
        let answers = client.noted.answers
        guard !answers.isEmpty else { return }
        client.noted.answers.removeAll(keepingCapacity: true)
        for answer in answers {
            let topic = underWay.answered(answer.identifier)?.message.topic ?? options.birth?.topic
            if answer.isRefusal {
                counters.rejectedTally.add()
                if let topic { refusals.note(topic, LinkReason.broker(answer.reason).text) }
            } else {
                counters.confirmedTally.add()
                if let topic { refusals.accepted(topic) }
            }
        }
        // Each answer is a sign of life: what it still owes counts from here.
        owedSince.store(
            client.noted.awaitingCount == 0 ? 0 : BootClock.milliseconds(), ordering: .releasing)
        answered()
    }

    /// The broker has just accepted the login: the birth goes first, then the producers may come.
    private func greet() {
        guard !isConnected, client.noted.connack == 0 else { return }
        if let birth = options.birth, client.publish(birth).outcome == 0 {
            counters.sentTally.add()
        }
        counters.connectTally.add()
        setConnected(true)
        linkChanged(.connected(sessionPresent: client.noted.sessionPresent))
    }

    private var mayPublish: Bool {
        isConnected && client.noted.awaitingCount < options.windowCount
    }

    private func publishSome() {
        var passedOn = 0
        let now = BootClock.milliseconds()
        // What goes out again has been owed an answer since it went out first.
        var owed = Int64.max
        while mayPublish && passedOn < SenderLoop.drainCountMax {
            if outgoingNext == outgoing.count {
                outgoing = queue.takeAll()
                outgoingNext = 0
                if outgoing.isEmpty { break }
            }
            guard let sentAt = pass(outgoing[outgoingNext], at: now) else { break }
            owed = min(owed, sentAt)
            outgoingNext += 1
            passedOn += 1
        }
        guard passedOn > 0 else { return }
        queue.gone(passedOn)
        if client.noted.awaitingCount > 0, owedSince.load(ordering: .relaxed) == 0 {
            owedSince.store(min(owed, now), ordering: .releasing)
        }
    }

    /// Gives the library a message, or drops what is too old or cannot be encoded.
    ///
    /// - Returns: when it was first sent, in milliseconds of the boot clock; `nil` when there is no link
    ///   any more and it stays for the next one.
    private func pass(_ posted: PostedMessage, at now: Int64) -> Int64? {
        guard posted.isWorthSending(at: now, outdatedAfter: options.outdatedAfterMilliseconds)
        else {
            counters.outdatedTally.add()
            return now
        }
        let (outcome, identifier) = client.publish(posted.message)
        if outcome == Int32(MOSQ_ERR_NO_CONN.rawValue) { return nil }
        guard outcome == 0 else {
            counters.unsendableTally.add()
            refusals.note(posted.message.topic, LinkReason.library(outcome).text)
            return now
        }
        if posted.firstSentAt == nil { counters.sentTally.add() }
        var sent = posted
        sent.firstSentAt = posted.firstSentAt ?? now
        if posted.message.quality > 0 { underWay.sent(sent, identifier: identifier) }
        return sent.firstSentAt
    }

    private func lost(_ outcome: Int32) -> LinkChange {
        client.ending(outcome: outcome).map { .refused($0) }
            ?? .disconnected(client.lossReason(outcome))
    }
}
