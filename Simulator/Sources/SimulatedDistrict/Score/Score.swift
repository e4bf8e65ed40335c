/// The truth about one leak, and what became of it.
package struct LeakRecord: Equatable, Sendable {
    package var valve: String
    package var begun: Instant
    /// When the valve's first alarm was planned to leave.
    package var alarmed: Instant?
    package var receipt: Instant?
    package var calledOut: Instant?
    package var teamCalled: Instant?
    package var accepted: Instant?
    package var onscene: Instant?
    package var rescue: Instant?
    package var safe: Instant?
    /// A team that stood idle while this leak had been called out without one.
    package var idleTeam: String?

    package init(valve: String, begun: Instant) {
        self.valve = valve
        self.begun = begun
    }
}

/// What the witness has seen: it knows which leaks it made, and judges only by what passed over
/// the wire.
package struct Score: Equatable, Sendable {
    /// A call-out may leave this many seconds after its alarm was due before it counts as late.
    package static let lateAfter = 1.0

    package var leaks: [LeakRecord] = []
    package var births = 0
    package var reports = 0
    package var alarmMessages = 0
    package var alarms = 0
    package var acknowledged = 0
    package var receipts = 0
    package var receiptsTwice = 0
    package var naks = 0
    package var laters = 0
    package var garbage = 0
    package var garbageNaks = 0
    package var wills = 0
    /// Alarms without a cause that a scenario made.
    package var nuisances = 0
    /// Alarms of declared inspections.
    package var testAlarms = 0
    /// Call-outs to homes in which a declared inspection went on and nothing else.
    package var testCallouts = 0
    package var otherEvents: [String: Int] = [:]
    package var commands = 0
    package var results = 0
    package var callouts = 0
    package var calloutsWrong: Set<String> = []
    package var calloutsForeign = 0
    /// Incidents called out because a device took something for a leak.
    package var calloutsNuisance: Set<String> = []
    package var unreadable = 0
    package var replies: [String: Int] = [:]
    package var receiptLatency = Latencies()
    package var calloutLatency = Latencies()
    package var acceptLatency = Latencies()
    package var onsceneLatency = Latencies()
    package var rescueLatency = Latencies()

    package init() {}

    package var calledOutCount: Int { leaks.count { $0.calledOut != nil } }
    package var withTeamCount: Int { leaks.count { $0.teamCalled != nil } }
    /// Leaks whose valve has alarmed and that nobody was called out to.
    package var missed: [LeakRecord] {
        leaks.filter { $0.calledOut == nil && $0.alarmed != nil }
    }
    /// Leaks that have not grown enough to trip their valve.
    package var growing: [LeakRecord] {
        leaks.filter { $0.calledOut == nil && $0.alarmed == nil }
    }
    package var lateCount: Int {
        leaks.count { leak in
            guard let alarmed = leak.alarmed, let calledOut = leak.calledOut else { return false }
            return calledOut - alarmed > Self.lateAfter
        }
    }
    /// Distinct alarms that still wait for their receipt.
    package var outstanding: Int { alarms - acknowledged }

    /// A call-out that names the leaking valve was seen.
    package mutating func leakCalledOut(_ index: Int, withTeam: Bool, at now: Instant) {
        if leaks[index].calledOut == nil {
            leaks[index].calledOut = now
            // A leak found by its reports before the valve alarmed has no latency to measure.
            if let alarmed = leaks[index].alarmed { calloutLatency.add(seconds: now - alarmed) }
        }
        if withTeam, leaks[index].teamCalled == nil { leaks[index].teamCalled = now }
    }

    /// A team said that it has taken a step.
    package mutating func teamStepped(_ index: Int, _ word: Reply.Word, at now: Instant) {
        let since = now - (leaks[index].alarmed ?? leaks[index].begun)
        switch word {
        case .accept where leaks[index].accepted == nil:
            leaks[index].accepted = now
            acceptLatency.add(seconds: since)
        case .onscene where leaks[index].onscene == nil:
            leaks[index].onscene = now
            onsceneLatency.add(seconds: since)
        case .rescue where leaks[index].rescue == nil:
            leaks[index].rescue = now
            rescueLatency.add(seconds: since)
        case .safe where leaks[index].safe == nil:
            leaks[index].safe = now
        default: break
        }
    }
}
