import FlatStore
import Rescue
import ValveModel

/// Small road networks written by hand or drawn at random.
struct RoadStage {
    var survey = RoadSurvey()
    private var nextWay: Int64 = 1
    /// What was drawn, for a search that does not read the graph.
    private(set) var places: [Int64: (place: Coordinate, hasSignal: Bool)] = [:]
    private(set) var drawn: [(nodes: [Int64], tags: [String: String])] = []

    /// Degrees of a metre northwards.
    static let metre = 180 / .pi / GreatCircle.earthRadius

    /// A place so many metres north and east of the origin, near the equator, where a metre has the
    /// same degrees both ways.
    static func place(_ north: Double, _ east: Double) -> Coordinate {
        Coordinate(latitude: north * metre, longitude: east * metre)
    }

    mutating func node(
        _ id: Int64, _ north: Double, _ east: Double, signal: Bool = false, bar: Bool = false
    ) {
        places[id] = (Self.place(north, east), signal)
        survey.addNode(
            id, at: Self.place(north, east), hasSignal: signal, isBarred: bar)
    }

    /// A way at 36 km/h, ten metres a second, unless its tags say otherwise; its id.
    @discardableResult
    mutating func way(_ nodes: [Int64], _ tags: [String: String] = [:]) -> Int64 {
        let id = nextWay
        nextWay += 1
        let all = ["highway": "residential", "maxspeed": "36"].merging(tags) { $1 }
        drawn.append((nodes, all))
        survey.addWay(id, nodes: nodes, tags: all)
        return id
    }

    func network() throws -> RoadNetwork {
        try RoadNetwork(FixedBytes(copying: survey.graph().bytes))
    }

    /// A grid of streets a hundred metres apart, some of them one-way, some slow.
    static func grid(_ size: Int, _ numbers: inout SeededNumbers) -> RoadStage {
        var stage = RoadStage()
        for row in 0..<size {
            for column in 0..<size {
                stage.node(
                    Int64(row * size + column),
                    Double(row) * 100 + .random(in: -30...30, using: &numbers),
                    Double(column) * 100 + .random(in: -30...30, using: &numbers),
                    signal: Int.random(in: 0..<8, using: &numbers) == 0)
            }
        }
        for line in 0..<size {
            for place in 0..<(size - 1) {
                for pair in [
                    [line * size + place, line * size + place + 1],
                    [place * size + line, (place + 1) * size + line],
                ] {
                    let tags = [
                        "oneway": ["yes", "-1", "no", "no"].randomElement(using: &numbers) ?? "no",
                        "maxspeed": ["20", "36", "20 mph"].randomElement(using: &numbers) ?? "36",
                    ]
                    stage.way(pair.map { Int64($0) }, tags)
                }
            }
        }
        return stage
    }
}
