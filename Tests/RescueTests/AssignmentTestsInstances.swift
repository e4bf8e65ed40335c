import ValveModel

@testable import Rescue

/// SplitMix64: the same numbers on every machine for one seed.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// The input of one plan.
struct PlanCase {
    var incidents: [PlanIncident]
    var teams: [PlanTeam]
    var seconds: [Int32]

    var plan: AssignmentPlan {
        AssignmentPlan(incidents: incidents, teams: teams, seconds: seconds)
    }

    /// The plan when so few pairs of every team are looked at first.
    func plan(width: Int) -> AssignmentPlan {
        AssignmentPlan(incidents: incidents, teams: teams, seconds: seconds, width: width)
    }

    func estimate(_ incident: Int, _ team: Int) -> Int {
        Int(seconds[incident * teams.count + team])
    }

    /// Every kind of difficulty at once; few distinct numbers, so that equals are common.
    static func random(
        incidents: Int, teams: Int, secondsMax: Int, _ numbers: inout SeededNumbers
    ) -> PlanCase {
        let centres = ["east", "west"]
        let waiting = (0..<incidents).map { key in
            PlanIncident(
                key: key, priority: Bool.random(using: &numbers) ? .p1 : .p2,
                raisedAt: .random(in: 0...3, using: &numbers), id: "incident-\(key)",
                overdue: Int.random(in: 0..<6, using: &numbers) == 0,
                remaining: .random(in: -1...secondsMax, using: &numbers),
                homeCentre: [nil, "east", "west"].randomElement(using: &numbers) ?? nil)
        }
        let crews = (0..<teams).map { number in
            PlanTeam(
                id: "team-\(number)", centre: centres[Int.random(in: 0...1, using: &numbers)],
                unresponsive: Int.random(in: 0..<5, using: &numbers) == 0,
                heldPriority: [nil, nil, nil, nil, nil, .p2, .p2, .p1]
                    .randomElement(using: &numbers) ?? nil)
        }
        let matrix = (0..<incidents * teams).map { _ in
            Int.random(in: 0..<6, using: &numbers) == 0
                ? Int32(-1) : Int32.random(in: 1...Int32(secondsMax), using: &numbers)
        }
        return PlanCase(incidents: waiting.shuffled(using: &numbers), teams: crews, seconds: matrix)
    }

    /// The same input listed in another order.
    func shuffled(_ numbers: inout SeededNumbers) -> PlanCase {
        let rows = Array(incidents.indices).shuffled(using: &numbers)
        let columns = Array(teams.indices).shuffled(using: &numbers)
        return PlanCase(
            incidents: rows.map { incidents[$0] }, teams: columns.map { teams[$0] },
            seconds: rows.flatMap { row in columns.map { Int32(estimate(row, $0)) } })
    }

    /// The plan in words that do not depend on how the input is listed.
    func sentences(_ plan: AssignmentPlan) -> [String] {
        plan.assignments.map {
            "\($0.incident) \(teams[$0.team].id) \($0.seconds) \($0.inTime)"
        }
    }
}

/// What a plan achieves, the gravest first, smaller is better; written from the contract and not
/// from the code under test.
struct Score: Comparable {
    var levels = [Int](repeating: 0, count: 8)

    static func < (left: Score, right: Score) -> Bool {
        left.levels.lexicographicallyPrecedes(right.levels)
    }

    static func + (left: Score, right: Score) -> Score {
        Score(levels: zip(left.levels, right.levels).map(+))
    }

    static prefix func - (score: Score) -> Score { Score(levels: score.levels.map(-)) }
}

extension PlanCase {
    /// What one pair adds; nil when the team may not be sent there.
    func score(_ incident: Int, _ team: Int) -> Score? {
        let waiting = incidents[incident]
        let crew = teams[team]
        let seconds = estimate(incident, team)
        guard seconds >= 0, crew.heldPriority != .p1 else { return nil }
        let inTime = waiting.overdue || (seconds <= waiting.remaining && !crew.unresponsive)
        let isDiverted = crew.heldPriority != nil
        let isFirst = waiting.priority == .p1
        if isDiverted, !(isFirst && inTime) { return nil }
        return Score(levels: [
            isFirst && inTime ? -1 : 0, isDiverted ? 1 : 0, isFirst ? -1 : 0,
            !isFirst && inTime ? -1 : 0, isFirst ? 0 : -1, crew.unresponsive ? 1 : 0,
            isFirst ? seconds : 0, isFirst ? 0 : seconds,
        ])
    }

    /// The places of the incidents in the order the contract gives them.
    var incidentOrder: [Int] {
        incidents.indices.sorted {
            let (left, right) = (incidents[$0], incidents[$1])
            return (left.priority.rawValue, left.raisedAt, left.id)
                < (right.priority.rawValue, right.raisedAt, right.id)
        }
    }

    /// The teams in the order an incident takes them among equals.
    func teamOrder(for incident: Int) -> [Int] {
        teams.indices.sorted {
            let home = incidents[incident].homeCentre
            let left = (teams[$0].centre == home ? 0 : 1, teams[$0].id)
            let right = (teams[$1].centre == home ? 0 : 1, teams[$1].id)
            return left < right
        }
    }
}
