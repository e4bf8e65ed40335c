/// The road graph teams drive on, and the closings that bar pieces of it.
///
/// Closings name places and not rows of a graph, so they are found anew on every graph that is taken.
struct DistrictRoads: Sendable {
    /// The graph, when one is loaded.
    private(set) var network: RoadNetwork?
    /// Roads that are closed, by id.
    private(set) var closings: [String: RoadClosing] = [:]
    /// Which segments of the graph are closed; empty when none is.
    private(set) var closedSegments: [Bool] = []
    /// Grows with every change, so that whoever keeps times knows when they are old.
    private(set) var edition = 0
    /// Graphs that an input may name.
    private var atHand: [String: RoadNetwork] = [:]
    private var closingCount = 0

    /// The road that was closed last, while it is.
    var newestClosing: RoadClosing? { closings["R\(closingCount)"] }
    /// The id of the closing that is next.
    var nextID: String { "R\(closingCount + 1)" }

    /// Takes another graph, or none.
    mutating func take(_ network: RoadNetwork?) {
        self.network = network
        findSegments()
    }

    /// Takes the graph of an identity, when it is at hand.
    mutating func take(named identity: String?) {
        take(identity.flatMap { atHand[$0] })
    }

    /// Keeps graphs at hand, and no other.
    mutating func hold(_ networks: [RoadNetwork]) {
        atHand = Dictionary(networks.map { ($0.identity, $0) }) { $1 }
    }

    /// Takes a new closing, or one that the journal remembers.
    mutating func close(_ closing: RoadClosing) {
        closings[closing.id] = closing
        closingCount = max(closingCount, Int(closing.id.dropFirst()) ?? 0)
        findSegments()
    }

    /// Opens what was closed.
    mutating func open(_ id: String) {
        closings[id] = nil
        findSegments()
    }

    private mutating func findSegments() {
        edition += 1
        closedSegments = []
        guard let network else { return }
        for id in closings.keys.sorted() {
            let segments = closings[id]?.segments(on: network) ?? []
            closings[id]?.segmentCount = segments.count
            guard !segments.isEmpty else { continue }
            if closedSegments.isEmpty {
                closedSegments = Array(repeating: false, count: network.graph.segmentCount)
            }
            for segment in segments { closedSegments[segment] = true }
        }
    }
}
