public import ValveModel

/// A road that teams cannot drive on until a time: a whole way of the map, one piece of road, or
/// every road of an area. It names places and not rows of a graph, so that it outlives a new import.
public struct RoadClosing: Codable, Equatable, Sendable {
    /// `R1`, `R2`, …
    public var id: String
    /// The OpenStreetMap id of a way, all of it.
    public var way: Int64?
    /// Degrees north of the piece nearest to a place, or of the middle of an area.
    public var latitude: Double?
    /// Degrees east of the same.
    public var longitude: Double?
    /// The area's radius in metres; nil closes the nearest piece of road alone.
    public var radiusMetres: Double?
    /// Who closed it.
    public var by: String
    /// When.
    public var at: Moment
    /// When it opens by itself.
    public var until: Moment
    /// Why, for people.
    public var note: String?
    /// Pieces of road it closes on the graph that is loaded.
    public var segmentCount = 0

    /// The place it names.
    public var place: Coordinate? {
        guard let latitude, let longitude else { return nil }
        return Coordinate(latitude: latitude, longitude: longitude)
    }

    /// The pieces of road it closes.
    func segments(on network: RoadNetwork) -> [Int] {
        if let way { return network.graph.segments(ofWay: way) }
        guard let place, place.isValid else { return [] }
        if let radiusMetres { return network.graph.segments(within: radiusMetres, of: place) }
        return network.spot(of: place).map { [$0.segment] } ?? []
    }
}

/// What a person asks to have closed.
public struct RoadWish: Codable, Equatable, Sendable {
    /// The person.
    public var by: String
    /// The way, or else a place, with a radius for an area.
    public var way: Int64?
    /// The piece of road nearest to it, or the middle of an area.
    public var place: Coordinate?
    /// 1 … 5,000 m; nil closes the nearest piece of road alone.
    public var radiusMetres: Double?
    /// Minutes until it opens by itself, 1 … 10,080 (a week).
    public var minutes: Int
    /// Why, for people.
    public var note: String?

    /// A wish of a person.
    public init(by: String, minutes: Int) {
        self.by = by
        self.minutes = minutes
    }
}
