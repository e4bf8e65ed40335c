internal import Glibc
package import ValveModel

/// Where a team waits, and how long it takes to leave.
package struct TeamPost: Equatable, Sendable {
    package var location: Coordinate
    /// Seconds from the call to the moment the vehicle moves.
    package var turnout: Double

    package init(location: Coordinate, turnout: Double) {
        self.location = location
        self.turnout = turnout
    }
}

/// How long a way takes where no road graph is loaded: the contract's formula, written a second
/// time so that the witness does not ask the daemon whether the daemon was right.
package struct TravelRule: Equatable, Sendable {
    /// km/h.
    package var speed = 30.0
    /// Length of the way over the great circle's.
    package var detour = 1.4
    /// Seconds from the vehicle to a door on the first floor.
    package var access = 30.0
    /// Seconds more for each floor away from the first.
    package var floor = 15.0

    package init() {}

    /// The sphere of the contract, in metres.
    private static let earthRadius = 6_371_008.8

    /// Seconds from the call to the door, rounded up.
    package func seconds(from post: TeamPost, to place: Coordinate, floor number: Int?) -> Double {
        let way = Self.metres(post.location, place) * detour
        let travel = way / (speed / 3.6)
        return (post.turnout + travel + access + floor * Double(abs((number ?? 1) - 1)))
            .rounded(.up)
    }

    /// Great-circle distance by the haversine formula, which keeps its precision at a few metres.
    private static func metres(_ one: Coordinate, _ other: Coordinate) -> Double {
        let north = (other.latitude - one.latitude) * .pi / 180
        let east = (other.longitude - one.longitude) * .pi / 180
        let half =
            sin(north / 2) * sin(north / 2) + cos(one.latitude * .pi / 180)
            * cos(other.latitude * .pi / 180) * sin(east / 2) * sin(east / 2)
        return 2 * earthRadius * asin(min(1, half.squareRoot()))
    }
}
