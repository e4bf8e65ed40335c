public import ValveModel

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Distances over the surface of the earth taken as a sphere.
public enum GreatCircle {
    /// The mean radius of the earth in metres, (2a + b) / 3 of the WGS-84 ellipsoid.
    public static let earthRadius = 6_371_008.8

    /// The length in metres of the shortest way over the sphere, 0 … half the circumference.
    ///
    /// The haversine form keeps its precision over the few hundred metres that matter here, where
    /// the law of cosines would subtract nearly equal numbers.
    public static func metres(from start: Coordinate, to end: Coordinate) -> Double {
        let radiansPerDegree = Double.pi / 180
        let halfNorth = sin((end.latitude - start.latitude) * radiansPerDegree / 2)
        let halfEast = sin((end.longitude - start.longitude) * radiansPerDegree / 2)
        let haversine =
            halfNorth * halfNorth
            + cos(start.latitude * radiansPerDegree) * cos(end.latitude * radiansPerDegree)
            * halfEast * halfEast
        // Rounding can lift the haversine of opposite places just above one.
        return 2 * earthRadius * asin(min(1, haversine.squareRoot()))
    }
}
