import Foundation
import Incidents
import Rescue
import Testing
import ValveModel
import WatchTestKit

private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A random life of a desk with 40 valves and six teams, judged after every batch.
private struct DeskStorm {
    var stage = DeskStage()
    var dice: Dice
    var revisions: [String: Int] = [:]
    var clocks: [String: Incident] = [:]
    var faults: [String] = []
    var restartedAt = Moment.distantPast

    static let kinds: [(FindingKind, Priority)] = [
        (.leak, .p1), (.leak, .p2), (.heat, .p1), (.suspect, .p2), (.seepage, .p3),
        (.overpressure, .p2), (.shutoff, .p3), (.tamper, .p3), (.lowBattery, .p4),
        (.offline, .p4),
    ]
    static let changes: [DeskFinding.Change] = [
        .raised, .raised, .repeated, .cleared, .priority, .crossed, .evidence, .closeWanted,
        .provenClosed,
    ]
    static let words: [DeskReply.Word] = [
        .received, .accept, .accept, .decline, .enroute, .onscene, .rescue, .safe, .note,
    ]

    mutating func step(_ number: Int) throws {
        stage.actions = []
        switch Int.random(in: 0..<100, using: &dice) {
        case 0..<35: find()
        case 35..<65: reply()
        case 65..<73: flip()
        case 73..<83: wish()
        case 83..<98: stage.pass(Int64.random(in: 1...40, using: &dice))
        case 98: stage.pass(Int64.random(in: 100...400, using: &dice))
        default: try restart()
        }
        let passed = stage.actions
        stage.now = stage.now + .milliseconds(Int64.random(in: 1...900, using: &dice))
        check(passed + stage.settle())
        if !faults.isEmpty { faults = faults.map { "step \(number): \($0)" } }
    }

    private mutating func find() {
        let kind = Self.kinds.randomElement(using: &dice) ?? (.leak, .p1)
        let valve = Int.random(in: 0..<40, using: &dice)
        stage.find(
            Self.changes.randomElement(using: &dice) ?? .raised, kind.0, kind.1, valve: "V\(valve)",
            longitude: 120.34 + Double(valve) * 0.002,
            isTest: Int.random(in: 0..<12, using: &dice) == 0,
            gas: Float.random(in: 0...50, using: &dice))
    }

    private mutating func anyIncident() -> String {
        stage.desk.book.open.keys.sorted().randomElement(using: &dice) ?? "20260101-0001"
    }

    private mutating func anyTeam() -> String {
        ["E-1", "E-2", "E-3", "W-1", "W-2", "W-3"].randomElement(using: &dice) ?? "E-1"
    }

    private mutating func reply() {
        var team = anyTeam()
        var id = anyIncident()
        // Most replies are of a team to an incident of its own.
        if Int.random(in: 0..<4, using: &dice) > 0, let own = stage.desk.book.open[id]?.team {
            team = own
        }
        if Int.random(in: 0..<30, using: &dice) == 0 { id = "20260101-0001" }
        let revision = stage.desk.book.open[id]?.revision
        stage.reply(
            team, Self.words.randomElement(using: &dice) ?? .accept, id, revision: revision)
    }

    private mutating func flip() {
        let team = anyTeam()
        try? stage.desk.set(
            team: team, available: Int.random(in: 0..<3, using: &dice) > 0,
            place: Coordinate(
                latitude: 36.06, longitude: Double.random(in: 120.34...120.42, using: &dice)),
            by: "Li", at: stage.now)
    }

    private mutating func wish() {
        let id = anyIncident()
        var wish = DeskWish(by: Bool.random(using: &dice) ? "Li" : "Wang")
        wish.team = anyTeam()
        wish.also = Bool.random(using: &dice)
        wish.accepted = Bool.random(using: &dice)
        wish.reason = Bool.random(using: &dice) ? "false_alarm" : nil
        wish.verifiedBy = Bool.random(using: &dice) ? "Zhao" : nil
        switch Int.random(in: 0..<4, using: &dice) {
        case 0: try? stage.desk.acknowledge(id, wish, at: stage.now)
        case 1: try? stage.desk.dispatch(id, wish, at: stage.now)
        case 2: try? stage.desk.step(.onscene, id, wish, at: stage.now)
        default: try? stage.desk.close(id, wish, at: stage.now)
        }
    }

    /// Only what the journal keeps survives; incidents and teams come back in any order.
    private mutating func restart() throws {
        check(stage.settle())
        let incidents = try stage.desk.book.open.values.map {
            try JSONDecoder().decode(Incident.self, from: JSONEncoder().encode($0))
        }
        let teams = stage.desk.roster.teams.values.sorted { $0.id < $1.id }
        let commands = stage.desk.commands.values
        var next = DeskStage()
        next.now = stage.now + .seconds(Int64.random(in: 0...60, using: &dice))
        for incident in incidents.shuffled(using: &dice) {
            next.desk.restore(incident, at: next.now)
        }
        for team in teams { next.desk.restore(team, at: next.now) }
        for command in commands { next.desk.restore(command, at: next.now) }
        if Bool.random(using: &dice) { next.desk.rescueConnected(at: next.now) }
        stage = next
        restartedAt = stage.now
        stage.settle()
    }

    private mutating func check(_ actions: [DeskAction]) {
        for action in actions {
            switch action {
            case .changed(let incident): checkRevision(incident)
            case .callout(let callout) where callout.incident.mode == .test:
                faults.append("call-out for the test \(callout.incident.id)")
            default: break
            }
        }
        checkSlots()
        checkHolders()
        faults += StepAuditor().audit(stage.desk.promises(), at: stage.now).findings.map(\.words)
        let called = Set(
            stage.desk.book.open.values.filter(\.isWaiting).compactMap(\.team))
        for incident in stage.desk.book.open.values {
            checkClock(incident)
            checkLadder(incident, called)
        }
    }

    private mutating func checkRevision(_ incident: Incident) {
        if let before = revisions[incident.id], incident.revision <= before {
            faults.append("\(incident.id) repeats revision \(incident.revision)")
        }
        revisions[incident.id] = incident.revision
    }

    private mutating func checkSlots() {
        var seen: Set<IncidentBook.Slot> = []
        for incident in stage.desk.book.open.values where incident.state != .safe {
            let slot = IncidentBook.Slot(
                valve: incident.place.valve, axis: incident.axis, isTest: incident.mode == .test)
            if !seen.insert(slot).inserted { faults.append("two open incidents in \(slot)") }
        }
    }

    private mutating func checkHolders() {
        for team in stage.desk.roster.teams.values {
            guard let id = team.holding else { continue }
            let incident = stage.desk.book.open[id]
            if incident?.isHeld != true {
                faults.append("\(team.id) holds \(id), which is not held")
            }
            if incident?.team != team.id, incident?.alsoTeams.contains(team.id) != true {
                faults.append("\(team.id) holds \(id) and is not its team")
            }
        }
        for incident in stage.desk.book.open.values where incident.isHeld {
            let holding = incident.team.flatMap { stage.desk.roster.teams[$0]?.holding }
            let valve = holding.flatMap { stage.desk.book.open[$0]?.place.valve }
            if valve != incident.place.valve {
                faults.append("\(incident.id) is held by nobody: \(incident.team ?? "-")")
            }
        }
    }

    private mutating func checkClock(_ incident: Incident) {
        defer { clocks[incident.id] = incident }
        guard let before = clocks[incident.id], let was = before.rescueBy,
            let rescueBy = incident.rescueBy
        else { return }
        if rescueBy > was, incident.milestones.count == before.milestones.count {
            faults.append("\(incident.id) has its deadline moved")
        }
    }

    private mutating func checkLadder(_ incident: Incident, _ called: Set<String>) {
        guard incident.isWaiting else { return }
        if stage.desk.nextDeadline == nil {
            faults.append("\(incident.id) waits without a deadline")
        }
        guard let ackBy = incident.ackBy else {
            return faults.append("\(incident.id) waits without a next step")
        }
        // After a restart without a broker a late ladder rests for half a minute.
        if max(ackBy, restartedAt + .seconds(30)) < stage.now {
            faults.append("\(incident.id) missed its step")
        }
        if ackBy > stage.now + .seconds(60) { faults.append("\(incident.id) steps too late") }
        if !incident.calls.contains(where: { $0.team != nil && $0.isOpen }), !incident.allTold {
            faults.append("\(incident.id) waits and nobody was told")
        }
        checkIdle(incident, called)
    }

    private mutating func checkIdle(_ incident: Incident, _ called: Set<String>) {
        let isCalled = incident.calls.contains { $0.team == incident.team && $0.isOpen }
        guard incident.team == nil || !isCalled else { return }
        for team in stage.desk.roster.teams.values
        where team.isAvailable && team.holding == nil && !called.contains(team.id)
            && !incident.calls.contains(where: { $0.team == team.id })
        {
            faults.append("\(team.id) is idle while \(incident.id) waits")
        }
    }
}

@Suite("A random life of the desk")
struct DeskStormTests {
    @Test("No batch breaks a promise")
    func storms() async throws {
        try await onEveryCore(1...12) { try storm(seed: $0) }
    }

    private func storm(seed: Int) throws {
        var storm = DeskStorm(dice: Dice(state: UInt64(seed)))
        for number in 0..<2_000 {
            try storm.step(number)
            try #require(storm.faults.isEmpty, "seed \(seed): \(storm.faults)")
        }
        #expect(storm.revisions.count > 40, "seed \(seed)")
    }
}
