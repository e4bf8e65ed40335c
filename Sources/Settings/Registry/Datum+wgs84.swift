package import ValveModel

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The shifts that Chinese web maps apply: GCJ-02 by regulation, BD-09 on top of it by one firm.
///
/// Both are known only as formulas for the way from the true place; the way back is found by
/// approaching the place whose shifted image is the given one.
extension Datum {
    /// The true place of one written in this datum, to less than a metre.
    package func wgs84(_ place: Coordinate) -> Coordinate {
        switch self {
        case .wgs84: place
        case .gcj02: Self.inverse(of: place) { Self.gcj02(fromWGS84: $0) }
        case .bd09: Self.inverse(of: place) { Self.bd09(fromGCJ02: Self.gcj02(fromWGS84: $0)) }
        }
    }

    /// The image of a true place in this datum.
    package func shifted(_ place: Coordinate) -> Coordinate {
        switch self {
        case .wgs84: place
        case .gcj02: Self.gcj02(fromWGS84: place)
        case .bd09: Self.bd09(fromGCJ02: Self.gcj02(fromWGS84: place))
        }
    }

    /// Each round leaves about a thousandth of the error, which begins at under two kilometres:
    /// four would do, eight leave nothing to chance.
    private static let roundCountMax = 8

    /// A hundred-millionth of a degree is a millimetre.
    private static let closeEnough = 1e-8

    private static func inverse(
        of image: Coordinate, by shift: (Coordinate) -> Coordinate
    ) -> Coordinate {
        var place = image
        for _ in 0..<roundCountMax {
            let reached = shift(place)
            let north = image.latitude - reached.latitude
            let east = image.longitude - reached.longitude
            place.latitude += north
            place.longitude += east
            if abs(north) < closeEnough, abs(east) < closeEnough { break }
        }
        return place
    }

    /// The rectangle in which the maps are shifted at all.
    private static func isShifted(_ place: Coordinate) -> Bool {
        (72.004...137.8347).contains(place.longitude) && (0.8293...55.8271).contains(place.latitude)
    }

    private static func gcj02(fromWGS84 place: Coordinate) -> Coordinate {
        guard isShifted(place) else { return place }
        // Axis and squared eccentricity of the Krasovsky 1940 ellipsoid, which the formula uses.
        let axis = 6_378_245.0
        let eccentricitySquared = 0.006_693_421_622_965_943
        let east = place.longitude - 105
        let north = place.latitude - 35
        let radians = place.latitude * .pi / 180
        let flattening = 1 - eccentricitySquared * sin(radians) * sin(radians)
        let metresPerDegreeNorth =
            axis * (1 - eccentricitySquared) / (flattening * flattening.squareRoot()) * .pi / 180
        let metresPerDegreeEast = axis / flattening.squareRoot() * cos(radians) * .pi / 180
        return Coordinate(
            latitude: place.latitude + metresNorth(east, north) / metresPerDegreeNorth,
            longitude: place.longitude + metresEast(east, north) / metresPerDegreeEast)
    }

    private static func metresNorth(_ east: Double, _ north: Double) -> Double {
        let polynomial =
            -100 + 2 * east + 3 * north + 0.2 * north * north + 0.1 * east * north
            + 0.2 * abs(east).squareRoot()
        return polynomial + ripple(east) + wave(north, 20, 40, long: (12, 160), (30, 320))
    }

    private static func metresEast(_ east: Double, _ north: Double) -> Double {
        let polynomial =
            300 + east + 2 * north + 0.1 * east * east + 0.1 * east * north
            + 0.1 * abs(east).squareRoot()
        return polynomial + ripple(east) + wave(east, 20, 40, long: (12, 150), (30, 300))
    }

    private static func ripple(_ east: Double) -> Double {
        (20 * sin(6 * east * .pi) + 20 * sin(2 * east * .pi)) * 2 / 3
    }

    /// The periods of two, six, twenty-four and sixty degrees with their heights in metres.
    private static func wave(
        _ angle: Double, _ short: Double, _ middle: Double, long: (Double, Double),
        _ longest: (Double, Double)
    ) -> Double {
        let near = short * sin(angle * .pi) + middle * sin(angle / 3 * .pi)
        let far =
            long.1 * sin(angle / long.0 * .pi) + longest.1 * sin(angle * .pi / longest.0)
        return (near + far) * 2 / 3
    }

    private static func bd09(fromGCJ02 place: Coordinate) -> Coordinate {
        guard isShifted(place) else { return place }
        let frequency = Double.pi * 3_000 / 180
        let east = place.longitude
        let north = place.latitude
        let radius = (east * east + north * north).squareRoot() + 0.00002 * sin(north * frequency)
        let angle = atan2(north, east) + 0.000003 * cos(east * frequency)
        return Coordinate(
            latitude: radius * sin(angle) + 0.006, longitude: radius * cos(angle) + 0.0065)
    }
}
