/// Teams and candidate incidents with a cost for every pair, each team's pairs side by side.
struct PairGraph {
    /// The first pair of every team, and one past the last of all.
    let start: [Int]
    /// The incident of every pair as a column 0 ..< `columnCount`, in the order of incidents.
    let column: [Int32]
    /// The cost of every pair, below zero.
    let cost: [Int128]
    /// The rank of every column in the order of all incidents, rising.
    let rank: [Int]
    /// Whether a team has pairs that are not here, none cheaper than its last one.
    private let isCut: [Bool]

    var teamCount: Int { start.count - 1 }
    var columnCount: Int { rank.count }

    /// Numbers the incidents that occur in the candidates and prices their pairs.
    init(
        candidates: CandidatePairs, order: [Int], incidents: [IncidentClock], teams: [TeamDuty],
        seconds: [Int32]
    ) {
        var columnOfRank = [Int32](repeating: -1, count: order.count)
        for rank in candidates.ranks { columnOfRank[Int(rank)] = 0 }
        var ranks: [Int] = []
        for rank in columnOfRank.indices where columnOfRank[rank] == 0 {
            columnOfRank[rank] = Int32(ranks.count)
            ranks.append(rank)
        }
        let firsts = incidents.count { $0.isFirst }
        let prices = PlanCosts(
            firstCount: firsts, secondCount: incidents.count - firsts, teams: teams)
        var columns: [Int32] = []
        var costs: [Int128] = []
        columns.reserveCapacity(candidates.ranks.count)
        costs.reserveCapacity(candidates.ranks.count)
        for team in teams.indices {
            for pair in candidates.start[team]..<candidates.start[team + 1] {
                let rank = Int(candidates.ranks[pair])
                let place = order[rank]
                let estimate = Int(seconds[place * teams.count + team])
                guard let kind = PairClass(incidents[place], teams[team], seconds: estimate) else {
                    preconditionFailure("A candidate pair is one that may be used.")
                }
                columns.append(columnOfRank[rank])
                costs.append(
                    prices.cost(
                        kind, team: teams[team], seconds: min(estimate, PlanCosts.secondsMax)))
            }
        }
        start = candidates.start
        column = columns
        cost = costs
        rank = ranks
        isCut = candidates.isCut
    }

    /// Whether the pairs that were left out change nothing: no best plan has one of them.
    ///
    /// A best plan has only pairs that cost what their two potentials add up to, and no pair costs
    /// less. No column's potential is above zero, so a pair that costs more than its team's potential
    /// is none of them, and the last pair of a team is the cheapest that can have been left out.
    func isComplete(for matching: CheapestMatching) -> Bool {
        (0..<teamCount).allSatisfy { team in
            !isCut[team] || cost[start[team + 1] - 1] > matching.teamPotential[team]
        }
    }
}
