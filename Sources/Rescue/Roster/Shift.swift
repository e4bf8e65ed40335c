/// A time of the local day in which a team is on duty, such as `07:00-19:00`. One that ends at or
/// before its beginning goes past midnight.
public struct Shift: Codable, Hashable, Sendable, CustomStringConvertible {
    /// Minutes of the day, 0 ..< 1440, in which it begins.
    public let start: Int
    /// Minutes of the day, 0 ..< 1440, from which it is over.
    public let end: Int

    static let minutesOfDay = 24 * 60

    /// Reads `hh:mm-hh:mm`, hours 0 … 24; nil for anything else and for a shift of the whole day,
    /// which is none.
    public init?(_ text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
            .map { Self.minute(String($0)) }
        guard ends.count == 2, let start = ends[0], let end = ends[1],
            start % Self.minutesOfDay != end % Self.minutesOfDay
        else { return nil }
        self.start = start % Self.minutesOfDay
        self.end = end % Self.minutesOfDay
    }

    /// The minute of the day of `hh:mm`, 0 … 1440; nil where it is none.
    public static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60,
            hour * 60 + minute <= minutesOfDay
        else { return nil }
        return hour * 60 + minute
    }

    /// Whether a minute of the day lies in it.
    public func holds(_ minute: Int) -> Bool {
        start < end ? (start..<end).contains(minute) : minute >= start || minute < end
    }

    /// Whether some minute lies in both.
    public func overlaps(_ other: Shift) -> Bool { holds(other.start) || other.holds(start) }

    /// `hh:mm-hh:mm`.
    public var description: String { "\(Self.text(start))-\(Self.text(end))" }

    private static func text(_ minute: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minute / 60)):\(two(minute % 60))"
    }
}
