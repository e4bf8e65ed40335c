import Rescue
import Testing
import ValveModel

/// Walks through every plan there is, in the order of plans, and keeps the first of the best.
private struct EveryPlan {
    let given: PlanCase
    let order: [Int]
    let wishes: [[Int]]
    var chosen: [Int?]
    var best: [Int?] = []
    var bestScore: Score?

    init(_ given: PlanCase) {
        self.given = given
        order = given.incidentOrder
        wishes = order.map(given.teamOrder)
        chosen = Array(repeating: nil, count: order.count)
        walk(0, used: 0, score: Score())
    }

    private mutating func walk(_ rank: Int, used: Int, score: Score) {
        guard rank < order.count else {
            if bestScore.map({ score < $0 }) ?? true {
                bestScore = score
                best = chosen
            }
            return
        }
        for team in wishes[rank] where used & (1 << team) == 0 {
            guard let added = given.score(order[rank], team) else { continue }
            chosen[rank] = team
            walk(rank + 1, used: used | 1 << team, score: score + added)
        }
        chosen[rank] = nil
        walk(rank + 1, used: used, score: score)
    }

    /// Incident key and team of every pair of the best plan.
    var pairs: [[Int]] {
        zip(order, best).compactMap { place, team in
            team.map { [given.incidents[place].key, $0] }
        }
    }
}

@Suite("The plan against every plan there is")
struct AssignmentTestsBruteForce {
    @Test("A plan is the first of the best of all plans", arguments: [2, 3, 5, 12, 300])
    func firstOfTheBest(secondsMax: Int) {
        var numbers = SeededNumbers(seed: UInt64(secondsMax))
        for round in 0..<900 {
            let given = PlanCase.random(
                incidents: .random(in: round % 6...6, using: &numbers),
                teams: .random(in: round % 5...5, using: &numbers), secondsMax: secondsMax, &numbers
            )
            let first = EveryPlan(given).pairs
            for width in [1, 2, 16] {
                let pairs = given.plan(width: width).assignments.map { [$0.incident, $0.team] }
                #expect(pairs == first, "round \(round), seconds to \(secondsMax), width \(width)")
            }
        }
    }

    @Test("Among plans that are all equal the order of plans alone decides")
    func allEqual() {
        var numbers = SeededNumbers(seed: 77)
        for round in 0..<400 {
            var given = PlanCase.random(
                incidents: .random(in: 1...6, using: &numbers),
                teams: .random(in: 1...5, using: &numbers), secondsMax: 1, &numbers)
            for place in given.incidents.indices { given.incidents[place].overdue = true }
            for team in given.teams.indices {
                given.teams[team].unresponsive = false
                given.teams[team].heldPriority = nil
            }
            for width in [1, 16] {
                let pairs = given.plan(width: width).assignments.map { [$0.incident, $0.team] }
                #expect(pairs == EveryPlan(given).pairs, "round \(round), width \(width)")
            }
        }
    }
}
