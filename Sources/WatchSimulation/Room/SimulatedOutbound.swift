internal import ControlRoom
internal import Synchronization
internal import ValveModel

/// A message that the room wanted to send.
struct Sent: Sendable {
    var topic: String
    var body: [UInt8]
    /// Whether the sender took it: it has a connection and room.
    var wasTaken: Bool
    /// How many commits had been made by then.
    var commitNumber: Int
}

/// A sender of the daemon as far as its queue; the simulation carries on from there.
final class SimulatedOutbound: Outbound {
    private struct State {
        var isConnected = false
        var countMax = 10_000
        var waitingCount = 0
        var sent: [Sent] = []
    }

    private let store: SimulatedStore
    private let state = Mutex(State())

    init(_ store: SimulatedStore) { self.store = store }

    func send(
        topic: String, payload: [UInt8], retained: Bool, expirySeconds: UInt32?, leavesLate: Bool
    ) -> Bool {
        let commitNumber = store.withCommitted { $0.number }
        return state.withLock { state in
            let wasTaken = state.isConnected && state.waitingCount < state.countMax
            if wasTaken { state.waitingCount += 1 }
            state.sent.append(
                Sent(topic: topic, body: payload, wasTaken: wasTaken, commitNumber: commitNumber))
            return wasTaken
        }
    }

    var unansweredFor: Lapse { .zero }
    var refusals: OutboundRefusals { OutboundRefusals() }
    func isRefused(_ topic: String) -> Bool { false }

    func set(connected: Bool) { state.withLock { $0.isConnected = connected } }

    /// Room in the sender's queue.
    func set(countMax: Int) { state.withLock { $0.countMax = countMax } }

    /// So many messages have left the queue for good.
    func gone(_ count: Int) { state.withLock { $0.waitingCount = max(0, $0.waitingCount - count) } }

    /// Everything that was wanted since the last call.
    func take() -> [Sent] {
        state.withLock { state in
            guard !state.sent.isEmpty else { return [] }
            var taken: [Sent] = []
            swap(&taken, &state.sent)
            return taken
        }
    }
}
