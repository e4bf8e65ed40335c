public import ValveModel

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The ground on which a door of the first floor lies inside a team's circle, as outlines for a
/// map. Estimates are made household by household; this is a picture of them.
public struct Outline: Sendable {
    /// One patch: its outer ring and the rings of its holes. Rings are closed: the last place is
    /// the first; outer ones run counter-clockwise and holes clockwise (RFC 7946).
    public struct Patch: Sendable {
        /// The ring around it.
        public var outer: [Coordinate]
        /// The rings around what is cut out of it.
        public var holes: [[Coordinate]]
    }

    /// The patches.
    public var patches: [Patch]
}

extension TravelModel {
    /// The side of a square of the picture: half of the usual block of a city.
    static let outlineMetres = 50.0

    /// The outline of the circle of a team; nil when not even its own doorstep is inside.
    ///
    /// - Parameter circle: seconds of the whole estimate.
    public func outline(from place: Coordinate, turnout: Int, circle: Int) -> Outline? {
        let left = Double(circle - turnout - rules.access(floor: 1))
        guard left > 0, place.isValid else { return nil }
        // No way is shorter than the crow's, and no vehicle faster than the fastest sign.
        guard roads != nil else {
            let speed = rules.speedKilometresPerHour / 3.6 * speedFactor / rules.detourFactor
            return Outline(patches: [
                Outline.Patch(outer: Self.ring(around: place, metres: left * speed), holes: [])
            ])
        }
        let reach = reach(from: place, turnout: turnout)
        let fastest = WayRules.signRange.upperBound / 3.6 * speedFactor
        let side = min(Self.squaresMax, Int(left * fastest / Self.outlineMetres))
        let north = Self.outlineMetres / GreatCircle.earthRadius * 180 / .pi
        let east = north / max(0.01, cos(place.latitude * .pi / 180))
        let corner = Coordinate(
            latitude: place.latitude - (Double(side) + 0.5) * north,
            longitude: place.longitude - (Double(side) + 0.5) * east)
        let squares = Squares(side: 2 * side + 1) { row, column in
            let middle = Coordinate(
                latitude: corner.latitude + (Double(row) + 0.5) * north,
                longitude: corner.longitude + (Double(column) + 0.5) * east)
            guard middle.isValid, let found = reach.estimate(to: end(middle), floor: 1) else {
                return false
            }
            return found.source == .roads && found.estimate.total <= circle
        }
        let patches = squares.patches { row, column in
            Coordinate(
                latitude: corner.latitude + Double(row) * north,
                longitude: corner.longitude + Double(column) * east)
        }
        return Outline(patches: patches)
    }

    /// 5 km each way: five minutes at 60 km/h without turnout.
    private static let squaresMax = 100

    private static func ring(around place: Coordinate, metres: Double) -> [Coordinate] {
        let angle = metres / GreatCircle.earthRadius
        let north = place.latitude * .pi / 180
        var ring = (0..<72).map { step -> Coordinate in
            let bearing = -Double(step) * 5 * .pi / 180
            let latitude = asin(sin(north) * cos(angle) + cos(north) * sin(angle) * cos(bearing))
            let longitude = atan2(
                sin(bearing) * sin(angle) * cos(north), cos(angle) - sin(north) * sin(latitude))
            return Coordinate(
                latitude: latitude * 180 / .pi, longitude: place.longitude + longitude * 180 / .pi)
        }
        ring.append(ring[0])
        return ring
    }
}

/// A square grid of which some squares are filled, and the rings around them.
struct Squares {
    let side: Int
    private let filled: [Bool]

    init(side: Int, _ isFilled: (_ row: Int, _ column: Int) -> Bool) {
        self.side = side
        filled = (0..<(side * side)).map { isFilled($0 / side, $0 % side) }
    }

    private func has(_ row: Int, _ column: Int) -> Bool {
        row >= 0 && column >= 0 && row < side && column < side && filled[row * side + column]
    }

    private struct Corner: Hashable {
        var row: Int
        var column: Int
    }

    /// East, north, west, south: each a left turn after the one before.
    private static let steps = [(0, 1), (1, 0), (0, -1), (-1, 0)]

    /// Rings of corners with the filled squares on their left: outer ones counter-clockwise, those
    /// around holes clockwise. Squares that touch at a corner only are apart.
    private func rings() -> [[Corner]] {
        var open: [Corner: [Int]] = [:]
        for row in 0..<side {
            for column in 0..<side where has(row, column) {
                if !has(row - 1, column) {
                    open[Corner(row: row, column: column), default: []].append(0)
                }
                if !has(row, column + 1) {
                    open[Corner(row: row, column: column + 1), default: []].append(1)
                }
                if !has(row + 1, column) {
                    open[Corner(row: row + 1, column: column + 1), default: []].append(2)
                }
                if !has(row, column - 1) {
                    open[Corner(row: row + 1, column: column), default: []].append(3)
                }
            }
        }
        var rings: [[Corner]] = []
        for start in open.keys.sorted(by: { ($0.row, $0.column) < ($1.row, $1.column) }) {
            while let first = open[start]?.last {
                rings.append(walk(start, first, &open))
            }
        }
        return rings
    }

    private func walk(
        _ start: Corner, _ first: Int, _ open: inout [Corner: [Int]]
    ) -> [Corner] {
        var ring = [start]
        var corner = start
        var heading = first
        while true {
            open[corner]?.removeAll { $0 == heading }
            corner.row += Self.steps[heading].0
            corner.column += Self.steps[heading].1
            let ways = open[corner] ?? []
            // To the left around the same square first.
            let next = [1, 0, 3].map { (heading + $0) % 4 }.first(where: ways.contains)
            guard let next, corner != start || ways.contains(next) else { break }
            if next != heading || corner == start { ring.append(corner) }
            heading = next
        }
        if ring.last != start { ring.append(start) }
        return ring
    }

    /// Rings as places, holes with the patch around them.
    func patches(_ place: (_ row: Int, _ column: Int) -> Coordinate) -> [Outline.Patch] {
        let rings = rings()
        func area(_ ring: [Corner]) -> Int {
            zip(ring, ring.dropFirst()).reduce(0) {
                $0 + $1.0.column * $1.1.row - $1.1.column * $1.0.row
            }
        }
        func contains(_ ring: [Corner], _ row: Double, _ column: Double) -> Bool {
            // A ray eastwards crosses the upright sides.
            zip(ring, ring.dropFirst()).count { from, to in
                (Double(from.row) > row) != (Double(to.row) > row) && Double(from.column) > column
            } % 2 == 1
        }
        let outer = rings.filter { area($0) > 0 }
        var patches = outer.map { ring in
            Outline.Patch(outer: ring.map { place($0.row, $0.column) }, holes: [])
        }
        for hole in rings where area(hole) < 0 {
            // Just inside the hole's lowest, leftmost square.
            let corner = hole.min { ($0.row, $0.column) < ($1.row, $1.column) } ?? hole[0]
            let around = outer.indices.filter {
                contains(outer[$0], Double(corner.row) + 0.5, Double(corner.column) + 0.5)
            }
            if let owner = around.min(by: { area(outer[$0]) < area(outer[$1]) }) {
                patches[owner].holes.append(hole.map { place($0.row, $0.column) })
            }
        }
        return patches
    }
}
