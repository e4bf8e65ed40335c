/// The link by which receipts, call-outs, commands and status leave.
///
/// Messages are offered from any thread and sent by a thread of the sender's own, in the order
/// they were accepted. What was accepted survives a lost link for as long as the options say, not the
/// end of the program.
public final class Sender: Sendable {
    private let loop: SenderLoop
    private let thread = StartedThread()

    /// What the sender has done.
    public var counters: SenderCounters { loop.counters }
    /// Whether the sender's thread comes round.
    public var pulse: LinkPulse { loop.pulse }
    /// Whether the broker has accepted the login of a link that is still up.
    public var isConnected: Bool { loop.isConnected }
    /// For how many milliseconds the broker has answered nothing although messages are out on a link
    /// that looks alive; 0 while it owes no answer, and without a link.
    public var unansweredMilliseconds: Int64 { loop.unansweredMilliseconds }
    /// What the broker has refused.
    public var refusals: Refusals { loop.refusals }
    /// How many accepted messages the library has not got yet.
    public var queuedCount: Int { loop.queue.count }

    /// Makes the sender; nothing is connected yet.
    ///
    /// - Parameters:
    ///   - options: the broker and the bounds.
    ///   - linkChanged: called on the sender's thread; it must not block.
    ///   - answered: called there as well, when the broker's answers have been counted.
    /// - Throws: a fault of the endpoint or of its TLS files.
    public init(
        _ options: SenderOptions,
        linkChanged: @escaping @Sendable (LinkChange) -> Void = { _ in },
        answered: @escaping @Sendable () -> Void = {}
    ) throws(BrokerFault) {
        precondition(
            (1...500).contains(options.windowCount),
            "A window above 500 makes every acknowledgement scan a long list.")
        loop = try SenderLoop(options, linkChanged: linkChanged, answered: answered)
    }

    /// Starts the thread, which connects and goes on connecting until `stop`.
    ///
    /// - Throws: a fault when the kernel has no room for a thread.
    public func start() throws(BrokerFault) {
        let loop = loop
        try thread.start(name: "sender") { loop.run() }
    }

    /// Offers a message. Never blocks.
    ///
    /// - Returns: false when it was turned away: there is no link and it is not to be kept, the
    ///   queue is full, or the sender is stopping. True promises an attempt, not a delivery.
    public func send(_ message: OutboundMessage) -> Bool {
        loop.offer(message)
    }

    /// Begins what `stop` does and does not wait.
    public func askToStop(flushMilliseconds: Int64) {
        loop.askToStop(flushMilliseconds: flushMilliseconds)
    }

    /// Takes no more messages, waits until the broker has acknowledged what was accepted, and
    /// disconnects in order, so that the last will stays unsent.
    ///
    /// - Parameter flushMilliseconds: how long to wait for acknowledgements. While there is no
    ///   link, accepted messages wait for one that long.
    /// - Returns: whether everything accepted was sent and acknowledged.
    @discardableResult
    public func stop(flushMilliseconds: Int64) -> Bool {
        loop.askToStop(flushMilliseconds: flushMilliseconds)
        // A second for the goodbye and one for the scheduler; a connect that hangs is left behind.
        return thread.join(timeoutMilliseconds: flushMilliseconds + 2000) && loop.isFlushed
    }
}
