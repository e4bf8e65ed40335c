/// A matching of least cost between teams and incidents, with the potentials that prove it.
///
/// Teams are added one at a time along the shortest augmenting path under potentials (Jonker and
/// Volgenant's form of the Hungarian method). A team may also stay idle at cost 0, as if it had an
/// incident of its own. At the end, for every pair `cost − teamPotential − columnPotential ≥ 0` with
/// equality on the matching, no potential is above zero, a column without a team has potential 0
/// and so has a team without a column: the two sums are equal, so nothing cheaper exists.
struct CheapestMatching {
    /// The column of every team, −1 when idle.
    private(set) var columnOf: [Int]
    /// The team of every column, −1 when it has none.
    private(set) var teamOf: [Int]
    /// The potential of every team.
    private(set) var teamPotential: [Int128]
    /// The potential of every column.
    private(set) var columnPotential: [Int128]

    /// How a matched column was reached. A search equal to the team being added means "in this
    /// search", so nothing has to be cleared between two searches.
    private struct Reach: BitwiseCopyable {
        var distance: Int128 = 0
        var previous: Int32 = -1
        var search: Int32 = -1
    }

    // The search for one path.
    private var reach: [Reach]
    /// Matched columns that were seen and not yet scanned.
    private var frontier: [Int] = []
    private var scanned: [Int] = []
    private var nearestFree = Int128.max
    private var freeColumn = -1
    private var freePrevious = -1
    private var nearestIdle = Int128.max
    private var idleTeam = -1

    /// Finds the matching.
    init(_ graph: PairGraph) {
        columnOf = Array(repeating: -1, count: graph.teamCount)
        teamOf = Array(repeating: -1, count: graph.columnCount)
        teamPotential = Array(repeating: 0, count: graph.teamCount)
        columnPotential = Array(repeating: 0, count: graph.columnCount)
        reach = Array(repeating: Reach(), count: graph.columnCount)
        for team in 0..<graph.teamCount { add(team, graph) }
    }

    private mutating func add(_ added: Int, _ graph: PairGraph) {
        frontier.removeAll(keepingCapacity: true)
        scanned.removeAll(keepingCapacity: true)
        nearestFree = .max
        nearestIdle = .max
        var team = added
        var reached: Int128 = 0
        // Every turn scans one further matched column, so there are at most as many as teams.
        while true {
            scan(team, reached: reached, search: added, graph)
            let end = min(nearestFree, nearestIdle)
            guard let next = takeNearest(below: end) else {
                reached = end
                break
            }
            scanned.append(next)
            reached = reach[next].distance
            team = teamOf[next]
        }
        for column in scanned {
            let gain = reached &- reach[column].distance
            columnPotential[column] &-= gain
            teamPotential[teamOf[column]] &+= gain
        }
        teamPotential[added] &+= reached
        if nearestIdle <= nearestFree {
            rest(idleTeam, added)
        } else {
            turn(freeColumn, freePrevious, added)
        }
    }

    private mutating func scan(_ team: Int, reached: Int128, search: Int, _ graph: PairGraph) {
        let offset = reached &- teamPotential[team]
        if offset < nearestIdle {
            nearestIdle = offset
            idleTeam = team
        }
        for pair in graph.start[team]..<graph.start[team + 1] {
            let column = Int(graph.column[pair])
            let length = offset &+ graph.cost[pair] &- columnPotential[column]
            if teamOf[column] < 0 {
                if length < nearestFree {
                    nearestFree = length
                    freeColumn = column
                    freePrevious = team
                }
            } else {
                let known = reach[column]
                let isNew = known.search != search
                // A scanned column is never nearer by another way: reduced costs are not negative.
                guard isNew || length < known.distance else { continue }
                reach[column] = Reach(
                    distance: length, previous: Int32(team), search: Int32(search))
                if isNew { frontier.append(column) }
            }
        }
    }

    /// Takes the nearest column off the frontier; nil when the path ends no farther than it.
    private mutating func takeNearest(below end: Int128) -> Int? {
        var nearest = end
        var position = -1
        for index in frontier.indices where reach[frontier[index]].distance < nearest {
            nearest = reach[frontier[index]].distance
            position = index
        }
        guard position >= 0 else { return nil }
        frontier.swapAt(position, frontier.count - 1)
        return frontier.removeLast()
    }

    /// Turns the path around from a team that becomes idle.
    private mutating func rest(_ team: Int, _ added: Int) {
        guard team != added else { return }
        let column = columnOf[team]
        columnOf[team] = -1
        turn(column, Int(reach[column].previous), added)
    }

    /// Turns the path around that ends in `column`, reached from `team`.
    private mutating func turn(_ column: Int, _ team: Int, _ added: Int) {
        var column = column
        var team = team
        while true {
            let given = columnOf[team]
            columnOf[team] = column
            teamOf[column] = team
            if team == added { return }
            column = given
            team = Int(reach[given].previous)
        }
    }
}
