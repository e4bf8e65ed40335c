/// Where free teams would wait better, team by team.
public struct StandbyAdvice: Equatable, Sendable {
    /// One team that would wait elsewhere.
    public struct Move: Equatable, Sendable {
        /// The place of the team in the list asked about.
        public var team: Int
        /// The household at whose building it would wait.
        public var home: Int
        /// Households gained by it after the moves before it, in expectation.
        public var gained: Double
    }

    /// Expected households inside the circle of a team that is free, as teams wait now.
    public var before: Double
    /// The same after all moves.
    public var after: Double
    /// The moves, the one that gains most first.
    public var moves: [Move]
    /// Places compared.
    public var candidates: Int
}

extension CoverageGround {
    /// Advice on standby posts by maximal expected coverage (Daskin 1983; its use for vehicles that
    /// wait is DMEXCLP, Jagtenberg 2015): a team is free with probability 1 − `busy`,
    /// independently, so a household in k circles is reached with 1 − `busy`^k.
    ///
    /// From where the teams wait now, the single move that gains most is taken again and again: each
    /// is worth making on its own, and an operator may stop after any of them. No claim is made that
    /// the end is the best of all placements.
    ///
    /// - Parameters:
    ///   - busy: 0 … below 1.
    ///   - movesMax: moves advised at most.
    ///   - movable: places in `teams` of those that may move; nil lets all of them.
    ///   - gainMin: households that a move has to gain to be worth a drive.
    public func standby(
        of teams: [CoverageTeam], _ model: TravelModel, circle: Int, busy: Double, movesMax: Int,
        movable: Set<Int>? = nil, gainMin: Double = 1
    ) -> StandbyAdvice {
        precondition((0..<1).contains(busy), "A team that is never free waits nowhere.")
        let candidates = candidateHomes()
        var inside = teams.map {
            homesInside(model.reach(from: $0.place, turnout: $0.turnout), circle)
        }
        var counts = [Int](repeating: 0, count: homes.count)
        for list in inside { for home in list { counts[Int(home)] += 1 } }
        var powers: [Double] = [1]
        for _ in teams { powers.append((powers.last ?? 1) * busy) }
        func expected() -> Double { counts.reduce(0) { $0 + 1 - powers[$1] } }
        let reached = reachable(from: candidates, model, circle, Set(teams.map(\.turnout)))
        var advice = StandbyAdvice(
            before: expected(), after: 0, moves: [], candidates: candidates.count)
        var moved: Set<Int> = []
        while advice.moves.count < movesMax {
            var best = (gain: gainMin, team: -1, candidate: -1)
            for team in teams.indices
            where !moved.contains(team) && movable?.contains(team) != false {
                for home in inside[team] { counts[Int(home)] -= 1 }
                let lost = sum(inside[team], counts, powers, busy)
                for (candidate, list) in (reached[teams[team].turnout] ?? []).enumerated() {
                    let gain = sum(list, counts, powers, busy) - lost
                    if gain > best.gain { best = (gain, team, candidate) }
                }
                for home in inside[team] { counts[Int(home)] += 1 }
            }
            guard best.team >= 0, let lists = reached[teams[best.team].turnout] else { break }
            for home in inside[best.team] { counts[Int(home)] -= 1 }
            inside[best.team] = lists[best.candidate]
            for home in inside[best.team] { counts[Int(home)] += 1 }
            moved.insert(best.team)
            advice.moves.append(
                StandbyAdvice.Move(
                    team: best.team, home: candidates[best.candidate], gained: best.gain))
        }
        advice.after = expected()
        return advice
    }

    /// What one further team gains over these homes.
    private func sum(
        _ list: [Int32], _ counts: [Int], _ powers: [Double], _ busy: Double
    ) -> Double {
        var sum = 0.0
        for home in list { sum += powers[counts[Int(home)]] }
        return sum * (1 - busy)
    }

    /// The homes inside the circle from every candidate, for each turnout: the ways are found once,
    /// as a turnout is whole seconds on top of them.
    private func reachable(
        from candidates: [Int], _ model: TravelModel, _ circle: Int, _ turnouts: Set<Int>
    ) -> [Int: [[Int32]]] {
        var reached = Dictionary(uniqueKeysWithValues: turnouts.map { ($0, [[Int32]]()) })
        for candidate in candidates {
            let reach = model.reach(from: homes[candidate].place, turnout: 0)
            let totals = homes.indices.map { home in
                reach.estimate(to: ends[home], floor: homes[home].floor)?.estimate.total ?? .max
            }
            for turnout in turnouts {
                let inside = homes.indices.filter { totals[$0] <= circle - turnout }
                reached[turnout]?.append(inside.map { Int32($0) })
            }
        }
        return reached
    }

    private func homesInside(_ reach: TeamReach, _ circle: Int) -> [Int32] {
        homes.indices.compactMap { home in
            guard let found = reach.estimate(to: ends[home], floor: homes[home].floor),
                found.estimate.total <= circle
            else { return nil }
            return Int32(home)
        }
    }
}
