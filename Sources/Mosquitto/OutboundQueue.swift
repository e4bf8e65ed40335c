private import Synchronization

/// Messages on their way from any thread to the sender's. Bounded; one lock, held for moments.
final class OutboundQueue: Sendable {
    private struct State {
        var waiting: [PostedMessage] = []
        /// Waiting here plus taken by the thread and not yet given to the library.
        var count = 0
        var connected = false
        var closed = false
        var consumerSleeps = false
    }

    /// What became of an offered message.
    enum Outcome {
        case turnedAway
        case accepted
        /// Accepted, and the thread sleeps: ring it.
        case acceptedAsleep
    }

    private let state = Mutex(State())
    private let countMax: Int

    init(countMax: Int) {
        precondition(countMax > 0, "A queue that holds nothing sends nothing.")
        self.countMax = countMax
    }

    func offer(_ message: OutboundMessage, at now: Int64) -> Outcome {
        state.withLock { state in
            let welcome = state.connected || message.whenDisconnected == .keep
            guard welcome, !state.closed, state.count < countMax else { return .turnedAway }
            state.waiting.append(PostedMessage(message: message, acceptedAt: now))
            state.count += 1
            guard state.consumerSleeps else { return .accepted }
            state.consumerSleeps = false
            return .acceptedAsleep
        }
    }

    /// Takes everything that waits. The caller reports with `gone` what it passed on.
    func takeAll() -> [PostedMessage] {
        state.withLock { state in
            let taken = state.waiting
            state.waiting = []
            return taken
        }
    }

    /// As many as were passed on are to be passed on again.
    func returned(_ count: Int) {
        state.withLock { $0.count += count }
    }

    func gone(_ count: Int) {
        state.withLock { $0.count -= count }
    }

    /// Whether the thread may sleep. If not, something waits.
    func mayConsumerSleep() -> Bool {
        state.withLock { state in
            state.consumerSleeps = state.waiting.isEmpty
            return state.consumerSleeps
        }
    }

    func set(connected: Bool) {
        state.withLock { $0.connected = connected }
    }

    func close() {
        state.withLock { $0.closed = true }
    }

    var count: Int { state.withLock { $0.count } }
}
