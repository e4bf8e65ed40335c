import Rescue
import Testing
import ValveModel

/// Looks for an exchange that would make a plan better.
///
/// A plan is best exactly when no ring of exchanges improves it. The members of a ring are the teams
/// and one pool of idle places and unserved incidents; the way from a to b means that a takes over
/// what b has. Bellman and Ford's method finds a ring that improves, whatever made the plan.
private struct Exchanges {
    let given: PlanCase
    let ways: [[Score?]]

    init(_ given: PlanCase, _ plan: AssignmentPlan) {
        self.given = given
        let placeOfKey = Dictionary(
            uniqueKeysWithValues: given.incidents.enumerated().map { ($1.key, $0) })
        var placeOf = [Int?](repeating: nil, count: given.teams.count)
        for assignment in plan.assignments {
            placeOf[assignment.team] = placeOfKey[assignment.incident]
        }
        let served = Set(placeOf.compactMap(\.self))
        let unserved = given.incidents.indices.filter { !served.contains($0) }
        let pool = given.teams.count
        var ways = [[Score?]](
            repeating: [Score?](repeating: nil, count: pool + 1), count: pool + 1)
        for from in 0..<pool {
            let present = placeOf[from].flatMap { given.score($0, from) } ?? Score()
            for to in 0..<pool where to != from {
                guard let place = placeOf[to] else { continue }
                ways[from][to] = given.score(place, from).map { $0 + -present }
            }
            let chances = unserved.compactMap { given.score($0, from) } + [Score()]
            ways[from][pool] = chances.min().map { $0 + -present }
            ways[pool][from] = Score()
        }
        self.ways = ways
    }

    var hasImprovement: Bool {
        var reach = [Score](repeating: Score(), count: ways.count)
        for _ in 0...ways.count {
            var changed = false
            for from in ways.indices {
                for to in ways.indices {
                    guard let way = ways[from][to], reach[from] + way < reach[to] else { continue }
                    reach[to] = reach[from] + way
                    changed = true
                }
            }
            if !changed { return false }
        }
        return true
    }
}

@Suite("Larger plans")
struct AssignmentTestsLarge {
    @Test(
        "No exchange improves a plan",
        arguments: [[12, 40, 5], [20, 12, 60], [25, 200, 300], [8, 8, 3], [15, 300, 20]])
    func noImprovement(size: [Int]) {
        var numbers = SeededNumbers(seed: UInt64(size[0] * 1000 + size[1]))
        for round in 0..<6 {
            let given = PlanCase.random(
                incidents: size[1], teams: size[0], secondsMax: size[2], &numbers)
            let plan = given.plan
            #expect(!Exchanges(given, plan).hasImprovement, "round \(round)")
            #expect(Set(plan.assignments.map(\.team)).count == plan.assignments.count)
            #expect(Set(plan.assignments.map(\.incident)).count == plan.assignments.count)
        }
    }

    @Test("The check finds the improvement when a plan is made worse")
    func checkCanFail() {
        var numbers = SeededNumbers(seed: 9)
        let given = PlanCase.random(incidents: 20, teams: 6, secondsMax: 300, &numbers)
        var other = given
        // The first assigned pair is forbidden, so the plan for `other` is worse for `given`.
        let first = given.plan.assignments[0]
        let place = given.incidents.firstIndex { $0.key == first.incident } ?? 0
        other.seconds[place * given.teams.count + first.team] = -1
        #expect(Exchanges(given, other.plan).hasImprovement)
    }

    @Test("The order in which incidents and teams are listed changes nothing")
    func permutation() {
        var numbers = SeededNumbers(seed: 4)
        for round in 0..<60 {
            let given = PlanCase.random(
                incidents: .random(in: 1...80, using: &numbers),
                teams: .random(in: 1...25, using: &numbers),
                secondsMax: [2, 6, 300][round % 3], &numbers)
            let other = given.shuffled(&numbers)
            #expect(given.sentences(given.plan) == other.sentences(other.plan), "round \(round)")
        }
    }

    @Test(
        "However few pairs are looked at first, the plan is the same",
        arguments: [[120, 40, 60], [30, 12, 600], [9, 6, 6_000]])
    func widths(size: [Int]) {
        var numbers = SeededNumbers(seed: UInt64(size[0]))
        for round in 0..<size[2] {
            let given = PlanCase.random(
                incidents: .random(in: 1...size[0], using: &numbers),
                teams: .random(in: 1...size[1], using: &numbers),
                secondsMax: [1, 2, 40, 3_000][round % 4], &numbers)
            let whole = given.plan(width: given.teams.count).assignments
            for width in [1, 2, 3, 16] {
                let plan = given.plan(width: width).assignments
                #expect(plan == whole, "round \(round), width \(width)")
            }
        }
    }
}
