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
        candidates: CandidatePairs, order: [Int], prices: PairPrices
    ) {
        var columnOfRank = [Int32](repeating: -1, count: order.count)
        for rank in candidates.ranks { columnOfRank[Int(rank)] = 0 }
        var ranks: [Int] = []
        for rank in columnOfRank.indices where columnOfRank[rank] == 0 {
            columnOfRank[rank] = Int32(ranks.count)
            ranks.append(rank)
        }
        var columns: [Int32] = []
        var costs: [Int128] = []
        columns.reserveCapacity(candidates.ranks.count)
        costs.reserveCapacity(candidates.ranks.count)
        for team in prices.teams.indices {
            for pair in candidates.start[team]..<candidates.start[team + 1] {
                let rank = Int(candidates.ranks[pair])
                guard let cost = prices.cost(of: team, at: order[rank]) else {
                    preconditionFailure("A candidate pair is one that may be used.")
                }
                columns.append(columnOfRank[rank])
                costs.append(cost)
            }
        }
        start = candidates.start
        column = columns
        cost = costs
        rank = ranks
        isCut = candidates.isCut
    }

    /// Whether the pairs that were left out change nothing: the first of the best plans has none of
    /// them.
    ///
    /// A best plan has only tight pairs, which cost what their two potentials add up to, and no pair
    /// may cost less. No column's potential is above zero, and the last pair of a team is the cheapest
    /// that can have been left out: where it costs more than the team's potential, no tight pair of
    /// that team is missing. Where it costs just as much, the team is in doubt. It is cleared by a pair
    /// of that cost whose column no other team has a tight pair for here. In a plan that sends the team
    /// to a later column left out, that column lies idle, and taking it instead costs nothing and comes
    /// first; or another team in doubt is sent to it by a pair left out, so that this one's own such
    /// column is earlier still. That cannot go on for ever: one lies idle.
    func isComplete(for matching: CheapestMatching) -> Bool {
        var doubtful: [Int] = []
        for team in 0..<teamCount where isCut[team] {
            let last = cost[start[team + 1] - 1]
            if last < matching.teamPotential[team] { return false }
            if last == matching.teamPotential[team] { doubtful.append(team) }
        }
        guard !doubtful.isEmpty else { return true }
        var suitors = [Int](repeating: 0, count: columnCount)
        for team in 0..<teamCount {
            for pair in start[team]..<start[team + 1] where isTight(pair, of: team, matching) {
                suitors[Int(column[pair])] += 1
            }
        }
        return doubtful.allSatisfy { team in
            (start[team]..<start[team + 1]).contains { pair in
                let wanted = Int(column[pair])
                return cost[pair] == matching.teamPotential[team]
                    && matching.columnPotential[wanted] == 0 && suitors[wanted] == 1
            }
        }
    }

    private func isTight(_ pair: Int, of team: Int, _ matching: CheapestMatching) -> Bool {
        cost[pair] == matching.teamPotential[team] &+ matching.columnPotential[Int(column[pair])]
    }
}
