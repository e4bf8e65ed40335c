/// One subscribing link to the broker on a thread of its own.
///
/// A message of quality 1 is acknowledged only after the sink has said that its batch is durable:
/// a crash at any instruction before that makes the broker send it again. So the same message can
/// come twice, and the sink must know a message by what it says, not by when it came.
public final class Lane<Sink: LaneSink>: Sendable {
    /// Who receives the messages.
    public let sink: Sink
    private let loop: LaneLoop
    private let thread = StartedThread()

    /// What the lane has done.
    public var counters: LaneCounters { loop.counters }

    /// Whether the lane's thread comes round.
    public var pulse: LinkPulse { loop.pulse }

    /// Makes the lane; nothing is connected yet.
    ///
    /// - Throws: a fault of the endpoint or of its TLS files.
    public init(_ options: LaneOptions, sink: Sink) throws(BrokerFault) {
        precondition(!options.filters.isEmpty, "A lane needs at least one topic filter.")
        precondition(options.batchCountMax > 0, "A batch holds at least one message.")
        precondition(options.receiveMaximum > 0, "A receive maximum of zero stops the broker.")
        self.sink = sink
        loop = try LaneLoop(options, sink: sink)
    }

    /// Starts the thread, which connects and goes on connecting until `stop`.
    ///
    /// - Throws: a fault when the kernel has no room for a thread.
    public func start() throws(BrokerFault) {
        let loop = loop
        try thread.start(name: "lane") { loop.run() }
    }

    /// Subscribes once more on the standing link, so that the broker sends again what it has kept:
    /// for a gap in which it may have dropped a retained message on the way. Without a link nothing
    /// has to be done, as every connect subscribes. Any thread may call it.
    public func subscribeAgain() { loop.askAgain() }

    /// Begins to end the lane and does not wait: of many that are asked first, each is waited for at the
    /// same time.
    public func askToStop() { loop.askToStop() }

    /// Ends the lane: reads no more, gives the last batch to the sink, sends what it released,
    /// disconnects. The session, if the lane has one, stays at the broker.
    ///
    /// - Parameter waitMilliseconds: how long to wait for the end; nil for ever. A sink that
    ///   blocks and a connect to an address that does not answer both delay it.
    /// - Returns: whether the thread has ended; otherwise it ends by itself later.
    @discardableResult
    public func stop(waitMilliseconds: Int64? = nil) -> Bool {
        loop.askToStop()
        return thread.join(timeoutMilliseconds: waitMilliseconds)
    }
}
