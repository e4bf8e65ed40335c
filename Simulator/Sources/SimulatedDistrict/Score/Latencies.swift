/// Measured times of one kind, as a histogram: any number of them in a few kilobytes.
///
/// A time is counted from when its cause was planned, never from when it left, so that a stall of
/// the simulator or of the installation is in the figures instead of hiding the measurements that
/// it kept from being made (coordinated omission). Buckets are a 128th of their power of two wide:
/// a percentile is at most 0.8 % above what was measured. The longest is kept as it was.
package struct Latencies: Equatable, Sendable {
    /// Buckets to a power of two: 2^7.
    private static let precisionBits = 7
    /// How many measurements fell into each bucket, by the bucket's number.
    private var buckets: [Int] = []
    package private(set) var count = 0
    private var longestMicroseconds = 0

    package init() {}

    package mutating func add(seconds: Double) {
        let microseconds = Int(max(0, seconds * 1_000_000).rounded())
        let bucket = Self.bucket(of: microseconds)
        if bucket >= buckets.count {
            buckets += Array(repeating: 0, count: bucket + 1 - buckets.count)
        }
        buckets[bucket] += 1
        count += 1
        longestMicroseconds = max(longestMicroseconds, microseconds)
    }

    /// The longest, in milliseconds.
    package var longest: Double { Double(longestMicroseconds) / 1000 }

    /// In milliseconds, a value that at least this share of the measurements does not exceed.
    package func percentile(_ share: Double) -> Double {
        let rank = max(1, Int((share * Double(count)).rounded(.up)))
        var seen = 0
        for (bucket, entries) in buckets.enumerated() {
            seen += entries
            if seen >= rank { return milliseconds(bucket) }
        }
        return 0
    }

    /// How many lasted no longer than so many seconds, to the precision of a bucket.
    package func within(seconds: Double) -> Int {
        let last = Self.bucket(of: Int((seconds * 1_000_000).rounded()))
        return buckets.prefix(last + 1).reduce(0, +)
    }

    /// For each bucket that has entries the share of all measurements up to it and its value in
    /// milliseconds, shortest first.
    package var shares: [(share: Double, milliseconds: Double)] {
        var seen = 0
        var shares: [(share: Double, milliseconds: Double)] = []
        for (bucket, entries) in buckets.enumerated() where entries > 0 {
            seen += entries
            shares.append((Double(seen) / Double(count), milliseconds(bucket)))
        }
        return shares
    }

    /// A bucket's upper edge; of the last one what was really measured.
    private func milliseconds(_ bucket: Int) -> Double {
        min(Double(Self.last(in: bucket)) / 1000, longest)
    }

    /// Up to 2^8 µs each microsecond has its own bucket; above, the first eight bits tell.
    private static func bucket(of microseconds: Int) -> Int {
        let bits = Int.bitWidth - microseconds.leadingZeroBitCount
        let shift = max(0, bits - precisionBits - 1)
        return shift << precisionBits + microseconds >> shift
    }

    /// The largest value that falls into a bucket, in microseconds.
    private static func last(in bucket: Int) -> Int {
        let shift = max(0, bucket >> precisionBits - 1)
        return (bucket - shift << precisionBits + 1) << shift - 1
    }
}
