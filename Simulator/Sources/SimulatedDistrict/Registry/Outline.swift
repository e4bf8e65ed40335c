package import ValveModel

/// A polygon of a few corners on the map, small enough to treat degrees as plane coordinates.
package struct Outline: Sendable {
    package let corners: [Coordinate]

    /// Takes (latitude, longitude) pairs in order around the area; the last joins the first.
    package init(_ corners: [(Double, Double)]) {
        precondition(corners.count >= 3, "An outline has at least three corners.")
        self.corners = corners.map { Coordinate(latitude: $0.0, longitude: $0.1) }
    }

    /// Whether a place lies inside: a ray towards the east crosses the edges an odd number of times.
    package func contains(_ place: Coordinate) -> Bool {
        var inside = false
        var previous = corners[corners.count - 1]
        for corner in corners {
            let crossesLatitude =
                (corner.latitude > place.latitude) != (previous.latitude > place.latitude)
            if crossesLatitude {
                let share =
                    (place.latitude - previous.latitude) / (corner.latitude - previous.latitude)
                let crossing =
                    previous.longitude + share * (corner.longitude - previous.longitude)
                if place.longitude < crossing { inside.toggle() }
            }
            previous = corner
        }
        return inside
    }

    /// A place inside, spread evenly: throws into the bounding box until one is inside.
    package func place(_ dice: Dice) -> Coordinate {
        let south = corners.map(\.latitude).min() ?? 0
        let north = corners.map(\.latitude).max() ?? 0
        let west = corners.map(\.longitude).min() ?? 0
        let east = corners.map(\.longitude).max() ?? 0
        // The thinnest outline fills more than a quarter of its box, so that 200 throws miss with
        // a probability below 1e-25; a corner is the answer that is never needed.
        for attempt: UInt64 in 0..<200 {
            let place = Coordinate(
                latitude: dice.between(south, north, 2 * attempt),
                longitude: dice.between(west, east, 2 * attempt + 1)
            ).rounded
            if contains(place) { return place }
        }
        return corners[0]
    }
}

extension Coordinate {
    /// The place to a millionth of a degree, about 0.1 m, as the registry file writes it.
    package var rounded: Coordinate {
        Coordinate(
            latitude: (latitude * 1e6).rounded() / 1e6,
            longitude: (longitude * 1e6).rounded() / 1e6)
    }
}
