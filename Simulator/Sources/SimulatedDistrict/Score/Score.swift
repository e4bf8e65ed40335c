/// What the witness has seen: it knows which leaks it made, and judges only by what passed over
/// the wire. It is folded from facts one by one.
package struct Score: Equatable, Sendable {
    /// A call-out may leave this many seconds after its alarm was due before it counts as late.
    package static let lateAfter = 1.0

    package private(set) var leaks: [LeakRecord] = []
    /// Alarms sent for the first time, and those of them that have been receipted.
    package private(set) var alarms = 0
    package private(set) var acknowledged = 0
    private var counts: [Fact.Counted: Int] = [:]
    package private(set) var otherEvents: [String: Int] = [:]
    package private(set) var callouts = 0
    /// Call-outs to homes in which a declared inspection went on and nothing else.
    package private(set) var testCallouts = 0
    package private(set) var calloutsWrong: Set<String> = []
    /// Call-outs of incidents that earlier runs raised.
    package private(set) var calloutsForeign = 0
    /// Incidents called out because a device took something for a leak.
    package private(set) var calloutsNuisance: Set<String> = []
    package private(set) var replies: [String: Int] = [:]
    package private(set) var receiptLatency = Latencies()
    package private(set) var calloutLatency = Latencies()
    /// From the first gas of a leak to its call-out: the growth of the gas is in it.
    package private(set) var findLatency = Latencies()
    package private(set) var acceptLatency = Latencies()
    package private(set) var onsceneLatency = Latencies()
    package private(set) var rescueLatency = Latencies()
    package private(set) var course = Course()

    package init() {}

    package func count(_ what: Fact.Counted) -> Int { counts[what, default: 0] }

    package var reports: Int { count(.reports) }
    /// Alarm messages, repeats included.
    package var alarmMessages: Int { alarms + count(.alarmRepeats) }
    /// Accepting receipts, those said again included.
    package var receipts: Int { acknowledged + count(.receiptsAgain) }
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
    /// Leaks that another team would have reached sooner than the one called first.
    package var soonerCount: Int { leaks.count { $0.soonerTeam != nil } }

    /// Call-outs to homes without a cause, for a day of the homes' own time.
    package func nuisancePerDay(of identity: RunIdentity, _ ending: RunEnding) -> Double {
        let days = ending.seconds * identity.speed / 86_400
        return days > 0 ? Double(calloutsWrong.union(calloutsNuisance).count) / days : 0
    }

    /// Measures receipts and call-outs anew from now on.
    package mutating func forgetTimes() {
        receiptLatency = Latencies()
        calloutLatency = Latencies()
    }

    /// Whether the fact speaks only of leaks that were begun; a damaged log may do otherwise.
    package func canNote(_ fact: Fact) -> Bool {
        switch fact {
        case .leakTripped(let leak), .leakCalledOut(let leak, _, _), .sooner(let leak, _, _),
            .idle(let leak, _):
            leaks.indices.contains(leak)
        case .receipt(_, _, _, let leak, _), .reply(_, _, _, let leak):
            leak.map(leaks.indices.contains) ?? true
        case .leakBegan(let leak, _): leak == leaks.count
        case .counted, .other, .alarm, .callout, .disturbed, .usage: true
        }
    }

    package mutating func note(_ fact: Fact, at now: Instant) {
        switch fact {
        case .counted(let what, let count): counts[what, default: 0] += count
        case .other(let name): otherEvents[name, default: 0] += 1
        case .leakBegan(_, let valve): leaks.append(LeakRecord(valve: valve, begun: now))
        case .leakTripped(let leak): leaks[leak].alarmed = now
        case .alarm: alarms += 1
        case .receipt(_, _, _, let leak, let after):
            acknowledged += 1
            receiptLatency.add(seconds: after)
            course.receipt(after: after, at: now)
            if let leak { leaks[leak].receipt = now }
        case .callout(let incident, _, _, _, let worth): calledOut(incident, worth)
        case .leakCalledOut(let leak, let incident, let team):
            leakCalledOut(leak, incident, team: team, at: now)
        case .sooner(let leak, let team, let seconds):
            leaks[leak].soonerTeam = team
            leaks[leak].soonerBy = seconds
        case .reply(_, _, let word, let leak):
            replies[word, default: 0] += 1
            if let leak, let word = Reply.Word(rawValue: word) { stepped(leak, word, at: now) }
        case .idle(let leak, let team): leaks[leak].idleTeam = team
        case .disturbed(let what): course.disturbed(what, at: now)
        case .usage(let part, let cores, let bytes):
            course.used(part, cores: cores, bytes: bytes, at: now)
        }
    }

    private mutating func calledOut(_ incident: String, _ worth: Fact.Worth) {
        callouts += 1
        switch worth {
        case .caused, .unjudged: break
        // A false leak that the device swears by has to be called out; it is counted beside.
        case .nuisance: calloutsNuisance.insert(incident)
        case .test:
            testCallouts += 1
            calloutsWrong.insert(incident)
        case .wrong: calloutsWrong.insert(incident)
        case .foreign: calloutsForeign += 1
        }
    }

    private mutating func leakCalledOut(
        _ leak: Int, _ incident: String, team: String?, at now: Instant
    ) {
        if leaks[leak].calledOut == nil {
            leaks[leak].calledOut = now
            leaks[leak].incident = incident
            findLatency.add(seconds: now - leaks[leak].begun)
            // A leak found by its reports before the valve alarmed has no latency to measure.
            if let alarmed = leaks[leak].alarmed {
                calloutLatency.add(seconds: now - alarmed)
                course.callout(after: now - alarmed, at: now)
            }
        }
        if let team, leaks[leak].teamCalled == nil {
            leaks[leak].teamCalled = now
            leaks[leak].team = team
        }
    }

    /// A team said that it has taken a step.
    private mutating func stepped(_ leak: Int, _ word: Reply.Word, at now: Instant) {
        // Its five minutes run from the incident, which the first call-out tells of at once.
        let since = now - (leaks[leak].calledOut ?? leaks[leak].begun)
        leaks[leak].said.append(LeakRecord.StepSaid(word: word, at: now))
        switch word {
        case .accept where leaks[leak].accepted == nil:
            leaks[leak].accepted = now
            acceptLatency.add(seconds: since)
        case .onscene where leaks[leak].onscene == nil:
            leaks[leak].onscene = now
            onsceneLatency.add(seconds: since)
        case .rescue where leaks[leak].rescue == nil:
            leaks[leak].rescue = now
            rescueLatency.add(seconds: since)
        case .safe where leaks[leak].safe == nil: leaks[leak].safe = now
        default: break
        }
    }
}
