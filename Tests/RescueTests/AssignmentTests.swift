import Rescue
import Testing
import ValveModel

private func incident(
    _ key: Int, _ priority: Priority = .p1, remaining: Int = 300, overdue: Bool = false,
    home: String? = nil
) -> PlanIncident {
    PlanIncident(
        key: key, priority: priority, raisedAt: Int64(key), id: "incident-\(key)",
        overdue: overdue, remaining: remaining, homeCentre: home)
}

private func team(
    _ id: String, centre: String = "central", unresponsive: Bool = false, held: Priority? = nil
) -> PlanTeam {
    PlanTeam(id: id, centre: centre, unresponsive: unresponsive, heldPriority: held)
}

/// Incident key and team of every pair.
private func pairs(_ incidents: [PlanIncident], _ teams: [PlanTeam], _ rows: [[Int32]]) -> [[Int]] {
    AssignmentPlan(incidents: incidents, teams: teams, seconds: rows.flatMap(\.self))
        .assignments.map { [$0.incident, $0.team] }
}

@Suite("The plan in small cases")
struct AssignmentTests {
    @Test("The nearest team is not taken where it is the only one for another incident")
    func greedyFails() {
        let plan = pairs(
            [incident(0), incident(1)], [team("A"), team("B")], [[100, 200], [150, 400]])
        #expect(plan == [[0, 1], [1, 0]])
    }

    @Test("A chain of three gives way so that all are in time")
    func chain() {
        let rows: [[Int32]] = [[100, 110, 999], [999, 100, 110], [100, 999, 999]]
        let plan = pairs(
            [incident(0), incident(1), incident(2)], [team("A"), team("B"), team("C")], rows)
        #expect(plan == [[0, 1], [1, 2], [2, 0]])
    }

    @Test("One P1 in time counts more than any number of P2, at any cost in seconds")
    func firstBeforeSecond() {
        let plan = pairs(
            [incident(0, .p1), incident(1, .p2), incident(2, .p2)], [team("A"), team("B")],
            [[300, 301], [10, 999], [10, 999]])
        #expect(plan == [[0, 0], [1, 1]])
    }

    @Test("A P1 that nobody reaches in time still gets a team before a P2 does")
    func lateFirst() {
        let plan = pairs([incident(0, .p2), incident(1, .p1)], [team("A")], [[10], [900]])
        #expect(plan == [[1, 0]])
    }

    @Test("An overdue incident is not starved by a later one")
    func overdue() {
        let waiting = [incident(0, remaining: 0, overdue: true), incident(1)]
        #expect(pairs(waiting, [team("A")], [[100], [100]]) == [[0, 0]])
        let plan = AssignmentPlan(incidents: waiting, teams: [team("A")], seconds: [100, -1])
        #expect(plan.assignments == [Assignment(incident: 0, team: 0, seconds: 100, inTime: true)])
    }

    @Test("A forbidden pair is never used")
    func forbidden() {
        #expect(pairs([incident(0)], [team("A"), team("B")], [[-1, 900]]) == [[0, 1]])
        #expect(pairs([incident(0)], [team("A")], [[-1]]).isEmpty)
    }

    @Test("An unresponsive team is used last, and never left idle while somebody waits")
    func unresponsive() {
        let teams = [team("A", unresponsive: true), team("B")]
        #expect(pairs([incident(0)], teams, [[50, 290]]) == [[0, 1]])
        let both = AssignmentPlan(
            incidents: [incident(0), incident(1)], teams: teams, seconds: [50, 290, 60, 295])
        #expect(both.assignments.map(\.team) == [1, 0] || both.assignments.map(\.team) == [0, 1])
        #expect(both.assignments.filter(\.inTime).map(\.team) == [1])
    }

    @Test("A team leaves its P2 only where one more P1 is then reached in time")
    func diversion() {
        let teams = [team("A"), team("B", held: .p2)]
        let diverted = AssignmentPlan(
            incidents: [incident(0)], teams: teams, seconds: [400, 200])
        #expect(diverted.assignments.map(\.team) == [1])
        #expect(diverted.diverted == [1])
        #expect(diverted.explain(incident: 0).reasons.first == .diverted)
        #expect(pairs([incident(0)], teams, [[290, 20]]) == [[0, 0]])
        #expect(pairs([incident(0)], teams, [[-1, 301]]).isEmpty)
        #expect(pairs([incident(0, .p2)], teams, [[-1, 20]]).isEmpty)
        #expect(pairs([incident(0)], [team("A", held: .p1)], [[20]]).isEmpty)
    }

    @Test("Among equals the home centre's teams come first, then the smaller id")
    func tieOrder() {
        let teams = [team("B"), team("C", centre: "east"), team("A")]
        #expect(pairs([incident(0, home: "east")], teams, [[50, 50, 50]]) == [[0, 1]])
        #expect(pairs([incident(0, home: "west")], teams, [[50, 50, 50]]) == [[0, 2]])
        #expect(pairs([incident(0)], teams, [[50, 50, 50]]) == [[0, 2]])
        let one = pairs([incident(1), incident(0)], [team("A")], [[50], [50]])
        #expect(one == [[0, 0]])
    }

    @Test("A late but best team is named as late")
    func lateIsNamed() {
        let plan = AssignmentPlan(
            incidents: [incident(7, remaining: 100)], teams: [team("A"), team("B")],
            seconds: [391, 200])
        #expect(plan.assignments == [Assignment(incident: 7, team: 1, seconds: 200, inTime: false)])
    }

    @Test("Nothing waits, nobody is there, or an estimate is beyond all measure: still a plan")
    func edges() {
        #expect(pairs([], [team("A")], []).isEmpty)
        #expect(pairs([incident(0)], [], []).isEmpty)
        #expect(pairs([], [], []).isEmpty)
        let plan = AssignmentPlan(
            incidents: [incident(0)], teams: [team("A")], seconds: [.max])
        #expect(plan.assignments.map(\.seconds) == [Int(Int32.max)])
    }

    @Test("A thousand teams fit the widths of the goals")
    func thousandTeams() {
        let teams = (0..<1_000).map {
            team("\($0)", unresponsive: $0 % 2 == 0, held: $0 % 4 == 1 ? .p2 : nil)
        }
        let waiting = (0..<8).map { incident($0, $0 < 4 ? .p1 : .p2, remaining: 131_071) }
        let seconds = (0..<8_000).map { Int32(131_071 - $0 % 7) }
        let plan = AssignmentPlan(incidents: waiting, teams: teams, seconds: seconds)
        #expect(plan.assignments.count == 8)
        #expect(plan.assignments.allSatisfy { $0.inTime && $0.seconds == 131_065 })
        #expect(plan.diverted.isEmpty)
    }
}
