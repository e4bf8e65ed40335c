/// Walks from one cheapest matching to the first of them in the order of plans.
///
/// A matching is as cheap as the given one exactly when it uses only tight pairs (reduced cost 0),
/// leaves idle only teams with potential 0 and leaves out only incidents with potential 0. Two such
/// matchings differ in closed rings: a team takes an incident, the team that had it takes another,
/// and so on back to the first. One more member, the pool, holds every idle place and every incident
/// without a team, so that chains with two ends are rings too. A team can therefore have an incident
/// exactly when the present holder of the incident reaches the team along tight pairs.
struct FirstAmongEquals {
    private(set) var columnOf: [Int]
    private(set) var teamOf: [Int]

    private let pool: Int
    private var tightStart: [Int] = [0]
    private var tightColumn: [Int] = []
    private var teamsOfColumn: [[Int32]]
    private let teamCanRest: [Bool]
    private let columnCanWait: [Bool]
    private var teamFixed: [Bool]
    private var columnFixed: [Bool]

    // The last search: from which member each team or the pool was reached, and by which column the
    // former member takes over from it (−1 for an idle place).
    private var reachedFrom: [Int]
    private var reachedBy: [Int]
    private var queue: [Int] = []
    /// Whether the last search started at the pool and nothing has changed since.
    private var poolIsFresh = false

    /// Settles every incident in turn.
    ///
    /// - Parameter preference: The rank of a team for the incident of a column; smaller is better.
    init(_ matching: CheapestMatching, _ graph: PairGraph, preference: (Int, Int) -> Int) {
        columnOf = matching.columnOf
        teamOf = matching.teamOf
        pool = graph.teamCount
        teamCanRest = matching.teamPotential.map { $0 == 0 }
        columnCanWait = matching.columnPotential.map { $0 == 0 }
        teamFixed = Array(repeating: false, count: graph.teamCount)
        columnFixed = Array(repeating: false, count: graph.columnCount)
        teamsOfColumn = Array(repeating: [], count: graph.columnCount)
        reachedFrom = Array(repeating: -1, count: graph.teamCount + 1)
        reachedBy = Array(repeating: -1, count: graph.teamCount + 1)
        for team in 0..<graph.teamCount {
            for pair in graph.start[team]..<graph.start[team + 1] {
                let column = Int(graph.column[pair])
                let price = matching.teamPotential[team] &+ matching.columnPotential[column]
                guard graph.cost[pair] == price else { continue }
                tightColumn.append(column)
                teamsOfColumn[column].append(Int32(team))
            }
            tightStart.append(tightColumn.count)
        }
        var unsettled = graph.teamCount
        for column in 0..<graph.columnCount where unsettled > 0 {
            if settle(column, preference) { unsettled -= 1 }
        }
    }

    /// Fixes the choice for one incident; true when it has a team.
    private mutating func settle(_ column: Int, _ preference: (Int, Int) -> Int) -> Bool {
        defer { columnFixed[column] = true }
        let holder = teamOf[column] < 0 ? pool : teamOf[column]
        var wishes: [(rank: Int, team: Int)] = []
        for team in teamsOfColumn[column] where !teamFixed[Int(team)] {
            wishes.append((preference(column, Int(team)), Int(team)))
        }
        guard let favourite = wishes.min(by: { $0.rank < $1.rank }) else { return false }
        if favourite.team != holder {
            if holder != pool || !poolIsFresh { search(from: holder, until: favourite.team) }
            let possible = wishes.filter { $0.team == holder || reachedFrom[$0.team] >= 0 }
            guard let choice = possible.min(by: { $0.rank < $1.rank }) else { return false }
            if choice.team != holder { turn(from: holder, to: choice.team, column) }
        }
        teamFixed[teamOf[column]] = true
        poolIsFresh = false
        return true
    }

    /// Breadth first over the members that can take over from one another, until the favourite is
    /// among them: nothing better can be found then.
    private mutating func search(from holder: Int, until favourite: Int) {
        for member in reachedFrom.indices { reachedFrom[member] = -1 }
        queue.removeAll(keepingCapacity: true)
        queue.append(holder)
        var next = 0
        while next < queue.count, reachedFrom[favourite] < 0 {
            let member = queue[next]
            next += 1
            if member == pool {
                reachFromPool(holder)
            } else {
                reach(from: member, holder)
            }
        }
        poolIsFresh = holder == pool
    }

    private mutating func reach(from team: Int, _ holder: Int) {
        for index in tightStart[team]..<tightStart[team + 1] {
            let column = tightColumn[index]
            guard !columnFixed[column], column != columnOf[team] else { continue }
            note(teamOf[column] < 0 ? pool : teamOf[column], from: team, by: column, holder)
        }
        if teamCanRest[team], columnOf[team] >= 0 { note(pool, from: team, by: -1, holder) }
    }

    private mutating func reachFromPool(_ holder: Int) {
        for team in columnOf.indices where !teamFixed[team] {
            let column = columnOf[team]
            guard column < 0 || columnCanWait[column] else { continue }
            note(team, from: pool, by: column, holder)
        }
    }

    private mutating func note(_ member: Int, from: Int, by column: Int, _ holder: Int) {
        guard member != holder, reachedFrom[member] < 0 else { return }
        reachedFrom[member] = from
        reachedBy[member] = column
        queue.append(member)
    }

    /// Passes the columns on around the ring; `chosen` ends with `column`.
    private mutating func turn(from holder: Int, to chosen: Int, _ column: Int) {
        var member = chosen
        while member != holder {
            let from = reachedFrom[member]
            give(reachedBy[member], to: from)
            member = from
        }
        give(column, to: chosen)
    }

    private mutating func give(_ column: Int, to member: Int) {
        if member != pool { columnOf[member] = column }
        if column >= 0 { teamOf[column] = member == pool ? -1 : member }
    }
}
