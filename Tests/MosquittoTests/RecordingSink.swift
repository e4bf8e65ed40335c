import Mosquitto
import Synchronization
import Testing
import WatchTestKit

/// A message as a test keeps it.
struct Heard: Equatable, Sendable {
    let topic: String
    let payload: [UInt8]
    let quality: Int32
    let retained: Bool

    var text: String { String(decoding: payload, as: UTF8.self) }
}

/// A sink that remembers everything and lets a test wait for what it expects.
final class RecordingSink: LaneSink {
    private struct State {
        var open: [Heard] = []
        var heard: [Heard] = []
        var batches: [Int] = []
        var links: [LaneLink] = []
        var verdicts: [BatchVerdict] = []
        var held = false
    }

    private let state = Mutex(State())

    func arrived(topic: Span<UInt8>, payload: Span<UInt8>, quality: Int32, retained: Bool) {
        let topicBytes = topic.indices.map { topic[$0] }
        let message = Heard(
            topic: String(decoding: topicBytes, as: UTF8.self),
            payload: payload.indices.map { payload[$0] }, quality: quality, retained: retained)
        state.withLock { $0.open.append(message) }
    }

    func batchEnded(count: Int) -> BatchVerdict {
        defer { bell.ring() }
        return state.withLock { state in
            #expect(count == state.open.count, "A batch counts exactly what arrived in it.")
            state.heard += state.open
            state.batches.append(count)
            state.open = []
            return state.verdicts.isEmpty ? .release : state.verdicts.removeFirst()
        }
    }

    func linkChanged(_ link: LaneLink) {
        state.withLock { $0.links.append(link) }
        bell.ring()
    }

    /// What the next batches are answered with; after that all are released.
    func answer(_ verdicts: [BatchVerdict]) {
        state.withLock { $0.verdicts = verdicts }
    }

    var heard: [Heard] { state.withLock { $0.heard } }
    var links: [LaneLink] { state.withLock { $0.links } }
    var batches: [Int] { state.withLock { $0.batches } }
    var texts: [String] { heard.map(\.text) }

    var connectedCount: Int {
        links.count { if case .connected = $0 { true } else { false } }
    }

    var refusedCount: Int {
        links.count { if case .refused = $0 { true } else { false } }
    }
}

/// Rung by every sink and sender of these tests.
let bell = Bell()

extension Sender {
    /// A sender whose changes ring.
    static func ringing(
        _ options: SenderOptions, linkChanged: @escaping @Sendable (LinkChange) -> Void = { _ in }
    ) throws -> Sender {
        try Sender(
            options,
            linkChanged: {
                linkChanged($0)
                bell.ring()
            }, answered: { bell.ring() })
    }
}

/// Waits until a condition of sinks and senders holds and fails the test when it does not within 20
/// seconds, which no healthy machine comes near.
func eventually(
    _ expectation: Comment, sourceLocation: SourceLocation = #_sourceLocation,
    _ holds: () -> Bool
) async throws {
    guard !bell.wait(until: holds) else { return }
    Issue.record("Not within 20 s: \(expectation)", sourceLocation: sourceLocation)
    throw NotInTime()
}

struct NotInTime: Error {}

extension OutboundMessage {
    static func numbered(_ number: Int, topic: String = "gas/v1/370202001/V1/up/alarm") -> Self {
        OutboundMessage(topic: topic, payload: Array("\(number)".utf8))
    }
}
