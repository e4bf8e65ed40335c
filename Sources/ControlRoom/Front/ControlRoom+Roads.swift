package import ConsoleAPI
internal import Rescue
internal import Synchronization
internal import ValveModel

/// Coverage, and roads that are closed.
extension ControlRoom {
    package func coverage() throws(Problem) -> CoverageView {
        guard let view = liveCoverage.view else {
            throw .unavailable("Coverage is being worked out for the first time; ask again.")
        }
        return view
    }

    package func roads() -> [RoadClosingView] {
        let closings = loop.state.withLock { $0.desk.closings }
        return closings.values.sorted { $0.at == $1.at ? $0.id < $1.id : $0.at < $1.at }
            .map { RoadClosingViews.view($0, times) }
    }

    package func closeRoad(_ request: RoadRequest) async throws(Problem) -> RoadClosingView {
        guard case .road(let view) = try await ask(.closeRoad(request)) else {
            throw Self.wrongAnswer
        }
        return view
    }

    package func openRoad(
        _ id: String, _ request: SignedRequest
    ) async throws(Problem) -> RoadClosingView {
        guard case .road(let view) = try await ask(.openRoad(id, by: request.by)) else {
            throw Self.wrongAnswer
        }
        return view
    }

    /// A desk of these rules on these roads.
    static func desk(_ options: ControlRoomOptions, _ startedAt: Moment) -> RescueDesk {
        var desk = RescueDesk(
            rules: options.rules, commandPrefix: "c\(startedAt.milliseconds)")
        desk.take(roads: options.roads)
        return desk
    }

    /// Lets coverage stand on what the control thread decides, without holding it.
    func beginCoverage() {
        liveCoverage.stand { [weak loop, households, clock] in
            Self.basis(loop, households, clock)
        }
    }

    /// What the coverage of this moment stands on.
    private static func basis(
        _ loop: ControlLoop?, _ households: Households, _ clock: HouseClock
    ) -> LiveCoverage.Basis? {
        let now = clock.now()
        let edition = households.current
        return loop?.state.withLock { state in
            LiveCoverage.Basis(
                teams: state.desk.coverageTeams(at: now), model: state.desk.travelModel(at: now),
                centres: state.desk.rules.centres, edition: edition,
                roadsEdition: state.desk.roadsEdition)
        }
    }
}

/// Closed roads for readers.
enum RoadClosingViews {
    static func view(_ closing: RoadClosing, _ times: Timestamps) -> RoadClosingView {
        var view = RoadClosingView(
            id: closing.id, segments: closing.segmentCount, by: closing.by,
            at: times.text(closing.at), until: times.text(closing.until))
        view.way = closing.way.map { Int($0) }
        view.location = closing.place.map {
            LocationView(lat: $0.latitude, lon: $0.longitude)
        }
        view.radius = closing.radiusMetres
        view.note = closing.note
        return view
    }
}

extension RoadRequest {
    /// The wish in the desk's terms.
    var wish: RoadWish {
        var wish = RoadWish(by: by, minutes: minutes)
        wish.way = way.map { Int64($0) }
        if let lat, let lon { wish.place = Coordinate(latitude: lat, longitude: lon) }
        wish.radiusMetres = radius
        wish.note = note
        return wish
    }
}
