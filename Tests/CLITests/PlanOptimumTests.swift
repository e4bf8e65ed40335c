import Foundation
import Testing

/// One question, its best answer found by trying every plan; written from the contract alone.
private struct Question {
    struct Incident {
        var priority: Int
        var raisedAt: Int
        var remaining: Int
    }

    var incidents: [Incident]
    var teamCount: Int
    /// Incidents × teams.
    var eta: [[Int?]]

    var json: String {
        let teams = (0..<teamCount).map { #"{"id":"T-\#($0)","centre":"c"}"# }
        let rows = incidents.enumerated().map { index, incident in
            #"{"id":"i-\#(index)","priority":"P\#(incident.priority)","raisedAt":"#
                + #"\#(incident.raisedAt),"remaining":\#(incident.remaining)}"#
        }
        let cells = eta.map { row in
            "[" + row.map { $0.map(String.init) ?? "null" }.joined(separator: ",") + "]"
        }
        return "{\"teams\":[\(teams.joined(separator: ","))],"
            + "\"incidents\":[\(rows.joined(separator: ","))],"
            + "\"eta\":[\(cells.joined(separator: ","))]}"
    }

    /// Incident and team of the first of the best plans, in the order (priority, raised, id).
    var best: [[Int]] {
        let order = incidents.indices.sorted {
            (incidents[$0].priority, incidents[$0].raisedAt, $0)
                < (incidents[$1].priority, incidents[$1].raisedAt, $1)
        }
        var best: (score: [Int], pairs: [[Int]])?
        func walk(_ rank: Int, _ used: Set<Int>, _ score: [Int], _ pairs: [[Int]]) {
            guard rank < order.count else {
                // Plans are met in the order of plans, so only a better one replaces.
                if best.map({ score.lexicographicallyPrecedes($0.score) }) ?? true {
                    best = (score, pairs)
                }
                return
            }
            let incident = incidents[order[rank]]
            for team in 0..<teamCount where !used.contains(team) {
                guard let seconds = eta[order[rank]][team] else { continue }
                let inTime = incident.remaining <= 0 || seconds <= incident.remaining
                let first = incident.priority == 1
                var added = score
                added[0] -= first && inTime ? 1 : 0
                added[1] -= first ? 1 : 0
                added[2] -= !first && inTime ? 1 : 0
                added[3] -= first ? 0 : 1
                added[4] += first ? seconds : 0
                added[5] += first ? 0 : seconds
                walk(rank + 1, used.union([team]), added, pairs + [[order[rank], team]])
            }
            walk(rank + 1, used, score, pairs)
        }
        walk(0, [], [0, 0, 0, 0, 0, 0], [])
        return best?.pairs ?? []
    }
}

/// The minimal standard generator of Lewis, Goodman and Miller: any small one does.
private struct Lehmer: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        var word: UInt64 = 0
        for _ in 0..<3 {
            state = state * 48_271 % 2_147_483_647
            word = word << 22 ^ state
        }
        return word
    }
}

@Suite("The plan from a file against every plan there is", .timeLimit(.minutes(2)))
struct PlanOptimumTests {
    private func expectBest(_ question: Question, _ note: String) throws {
        let answer = try PlanTests.Answer(PlanTests.run(question.json))
        let pairs = answer.assignments.map { line in
            [line.incident, line.team].map { Int($0.dropFirst(2)) ?? -1 }
        }
        #expect(pairs == question.best, "\(note): \(question.json)")
        #expect(answer.assignments.count + answer.unassigned.count == question.incidents.count)
    }

    @Test("Random questions with many equals", arguments: 1...40)
    func random(seed: Int) throws {
        var numbers = Lehmer(state: UInt64(seed * 7_919))
        let incidents = (0..<Int.random(in: 1...6, using: &numbers)).map { _ in
            Question.Incident(
                priority: .random(in: 1...2, using: &numbers),
                raisedAt: .random(in: 0...3, using: &numbers),
                remaining: .random(in: -1...8, using: &numbers))
        }
        let teams = Int.random(in: 1...5, using: &numbers)
        let secondsMax = seed % 2 == 0 ? 4 : 12
        let eta = incidents.map { _ in
            (0..<teams).map { _ -> Int? in
                Int.random(in: 0..<6, using: &numbers) == 0
                    ? nil : .random(in: 1...secondsMax, using: &numbers)
            }
        }
        try expectBest(
            Question(incidents: incidents, teamCount: teams, eta: eta), "seed \(seed)")
    }

    /// Questions made to mislead: greedy chains, equal rows, one team that all need, a deadline met
    /// to the second, and late P1 beside P2 that would be in time.
    private static let traps: [Question] = [
        Question(
            incidents: (0..<5).map { .init(priority: 1, raisedAt: $0, remaining: 100) },
            teamCount: 5,
            eta: (0..<5).map { row in
                (0..<5).map { $0 == row ? 100 : $0 == (row + 1) % 5 && row < 4 ? 1 : 101 }
            }),
        Question(
            incidents: (0..<6).map { .init(priority: 1 + $0 % 2, raisedAt: 0, remaining: 10) },
            teamCount: 4, eta: Array(repeating: [5, 5, 5, 5], count: 6)),
        Question(
            incidents: (0..<5).map { .init(priority: 1, raisedAt: 5 - $0, remaining: 300) },
            teamCount: 3, eta: Array(repeating: [300, 301, 301], count: 5)),
        Question(
            incidents: [
                .init(priority: 1, raisedAt: 9, remaining: 10),
                .init(priority: 2, raisedAt: 0, remaining: 100),
                .init(priority: 2, raisedAt: 1, remaining: 0),
            ], teamCount: 2, eta: [[500, 500], [1, 1], [50, 1]]),
        Question(
            incidents: (0..<4).map { .init(priority: 1, raisedAt: 0, remaining: $0 * 10 - 10) },
            teamCount: 2, eta: [[30, 30], [30, nil], [10, 11], [20, 21]]),
    ]

    @Test("Questions made to mislead", arguments: 0..<5)
    func misleading(trap: Int) throws {
        try expectBest(Self.traps[trap], "trap \(trap)")
    }
}
