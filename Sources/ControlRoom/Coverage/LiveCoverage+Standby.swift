internal import ConsoleAPI
internal import LinuxPlatform
internal import Rescue
internal import RescueViews
internal import ValveModel

extension LiveCoverage {
    /// More moves than this on one evening nobody makes.
    private static let movesMax = 6

    /// Where the teams that are free now would wait better: some seconds of work.
    ///
    /// - Parameters:
    ///   - busy: share of the time in which a team is not free, 0 ..< 1.
    ///   - centre: whose teams may move; nil lets all of them.
    func advice(
        busy: Double, of centre: String?
    ) -> (view: CoverageView.Standby, posts: [(team: String, place: Coordinate, gained: Int)])? {
        guard let basis = present() else { return nil }
        let ground = Self.ground(basis)
        let movable = basis.teams.indices.filter {
            centre == nil || basis.teams[$0].centre == centre
        }
        let advice = ground.ground.standby(
            of: basis.teams, basis.model, circle: RescueDesk.circleSeconds, busy: busy,
            movesMax: Self.movesMax, movable: Set(movable))
        let posts = advice.moves.map { move in
            (
                team: basis.teams[move.team].id, place: ground.households[move.home].location,
                gained: Int(move.gained.rounded())
            )
        }
        let view = CoverageView.Standby(
            busy: busy, before: advice.before, after: advice.after,
            candidates: advice.candidates,
            moves: advice.moves.map { move in
                let household = ground.households[move.home]
                return CoverageView.Standby.Move(
                    team: basis.teams[move.team].id, lat: household.location.latitude,
                    lon: household.location.longitude, valve: household.valve.description,
                    gained: move.gained)
            })
        return (view, posts)
    }
}
