public import ValveModel

/// How long ways take when no road graph is loaded, and how long the last steps to the door take.
public struct TravelRules: Codable, Hashable, Sendable {
    /// Speed of a vehicle in the city in km/h, > 0.
    public var speedKilometresPerHour: Double
    /// How much longer the road is than the great circle, ≥ 1.
    public var detourFactor: Double
    /// Seconds from the vehicle to a door on the first floor.
    public var accessSeconds: Int
    /// Further seconds for every floor above or below the first.
    public var floorSeconds: Int

    /// The rules of the contract unless told otherwise.
    public init(
        speedKilometresPerHour: Double = 30, detourFactor: Double = 1.4,
        accessSeconds: Int = 30, floorSeconds: Int = 15
    ) {
        precondition(
            speedKilometresPerHour.isFinite && speedKilometresPerHour > 0,
            "A vehicle must have a speed above zero.")
        precondition(
            detourFactor.isFinite && detourFactor >= 1,
            "A road cannot be shorter than the great circle.")
        precondition(
            accessSeconds >= 0 && floorSeconds >= 0,
            "The way to the door cannot take less than 0 s.")
        self.speedKilometresPerHour = speedKilometresPerHour
        self.detourFactor = detourFactor
        self.accessSeconds = accessSeconds
        self.floorSeconds = floorSeconds
    }

    /// The estimate over the great circle with its detour.
    ///
    /// - Parameters:
    ///   - turnout: Seconds until the vehicle leaves.
    ///   - start: Where the team is now.
    ///   - end: The building; both places must be valid.
    ///   - floor: The floor of the household, basements negative; nil counts as the first.
    public func estimate(
        turnout: Int, from start: Coordinate, to end: Coordinate, floor: Int?
    ) -> Estimate {
        precondition(
            start.isValid && end.isValid, "An estimate needs two places with valid degrees.")
        return estimate(
            turnout: turnout, roadMetres: GreatCircle.metres(from: start, to: end) * detourFactor,
            floor: floor)
    }

    /// The estimate over a road whose length in metres is known, detours included.
    public func estimate(turnout: Int, roadMetres: Double, floor: Int?) -> Estimate {
        let metresPerSecond = speedKilometresPerHour / 3.6
        return estimate(turnout: turnout, travelSeconds: roadMetres / metresPerSecond, floor: floor)
    }

    /// The estimate for a journey of known seconds, as a road graph gives it.
    ///
    /// Turn-out and access are whole seconds, so rounding the journey up rounds the sum up.
    public func estimate(turnout: Int, travelSeconds: Double, floor: Int?) -> Estimate {
        Estimate(
            turnout: turnout, travel: Self.roundedUp(travelSeconds), access: access(floor: floor))
    }

    /// Seconds from the vehicle to the door: the base and so much for every floor away from the
    /// first; nil counts as the first.
    public func access(floor: Int?) -> Int {
        accessSeconds + floorSeconds * abs((floor ?? 1) - 1)
    }

    /// A microsecond of driving is 8 µm of road: far below any map, and a thousand times above the
    /// noise of double arithmetic over the longest ways on earth (10⁷ s × 2⁻⁵² ≈ 2 ns).
    private static let noiseSeconds = 1e-6

    private static func roundedUp(_ seconds: Double) -> Int {
        precondition(
            seconds >= 0 && seconds.isFinite, "A journey takes a finite time of at least 0 s.")
        return Int(max(0, seconds - noiseSeconds).rounded(.up))
    }
}
