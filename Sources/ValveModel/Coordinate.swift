/// A place on the earth in WGS-84 degrees.
public struct Coordinate: Codable, Hashable, Sendable, BitwiseCopyable {
    /// Degrees north, −90 … 90.
    public var latitude: Double
    /// Degrees east, −180 … 180.
    public var longitude: Double

    /// Makes a place from its degrees.
    public init(latitude: Double, longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
    }

    /// Whether both degrees are numbers inside their ranges.
    public var isValid: Bool {
        (-90...90).contains(latitude) && (-180...180).contains(longitude)
    }
}
