internal import FlatStore
internal import ValveModel

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// A place on a road: the nearest one to a home or a vehicle.
public struct RoadSpot: Hashable, Sendable, BitwiseCopyable {
    /// The piece of road.
    public let segment: Int
    /// How far along it, by length, 0 … 1.
    public let fraction: Double
    /// Metres from the road to the place itself, as the crow flies.
    public let metres: Double
}

/// A grid over the pieces of road, to find the nearest one.
struct RoadIndex: Sendable {
    /// Farther from every road than this a place has no spot: the way off the road would take 42 s
    /// at 30 km/h with the usual detour, a seventh of the circle, and a graph that misses the
    /// street in front of a house knows too little of its surroundings.
    static let metresMax = 250.0

    /// Cells of one grid at most: 16 MB of them. A larger map gets larger cells.
    private static let cellsMax = 4_000_000.0

    private let south: Double
    private let west: Double
    private let cellNorth: Double
    private let cellEast: Double
    private let rows: Int
    private let columns: Int
    /// The first entry of every cell, and one past the last of all.
    private let start: [UInt32]
    /// Pieces as the point they begin at, and their segments.
    private let points: [UInt32]
    private let segments: [UInt32]

    init(_ graph: RoadGraph) {
        var box = (south: 90.0, north: -90.0, west: 180.0, east: -180.0)
        for point in graph.pointLatitudes.indices {
            let place = graph.place(ofPoint: point)
            box.south = min(box.south, place.latitude)
            box.north = max(box.north, place.latitude)
            box.west = min(box.west, place.longitude)
            box.east = max(box.east, place.longitude)
        }
        let widest = max(abs(box.south), abs(box.north))
        var north = Self.metresMax / Self.metresPerDegree
        // Cells are at least `metresMax` wide where the map is nearest to a pole.
        var east = north / max(0.01, cos(widest * .pi / 180))
        let cells = ((box.north - box.south) / north + 1) * ((box.east - box.west) / east + 1)
        if cells > Self.cellsMax {
            let larger = (cells / Self.cellsMax).squareRoot()
            north *= larger
            east *= larger
        }
        south = box.south
        west = box.west
        cellNorth = north
        cellEast = east
        rows = Int((box.north - box.south) / north) + 1
        columns = Int((box.east - box.west) / east) + 1
        (start, points, segments) = Self.filled(graph, rows, columns) { place in
            (Int((place.latitude - box.south) / north), Int((place.longitude - box.west) / east))
        }
    }

    /// Counting sort of the pieces into the cells that their boxes touch.
    private static func filled(
        _ graph: RoadGraph, _ rows: Int, _ columns: Int,
        cell: (Coordinate) -> (row: Int, column: Int)
    ) -> ([UInt32], [UInt32], [UInt32]) {
        func visit(_ body: (_ cell: Int, _ point: Int, _ segment: Int) -> Void) {
            for segment in 0..<graph.segmentCount {
                let range = graph.points(ofSegment: segment)
                for point in range.dropLast() {
                    let from = cell(graph.place(ofPoint: point))
                    let to = cell(graph.place(ofPoint: point + 1))
                    for row in min(from.row, to.row)...max(from.row, to.row) {
                        for column in min(from.column, to.column)...max(from.column, to.column) {
                            body(row * columns + column, point, segment)
                        }
                    }
                }
            }
        }
        var start = [UInt32](repeating: 0, count: rows * columns + 1)
        visit { cell, _, _ in start[cell + 1] += 1 }
        for cell in 0..<(rows * columns) { start[cell + 1] += start[cell] }
        var next = start
        var points = [UInt32](repeating: 0, count: Int(start[rows * columns]))
        var segments = points
        visit { cell, point, segment in
            let entry = Int(next[cell])
            next[cell] += 1
            points[entry] = UInt32(point)
            segments[entry] = UInt32(segment)
        }
        return (start, points, segments)
    }

    /// The nearest spot, nil when every road is farther than `metresMax`.
    func spot(of place: Coordinate, on graph: RoadGraph) -> RoadSpot? {
        let north = (place.latitude - south) / cellNorth
        let east = (place.longitude - west) / cellEast
        guard north > -1, east > -1, north < Double(rows + 1), east < Double(columns + 1) else {
            return nil
        }
        let plane = Plane(around: place)
        var best: (distance: Double, point: Int, segment: Int, along: Double)?
        let row = Int(north.rounded(.down))
        let column = Int(east.rounded(.down))
        for cellRow in max(0, row - 1)...max(0, min(rows - 1, row + 1)) {
            for cellColumn in max(0, column - 1)...max(0, min(columns - 1, column + 1)) {
                let cell = cellRow * columns + cellColumn
                for entry in Int(start[cell])..<Int(start[cell + 1]) {
                    let point = Int(points[entry])
                    let near = plane.nearest(
                        graph.place(ofPoint: point), graph.place(ofPoint: point + 1))
                    guard near.distance < best?.distance ?? .infinity else { continue }
                    best = (near.distance, point, Int(segments[entry]), near.along)
                }
            }
        }
        guard let best, best.distance <= Self.metresMax else { return nil }
        return RoadSpot(
            segment: best.segment,
            fraction: Self.fraction(graph, best.segment, best.point, best.along),
            metres: best.distance)
    }

    /// The nearest spot on one segment, however far.
    static func nearest(
        to place: Coordinate, on segment: Int, of graph: RoadGraph
    ) -> RoadSpot {
        let plane = Plane(around: place)
        var best = (distance: Double.infinity, point: 0, along: 0.0)
        for point in graph.points(ofSegment: segment).dropLast() {
            let near = plane.nearest(graph.place(ofPoint: point), graph.place(ofPoint: point + 1))
            if near.distance < best.distance { best = (near.distance, point, near.along) }
        }
        return RoadSpot(
            segment: segment, fraction: fraction(graph, segment, best.point, best.along),
            metres: best.distance)
    }

    /// The share of the segment's length up to a place on one of its pieces.
    private static func fraction(
        _ graph: RoadGraph, _ segment: Int, _ point: Int, _ along: Double
    ) -> Double {
        var before = 0.0
        var whole = 0.0
        for piece in graph.points(ofSegment: segment).dropLast() {
            let metres = GreatCircle.metres(
                from: graph.place(ofPoint: piece), to: graph.place(ofPoint: piece + 1))
            if piece < point { before += metres }
            if piece == point { before += metres * along }
            whole += metres
        }
        return whole > 0 ? min(1, before / whole) : 0
    }

    private static let metresPerDegree = GreatCircle.earthRadius * .pi / 180

    /// The surroundings of a place as a plane: over a few hundred metres the earth's curve is
    /// millimetres.
    private struct Plane {
        let origin: Coordinate
        let eastScale: Double

        init(around place: Coordinate) {
            origin = place
            eastScale = RoadIndex.metresPerDegree * cos(place.latitude * .pi / 180)
        }

        /// The distance from the origin to a straight piece, and how far along it the nearest
        /// place is.
        func nearest(_ from: Coordinate, _ to: Coordinate) -> (distance: Double, along: Double) {
            let startX = (from.longitude - origin.longitude) * eastScale
            let startY = (from.latitude - origin.latitude) * RoadIndex.metresPerDegree
            let spanX = (to.longitude - from.longitude) * eastScale
            let spanY = (to.latitude - from.latitude) * RoadIndex.metresPerDegree
            let length = spanX * spanX + spanY * spanY
            let along =
                length > 0 ? max(0, min(1, -(startX * spanX + startY * spanY) / length)) : 0
            let east = startX + along * spanX
            let north = startY + along * spanY
            return ((east * east + north * north).squareRoot(), along)
        }
    }
}
