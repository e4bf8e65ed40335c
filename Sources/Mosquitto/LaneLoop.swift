internal import LinuxPlatform
private import Synchronization

/// The life of a lane's thread: connect, read a batch, hand it over, write once, and again.
///
/// Between two batches nothing that is not durable waits to be written. That is why a single call
/// of `write` at the end of each turn is enough, and why there is no other one.
// Safety: everything but the atomics and the event is touched by the lane's thread alone, after
// the initialiser has returned.
final class LaneLoop: @unchecked Sendable {
    let counters = LaneCounters()
    let pulse = LinkPulse()
    private let options: LaneOptions
    private let sink: any LaneSink
    private let client: Client
    private let wake: WakeEvent
    private let stopping = Atomic<Bool>(false)
    private let askedAgain = Atomic<Bool>(false)
    private var backOff: BackOff
    private var subscribed = false
    private var announced = false
    /// When the broker last gave a sign of life on this link, in milliseconds of the boot clock. A
    /// session's backlog comes ahead of the answers to our subscriptions.
    private var heardAt: Int64 = 0

    /// How a link ended.
    private enum Ending {
        case stopped
        case lost(LinkReason)
        case refused(LinkReason)
    }

    /// Milliseconds between two calls of the library's keep-alive, as it demands at least.
    private static let keepAliveInterval: Int64 = 1000
    /// Milliseconds for CONNACK and SUBACKs. A broker under the storm of 29,000 connects answered
    /// within two seconds; five times that is a broker that hangs.
    private static let openingMax: Int64 = 10_000

    init(_ options: LaneOptions, sink: any LaneSink) throws(BrokerFault) {
        self.options = options
        self.sink = sink
        do {
            wake = try WakeEvent()
        } catch {
            throw .system(error)
        }
        client = try Client(
            ClientOptions(
                endpoint: options.endpoint, clientID: options.clientID,
                sessionExpirySeconds: options.sessionExpirySeconds,
                receiveMaximum: options.receiveMaximum, sendMaximum: 20,
                keepAliveSeconds: options.keepAliveSeconds, will: nil),
            sink: sink)
        backOff = BackOff(
            first: options.pauseFirstMilliseconds, longest: options.pauseLongestMilliseconds,
            seed: options.seed)
    }

    func askToStop() {
        stopping.store(true, ordering: .sequentiallyConsistent)
        wake.ring()
    }

    func askAgain() {
        askedAgain.store(true, ordering: .sequentiallyConsistent)
        wake.ring()
    }

    private var mayGoOn: Bool { !stopping.load(ordering: .sequentiallyConsistent) }

    func run() {
        while mayGoOn {
            switch serveOneLink() {
            case .stopped:
                break
            case .lost(let reason):
                sink.linkChanged(.disconnected(reason))
                rest()
            case .refused(let reason):
                counters.refusedTally.add()
                sink.linkChanged(.refused(reason))
                client.cut()
                rest()
            }
        }
        client.sayGoodbye(wake: wake)
        client.destroy()
    }

    /// Waits before the next attempt, or until the lane is to stop.
    private func rest() {
        let until = BootClock.milliseconds() + backOff.pause()
        while mayGoOn {
            let left = until - BootClock.milliseconds()
            guard left > 0 else { return }
            pulse.turn()
            _ = wake.wait(milliseconds: min(left, LinkPulse.turnMilliseconds))
        }
    }

    private func serveOneLink() -> Ending {
        subscribed = false
        announced = false
        askedAgain.store(false, ordering: .sequentiallyConsistent)
        if let reason = pulse.open({ client.open() }) { return .lost(reason) }
        let opened = BootClock.milliseconds()
        heardAt = opened
        var keepAliveDue = opened + LaneLoop.keepAliveInterval
        // The CONNECT packet is all that is queued.
        var written = client.write()
        while mayGoOn {
            pulse.turn()
            if written != 0 || client.socket < 0 { return lost(written) }
            let now = BootClock.milliseconds()
            if now - opened >= options.pauseLongestMilliseconds { backOff.reset() }
            if !announced && now - heardAt > LaneLoop.openingMax {
                client.cut()
                return .lost(.local("no answer to the connect within 10 s"))
            }
            let ready = wake.wait(
                socket: client.socket, writable: client.wantsWrite,
                milliseconds: keepAliveDue - now)
            if ready.socketReady, let ending = takeBatch() { return ending }
            if let ending = openFurther() { return ending }
            if let ending = subscribeAgain() { return ending }
            if BootClock.milliseconds() >= keepAliveDue {
                let outcome = client.keepAlive()
                guard outcome == 0 else { return lost(outcome) }
                keepAliveDue = BootClock.milliseconds() + LaneLoop.keepAliveInterval
            }
            written = client.write()
        }
        return .stopped
    }

    /// Reads until nothing is left or the batch is full, and hands it over. nil means go on.
    private func takeBatch() -> Ending? {
        let outcome = client.readBatch(countMax: options.batchCountMax)
        let count = client.noted.arrivals
        client.noted.arrivals = 0
        if count > 0 {
            heardAt = BootClock.milliseconds()
            counters.receivedTally.add(count)
            counters.batchTally.add()
            guard sink.batchEnded(count: count) == .release else {
                counters.abandonedTally.add()
                client.cut()
                return .lost(.local("a batch was abandoned; the broker will send it again"))
            }
            backOff.reset()
        }
        return outcome != 0 || client.socket < 0 ? lost(outcome) : nil
    }

    /// Subscribes once the broker has accepted the login, and announces the link once all
    /// subscriptions are granted. nil means go on.
    private func openFurther() -> Ending? {
        if announced { return nil }
        guard client.noted.connack == 0 else { return nil }
        if !subscribed {
            subscribed = true
            for filter in options.filters {
                let outcome = client.subscribe(filter)
                guard outcome == 0 else { return .refused(.library(outcome)) }
            }
        }
        guard client.noted.grants >= options.filters.count else { return nil }
        if let refusal = client.noted.refusedGrant { return .refused(.broker(refusal)) }
        let wanted = options.filters.map(\.quality).min() ?? 0
        guard client.noted.qualityGranted >= wanted else {
            return .refused(.local("a subscription was granted with a lower quality of service"))
        }
        announced = true
        counters.connectTally.add()
        sink.linkChanged(.connected(sessionPresent: client.noted.sessionPresent))
        return nil
    }

    /// Asks again for everything that the broker has kept. nil means go on. Before the link is
    /// announced there is nothing to do: its own subscriptions ask for the same.
    private func subscribeAgain() -> Ending? {
        guard announced, askedAgain.exchange(false, ordering: .sequentiallyConsistent) else {
            return nil
        }
        for filter in options.filters {
            let outcome = client.subscribe(filter)
            guard outcome == 0 else { return lost(outcome) }
        }
        return nil
    }

    /// The best reason there is for a link that is gone.
    private func lost(_ outcome: Int32) -> Ending {
        client.ending(outcome: outcome).map { .refused($0) } ?? .lost(client.lossReason(outcome))
    }
}
