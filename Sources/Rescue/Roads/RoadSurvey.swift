public import ValveModel

/// What an extract of OpenStreetMap says of roads, node by node and way by way, until it is made
/// into a graph. Nodes come before the ways that name them, as they do in every such file.
public struct RoadSurvey: Sendable {
    struct Node: Sendable {
        var latitude: Int32
        var longitude: Int32
        var hasSignal: Bool
        var isBarred: Bool
    }

    struct Way: Sendable {
        var id: Int64
        var nodes: [Int64]
        var rules: WayRules
    }

    private(set) var nodes: [Int64: Node] = [:]
    private(set) var ways: [Way] = []
    /// Ways that were read, used or not.
    public private(set) var wayCount = 0
    /// Ways that are not used, by reason.
    public internal(set) var refused: [WayRules.Refusal: Int] = [:]

    /// A survey of nothing.
    public init() {}

    /// Takes a node.
    ///
    /// - Parameters:
    ///   - hasSignal: it carries traffic lights.
    ///   - isBarred: something stands there that no vehicle passes, such as a bollard.
    /// - Returns: false when the place is not on the earth; the node is left out.
    @discardableResult
    public mutating func addNode(
        _ id: Int64, at place: Coordinate, hasSignal: Bool = false, isBarred: Bool = false
    ) -> Bool {
        guard place.isValid else { return false }
        nodes[id] = Node(
            latitude: Int32((place.latitude * RoadGraph.unitsPerDegree).rounded()),
            longitude: Int32((place.longitude * RoadGraph.unitsPerDegree).rounded()),
            hasSignal: hasSignal, isBarred: isBarred)
        return true
    }

    /// Takes a way with its tags; one that no emergency vehicle drives is counted and left out.
    public mutating func addWay(_ id: Int64, nodes: [Int64], tags: [String: String]) {
        wayCount += 1
        do {
            ways.append(Way(id: id, nodes: nodes, rules: try WayRules(tags: tags)))
        } catch {
            refused[error, default: 0] += 1
        }
    }

    /// Nodes that were read.
    public var nodeCount: Int { nodes.count }

    /// The words of the tag `barrier` that stop a vehicle. Gates and lift gates open for one.
    public static let bars: Set<String> = [
        "bollard", "block", "jersey_barrier", "log", "debris", "chain", "cycle_barrier",
        "motorcycle_barrier", "stile", "turnstile", "kissing_gate", "wall", "fence",
    ]
}

/// What an import made of a survey.
public struct RoadReport: Equatable, Sendable {
    /// Ways left out for one reason.
    public struct Refused: Equatable, Sendable {
        /// In words.
        public let reason: String
        /// How many.
        public let count: Int
    }

    /// Nodes of the extract.
    public var surveyedNodes = 0
    /// Ways of the extract.
    public var surveyedWays = 0
    /// Ways used.
    public var usedWays = 0
    /// Ways left out, by reason, the most frequent first.
    public var refused: [Refused] = []
    /// Nodes that ways name and the extract does not hold.
    public var missingNodes = 0
    /// Nodes before the largest part was taken.
    public var allNodes = 0
    /// Edges before the largest part was taken.
    public var allEdges = 0
    /// Pieces of road before the largest part was taken.
    public var allSegments = 0
    /// Strongly connected parts.
    public var components = 0
    /// Nodes kept: those of the largest part in which every place reaches every other.
    public var nodes = 0
    /// Edges kept.
    public var edges = 0
    /// Pieces of road kept.
    public var segments = 0
    /// Length of what is kept.
    public var kilometres = 0.0
    /// Traffic lights on what is kept.
    public var signals = 0
}

/// Nothing that a vehicle can drive is in the extract.
public struct NoRoads: Error, Equatable, Sendable {}
