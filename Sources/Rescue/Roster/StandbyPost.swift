public import ValveModel

/// Where a team of a centre is to wait while it is free, by the advice that an operator has switched
/// on. It counts there only once it has told that it is there.
public struct StandbyPost: Codable, Equatable, Sendable {
    /// Id of the team.
    public var team: String
    /// Id of its centre.
    public var centre: String
    /// Degrees north, WGS-84.
    public var latitude: Double
    /// Degrees east, WGS-84.
    public var longitude: Double
    /// Households it gains in expectation, after the posts before it.
    public var gained: Int
    /// Who switched it on.
    public var by: String
    /// When.
    public var at: Moment

    /// A post.
    public init(
        team: String, centre: String, place: Coordinate, gained: Int, by name: String,
        at now: Moment
    ) {
        self.team = team
        self.centre = centre
        latitude = place.latitude
        longitude = place.longitude
        self.gained = gained
        by = name
        at = now
    }

    /// The post's place.
    public var place: Coordinate { Coordinate(latitude: latitude, longitude: longitude) }

    /// A team within this many metres is at its post: the way to the nearest road at most (250 m),
    /// and the error of a place told from between houses.
    static let reachMetres = 250.0

    /// Whether somebody at `told` is there.
    func holds(_ told: Coordinate) -> Bool {
        told.isValid && GreatCircle.metres(from: told, to: place) <= Self.reachMetres
    }
}
