internal import ValveModel

/// Where so many further teams would wait best.
public struct SuggestedSites: Equatable, Sendable {
    /// The households at whose building a team would wait, by their place on the ground.
    public var homes: [Int]
    /// Households gained by each of them, in this order: what it adds to those before it.
    public var gains: [Int]
    /// Households gained by all together.
    public var gained: Int { gains.reduce(0, +) }
    /// Places that were compared.
    public var candidates: Int
}

extension CoverageGround {
    /// Places compared at most: four million triples at worst, a few seconds.
    public static let candidatesMax = 300

    /// The best sites for one to `most` further teams, exact over the candidates: every building
    /// with a household, or the middlemost of each square of a grid where there are more of them.
    ///
    /// - Parameters:
    ///   - turnout: seconds until such a team would leave.
    ///   - most: 1 … 3.
    /// - Returns: for each number of sites the best choice; less when fewer gain as much.
    public func sites(
        besides coverage: Coverage, _ model: TravelModel, turnout: Int, circle: Int, most: Int
    ) -> [SuggestedSites] {
        let open = homes.indices.filter { coverage.counts[$0] == 0 }
        guard !open.isEmpty, most > 0 else { return [] }
        let candidates = candidateHomes()
        let sets = candidates.map { home -> HomeSet in
            let reach = model.reach(from: homes[home].place, turnout: turnout)
            var set = HomeSet(capacity: open.count)
            for (number, other) in open.enumerated() {
                let found = reach.estimate(to: ends[other], floor: homes[other].floor)
                if let found, found.estimate.total <= circle { set.insert(number) }
            }
            return set
        }
        let search = SiteSearch(sets)
        return (1...min(most, 3)).map { count in
            let choice = search.best(count)
            var covered = HomeSet(capacity: open.count)
            var gains: [Int] = []
            for site in choice.sites {
                gains.append(sets[site].count(without: covered))
                covered = covered.union(sets[site])
            }
            return SuggestedSites(
                homes: choice.sites.map { candidates[$0] }, gains: gains,
                candidates: candidates.count)
        }
    }

    /// One household for each place that is compared.
    func candidateHomes() -> [Int] {
        var first: [Coordinate: Int] = [:]
        for home in homes.indices where first[homes[home].place] == nil {
            first[homes[home].place] = home
        }
        let places = first.values.sorted()
        guard places.count > Self.candidatesMax else { return places }
        // From 22 m on, squares a fifth larger each time until few enough hold a household.
        var degrees = 0.0002
        while true {
            let cells = Dictionary(grouping: places) { cell(homes[$0].place, degrees) }
            if cells.count <= Self.candidatesMax {
                return cells.values.compactMap(middlemost).sorted()
            }
            degrees *= 1.2
        }
    }

    private struct Cell: Hashable {
        var north: Int
        var east: Int
    }

    private func cell(_ place: Coordinate, _ degrees: Double) -> Cell {
        Cell(
            north: Int((place.latitude / degrees).rounded(.down)),
            east: Int((place.longitude / degrees).rounded(.down)))
    }

    private func middlemost(_ members: [Int]) -> Int? {
        let count = Double(members.count)
        let middle = Coordinate(
            latitude: members.reduce(0) { $0 + homes[$1].place.latitude } / count,
            longitude: members.reduce(0) { $0 + homes[$1].place.longitude } / count)
        return members.min {
            (GreatCircle.metres(from: homes[$0].place, to: middle), $0)
                < (GreatCircle.metres(from: homes[$1].place, to: middle), $1)
        }
    }
}
