internal import FlatStore

/// Shortest times to every node, by a circle of buckets (Dial's form of Dijkstra's algorithm).
///
/// Times are whole milliseconds and a bucket holds a quarter of a second of them. Inside a bucket a
/// node may be looked at again when a shorter way into it appears, which keeps the result exact
/// without an order inside; beyond it no bucket is ever looked at twice. So the work is one look at
/// every edge, a few nodes looked at twice, and one look at every bucket.
struct RoadSearch {
    /// 256 ms: shorter than nearly every edge, so that second looks are rare, and few enough that
    /// half an hour of city is 7,000 buckets.
    private static let bucketShift: UInt32 = 8

    private let graph: RoadGraph
    private var times: [UInt32]
    /// The time a node had when its edges were last looked at.
    private var looked: [UInt32]
    /// The first entry of every bucket of the circle, −1 when empty.
    private var heads: [Int32]
    /// Entries: a node, and the next one of the same bucket.
    private var entryNode: [Int32] = []
    private var entryNext: [Int32] = []
    private var waiting = 0

    /// - Parameter starts: where the ways begin, and after how many milliseconds.
    init(_ graph: RoadGraph, longestEdge: UInt32, starts: [(node: Int, time: UInt32)]) {
        self.graph = graph
        times = Array(repeating: RoadNetwork.unreached, count: graph.nodeCount)
        looked = times
        // A node in the present bucket, or a start, reaches at most so many buckets ahead.
        let farthest = starts.reduce(longestEdge) { max($0, $1.time) }
        heads = Array(repeating: -1, count: Int(farthest >> Self.bucketShift) + 2)
        entryNode.reserveCapacity(graph.edgeCount)
        entryNext.reserveCapacity(graph.edgeCount)
        for (node, time) in starts where time < times[node] {
            times[node] = time
            put(node, time)
        }
    }

    private mutating func put(_ node: Int, _ time: UInt32) {
        let slot = Int(time >> Self.bucketShift) % heads.count
        entryNode.append(Int32(truncatingIfNeeded: node))
        entryNext.append(heads[slot])
        heads[slot] = Int32(truncatingIfNeeded: entryNode.count - 1)
        waiting += 1
    }

    /// - Parameter closed: which segments are closed; empty when none is.
    mutating func run(_ closed: [Bool]) -> [UInt32] {
        var bucket: UInt32 = 0
        var slot = 0
        while waiting > 0 {
            while heads[slot] >= 0 {
                let entry = Int(heads[slot])
                heads[slot] = entryNext[entry]
                waiting -= 1
                let node = Int(entryNode[entry])
                let time = times[node]
                // It has been reached sooner since, and was looked at then.
                guard time >> Self.bucketShift == bucket, looked[node] != time else { continue }
                looked[node] = time
                look(node, time, closed)
            }
            bucket += 1
            slot = slot + 1 == heads.count ? 0 : slot + 1
        }
        return times
    }

    @inline(__always)
    private mutating func look(_ node: Int, _ time: UInt32, _ closed: [Bool]) {
        for edge in Int(graph.firstEdge[node])..<Int(graph.firstEdge[node + 1]) {
            if !closed.isEmpty, closed[Int(graph.edgeSegment[edge])] { continue }
            let target = Int(graph.edgeTarget[edge])
            let reached = time &+ graph.edgeTime[edge]
            guard reached < times[target] else { continue }
            times[target] = reached
            put(target, reached)
        }
    }
}
