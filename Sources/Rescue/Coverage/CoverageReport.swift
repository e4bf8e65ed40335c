/// What a coverage comes to: for all, for each centre, and one by one for those outside.
public struct CoverageReport: Equatable, Sendable {
    /// One centre.
    public struct Centre: Equatable, Sendable {
        /// Households whose home centre it is, by the number of teams of any centre that reach
        /// them.
        public var levels = Coverage.Levels()
        /// Its teams that could be sent.
        public var teams = 0
        /// Households anywhere that at least one of its teams reaches inside the circle.
        public var reached = 0
    }

    /// One household outside every circle.
    public struct Outside: Equatable, Sendable {
        /// Its place on the ground.
        public var home: Int
        /// The id of the team with the smallest estimate, nil when no team has one.
        public var best: String?
        /// That estimate.
        public var seconds: Int?
        /// What it stands on.
        public var source: TravelSource?
    }

    /// All households.
    public var levels: Coverage.Levels
    /// By the id of the centre.
    public var centres: [String: Centre]
    /// Households whose best estimate stands on the roads.
    public var byRoad = 0
    /// Households whose best estimate stands on the detour.
    public var byDetour = 0
    /// Households that no team has an estimate for.
    public var withoutEstimate = 0
    /// Those outside every circle, worst first.
    public var outside: [Outside]
}

extension CoverageGround {
    /// Sums up who reaches whom.
    ///
    /// - Parameter centres: the ids of all centres, those without a team too.
    public func report(
        _ coverage: Coverage, by teams: [CoverageTeam], centres: [String]
    ) -> CoverageReport {
        var byCentre = Dictionary(
            centres.map { ($0, CoverageReport.Centre()) }, uniquingKeysWith: { first, _ in first })
        for (number, home) in homes.enumerated() {
            if let centre = home.centre {
                byCentre[centre, default: .init()].levels.add(coverage.counts[number])
            }
        }
        for team in teams { byCentre[team.centre, default: .init()].teams += 1 }
        for (centre, count) in coverage.reachedByCentre { byCentre[centre]?.reached = count }
        var report = CoverageReport(levels: coverage.levels, centres: byCentre, outside: [])
        for home in homes.indices {
            if coverage.best[home] < 0 {
                report.withoutEstimate += 1
            } else if coverage.isByRoad[home] {
                report.byRoad += 1
            } else {
                report.byDetour += 1
            }
        }
        report.outside = coverage.uncovered.map { home in
            guard coverage.best[home] >= 0 else { return CoverageReport.Outside(home: home) }
            return CoverageReport.Outside(
                home: home, best: teams[Int(coverage.best[home])].id,
                seconds: Int(coverage.seconds[home]),
                source: coverage.isByRoad[home] ? .roads : .detour)
        }
        return report
    }
}
