package import ConsoleAPI
internal import Synchronization

/// The event stream: keeps the newest events for replay and hands every new one to all subscribers.
package final class EventHub: Sendable {
    /// Events kept for replay: ten minutes of a storm's worth of incident changes at seven a
    /// second, which is more than a dozen operators can follow.
    static let keptCountMax = 4_096
    /// Bytes of them: an incident has some 2 kB and a valve 1 kB, so that only the lists of great area
    /// events, of 350 kB each, ever come near.
    static let keptByteCountMax = 32 << 20
    /// Events that may wait for one slow subscriber beside a whole replay; one that falls further behind
    /// is ended and comes back with its last id.
    static let waitingCountMax = 1_024

    private struct State: Sendable {
        var next: UInt64
        var kept: [StreamEvent] = []
        var keptByteCount = 0
        var subscribers: [Int: AsyncStream<StreamEvent>.Continuation] = [:]
        var subscriberNext = 0

        /// Keeps an event; past a bound the older half goes, so that it costs nothing each time.
        mutating func keep(_ event: StreamEvent) {
            kept.append(event)
            keptByteCount += event.weight
            let isFull =
                kept.count > EventHub.keptCountMax || keptByteCount > EventHub.keptByteCountMax
            guard isFull else { return }
            kept.removeFirst((kept.count + 1) / 2)
            keptByteCount = kept.reduce(0) { $0 + $1.weight }
        }
    }

    private let state: Mutex<State>

    /// - Parameter firstID: larger than any id of an earlier run.
    package init(firstID: UInt64) { state = Mutex(State(next: firstID)) }

    package func publish(_ name: String, _ body: [UInt8]) { publish(name, EventText(body)) }

    package func publish(_ name: String, _ text: EventText) {
        let late = state.withLock { state in
            let event = StreamEvent(id: state.next, name: name, text: text)
            state.next += 1
            state.keep(event)
            var late: [AsyncStream<StreamEvent>.Continuation] = []
            for (key, subscriber) in state.subscribers {
                if case .dropped = subscriber.yield(event) {
                    late.append(subscriber)
                    state.subscribers[key] = nil
                }
            }
            return late
        }
        for subscriber in late { subscriber.finish() }
    }

    package func subscribe(after id: UInt64?) -> AsyncStream<StreamEvent> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: StreamEvent.self,
            bufferingPolicy: .bufferingOldest(Self.keptCountMax + Self.waitingCountMax))
        let key = state.withLock { state in
            if let id {
                let oldest = state.kept.first?.id ?? state.next
                if id >= state.next || id + 1 < oldest {
                    continuation.yield(
                        StreamEvent(
                            id: state.next - 1, name: "reset", body: Array("{}".utf8)))
                } else {
                    for event in state.kept where event.id > id { continuation.yield(event) }
                }
            }
            let key = state.subscriberNext
            state.subscriberNext += 1
            state.subscribers[key] = continuation
            return key
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.subscribers[key] = nil }
        }
        return stream
    }

    package var subscriberCount: Int { state.withLock { $0.subscribers.count } }

    /// Ends every stream: the daemon stops.
    package func end() {
        let all = state.withLock { state in
            let all = Array(state.subscribers.values)
            state.subscribers.removeAll()
            return all
        }
        for subscriber in all { subscriber.finish() }
    }
}
