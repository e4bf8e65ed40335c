internal import FlatStore
public import ValveModel

/// A city's roads as a graph: nodes are crossings and ends, segments the pieces of road between
/// two of them with their shape, edges the directions a segment may be driven in.
///
/// Everything is read where it lies in a file that is mapped at start. Every node reaches every
/// other one: the import keeps the largest strongly connected part only.
public struct RoadGraph: Sendable {
    /// Nodes, 0 ..< `nodeCount`.
    public let nodeCount: Int
    /// Directed edges.
    public let edgeCount: Int
    /// Pieces of road.
    public let segmentCount: Int

    let latitudes: FixedRows<Int32>
    let longitudes: FixedRows<Int32>
    /// The first edge of every node, and one past the last of all.
    let firstEdge: FixedRows<UInt32>
    let edgeTarget: FixedRows<UInt32>
    /// Milliseconds to drive an edge, what waits at its end included.
    let edgeTime: FixedRows<UInt32>
    let edgeSegment: FixedRows<UInt32>
    let segmentFrom: FixedRows<UInt32>
    let segmentTo: FixedRows<UInt32>
    /// The edge along the segment and the one against it; `none` where it may not be driven so.
    let segmentForward: FixedRows<UInt32>
    let segmentBackward: FixedRows<UInt32>
    /// The first point of every segment, and one past the last of all.
    let firstPoint: FixedRows<UInt32>
    /// Metres of every segment, as the bits of a Float.
    let segmentMetres: FixedRows<UInt32>
    let segmentWay: FixedRows<Int64>
    let pointLatitudes: FixedRows<Int32>
    let pointLongitudes: FixedRows<Int32>

    /// Stands for an edge that is not there.
    static let none = UInt32.max
    /// Places are kept in the unit of OpenStreetMap's own files: 10⁻⁷ degrees, 1.1 cm.
    static let unitsPerDegree = 1e7

    /// Where a node is.
    public func place(ofNode node: Int) -> Coordinate {
        Coordinate(
            latitude: Double(latitudes[node]) / Self.unitsPerDegree,
            longitude: Double(longitudes[node]) / Self.unitsPerDegree)
    }

    func place(ofPoint point: Int) -> Coordinate {
        Coordinate(
            latitude: Double(pointLatitudes[point]) / Self.unitsPerDegree,
            longitude: Double(pointLongitudes[point]) / Self.unitsPerDegree)
    }

    /// The points of a segment's shape.
    func points(ofSegment segment: Int) -> Range<Int> {
        Int(firstPoint[segment])..<Int(firstPoint[segment + 1])
    }

    /// The shape of a segment from its start to its end.
    public func shape(ofSegment segment: Int) -> [Coordinate] {
        points(ofSegment: segment).map(place(ofPoint:))
    }

    /// The segments of a way, in no order that means anything; empty where there is none.
    public func segments(ofWay way: Int64) -> [Int] {
        segmentWay.indices.filter { segmentWay[$0] == way }
    }

    /// The segments of which some part lies within `metres` of a place.
    public func segments(within metres: Double, of place: Coordinate) -> [Int] {
        (0..<segmentCount).filter { segment in
            RoadIndex.nearest(to: place, on: segment, of: self).metres <= metres
        }
    }

    /// The metres of all segments together.
    public var lengthMetres: Double {
        segmentMetres.indices.reduce(0) { $0 + Double(Float(bitPattern: segmentMetres[$1])) }
    }
}
