internal import LinuxPlatform
internal import Mosquitto
internal import SimulatedDistrict

/// The two connections of a replay: one that speaks for all its valves, one that listens.
final class ReplayWire {
    private let inbox: Inbox
    private let sender: Sender
    private let lane: Lane<Inbox>
    private let origin: Int64

    /// Seconds a broker gets to answer both connections.
    private static let patience: Int64 = 10

    init(
        endpoint: BrokerEndpoint, broker: String, root: String, rescueRoot: String, boot: UInt32
    ) throws(TransportFault) {
        do {
            let inbox = try Inbox()
            self.inbox = inbox
            let name = "gaswatch-sim-replay-\(boot)"
            sender = try Sender(
                SenderOptions(endpoint: endpoint, clientID: "\(name)-mouth", seed: UInt64(boot))
            ) { change in inbox.linkChanged(change) }
            lane = try Lane(
                LaneOptions(
                    endpoint: endpoint, clientID: "\(name)-ear",
                    filters: [
                        TopicFilter("\(root)/+/+/receipt", quality: 1),
                        TopicFilter("\(rescueRoot)/+/callout", quality: 1),
                    ], seed: UInt64(boot)), sink: inbox)
        } catch {
            throw .endpoint("\(error)")
        }
        do {
            try sender.start()
            try lane.start()
        } catch {
            throw .endpoint("\(error)")
        }
        try inbox.await(2, broker: broker, timeoutSeconds: Self.patience)
        origin = BootClock.nanoseconds()
    }

    private func instant(_ nanoseconds: Int64) -> Instant {
        Instant(microseconds: (nanoseconds - origin) / 1000)
    }

    /// Offers a message; false when it cannot even be queued.
    func send(_ publish: Publish) -> Bool {
        // The recording has no device that would repeat its alarm.
        sender.send(
            OutboundMessage(
                topic: publish.topic, payload: publish.payload, quality: publish.quality,
                whenDisconnected: publish.quality == 1 ? .keep : .refuse))
    }

    /// Tells what arrives until an instant, or until somebody asks for the end.
    func wait(until end: Instant, _ hear: (Arrival, Instant) -> Void) {
        while !Interruption.isAsked {
            for arrival in inbox.take() { hear(arrival, instant(arrival.nanoseconds)) }
            let left = end - instant(BootClock.nanoseconds())
            guard left > 0 else { return }
            inbox.wait(milliseconds: max(1, Int64(min(left, 0.1) * 1000)))
        }
    }

    func close() {
        sender.stop(flushMilliseconds: 500)
        lane.stop(waitMilliseconds: 2000)
    }
}
