public import ValveModel

/// Where an incident is, as it was known when it was raised.
public struct ValvePlace: Codable, Equatable, Sendable {
    /// Name of the valve.
    public var valve: String
    /// Nine digits.
    public var area: String
    /// Postal address from the registry: personal data.
    public var address: String?
    /// Name of the building in the registry.
    public var building: String?
    /// Name of the riser in the registry.
    public var riser: String?
    /// Floor, 1 is the ground floor; `nil` when the registry does not say.
    public var floor: Int?
    /// Degrees north, WGS-84; `nil` when no place is known.
    public var latitude: Double?
    /// Degrees east, WGS-84; `nil` when no place is known.
    public var longitude: Double?
    /// `registry`, or `area` when only the middle of the area is known.
    public var located: String?
    /// The centre whose areas contain the valve; `nil` for an unknown area.
    public var homeCentre: String?

    /// A place of which only the valve and its area are known.
    public init(valve: String, area: String) {
        self.valve = valve
        self.area = area
    }

    /// Whether somebody who goes to one is at the other.
    public func isSameDoor(as other: ValvePlace) -> Bool {
        address == other.address && building == other.building && floor == other.floor
            && location == other.location
    }

    /// The place on the map, where one is known.
    public var location: Coordinate? {
        guard let latitude, let longitude else { return nil }
        return Coordinate(latitude: latitude, longitude: longitude)
    }
}
