package import ConsoleAPI
internal import Incidents
internal import LinuxPlatform
internal import Rescue
internal import Synchronization
internal import ValveModel

/// Advice where free teams would wait better, and switching it on for a centre.
extension ControlRoom {
    package func standby(busy: Int) async throws(Problem) -> StandbyView {
        let (advice, _) = try await advice(busy: busy, of: nil)
        let now = clock.now()
        let centres = loop.state.withLock { state in
            state.desk.roster.centres.map {
                StandbyViews.view($0.id, of: state.desk, times, at: now)
            }
        }
        return StandbyView(standby: advice, centres: centres)
    }

    package func switchStandby(
        of centre: String, _ request: StandbyRequest
    ) async throws(Problem) -> CentreStandbyView {
        guard loop.state.withLock({ $0.desk.roster.centre(centre) }) != nil else {
            throw .notFound("centre", centre)
        }
        var posts: [StandbyPost] = []
        if request.on {
            let now = clock.now()
            let found = try await advice(busy: request.busy ?? Self.busyPercent, of: centre).posts
            posts = found.map {
                StandbyPost(
                    team: $0.team, centre: centre, place: $0.place, gained: $0.gained,
                    by: request.by, at: now)
            }
            guard !posts.isEmpty else {
                throw Problem(
                    status: 422, code: "no_better_post", title: "Not possible like this",
                    detail: "No free team of \(centre) would reach more households from elsewhere.")
            }
        }
        guard
            case .standby(let view) = try await ask(
                .standby(centre, posts: posts, by: request.by))
        else { throw Self.wrongAnswer }
        return view
    }

    private typealias Posts = [(team: String, place: Coordinate, gained: Int)]

    /// Works the advice out on a thread of its own: it takes seconds over a whole district.
    private func advice(
        busy: Int, of centre: String?
    ) async throws(Problem) -> (view: CoverageView.Standby, posts: Posts) {
        let found = await withCheckedContinuation {
            (continuation: CheckedContinuation<(CoverageView.Standby, Posts)?, Never>) in
            let thread = try? DedicatedThread(name: "standby") { [liveCoverage] in
                continuation.resume(
                    returning: liveCoverage.advice(busy: Double(busy) / 100, of: centre))
            }
            if thread == nil { continuation.resume(returning: nil) }
        }
        guard let found else {
            throw .unavailable("Standby posts cannot be worked out just now; ask again.")
        }
        return found
    }

    /// Near a third of the time: a team that has one call of an hour in every three.
    private static let busyPercent = 30
}

/// Standby posts for readers.
enum StandbyViews {
    static func view(
        _ centre: String, of desk: RescueDesk, _ times: Timestamps, at now: Moment
    ) -> CentreStandbyView {
        let posts = desk.standby.values.filter { $0.centre == centre }
            .sorted { ($1.gained, $0.team) < ($0.gained, $1.team) }
        let newest = posts.max { $0.at < $1.at }
        return CentreStandbyView(
            centre: centre, by: newest?.by, at: times.text(newest?.at),
            posts: posts.map { post in
                let isThere = desk.roster.teams[post.team].flatMap { desk.isAtPost($0) } ?? false
                return CentreStandbyView.Post(
                    team: post.team, lat: post.latitude, lon: post.longitude,
                    gained: post.gained, reached: isThere)
            })
    }
}
