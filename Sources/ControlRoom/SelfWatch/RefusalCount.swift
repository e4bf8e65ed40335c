internal import ValveModel

/// What a broker refused of our own messages. Pure.
struct RefusalCount: Sendable {
    /// How long a refusal stays a fault after the last one, unless the topic is accepted before: as
    /// long as a drop does.
    static let shownFor = DropCount.shownFor

    private(set) var count = 0
    private(set) var newest: OutboundRefusals.Newest?
    private var refusedAt: Moment?

    /// Notes what the sender has counted since it started.
    mutating func heard(_ refusals: OutboundRefusals, at now: Moment) {
        if !refusals.stands { refusedAt = nil }
        guard refusals.count > count else { return }
        count = refusals.count
        newest = refusals.newest
        if refusals.stands { refusedAt = now }
    }

    /// The newest refusal while it is recent enough to be shown.
    func recent(at now: Moment) -> OutboundRefusals.Newest? {
        guard let refusedAt, now - refusedAt < Self.shownFor else { return nil }
        return newest
    }
}
