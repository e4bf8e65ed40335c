/// The strongly connected parts of a directed graph: Tarjan's algorithm with a stack of its own, so
/// that a long chain of streets does not end the program's.
struct StrongParts {
    /// The part of every node.
    private(set) var partOf: [Int]
    /// Nodes of every part.
    private(set) var sizes: [Int] = []

    /// - Parameters:
    ///   - firstEdge: the first edge of every node, and one past the last of all.
    ///   - target: where each edge ends.
    init(firstEdge: [Int], target: [Int]) {
        let count = firstEdge.count - 1
        partOf = Array(repeating: -1, count: count)
        var index = [Int](repeating: -1, count: count)
        var low = [Int](repeating: 0, count: count)
        var edge = firstEdge
        var path: [Int] = []
        var open: [Int] = []
        var next = 0
        for root in 0..<count where index[root] < 0 {
            path.append(root)
            while let node = path.last {
                if index[node] < 0 {
                    index[node] = next
                    low[node] = next
                    next += 1
                    open.append(node)
                }
                if edge[node] < firstEdge[node + 1] {
                    let other = target[edge[node]]
                    edge[node] += 1
                    if index[other] < 0 {
                        path.append(other)
                    } else if partOf[other] < 0 {
                        low[node] = min(low[node], index[other])
                    }
                    continue
                }
                path.removeLast()
                if let parent = path.last { low[parent] = min(low[parent], low[node]) }
                guard low[node] == index[node] else { continue }
                var size = 0
                while let member = open.popLast() {
                    partOf[member] = sizes.count
                    size += 1
                    if member == node { break }
                }
                sizes.append(size)
            }
        }
    }

    /// The part with the most nodes; the first found among equals.
    var largest: Int { sizes.indices.max { (sizes[$0], $1) < (sizes[$1], $0) } ?? 0 }
}
