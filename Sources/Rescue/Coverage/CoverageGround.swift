public import ValveModel

/// A household as coverage sees it.
public struct CoverageHome: Sendable {
    /// Where it is; valid.
    public var place: Coordinate
    /// Its floor, nil counts as the first.
    public var floor: Int?
    /// Its home centre, nil when no centre has its area.
    public var centre: String?

    /// Describes a household.
    public init(place: Coordinate, floor: Int?, centre: String?) {
        self.place = place
        self.floor = floor
        self.centre = centre
    }
}

/// A team as coverage sees it.
public struct CoverageTeam: Hashable, Sendable {
    /// Its id.
    public var id: String
    /// The centre it belongs to.
    public var centre: String
    /// Where it waits; valid.
    public var place: Coordinate
    /// Seconds until it leaves, at the hour that is asked about.
    public var turnout: Int

    /// Describes a team.
    public init(id: String, centre: String, place: Coordinate, turnout: Int) {
        self.id = id
        self.centre = centre
        self.place = place
        self.turnout = turnout
    }
}

/// All households on the ground, each found on the roads once.
public struct CoverageGround: Sendable {
    /// The households in the order they were given.
    public let homes: [CoverageHome]
    let ends: [TravelEnd]

    /// Finds every household on the model's roads.
    public init(_ homes: [CoverageHome], _ model: TravelModel) {
        self.homes = homes
        ends = homes.map { model.end($0.place) }
    }

    /// Who reaches whom.
    ///
    /// - Parameters:
    ///   - model: the same graph as the ground's.
    ///   - circle: seconds of the whole estimate inside the circle (contract, section 5: 300).
    public func coverage(
        by teams: [CoverageTeam], _ model: TravelModel, circle: Int
    ) -> Coverage {
        var coverage = Coverage(homeCount: homes.count)
        var centres: [String: [Bool]] = [:]
        for (number, team) in teams.enumerated() {
            let reach = model.reach(from: team.place, turnout: team.turnout)
            var inside = centres[team.centre] ?? Array(repeating: false, count: homes.count)
            for home in homes.indices {
                let found = reach.estimate(to: ends[home], floor: homes[home].floor)
                guard let (estimate, source) = found else { continue }
                if coverage.note(
                    home, team: number, seconds: estimate.total, source, circle: circle)
                {
                    inside[home] = true
                }
            }
            centres[team.centre] = inside
        }
        coverage.reachedByCentre = centres.mapValues { inside in inside.count { $0 } }
        return coverage
    }
}

/// By how many teams each household is reached inside the circle, and by whom best.
public struct Coverage: Equatable, Sendable {
    /// Teams whose circle holds the household.
    public private(set) var counts: [UInt16]
    /// The place of the team with the smallest estimate; −1 where nobody has one.
    public private(set) var best: [Int32]
    /// Its estimate in seconds.
    public private(set) var seconds: [Int32]
    /// What that estimate stands on.
    public private(set) var isByRoad: [Bool]
    /// Households inside the circle of at least one team of a centre, by its id.
    public internal(set) var reachedByCentre: [String: Int] = [:]

    init(homeCount: Int) {
        counts = Array(repeating: 0, count: homeCount)
        best = Array(repeating: -1, count: homeCount)
        seconds = Array(repeating: .max, count: homeCount)
        isByRoad = Array(repeating: false, count: homeCount)
    }

    /// Whether the team's circle holds the household.
    mutating func note(
        _ home: Int, team: Int, seconds estimate: Int, _ source: TravelSource, circle: Int
    ) -> Bool {
        // Among equals the first team stays.
        if Int32(clamping: estimate) < seconds[home] {
            seconds[home] = Int32(clamping: estimate)
            best[home] = Int32(truncatingIfNeeded: team)
            isByRoad[home] = source == .roads
        }
        guard estimate <= circle else { return false }
        counts[home] = counts[home] == .max ? .max : counts[home] + 1
        return true
    }

    /// Households by the number of teams that reach them: none, one, two or more.
    public struct Levels: Equatable, Sendable {
        /// Households of no team.
        public var none = 0
        /// Households of one team.
        public var one = 0
        /// Households of two teams and more.
        public var more = 0

        /// No household.
        public init() {}

        /// Takes one household.
        public mutating func add(_ count: UInt16) {
            switch count {
            case 0: none += 1
            case 1: one += 1
            default: more += 1
            }
        }
    }

    /// All households.
    public var levels: Levels {
        counts.reduce(into: Levels()) { $0.add($1) }
    }

    /// Households that no circle holds, worst first: those without an estimate, then by seconds.
    public var uncovered: [Int] {
        counts.indices.filter { counts[$0] == 0 }
            .sorted { (seconds[$1], $0) < (seconds[$0], $1) }
    }
}
