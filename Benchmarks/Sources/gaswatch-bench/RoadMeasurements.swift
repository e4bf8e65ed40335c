import BenchPeers
import FlatStore
import Rescue
import ValveModel

/// Shortest times from one place to all crossings of a drawn city.
enum RoadMeasurements {
    /// Streets each way: 8,100 crossings, the size the target names.
    private static let size = 90

    /// A grid of streets 100 m apart, every fifth one-way, every fourth faster.
    private static func network() -> RoadNetwork {
        var survey = RoadSurvey()
        let step = 0.0009
        for row in 0..<size {
            for column in 0..<size {
                survey.addNode(
                    Int64(row * size + column),
                    at: Coordinate(latitude: Double(row) * step, longitude: Double(column) * step),
                    hasSignal: (row * 7 + column * 3) % 11 == 0)
            }
        }
        for line in 0..<size {
            var tags = ["highway": line % 4 == 0 ? "primary" : "residential"]
            if line % 5 == 2 { tags["oneway"] = line % 2 == 0 ? "yes" : "-1" }
            let along = (0..<size).map { Int64(line * size + $0) }
            let across = (0..<size).map { Int64($0 * size + line) }
            survey.addWay(Int64(line), nodes: along, tags: tags)
            survey.addWay(Int64(size + line), nodes: across, tags: tags)
        }
        do {
            return try RoadNetwork(FixedBytes(copying: survey.graph().bytes))
        } catch {
            preconditionFailure("A drawn grid is a road graph: \(error).")
        }
    }

    static var all: [Measurement] {
        let network = network()
        let graph = network.graph
        var turn = 0
        return [
            Measurement(
                row: "G1",
                what: "times to all of \(graph.nodeCount) crossings and \(graph.edgeCount) edges",
                target: .nanosecondsMax(5e6), operations: 1,
                ours: {
                    turn += 1
                    guard
                        let spot = network.spot(
                            of: graph.place(ofNode: turn * 7_919 % graph.nodeCount))
                    else { preconditionFailure("A crossing lies on the roads.") }
                    return TableMeasurements.timed {
                        let times = network.times(from: spot, offRoadSpeed: 6)
                        precondition(times.count == graph.nodeCount, "Every crossing has a time.")
                    }
                }, peer: nil)
        ]
    }
}
