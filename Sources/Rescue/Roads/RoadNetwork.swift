public import FlatStore
public import ValveModel

/// A road graph made ready for questions: where is this place on the roads, and how long from here
/// to everywhere.
public struct RoadNetwork: Sendable {
    /// The roads.
    public let graph: RoadGraph
    /// Tells this graph from every other one: its size and a digest of its ends and times.
    public let identity: String
    private let index: RoadIndex
    private let longestEdge: UInt32

    /// Prepares a graph; a city of 10,000 segments takes a few milliseconds.
    public init(_ graph: RoadGraph) {
        self.graph = graph
        index = RoadIndex(graph)
        longestEdge = graph.edgeTime.indices.reduce(0) { max($0, graph.edgeTime[$1]) }
        identity = Self.identity(of: graph)
    }

    /// Reads and prepares the bytes of a file.
    public init(_ bytes: FixedBytes) throws(RoadFileFault) {
        self.init(try RoadGraph(bytes))
    }

    private static func identity(of graph: RoadGraph) -> String {
        var digest: UInt64 = 0xCBF2_9CE4_8422_2325
        func take(_ number: UInt32) { digest = (digest ^ UInt64(number)) &* 0x0000_0100_0000_01B3 }
        for edge in graph.edgeTime.indices { take(graph.edgeTime[edge]) }
        for segment in 0..<graph.segmentCount {
            take(UInt32(graph.segmentFrom[segment]))
            take(UInt32(graph.segmentTo[segment]))
        }
        return "\(graph.segmentCount)-\(String(digest, radix: 16))"
    }

    /// The place on the roads nearest to `place`; nil beyond 250 m of every road.
    public func spot(of place: Coordinate) -> RoadSpot? { index.spot(of: place, on: graph) }

    /// The shortest times in milliseconds from a spot to every node; `unreached` where none leads.
    ///
    /// - Parameters:
    ///   - closed: which segments are closed; empty when none is.
    ///   - offRoadSpeed: metres a second where no edge may be used, for a start on a closed road.
    public func times(
        from spot: RoadSpot, closed: [Bool] = [], offRoadSpeed: Double
    ) -> [UInt32] {
        var search = RoadSearch(
            graph, longestEdge: longestEdge, starts: starts(spot, closed, offRoadSpeed))
        return search.run(closed)
    }

    /// Stands for a node that no open road leads to.
    public static let unreached = UInt32.max

    /// The time in milliseconds from a spot to another one, given the times to all nodes; nil when
    /// no open road leads there.
    public func time(
        _ times: [UInt32], from start: RoadSpot, to end: RoadSpot, closed: [Bool] = [],
        offRoadSpeed: Double
    ) -> Double? {
        var best = Double.infinity
        func consider(_ node: Int, _ more: Double) {
            guard times[node] != Self.unreached else { return }
            best = min(best, Double(times[node]) + more)
        }
        let from = Int(graph.segmentFrom[end.segment])
        let to = Int(graph.segmentTo[end.segment])
        let walks = walks(of: end, offRoadSpeed)
        // A home on a closed road is walked to from the nearer end.
        if !closed.isEmpty, closed[end.segment] {
            walks.from <= walks.to ? consider(from, walks.from) : consider(to, walks.to)
            return best.isFinite ? best : nil
        }
        let corner = Self.cornerMetres / offRoadSpeed * 1_000
        if walks.from <= corner { consider(from, walks.from) }
        if walks.to <= corner { consider(to, walks.to) }
        let along = time(ofEdge: graph.segmentForward[end.segment])
        let against = time(ofEdge: graph.segmentBackward[end.segment])
        if let along { consider(from, along * end.fraction) }
        if let against { consider(to, against * (1 - end.fraction)) }
        if start.segment == end.segment {
            let ahead = end.fraction - start.fraction
            if let along, ahead >= 0 { best = min(best, along * ahead) }
            if let against, ahead <= 0 { best = min(best, against * -ahead) }
        }
        return best.isFinite ? best : nil
    }

    /// A vehicle or a home this near to a crossing is at the crossing, whichever way the street it
    /// was found on may be driven: about the length of a vehicle and the error of its place.
    private static let cornerMetres = 10.0

    /// Milliseconds from a spot to both ends of its segment where no edge may be used.
    private func walks(of spot: RoadSpot, _ speed: Double) -> (from: Double, to: Double) {
        let metres = Double(Float(bitPattern: graph.segmentMetres[spot.segment]))
        return (
            metres * spot.fraction / speed * 1_000, metres * (1 - spot.fraction) / speed * 1_000
        )
    }

    private func starts(
        _ spot: RoadSpot, _ closed: [Bool], _ offRoadSpeed: Double
    ) -> [(node: Int, time: UInt32)] {
        let from = Int(graph.segmentFrom[spot.segment])
        let to = Int(graph.segmentTo[spot.segment])
        let walks = walks(of: spot, offRoadSpeed)
        func whole(_ milliseconds: Double) -> UInt32 { UInt32(milliseconds.rounded()) }
        // A vehicle on a closed road leaves it by the nearer end and does not drive through.
        guard closed.isEmpty || !closed[spot.segment] else {
            return [walks.from <= walks.to ? (from, whole(walks.from)) : (to, whole(walks.to))]
        }
        var starts: [(node: Int, time: UInt32)] = []
        if let along = time(ofEdge: graph.segmentForward[spot.segment]) {
            starts.append((to, whole(along * (1 - spot.fraction))))
        }
        if let against = time(ofEdge: graph.segmentBackward[spot.segment]) {
            starts.append((from, whole(against * spot.fraction)))
        }
        let corner = Self.cornerMetres / offRoadSpeed * 1_000
        if walks.from <= corner { starts.append((from, whole(walks.from))) }
        if walks.to <= corner { starts.append((to, whole(walks.to))) }
        return starts
    }

    private func time(ofEdge edge: UInt32) -> Double? {
        edge == RoadGraph.none ? nil : Double(graph.edgeTime[Int(edge)])
    }
}
