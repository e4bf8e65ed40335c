/// A point of the simulation's time: microseconds since the run began.
package struct Instant: Comparable, Hashable, Sendable, BitwiseCopyable {
    package var microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    package static let start = Instant(microseconds: 0)

    package static func seconds(_ seconds: Double) -> Instant {
        Instant(microseconds: Int64(seconds * 1_000_000))
    }

    /// Seconds since the run began.
    package var seconds: Double { Double(microseconds) / 1_000_000 }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The instant some seconds later.
    package static func + (instant: Instant, seconds: Double) -> Instant {
        Instant(microseconds: instant.microseconds + Int64(seconds * 1_000_000))
    }

    /// Seconds from the second to the first.
    package static func - (later: Instant, earlier: Instant) -> Double {
        Double(later.microseconds - earlier.microseconds) / 1_000_000
    }
}
