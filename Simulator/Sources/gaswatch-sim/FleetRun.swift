internal import LinuxPlatform
internal import SimulatedDistrict

/// Drives the district in real time: what is due is sent, what arrives is told, until the end.
struct FleetRun {
    private(set) var world: FleetWorld
    private let transport: any FleetTransport
    private let origin: Int64
    private var live: LiveLine
    private(set) var turnedAway = 0
    /// What a scenario does to the installation, and inspections it declares.
    private let order: (WorldAction) -> Void
    /// Milliseconds between the plan and the sending: the generator's own lag.
    private(set) var lag = Latencies()

    /// How long after the end receipts and call-outs under way are waited for, in seconds.
    private static let settleSeconds = 2.0

    init(
        world: FleetWorld, transport: any FleetTransport, live: LiveLine,
        order: @escaping (WorldAction) -> Void
    ) {
        self.world = world
        self.transport = transport
        self.live = live
        self.order = order
        origin = BootClock.nanoseconds()
    }

    private func instant(_ nanoseconds: Int64) -> Instant {
        Instant(microseconds: (nanoseconds - origin) / 1000)
    }

    /// The present moment of the run.
    var now: Instant { instant(BootClock.nanoseconds()) }

    /// Runs to the end; the page says how it went, by the thresholds of a scenario if there is one.
    mutating func run(thresholds: Thresholds? = nil) -> SummaryPage {
        var ending: Instant?
        var now = Instant.start
        while true {
            now = turn()
            live.show(world, now)
            let isOver = world.settings.duration.map { now.seconds >= $0 } ?? false
            if ending == nil, isOver || Interruption.isAsked { ending = now }
            if let ending, world.isSettled || now - ending >= Self.settleSeconds { break }
            transport.wait(milliseconds: pause(now))
        }
        live.end()
        return page(
            thresholds, ranFor: world.settings.duration.map { min($0, now.seconds) } ?? now.seconds)
    }

    /// One round: tells the district what arrived and sends what is due.
    private mutating func turn() -> Instant {
        for arrival in transport.takeArrivals() {
            world.received(
                topic: arrival.topic, payload: arrival.payload, at: instant(arrival.nanoseconds))
        }
        let now = now
        for action in world.step(to: now) { carry(action, at: now) }
        return now
    }

    /// Runs until an instant, or until somebody asks for the end.
    mutating func run(until end: Instant) {
        while !Interruption.isAsked {
            let now = turn()
            guard now < end else { return }
            transport.wait(milliseconds: min(pause(now), max(1, Int64((end - now) * 1000))))
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

    private func page(_ thresholds: Thresholds?, ranFor seconds: Double) -> SummaryPage {
        let isWhole = world.settings.duration.map { seconds >= $0 } ?? false
        let verdict =
            thresholds.map { Verdict(world.score, $0, ranFor: seconds, isWhole: isWhole) }
            ?? Verdict(world.score, ranFor: seconds, isWhole: isWhole)
        var page = SummaryPage(
            score: world.score, verdict: verdict,
            valveCount: world.valveCount, seconds: seconds,
            driveSpeed: world.settings.rescue.driveSpeed)
        if turnedAway > 0 {
            page.remarks.append("\(turnedAway) messages could not leave: no link or queue full")
        }
        if transport.linksLost > 0 {
            page.remarks.append(
                "\(transport.linksLost) times a connection was lost or not had back")
        }
        if world.score.unreadable > 0 {
            page.remarks.append("\(world.score.unreadable) messages to us could not be read")
        }
        page.remarks += live.usageRemarks(ranFor: seconds)
        return page
    }
}
