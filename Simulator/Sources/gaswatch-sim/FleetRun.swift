internal import LinuxPlatform
internal import SimulatedDistrict

/// Drives the district in real time: what is due is sent, what arrives is told, until the end.
struct FleetRun {
    private(set) var world: FleetWorld
    let transport: any FleetTransport
    /// The program that asks the daemon; nil when none is named.
    let cli: FieldCLI?
    private let origin: Int64
    private var live: LiveLine?
    private var usage: UsageSampler
    private let log: TruthLog?
    private(set) var turnedAway = 0
    /// What a scenario does to the installation, and inspections it declares.
    private let order: (WorldAction) -> Void
    /// From the plan to the sending: the generator's own lag.
    private(set) var lag = Latencies()
    private var logTrouble: String?

    /// How long after the end receipts and call-outs under way are waited for, in seconds.
    private static let settleSeconds = 2.0

    /// - Parameters:
    ///   - stage: is used up, so that the district is not copied at its first change.
    ///   - live: the line that is drawn while the run goes on; nil draws none.
    ///   - log: where the facts go; the world has to keep them then.
    init(
        _ stage: consuming FleetStage, live: LiveLine?, usage: UsageSampler, log: TruthLog? = nil,
        order: @escaping (WorldAction) -> Void = { _ in }
    ) {
        world = stage.world
        transport = stage.transport
        cli = stage.cli
        self.live = live
        self.usage = usage
        self.log = log
        self.order = order
        origin = BootClock.nanoseconds()
    }

    private func instant(_ nanoseconds: Int64) -> Instant {
        Instant(microseconds: (nanoseconds - origin) / 1000)
    }

    /// The present moment of the run.
    var now: Instant { instant(BootClock.nanoseconds()) }

    /// Runs to the end and says how it came.
    mutating func run() -> RunEnding {
        var over: Instant?
        var now = Instant.start
        while true {
            now = turn()
            live?.show(world, now)
            let isOver = world.settings.duration.map { now.seconds >= $0 } ?? false
            if over == nil, isOver || Interruption.isAsked { over = now }
            if let over, world.isSettled || now - over >= Self.settleSeconds { break }
            transport.wait(milliseconds: pause(now))
        }
        live?.end()
        let seconds = world.settings.duration.map { min($0, now.seconds) } ?? now.seconds
        var ending = RunEnding(
            seconds: seconds,
            isWhole: world.settings.duration.map { seconds >= $0 } ?? false, remarks: remarks)
        ending.lag = lag.longest / 1000
        let facts = world.takeFacts(at: now, isEnd: true)
        writeLog { log in
            try log.note(facts)
            try log.end(ending)
        }
        if let logTrouble { ending.remarks.append("the truth log is not whole: \(logTrouble)") }
        return ending
    }

    /// One round: tells the district what arrived and sends what is due.
    private mutating func turn() -> Instant {
        for arrival in transport.takeArrivals() {
            world.received(
                topic: arrival.topic, payload: arrival.payload, at: instant(arrival.nanoseconds))
        }
        let now = now
        for action in world.step(to: now) { carry(action, at: now) }
        for fact in usage.sample(at: now) { world.tell(fact, at: now) }
        if log != nil {
            let facts = world.takeFacts(at: now)
            writeLog { log in try log.note(facts) }
        }
        return now
    }

    /// A log that cannot be written ends the log, not the run.
    private mutating func writeLog(_ write: (TruthLog) throws -> Void) {
        guard let log, logTrouble == nil else { return }
        do { try write(log) } catch { logTrouble = "\(error)" }
    }

    /// Runs until an instant, or until somebody asks for the end.
    mutating func run(until end: Instant) {
        while !Interruption.isAsked {
            let now = turn()
            guard now < end else { return }
            transport.wait(milliseconds: min(pause(now), max(1, Int64((end - now) * 1000))))
        }
    }

    /// Lets time pass after the end: links live on, and nothing is sent or told any more.
    func idle(seconds: Double) {
        let end = now + seconds
        while now < end {
            _ = transport.takeArrivals()
            transport.wait(milliseconds: max(1, Int64((end - now) * 1000)))
        }
    }

    /// All valves together report so often a second from now on.
    mutating func setRate(_ perSecond: Double) { world.setRate(perSecond, at: now) }

    /// Sends an alarm whose receipt measures the way.
    mutating func probe(_ number: Int) { world.probe(number, at: now) }

    /// Begins to measure anew.
    mutating func forgetTimes() {
        lag = Latencies()
        world.forgetTimes()
    }

    private mutating func carry(_ action: WorldAction, at now: Instant) {
        switch action {
        case .publish(let publish):
            if transport.send(publish) {
                if publish.planned > .start { lag.add(seconds: now - publish.planned) }
            } else {
                turnedAway += 1
            }
        case .cut(let origin): transport.cut(origin)
        case .restore(let origin, let boot): transport.restore(origin, boot: boot)
        case .stopBroker, .startBroker, .killDaemon, .declareTest: order(action)
        }
    }

    /// Milliseconds until something is due; at most what a signal may wait to be noticed.
    private func pause(_ now: Instant) -> Int64 {
        guard let next = world.next else { return 100 }
        return min(100, max(1, Int64((next - now) * 1000)))
    }

    /// What the witness itself has to say of the run.
    private var remarks: [String] {
        var remarks: [String] = []
        if turnedAway > 0 {
            remarks.append("\(turnedAway) messages could not leave: no link or queue full")
        }
        if transport.linksLost > 0 {
            remarks.append(
                "\(transport.linksLost) times a connection was lost or not had back")
        }
        let unreadable = world.score.count(.unreadable)
        if unreadable > 0 { remarks.append("\(unreadable) messages to us could not be read") }
        // A generator that is late measures itself; a millisecond is its timer's own grain.
        if lag.percentile(0.99) > 5 {
            remarks.append(
                "the simulator itself was \(Fixed.text(lag.percentile(0.99), decimals: 1)) ms "
                    + "late (p99) in sending")
        }
        return remarks
    }
}
