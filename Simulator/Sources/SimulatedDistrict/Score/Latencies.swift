/// Measured times of one kind. All are kept: a run has thousands of them, not millions.
package struct Latencies: Equatable, Sendable {
    private var milliseconds: [Double] = []

    package init() {}

    package mutating func add(seconds: Double) { milliseconds.append(max(0, seconds * 1000)) }

    package var count: Int { milliseconds.count }

    package var longest: Double { milliseconds.max() ?? 0 }

    /// The smallest value that at least this share of the measurements does not exceed.
    package func percentile(_ share: Double) -> Double {
        guard !milliseconds.isEmpty else { return 0 }
        let rank = Int((share * Double(milliseconds.count)).rounded(.up))
        return milliseconds.sorted()[min(max(rank, 1), milliseconds.count) - 1]
    }

    /// How many lasted no longer than so many seconds.
    package func within(seconds: Double) -> Int {
        milliseconds.count { $0 <= seconds * 1000 }
    }
}
