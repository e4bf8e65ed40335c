package import ValveModel

/// The way out to a broker, as the control room sees it. The adapter keeps its own connection.
package protocol Outbound: Sendable {
    /// Queues a message at QoS 1; `false` when it cannot leave (no connection, or the queue is
    /// full).
    func send(topic: String, payload: [UInt8], retained: Bool, expirySeconds: UInt32?) -> Bool
    /// How long the broker has answered nothing although messages are out: what was queued since may
    /// have left for nowhere. Zero while it owes nothing.
    var unansweredFor: Lapse { get }
}

/// The other way of telling a centre, when its broker cannot be reached.
package protocol SecondChannel: Sendable {
    /// Sends the body of a call-out; returns at once. `done` is told once, from any thread: `nil`
    /// when it was taken, else why it was given up, in a few words.
    func post(_ body: [UInt8], done: @escaping @Sendable (String?) -> Void)
}
