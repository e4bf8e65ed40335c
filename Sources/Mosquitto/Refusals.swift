internal import CMosquitto
private import Synchronization

/// Messages the broker took and answered with a refusal: an access rule, a quota. Any thread may ask.
public final class Refusals: Sendable {
    /// The newest refusal.
    public struct Newest: Equatable, Sendable {
        /// The topic that was refused.
        public let topic: String
        /// The broker's reason in words, or the library's.
        public let reason: String
    }

    private struct State {
        var refused: Set<String> = []
        var newest: Newest?
        var count = 0
    }

    private let state = Mutex(State())

    /// Topics remembered: every centre and a district's worth of valves that one missing line of an
    /// access file concerns would be more than anybody has to be told of.
    private static let topicsMax = 1_000

    /// How many messages were refused, and the newest; whether any topic's newest answer is a refusal.
    public var told: (count: Int, newest: Newest?, stands: Bool) {
        state.withLock { ($0.count, $0.newest, !$0.refused.isEmpty) }
    }

    /// Whether the newest answer about the topic was a refusal.
    public func isRefused(_ topic: String) -> Bool { state.withLock { $0.refused.contains(topic) } }

    func note(_ topic: String, _ reason: String) {
        state.withLock { state in
            state.count += 1
            state.newest = Newest(topic: topic, reason: reason)
            if state.refused.count < Self.topicsMax { state.refused.insert(topic) }
        }
    }

    func accepted(_ topic: String) {
        state.withLock { if !$0.refused.isEmpty { $0.refused.remove(topic) } }
    }
}
