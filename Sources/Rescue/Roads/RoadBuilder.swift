internal import ValveModel

/// Cuts the ways of a survey at crossings, keeps the largest part in which every place reaches
/// every other, and writes it as a file.
struct RoadBuilder {
    private struct Piece {
        var from: Int
        var to: Int
        var way: Int64
        var points: [RoadSurvey.Node]
        var metres: Double
        var forward: UInt32?
        var backward: UInt32?
    }

    private let survey: RoadSurvey
    private var report = RoadReport()
    private var uses: [Int64: Int] = [:]
    private var numbers: [Int64: Int] = [:]
    private var places: [RoadSurvey.Node] = []
    private var pieces: [Piece] = []

    /// Seconds an emergency vehicle loses at traffic lights on average: it slows down to look,
    /// whatever they show. An assumption to be calibrated; studies of pre-emption save of this
    /// order per crossing.
    static let signalSeconds = 5.0

    init(_ survey: RoadSurvey) { self.survey = survey }

    /// The file and what became of the survey.
    mutating func build() throws(NoRoads) -> (bytes: [UInt8], report: RoadReport) {
        report.surveyedNodes = survey.nodeCount
        report.surveyedWays = survey.wayCount
        var refused = survey.refused
        for way in survey.ways {
            for node in way.nodes { uses[node, default: 0] += 1 }
        }
        for way in survey.ways {
            if cut(way) {
                report.usedWays += 1
            } else {
                refused[.tooShort, default: 0] += 1
            }
        }
        report.refused = refused.map {
            RoadReport.Refused(reason: $0.key.rawValue, count: $0.value)
        }
        .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
        guard !pieces.isEmpty else { throw NoRoads() }
        keepLargest()
        let made = write()
        // Single one-way streets: nobody gets from anywhere to anywhere.
        guard report.edges > 0 else { throw NoRoads() }
        return (made, report)
    }

    /// Whether the way has a piece.
    private mutating func cut(_ way: RoadSurvey.Way) -> Bool {
        let count = pieces.count
        var run: [(id: Int64, node: RoadSurvey.Node)] = []
        for (position, id) in way.nodes.enumerated() {
            guard let node = survey.nodes[id] else {
                report.missingNodes += 1
                end(&run, of: way)
                run = []
                continue
            }
            // The same node twice running is a slip of the pen.
            if run.last?.id == id { continue }
            run.append((id, node))
            let isEnd = position == way.nodes.count - 1
            if !isEnd, uses[id] ?? 0 > 1 || node.isBarred {
                end(&run, of: way)
                run = [(id, node)]
            }
        }
        end(&run, of: way)
        return pieces.count > count
    }

    private mutating func end(
        _ run: inout [(id: Int64, node: RoadSurvey.Node)], of way: RoadSurvey.Way
    ) {
        guard run.count > 1 else { return }
        let points = run.map(\.node)
        var metres = 0.0
        for index in 1..<points.count {
            metres += GreatCircle.metres(
                from: Self.place(points[index - 1]), to: Self.place(points[index]))
        }
        // Lights along a piece count for it; those at its ends for the edges that reach them.
        let between = points.dropFirst().dropLast().count { $0.hasSignal }
        let rules = way.rules
        func time(_ speed: Double, towards end: RoadSurvey.Node) -> UInt32 {
            let lights = Double(between + (end.hasSignal ? 1 : 0))
            let seconds = metres / (speed / 3.6) + lights * Self.signalSeconds
            return UInt32(
                min(Double(RoadGraph.edgeTimeMax - 1), max(1, (seconds * 1_000).rounded())))
        }
        let first = run[0]
        let last = run[run.count - 1]
        pieces.append(
            Piece(
                from: number(first.id, first.node), to: number(last.id, last.node), way: way.id,
                points: points, metres: metres,
                forward: rules.isForward ? time(rules.speed, towards: last.node) : nil,
                backward: rules.isBackward
                    ? time(rules.backwardSpeed ?? rules.speed, towards: first.node) : nil))
    }

    /// The number of a node in the graph. What no vehicle passes has another one on each side.
    private mutating func number(_ id: Int64, _ node: RoadSurvey.Node) -> Int {
        if !node.isBarred, let known = numbers[id] { return known }
        places.append(node)
        if !node.isBarred { numbers[id] = places.count - 1 }
        return places.count - 1
    }

    private static func place(_ node: RoadSurvey.Node) -> Coordinate {
        Coordinate(
            latitude: Double(node.latitude) / RoadGraph.unitsPerDegree,
            longitude: Double(node.longitude) / RoadGraph.unitsPerDegree)
    }

    private mutating func keepLargest() {
        report.allNodes = places.count
        report.allSegments = pieces.count
        var ways: [(from: Int, to: Int)] = []
        for piece in pieces {
            if piece.forward != nil { ways.append((piece.from, piece.to)) }
            if piece.backward != nil { ways.append((piece.to, piece.from)) }
        }
        report.allEdges = ways.count
        let (firstEdge, order) = Self.ordered(ways.map(\.from), count: places.count)
        let parts = StrongParts(firstEdge: firstEdge, target: order.map { ways[$0].to })
        report.components = parts.sizes.count
        let largest = parts.largest
        var kept = [Int](repeating: -1, count: places.count)
        var keptPlaces: [RoadSurvey.Node] = []
        for node in places.indices where parts.partOf[node] == largest {
            kept[node] = keptPlaces.count
            keptPlaces.append(places[node])
        }
        // A piece whose ends are both kept is part of a round trip, one-way or not.
        pieces = pieces.compactMap { piece in
            guard kept[piece.from] >= 0, kept[piece.to] >= 0 else { return nil }
            var piece = piece
            piece.from = kept[piece.from]
            piece.to = kept[piece.to]
            return piece
        }
        places = keptPlaces
    }

    /// Counting sort of edges by the node they leave: the first of every node, and their order.
    private static func ordered(_ from: [Int], count: Int) -> (first: [Int], order: [Int]) {
        var first = [Int](repeating: 0, count: count + 1)
        for node in from { first[node + 1] += 1 }
        for node in 0..<count { first[node + 1] += first[node] }
        var next = first
        var order = [Int](repeating: 0, count: from.count)
        for (edge, node) in from.enumerated() {
            order[next[node]] = edge
            next[node] += 1
        }
        return (first, order)
    }

    private mutating func write() -> [UInt8] {
        var edges: [(from: Int, to: Int, time: UInt32, segment: Int, isForward: Bool)] = []
        for (segment, piece) in pieces.enumerated() {
            if let time = piece.forward {
                edges.append((piece.from, piece.to, time, segment, true))
            }
            if let time = piece.backward {
                edges.append((piece.to, piece.from, time, segment, false))
            }
        }
        let (first, order) = Self.ordered(edges.map(\.from), count: places.count)
        var forward = [UInt32](repeating: RoadGraph.none, count: pieces.count)
        var backward = forward
        for (place, edge) in order.enumerated() {
            if edges[edge].isForward {
                forward[edges[edge].segment] = UInt32(place)
            } else {
                backward[edges[edge].segment] = UInt32(place)
            }
        }
        var firstPoint: [UInt32] = [0]
        for piece in pieces {
            firstPoint.append((firstPoint.last ?? 0) + UInt32(piece.points.count))
        }
        let points = pieces.flatMap(\.points)
        report.nodes = places.count
        report.edges = edges.count
        report.segments = pieces.count
        report.kilometres = pieces.reduce(0) { $0 + $1.metres } / 1_000
        report.signals =
            places.count { $0.hasSignal }
            + pieces.reduce(0) { sum, piece in
                sum + piece.points.dropFirst().dropLast().count { $0.hasSignal }
            }
        var writer = RoadFileWriter(
            nodes: places.count, edges: edges.count, segments: pieces.count, points: points.count)
        writer.column(places.map(\.latitude))
        writer.column(places.map(\.longitude))
        writer.column(first.map { UInt32($0) })
        writer.column(order.map { UInt32(edges[$0].to) })
        writer.column(order.map { edges[$0].time })
        writer.column(order.map { UInt32(edges[$0].segment) })
        writer.column(pieces.map { UInt32($0.from) })
        writer.column(pieces.map { UInt32($0.to) })
        writer.column(forward)
        writer.column(backward)
        writer.column(firstPoint)
        writer.column(pieces.map { Float($0.metres).bitPattern })
        writer.column(pieces.map(\.way))
        writer.column(points.map(\.latitude))
        writer.column(points.map(\.longitude))
        return writer.finished()
    }
}

extension RoadSurvey {
    /// Makes the graph.
    ///
    /// - Returns: the bytes of the file, and what was used and dropped.
    /// - Throws: when no way can be driven.
    public func graph() throws(NoRoads) -> (bytes: [UInt8], report: RoadReport) {
        var builder = RoadBuilder(self)
        return try builder.build()
    }
}
