/// A message of the sender's with what is known of its way so far.
struct PostedMessage: Sendable {
    var message: OutboundMessage
    /// When it was accepted, in milliseconds of the boot clock.
    var acceptedAt: Int64
    /// When it was first given to the library; `nil` before.
    var firstSentAt: Int64?

    /// Whether it is still worth sending: the topic's last value always is, and so is what its author
    /// wants kept or says only once. Anything else is said anew by its author as long as it is true, and would tell an
    /// old state after an outage.
    func isWorthSending(at now: Int64, outdatedAfter limit: Int64) -> Bool {
        message.retained || message.whenDisconnected == .keep || message.leavesLate
            || now - acceptedAt < limit
    }
}

/// What the broker has been given and has not acknowledged, by the identifiers of one link.
///
/// The library would send all of it again on the next link, however late that comes: a command to
/// close would shut a home off hours after it was given. So the library forgets it, and the sender
/// sends again what still counts.
struct UnderWay: Sendable {
    private var messages: [Int32: (order: Int, posted: PostedMessage)] = [:]
    private var sentCount = 0

    var isEmpty: Bool { messages.isEmpty }

    mutating func sent(_ posted: PostedMessage, identifier: Int32) {
        sentCount += 1
        messages[identifier] = (sentCount, posted)
    }

    /// Takes out what an answer of the broker is about; `nil` for what is none of ours, such as a
    /// birth.
    mutating func answered(_ identifier: Int32) -> PostedMessage? {
        messages.removeValue(forKey: identifier)?.posted
    }

    /// Takes back everything in the order in which it was sent.
    mutating func takeBack() -> [PostedMessage] {
        defer { messages.removeAll(keepingCapacity: true) }
        return messages.values.sorted { $0.order < $1.order }.map(\.posted)
    }
}
