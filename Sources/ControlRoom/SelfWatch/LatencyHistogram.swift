package import ValveModel

/// How often something took how long, in the form of a Prometheus histogram.
package struct LatencyHistogram: Sendable {
    /// Upper bounds in milliseconds. The first is the resolution worth having over a clock of whole
    /// milliseconds, the last is the canary's silence; in between 1 – 2.5 – 5.
    static let bounds: [Int64] = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000]

    private var counts = [Int](repeating: 0, count: Self.bounds.count + 1)
    private var sumMilliseconds: Int64 = 0

    package init() {}

    package mutating func add(_ lapse: Lapse) {
        let milliseconds = max(0, lapse.milliseconds)
        let place = Self.bounds.firstIndex { milliseconds <= $0 } ?? Self.bounds.count
        counts[place] += 1
        sumMilliseconds += milliseconds
    }

    package var count: Int { counts.reduce(0, +) }

    /// The lines of one label set, cumulative as the format wants it.
    package func lines(_ name: String, labels: String) -> String {
        var text = ""
        var sum = 0
        for (bound, count) in zip(Self.bounds, counts) {
            sum += count
            text += "\(name)_bucket{\(labels),le=\"\(Double(bound) / 1_000)\"} \(sum)\n"
        }
        text += "\(name)_bucket{\(labels),le=\"+Inf\"} \(count)\n"
        text += "\(name)_sum{\(labels)} \(Double(sumMilliseconds) / 1_000)\n"
        text += "\(name)_count{\(labels)} \(count)\n"
        return text
    }
}
