package import ValveModel

/// The way out to a broker, as the control room sees it. The adapter keeps its own connection.
package protocol Outbound: Sendable {
    /// Queues a message at QoS 1; `false` when it cannot leave (no connection, or the queue is
    /// full).
    ///
    /// - Parameter leavesLate: whether it leaves even when an outage comes between, because nobody says
    ///   it again.
    func send(
        topic: String, payload: [UInt8], retained: Bool, expirySeconds: UInt32?, leavesLate: Bool
    ) -> Bool
    /// How long the broker has answered nothing although messages are out: what was queued since may
    /// have left for nowhere. Zero while it owes nothing.
    var unansweredFor: Lapse { get }
    /// What the broker took and then refused.
    var refusals: OutboundRefusals { get }
    /// Whether the broker's newest answer about the topic was a refusal.
    func isRefused(_ topic: String) -> Bool
}

extension Outbound {
    /// Queues a message that is said anew for as long as it is true.
    func send(topic: String, payload: [UInt8], retained: Bool, expirySeconds: UInt32?) -> Bool {
        send(
            topic: topic, payload: payload, retained: retained, expirySeconds: expirySeconds,
            leavesLate: false)
    }
}

/// Messages that a broker answered with a refusal, such as its access rules give.
package struct OutboundRefusals: Equatable, Sendable {
    package struct Newest: Equatable, Sendable {
        package var topic: String
        /// In the broker's words.
        package var reason: String
        package init(topic: String, reason: String) {
            self.topic = topic
            self.reason = reason
        }
    }

    /// Since the start.
    package var count: Int
    package var newest: Newest?
    /// Whether any topic's newest answer is a refusal.
    package var stands: Bool
    /// Messages that were too old to be sent when the broker would have taken them.
    package var outdated: Int

    package init(
        count: Int = 0, newest: Newest? = nil, stands: Bool = false, outdated: Int = 0
    ) {
        self.count = count
        self.newest = newest
        self.stands = stands
        self.outdated = outdated
    }
}

/// The other way of telling a centre, when its broker cannot be reached.
package protocol SecondChannel: Sendable {
    /// Sends the body of a call-out; returns at once. What has not left yet under the same key is
    /// replaced. `done` is told from any thread, for the newest body of a key: `nil` when it was taken,
    /// else why it was given up, in a few words.
    func post(_ body: [UInt8], key: String, done: @escaping @Sendable (String?) -> Void)
}
