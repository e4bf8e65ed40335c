private import Synchronization

/// A number that one thread raises and any thread reads.
final class Tally: Sendable {
    private let total = Atomic<Int>(0)

    var value: Int { total.load(ordering: .relaxed) }

    func add(_ count: Int = 1) {
        total.wrappingAdd(count, ordering: .relaxed)
    }
}

/// Whether a lane's or a sender's thread comes round. Any thread may read it at any time.
public final class LinkPulse: Sendable {
    private let turnTally = Tally()
    private let opening = Atomic<Bool>(false)

    /// How often the thread has come round: at least once a second while it is well.
    public var turns: Int { turnTally.value }
    /// Whether it waits for a name to be resolved or a connect to be answered, which the operating
    /// system may draw out for minutes: an absent broker, not a thread that hangs.
    public var isOpening: Bool { opening.load(ordering: .relaxed) }

    func turn() { turnTally.add() }

    /// Runs a connect that may block.
    func open(_ connect: () -> LinkReason?) -> LinkReason? {
        opening.store(true, ordering: .relaxed)
        defer {
            opening.store(false, ordering: .relaxed)
            turnTally.add()
        }
        return connect()
    }

    /// Milliseconds that a thread sleeps at most before it comes round.
    static let turnMilliseconds: Int64 = 1_000
}

/// What a lane has done since it started. Any thread may read it at any time.
public final class LaneCounters: Sendable {
    let receivedTally = Tally()
    let batchTally = Tally()
    let abandonedTally = Tally()
    let connectTally = Tally()
    let refusedTally = Tally()

    /// Messages handed to the sink, repetitions included.
    public var received: Int { receivedTally.value }
    /// Batches that ended with at least one message.
    public var batches: Int { batchTally.value }
    /// Batches the sink abandoned.
    public var abandoned: Int { abandonedTally.value }
    /// Links that came up after the first one.
    public var reconnects: Int { max(0, connectTally.value - 1) }
    /// Logins and subscriptions the broker refused.
    public var refused: Int { refusedTally.value }
}

/// What a sender has done since it started. Any thread may read it at any time.
public final class SenderCounters: Sendable {
    let sentTally = Tally()
    let confirmedTally = Tally()
    let rejectedTally = Tally()
    let turnedAwayTally = Tally()
    let unsendableTally = Tally()
    let outdatedTally = Tally()
    let connectTally = Tally()
    let refusedTally = Tally()

    /// Messages given to the library, first time each.
    public var sent: Int { sentTally.value }
    /// Messages of quality 1 the broker acknowledged.
    public var confirmed: Int { confirmedTally.value }
    /// Messages of quality 1 the broker acknowledged with a refusal (an access rule, a quota).
    public var rejected: Int { rejectedTally.value }
    /// Messages `send` turned away: no link, queue full, or stopping.
    public var turnedAway: Int { turnedAwayTally.value }
    /// Accepted messages the library could not encode: an invalid topic, an oversized payload.
    public var unsendable: Int { unsendableTally.value }
    /// Accepted messages that were too old to be sent when the broker would have taken them.
    public var outdated: Int { outdatedTally.value }
    /// Links that came up after the first one.
    public var reconnects: Int { max(0, connectTally.value - 1) }
    /// Logins the broker refused.
    public var refused: Int { refusedTally.value }
}
