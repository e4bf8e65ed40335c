import Logging
import Rescue
import Synchronization
import ValveModel

@testable import ControlRoom

/// A message that the control room wanted to send.
struct Sent: Sendable {
    var topic: String
    var body: String
    var expirySeconds: UInt32?
    /// Whether there was a connection to leave by.
    var isSent: Bool

    /// The last level of the topic.
    var channel: String { topic.split(separator: "/").last.map(String.init) ?? "" }
}

/// A connection that can be cut, and a ledger of what was sent over it.
final class RecordingOutbound: Outbound {
    private let connected = Atomic<Bool>(true)
    private let unanswered = Atomic<Int64>(0)
    private let refused = Mutex<(topics: Set<String>, told: OutboundRefusals)>(
        ([], OutboundRefusals()))
    private let ledger: Ledger<Sent>

    init(_ ledger: Ledger<Sent>) { self.ledger = ledger }

    private var isConnected: Bool { connected.load(ordering: .acquiring) }

    var unansweredFor: Lapse { .milliseconds(unanswered.load(ordering: .acquiring)) }

    /// From now on the broker takes everything and has answered nothing for so long.
    func fallSilent(for lapse: Lapse) { unanswered.store(lapse.milliseconds, ordering: .releasing) }

    var refusals: OutboundRefusals { refused.withLock(\.told) }

    func isRefused(_ topic: String) -> Bool { refused.withLock { $0.topics.contains(topic) } }

    /// The broker has answered a message on the topic with a refusal.
    func refuse(_ topic: String, _ reason: String) {
        refused.withLock { state in
            state.topics.insert(topic)
            state.told = OutboundRefusals(
                count: state.told.count + 1, newest: .init(topic: topic, reason: reason),
                stands: true)
        }
    }

    func connect(_ isConnected: Bool) { connected.store(isConnected, ordering: .releasing) }

    func send(
        topic: String, payload: [UInt8], retained: Bool, expirySeconds: UInt32?, leavesLate: Bool
    ) -> Bool {
        let isSent = isConnected
        // Canaries come by time and concern nobody but the self-watch.
        if topic.hasSuffix("/canary") { return isSent }
        ledger.append(
            Sent(
                topic: topic, body: String(decoding: payload, as: UTF8.self),
                expirySeconds: expirySeconds, isSent: isSent))
        return isSent
    }
}

/// A second channel that only remembers.
final class RecordingChannel: SecondChannel {
    let posted = Ledger<String>()
    private let fault = Mutex<String?>(nil)

    /// From now on everything is given up for this reason; `nil` takes everything.
    func refuse(_ why: String?) { fault.withLock { $0 = why } }

    func post(_ body: [UInt8], key: String, done: @escaping @Sendable (String?) -> Void) {
        posted.append(String(decoding: body, as: UTF8.self))
        done(fault.withLock { $0 })
    }
}

/// A gateway that takes everything and remembers it.
struct RecordingNotices: NoticeChannel {
    let calls: Ledger<OutgoingNotice>

    func post(
        _ notice: OutgoingNotice, report: @escaping @Sendable (NoticeReport.Outcome) -> Void
    ) {
        calls.append(notice)
        report(.sent)
    }
}

/// Every line of the log: health tells its news there, so a test can wait for it.
struct RecordingLog: LogHandler {
    let lines: Ledger<String>
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { lines.append("\(event.message)") }
}
