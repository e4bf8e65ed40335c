package import ValveModel

/// What a broker says of the messages it dropped: mosquitto's
/// `$SYS/broker/publish/messages/dropped`, a total since the broker's own start. Pure.
package struct DropCount: Sendable {
    /// The topic; retained, renewed every `sys_interval` when it has changed.
    package static let topic = "$SYS/broker/publish/messages/dropped"
    /// How long a drop stays a fault after the last one: long enough to be seen by a person who
    /// looks in on a round, short enough that the next drop is news again.
    static let shownFor = Lapse.minutes(10)

    /// The broker's newest total; `nil` while it has not said one.
    private(set) var total: Int64?
    /// Dropped since we listen.
    private(set) var dropped: Int64 = 0
    private(set) var droppedAt: Moment?

    package init() {}

    /// Notes a total.
    ///
    /// - Returns: how many messages were dropped since the total before; 0 for the first, which says
    ///   what happened before our time. A total below the last one comes from a broker that has
    ///   started again, and all of it is new.
    package mutating func heard(_ text: Span<UInt8>, at now: Moment) -> Int64 {
        guard let new = Self.number(text) else { return 0 }
        defer { total = new }
        guard let before = total else { return 0 }
        let increase = new >= before ? new - before : new
        guard increase > 0 else { return 0 }
        dropped += increase
        droppedAt = now
        return increase
    }

    /// Whether a drop is recent enough to be shown.
    package func isRecent(at now: Moment) -> Bool {
        droppedAt.map { now - $0 < Self.shownFor } ?? false
    }

    private static func number(_ text: Span<UInt8>) -> Int64? {
        // Eighteen digits fit; no broker counts further.
        guard (1...18).contains(text.count) else { return nil }
        var value: Int64 = 0
        for index in 0..<text.count {
            let digit = text[index] &- 0x30
            guard digit <= 9 else { return nil }
            value = value * 10 + Int64(digit)
        }
        return value
    }
}
