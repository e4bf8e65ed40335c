/// How a run went over its time: what the plots show.
package struct Course: Equatable, Sendable {
    /// What one part of the installation used.
    package struct Usage: Equatable, Sendable {
        /// Seconds since the run began.
        package var at: Double
        /// Share of one core.
        package var cores: Double
        package var bytes: Int64
    }

    /// Something a scenario did to the installation.
    package struct Mark: Equatable, Sendable {
        /// Seconds since the run began.
        package var at: Double
        package var what: String
    }

    /// For each second of the run the longest wait for a receipt that ended in it, milliseconds;
    /// nil where none did.
    package private(set) var receiptLongest: [Double?] = []
    /// The same for call-outs.
    package private(set) var calloutLongest: [Double?] = []
    package private(set) var marks: [Mark] = []
    package private(set) var usage: [String: [Usage]] = [:]

    package init() {}

    mutating func receipt(after seconds: Double, at now: Instant) {
        Self.raise(&receiptLongest, to: seconds * 1000, at: now)
    }

    mutating func callout(after seconds: Double, at now: Instant) {
        Self.raise(&calloutLongest, to: seconds * 1000, at: now)
    }

    mutating func disturbed(_ what: String, at now: Instant) {
        marks.append(Mark(at: now.seconds, what: what))
    }

    mutating func used(_ part: String, cores: Double, bytes: Int64, at now: Instant) {
        usage[part, default: []].append(Usage(at: now.seconds, cores: cores, bytes: bytes))
    }

    private static func raise(_ longest: inout [Double?], to value: Double, at now: Instant) {
        let second = max(0, Int(now.seconds))
        if second >= longest.count {
            longest += Array(repeating: nil, count: second + 1 - longest.count)
        }
        longest[second] = max(longest[second] ?? 0, value)
    }

    /// What a part used: the mean share of a core and the most memory; nil without samples.
    package func whole(_ part: String) -> (cores: Double, coresMost: Double, bytes: Int64)? {
        guard let samples = usage[part], !samples.isEmpty else { return nil }
        let mean = samples.reduce(0) { $0 + $1.cores } / Double(samples.count)
        return (mean, samples.map(\.cores).max() ?? 0, samples.map(\.bytes).max() ?? 0)
    }
}
