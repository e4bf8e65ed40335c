internal import Foundation
internal import LinuxPlatform
package import Mosquitto
internal import Synchronization

/// A valve, a centre or an onlooker on the test's broker: sends, and keeps everything it hears.
package final class BrokerPeer: Sendable {
    /// One message heard.
    package struct Heard: Sendable {
        package var topic: String
        package var text: String
        package var retained: Bool
        /// The body as a JSON object; empty when it is none.
        package var json: [String: any Sendable] {
            let value = try? JSONSerialization.jsonObject(with: Data(text.utf8))
            return value as? [String: any Sendable] ?? [:]
        }
    }

    private let sink: Ear
    private let lane: Lane<Ear>
    private let sender: Sender

    /// Connects and subscribes; returns when both stand.
    package init(
        _ endpoint: BrokerEndpoint, _ name: String, filters: [String]
    ) throws {
        sink = try Ear()
        lane = try Lane(
            LaneOptions(
                endpoint: endpoint, clientID: name + "-ear",
                filters: filters.map { TopicFilter($0, quality: 1) }),
            sink: sink)
        sender = try Sender(SenderOptions(endpoint: endpoint, clientID: name + "-mouth"))
        try lane.start()
        try sender.start()
        let ear = sink
        let mouth = sender
        guard ear.wait(seconds: 20, until: { _ in ear.isConnected && mouth.isConnected }) != nil
        else { throw DaemonFault(description: "\(name) cannot connect to the broker") }
    }

    package func send(_ topic: String, _ text: String, retained: Bool = false) {
        _ = sender.send(
            OutboundMessage(
                topic: topic, payload: Array(text.utf8), quality: 1, retained: retained,
                whenDisconnected: .keep))
    }

    /// Messages heard so far.
    package var heard: [Heard] { sink.heard }

    /// Waits until the messages heard satisfy `condition`; `nil` when they do not within the time.
    package func wait(
        seconds: Int64 = 30, until condition: @Sendable ([Heard]) -> Bool
    ) -> [Heard]? {
        sink.wait(seconds: seconds, until: condition)
    }

    /// Waits for the first message that satisfies `condition`.
    package func first(
        seconds: Int64 = 30, where condition: @Sendable (Heard) -> Bool
    ) -> Heard? {
        wait(seconds: seconds) { $0.contains(where: condition) }?.first(where: condition)
    }

    package func stop() {
        _ = lane.stop(waitMilliseconds: 3_000)
        _ = sender.stop(flushMilliseconds: 1_000)
    }
}

/// Keeps what a lane hears and wakes whoever waits for it.
private final class Ear: LaneSink {
    private let messages = Mutex<[BrokerPeer.Heard]>([])
    private let connected = Atomic<Bool>(false)
    private let parker: Parker

    init() throws { parker = try Parker() }

    var heard: [BrokerPeer.Heard] { messages.withLock { $0 } }
    var isConnected: Bool { connected.load(ordering: .acquiring) }

    func arrived(topic: Span<UInt8>, payload: Span<UInt8>, quality: Int32, retained: Bool) {
        func text(_ span: Span<UInt8>) -> String {
            String(decoding: (0..<span.count).map { span[$0] }, as: UTF8.self)
        }
        let message = BrokerPeer.Heard(
            topic: text(topic), text: text(payload), retained: retained)
        messages.withLock { $0.append(message) }
    }

    func batchEnded(count: Int) -> BatchVerdict {
        parker.unpark()
        return .release
    }

    func linkChanged(_ link: LaneLink) {
        if case .connected = link { connected.store(true, ordering: .releasing) }
        parker.unpark()
    }

    func wait(
        seconds: Int64, until condition: ([BrokerPeer.Heard]) -> Bool
    ) -> [BrokerPeer.Heard]? {
        let end = BootClock.milliseconds() + seconds * 1_000
        while true {
            let now = heard
            if condition(now) { return now }
            let left = end - BootClock.milliseconds()
            guard left > 0 else { return nil }
            _ = parker.park(timeoutMilliseconds: min(left, 100))
        }
    }
}
