import LinuxPlatform
import Mosquitto
import Synchronization
import Testing
import WatchTestKit

@Suite("A lane")
struct LaneTests {
    private static func options(
        _ broker: TestBroker, id: String = "lane", quality: Int32 = 1, session: UInt32? = 3600
    ) -> LaneOptions {
        LaneOptions(
            endpoint: broker.endpoint, clientID: id,
            filters: [TopicFilter("gas/v1/+/+/up/alarm", quality: quality)],
            sessionExpirySeconds: session)
    }

    private static func started(
        _ options: LaneOptions
    ) throws -> (Lane<RecordingSink>, RecordingSink) {
        let sink = RecordingSink()
        let lane = try Lane(options, sink: sink)
        try lane.start()
        return (lane, sink)
    }

    private static func sender(_ broker: TestBroker) async throws -> Sender {
        let sender = try Sender.ringing(
            SenderOptions(endpoint: broker.endpoint, clientID: "sender"))
        try sender.start()
        try await eventually("the sender is connected") { sender.isConnected }
        return sender
    }

    @Test("Topic and payload arrive byte for byte, empty and large ones too")
    func bytesArrive() async throws {
        let broker = try TestBroker()
        let (lane, sink) = try LaneTests.started(LaneTests.options(broker))
        try await eventually("connected") { sink.connectedCount == 1 }
        let sender = try await LaneTests.sender(broker)
        let payloads: [[UInt8]] = [
            [], [0], Array("{\"gas\":12}".utf8),
            (0..<100_000).map { UInt8(truncatingIfNeeded: $0) },
        ]
        for (index, payload) in payloads.enumerated() {
            let topic = "gas/v1/370202001/阀-\(index)/up/alarm"
            #expect(sender.send(OutboundMessage(topic: topic, payload: payload)))
        }
        try await eventually("all arrive") { sink.heard.count == payloads.count }
        #expect(sink.heard.map(\.payload) == payloads)
        #expect(sink.heard.map(\.topic) == (0..<4).map { "gas/v1/370202001/阀-\($0)/up/alarm" })
        #expect(sink.heard.allSatisfy { $0.quality == 1 && !$0.retained })
        #expect(lane.counters.received == payloads.count)
        #expect(lane.counters.batches == sink.batches.count)
        #expect(sender.stop(flushMilliseconds: 5000))
        #expect(lane.stop(waitMilliseconds: 5000))
    }

    @Test("A network that swallows connects is given up soon, and the broker behind it found again")
    func swallowedConnects() async throws {
        let broker = try TestBroker()
        broker.kill9()
        let deaf = try await DeafPort(port: broker.port)
        let sender = try Sender.ringing(
            SenderOptions(endpoint: broker.endpoint, clientID: "sender"))
        try sender.start()
        let (lane, sink) = try LaneTests.started(LaneTests.options(broker))
        // The kernel alone would go on for two minutes.
        try await eventually("the lane gives a connect up twice") { sink.links.count >= 2 }
        for case .disconnected(let reason) in sink.links {
            #expect(reason.text.contains("nobody answered a connect"), "\(reason.text)")
        }
        #expect(sink.connectedCount == 0 && !sender.isConnected)
        try await deaf.close()
        try broker.start()
        try await eventually("both find the broker") {
            sink.connectedCount == 1 && sender.isConnected
        }
        #expect(lane.stop(waitMilliseconds: 5000))
        #expect(sender.stop(flushMilliseconds: 5000))
    }

    @Test("Three abandoned batches lose nothing and come again in order")
    func abandonedBatches() async throws {
        let broker = try TestBroker()
        let (lane, sink) = try LaneTests.started(LaneTests.options(broker))
        sink.answer([.abandon, .abandon, .abandon])
        try await eventually("connected") { sink.connectedCount == 1 }
        let sender = try await LaneTests.sender(broker)
        let numbers = (0..<500).map { $0 }
        for number in numbers { #expect(sender.send(.numbered(number))) }
        try await eventually("the broker sends the batches again") {
            lane.counters.abandoned == 3
                && sink.heard.count >= sink.batches.prefix(3).reduce(0, +) + numbers.count
        }
        #expect(lane.counters.received > numbers.count, "An abandoned batch comes again.")
        let first = Array(sink.batches.prefix(3)).reduce(0, +)
        let rest = sink.texts.dropFirst(first)
        #expect(Array(rest) == numbers.map(String.init), "After the last abandon: all, in order.")
        // What was released does not come again over a new link of the same session.
        #expect(lane.stop(waitMilliseconds: 5000))
        let (next, later) = try LaneTests.started(LaneTests.options(broker))
        try await eventually("connected again") { later.connectedCount == 1 }
        #expect(sender.send(.numbered(9999)))
        try await eventually("the new one arrives") { later.heard.count >= 1 }
        #expect(later.texts == ["9999"])
        #expect(later.links == [.connected(sessionPresent: true)])
        next.stop()
        sender.stop(flushMilliseconds: 1000)
    }

    @Test("Nothing is acknowledged while the sink holds a batch, though its lane is asked to stop")
    func heldBatch() async throws {
        let broker = try TestBroker()
        let holder = try HoldingSink()
        let lane = try Lane(LaneTests.options(broker), sink: holder)
        try lane.start()
        try await eventually("connected") { holder.isConnected }
        let sender = try await LaneTests.sender(broker)
        for number in 0..<200 { #expect(sender.send(.numbered(number))) }
        try await eventually("a batch is held") { holder.isHolding }
        #expect(!lane.stop(waitMilliseconds: 50), "A lane does not end before its sink answers.")
        // Another client takes the session over: it gets everything the held lane has not released.
        let (other, sink) = try LaneTests.started(LaneTests.options(broker))
        try await eventually("all arrive at the other") { Set(sink.texts).count == 200 }
        holder.letGo(.abandon)
        #expect(lane.stop(waitMilliseconds: 10_000))
        other.stop()
        sender.stop(flushMilliseconds: 1000)
    }

    @Test("A batch holds no more packets than the options allow")
    func batchBound() async throws {
        let broker = try TestBroker()
        var options = LaneTests.options(broker)
        options.batchCountMax = 16
        let (first, before) = try LaneTests.started(options)
        try await eventually("subscribed") { before.connectedCount == 1 }
        first.stop()
        let sender = try await LaneTests.sender(broker)
        for number in 0..<300 { #expect(sender.send(.numbered(number))) }
        try await eventually("the broker has them") { sender.counters.confirmed == 300 }
        let (second, sink) = try LaneTests.started(options)
        try await eventually("all that waited arrive") { sink.heard.count == 300 }
        #expect(sink.texts == (0..<300).map(String.init))
        #expect((sink.batches.max() ?? 0) <= 16)
        #expect(sink.batches.count >= 300 / 16)
        second.stop()
        sender.stop(flushMilliseconds: 1000)
    }

    @Test("After the broker was killed and started again the subscriptions live")
    func brokerKilled() async throws {
        let broker = try TestBroker()
        let (lane, sink) = try LaneTests.started(LaneTests.options(broker))
        try await eventually("connected") { sink.connectedCount == 1 }
        broker.kill9()
        try await eventually("the loss is reported") { sink.links.count >= 2 }
        try broker.start()
        try await eventually("connected again") { sink.connectedCount == 2 }
        #expect(lane.counters.reconnects == 1)
        let sender = try await LaneTests.sender(broker)
        #expect(sender.send(.numbered(7)))
        try await eventually("it arrives") { sink.texts == ["7"] }
        let between = sink.links.dropFirst().dropLast()
        #expect(between.allSatisfy { if case .disconnected = $0 { true } else { false } })
        lane.stop()
        sender.stop(flushMilliseconds: 1000)
    }

    @Test("A lane that subscribes again hears once more what the broker has kept, on the same link")
    func subscribesAgain() async throws {
        let broker = try TestBroker()
        let sender = try await LaneTests.sender(broker)
        var message = OutboundMessage.numbered(1)
        message.retained = true
        #expect(sender.send(message))
        try await eventually("the broker has it") { sender.counters.confirmed == 1 }
        let (lane, sink) = try LaneTests.started(LaneTests.options(broker))
        try await eventually("connected") { sink.connectedCount == 1 && sink.heard.count == 1 }
        lane.subscribeAgain()
        try await eventually("it comes again") { sink.heard.count == 2 }
        #expect(sink.heard.allSatisfy { $0.retained } && sink.connectedCount == 1)
        lane.stop()
        sender.stop(flushMilliseconds: 1000)
    }

    @Test("A lane's thread comes round without a message and without a broker")
    func comesRound() async throws {
        let broker = try TestBroker()
        let (lane, sink) = try LaneTests.started(LaneTests.options(broker))
        try await eventually("connected") { sink.connectedCount == 1 }
        let idle = lane.pulse.turns
        try await eventually("an idle lane turns") { lane.pulse.turns >= idle + 2 }
        broker.kill9()
        try await eventually("the loss is reported") { sink.links.count >= 2 }
        let absent = lane.pulse.turns
        try await eventually("a lane without a broker turns") { lane.pulse.turns >= absent + 2 }
        lane.stop()
    }

    @Test("A retained message comes on every connect and is marked")
    func retainedOnEveryConnect() async throws {
        let broker = try TestBroker()
        let sender = try await LaneTests.sender(broker)
        var message = OutboundMessage.numbered(1)
        message.retained = true
        #expect(sender.send(message))
        try await eventually("the broker has it") { sender.counters.confirmed == 1 }
        for _ in 0..<2 {
            let (lane, sink) = try LaneTests.started(LaneTests.options(broker))
            try await eventually("it arrives") { sink.heard.count == 1 }
            #expect(sink.heard.first?.retained == true)
            lane.stop()
        }
        sender.stop(flushMilliseconds: 1000)
    }

    @Test("A clean lane of quality 0 on a unix socket gets what is said from now on")
    func unixSocket() async throws {
        var kind = TestBroker.Options()
        kind.tcp = false
        kind.unixSocket = true
        let broker = try TestBroker(kind)
        let sender = try await LaneTests.sender(broker)
        #expect(sender.send(.numbered(3)))
        try await eventually("the first is gone") { sender.counters.confirmed == 1 }
        let (lane, sink) = try LaneTests.started(
            LaneTests.options(broker, quality: 0, session: nil))
        try await eventually("connected") { sink.connectedCount == 1 }
        #expect(sink.links == [.connected(sessionPresent: false)])
        #expect(sender.send(.numbered(4)))
        try await eventually("the live one arrives") { !sink.heard.isEmpty }
        #expect(sink.texts == ["4"] && sink.heard.first?.quality == 0)
        lane.stop()
        sender.stop(flushMilliseconds: 1000)
    }
}

/// A sink that holds its first batch until the test lets go.
final class HoldingSink: LaneSink {
    private struct State {
        var connected = false
        var holding = false
        var verdict: BatchVerdict?
    }

    private let state = Mutex(State())
    private let parker: Parker

    init() throws {
        parker = try Parker()
    }

    func arrived(topic: Span<UInt8>, payload: Span<UInt8>, quality: Int32, retained: Bool) {}

    func batchEnded(count: Int) -> BatchVerdict {
        state.withLock { $0.holding = true }
        bell.ring()
        while true {
            if let verdict = state.withLock({ $0.verdict }) { return verdict }
            _ = parker.park(timeoutMilliseconds: nil)
        }
    }

    func linkChanged(_ link: LaneLink) {
        if case .connected = link { state.withLock { $0.connected = true } }
        bell.ring()
    }

    func letGo(_ verdict: BatchVerdict) {
        state.withLock { $0.verdict = verdict }
        parker.unpark()
    }

    var isConnected: Bool { state.withLock { $0.connected } }
    var isHolding: Bool { state.withLock { $0.holding } }
}
