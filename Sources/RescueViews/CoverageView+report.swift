package import ConsoleAPI
package import Rescue

/// Coverage as API and CLI show it: one form for what the daemon says and what is worked out from
/// files.
extension CoverageView {
    /// - Parameters:
    ///   - report: who reaches whom.
    ///   - valve: the valve of a household by its place on the ground.
    package init(_ report: CoverageReport, valve: (Int) -> String) {
        let levels = report.levels
        self.init(
            households: levels.none + levels.one + levels.more, covered: Levels(levels))
        byCentre = report.centres.mapValues {
            Centre(
                households: $0.levels.none + $0.levels.one + $0.levels.more,
                covered: Levels($0.levels), teams: $0.teams, reached: $0.reached)
        }
        model = [
            TravelSource.roads.rawValue: report.byRoad,
            TravelSource.detour.rawValue: report.byDetour, "none": report.withoutEstimate,
        ]
        uncovered = report.outside.map {
            Uncovered(
                valve: valve($0.home), best: $0.best, seconds: $0.seconds,
                model: $0.source?.rawValue)
        }
    }
}

extension CoverageView.Levels {
    package init(_ levels: Coverage.Levels) {
        self.init(none: levels.none, one: levels.one, more: levels.more)
    }
}
