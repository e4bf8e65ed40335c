import Glibc
import Mosquitto
import Synchronization
import Testing
import WatchTestKit

@Suite("A sender")
struct SenderTests {
    /// A lane on everything, with its sink.
    private static func listener(
        _ broker: TestBroker, id: String = "listener", session: UInt32? = nil
    ) async throws -> (Lane<RecordingSink>, RecordingSink) {
        let sink = RecordingSink()
        let lane = try Lane(
            LaneOptions(
                endpoint: broker.endpoint, clientID: id,
                filters: [TopicFilter("gaswatch/#", quality: 1)], sessionExpirySeconds: session),
            sink: sink)
        try lane.start()
        try await eventually("the listener is connected") { sink.connectedCount == 1 }
        return (lane, sink)
    }

    private static func message(_ number: Int) -> OutboundMessage {
        .numbered(number, topic: "gaswatch/v1/test")
    }

    @Test("Thousands of messages leave in order, and stop waits for the last acknowledgement")
    func stopFlushes() async throws {
        let broker = try TestBroker()
        let (lane, sink) = try await SenderTests.listener(broker)
        let sender = try Sender.ringing(
            SenderOptions(endpoint: broker.endpoint, clientID: "sender"))
        try sender.start()
        try await eventually("connected") { sender.isConnected }
        let count = 5000
        for number in 0..<count { #expect(sender.send(SenderTests.message(number))) }
        #expect(sender.stop(flushMilliseconds: 20_000))
        #expect(sender.counters.sent == count && sender.counters.confirmed == count)
        #expect(sender.counters.turnedAway == 0 && sender.counters.rejected == 0)
        #expect(!sender.send(SenderTests.message(0)), "A stopped sender takes nothing.")
        try await eventually("all arrive") { sink.heard.count == count }
        #expect(sink.texts == (0..<count).map(String.init))
        lane.stop()
    }

    @Test("The birth comes first and the will comes after a death, both retained")
    func birthAndWill() async throws {
        let broker = try TestBroker()
        let status = "gaswatch/v1/node/status"
        var options = SenderOptions(
            endpoint: broker.endpoint, clientID: "mortal",
            will: OutboundMessage(topic: status, payload: Array("off".utf8), retained: true),
            birth: OutboundMessage(topic: status, payload: Array("on".utf8), retained: true))
        let (lane, sink) = try await SenderTests.listener(broker)
        let mortal = try Sender.ringing(options)
        try mortal.start()
        try await eventually("born") { sink.texts == ["on"] }
        // Somebody else with the same name makes the broker drop the first link: a death without a
        // goodbye.
        options.birth = nil
        options.will = nil
        let rival = try Sender.ringing(options)
        try rival.start()
        try await eventually("the will is published") { sink.texts.prefix(2) == ["on", "off"] }
        rival.stop(flushMilliseconds: 0)
        try await eventually("the mortal is back and born again") {
            mortal.isConnected && sink.texts.last == "on"
        }
        // A stop in order leaves no will: the last word stands.
        mortal.stop(flushMilliseconds: 1000)
        let (late, lateSink) = try await SenderTests.listener(broker, id: "late")
        try await eventually("the last value is kept") { !lateSink.heard.isEmpty }
        #expect(lateSink.heard.first?.retained == true && lateSink.texts == ["on"])
        late.stop()
        lane.stop()
    }

    @Test("The farewell is the last word even where thousands of messages still wait before it")
    func farewell() async throws {
        let broker = try TestBroker()
        let status = "gaswatch/v1/node/status"
        func word(_ text: String) -> OutboundMessage {
            OutboundMessage(topic: status, payload: Array(text.utf8), retained: true)
        }
        let sender = try Sender.ringing(
            SenderOptions(
                endpoint: broker.endpoint, clientID: "stormy", will: word("will"),
                birth: word("on"), farewell: word("off")))
        try sender.start()
        try await eventually("connected") { sender.isConnected }
        // More than the broker acknowledges in the moment that the stop waits.
        for number in 0..<60_000 { _ = sender.send(SenderTests.message(number)) }
        #expect(!sender.stop(flushMilliseconds: 1), "not everything has left")
        let sink = RecordingSink()
        let late = try Lane(
            LaneOptions(
                endpoint: broker.endpoint, clientID: "late",
                filters: [TopicFilter(status, quality: 1)]),
            sink: sink)
        try late.start()
        try await eventually("the last value is kept") { !sink.heard.isEmpty }
        #expect(sink.texts == ["off"] && sink.heard.first?.retained == true)
        late.stop()
    }

    @Test("While there is no link a message is turned away, unless it is to be kept")
    func withoutLink() async throws {
        let broker = try TestBroker()
        let (lane, _) = try await SenderTests.listener(broker, session: 3600)
        lane.stop()
        broker.stop()
        let links = Mutex<[LinkChange]>([])
        var options = SenderOptions(endpoint: broker.endpoint, clientID: "sender")
        options.queueCountMax = 3
        let sender = try Sender.ringing(options) { change in links.withLock { $0.append(change) } }
        try sender.start()
        try await eventually("the failed attempt is reported") { !links.withLock { $0 }.isEmpty }
        #expect(!sender.isConnected)
        #expect(!sender.send(SenderTests.message(0)))
        for number in 1...4 {
            var message = SenderTests.message(number)
            message.whenDisconnected = .keep
            message.retained = true
            message.topic += "/\(number)"
            #expect(sender.send(message) == (number <= 3), "The queue holds three.")
        }
        #expect(sender.counters.turnedAway == 2)
        try broker.start()
        try await eventually("what was kept is sent") { sender.counters.confirmed == 3 }
        let (later, sink) = try await SenderTests.listener(broker, id: "later")
        try await eventually("it arrives") { sink.heard.count == 3 }
        #expect(Set(sink.texts) == ["1", "2", "3"])
        #expect(sender.stop(flushMilliseconds: 1000))
        later.stop()
    }

    @Test("A message the broker took and could not confirm before it stopped is sent again")
    func sentAgain() async throws {
        var kind = TestBroker.Options()
        kind.persistence = .atStop
        let broker = try TestBroker(kind)
        let (lane, _) = try await SenderTests.listener(broker, id: "session", session: 3600)
        lane.stop()
        let sender = try Sender.ringing(
            SenderOptions(endpoint: broker.endpoint, clientID: "sender"))
        try sender.start()
        try await eventually("connected") { sender.isConnected }
        for number in 0..<2000 { #expect(sender.send(SenderTests.message(number))) }
        try await eventually("some are confirmed") { sender.counters.confirmed > 10 }
        try broker.restart()
        try await eventually("all are confirmed") { sender.counters.confirmed == 2000 }
        #expect(sender.counters.sent == 2000, "Repetitions of the library are not counted.")
        let (later, sink) = try await SenderTests.listener(broker, id: "session", session: 3600)
        try await eventually("none is missing") { Set(sink.texts).count == 2000 }
        #expect(sender.stop(flushMilliseconds: 5000))
        later.stop()
    }

    @Test("After a long outage only last values and what is to be kept are sent")
    func outdated() async throws {
        let broker = try TestBroker()
        var options = SenderOptions(endpoint: broker.endpoint, clientID: "sender")
        options.outdatedAfterMilliseconds = 500
        let sender = try Sender.ringing(options)
        try sender.start()
        try await eventually("connected") { sender.isConnected }
        let pid = try #require(broker.pid)
        #expect(kill(pid, SIGSTOP) == 0)
        var value = OutboundMessage(
            topic: "gaswatch/v1/value", payload: Array("value".utf8), retained: true)
        // More than the window holds: some wait for their PUBACK, some for the window.
        for number in 0..<150 { #expect(sender.send(SenderTests.message(number))) }
        #expect(sender.send(value))
        value.topic += "/kept"
        value.retained = false
        value.whenDisconnected = .keep
        #expect(sender.send(value))
        value.whenDisconnected = .refuse
        value.leavesLate = true
        #expect(sender.send(value))
        try await eventually("the window is full") { sender.counters.sent == 100 }
        #expect(!bell.wait(patience: 0.6) { false })
        broker.kill9()
        try broker.start()
        let (lane, sink) = try await SenderTests.listener(broker)
        try await eventually("the last value has come") { sink.texts.contains("value") }
        try await eventually("nothing waits") { sender.queuedCount == 0 }
        #expect(sender.counters.outdated == 150 && sender.counters.sent == 103)
        #expect(Set(sink.texts) == ["value"], "the kept one came before anybody listened, or now")
        #expect(sender.stop(flushMilliseconds: 5000))
        lane.stop()
    }

    @Test("What the broker takes and refuses is counted with its topic until it is accepted there")
    func refusedTopic() async throws {
        let workspace = try BrokerWorkspace()
        let rules = try workspace.write("topic read #\n", to: "acl")
        var kind = TestBroker.Options()
        kind.extraLines = ["acl_file \(rules)"]
        let broker = try TestBroker(kind)
        let sender = try Sender.ringing(
            SenderOptions(endpoint: broker.endpoint, clientID: "sender"))
        try sender.start()
        try await eventually("connected") { sender.isConnected }
        #expect(sender.send(SenderTests.message(1)))
        try await eventually("it is refused") { sender.counters.rejected == 1 }
        let told = sender.refusals.told
        #expect(told.count == 1 && told.newest?.topic == SenderTests.message(1).topic)
        #expect(told.newest?.reason.lowercased().contains("not authorized") == true)
        #expect(sender.refusals.isRefused(SenderTests.message(1).topic))
        try workspace.write("topic readwrite #\n", to: "acl")
        try broker.restart()
        try await eventually("connected again") { sender.counters.reconnects >= 1 }
        #expect(sender.send(SenderTests.message(2)))
        try await eventually("it is accepted") { sender.counters.confirmed == 1 }
        #expect(!sender.refusals.isRefused(SenderTests.message(2).topic))
        #expect(sender.refusals.told.count == 1)
        #expect(sender.stop(flushMilliseconds: 1000))
    }

    @Test("A message that expires is not delivered to a session that returns later")
    func expiry() async throws {
        let broker = try TestBroker()
        let (lane, _) = try await SenderTests.listener(broker, id: "absent", session: 3600)
        lane.stop()
        let sender = try Sender.ringing(
            SenderOptions(endpoint: broker.endpoint, clientID: "sender"))
        try sender.start()
        try await eventually("connected") { sender.isConnected }
        var mortal = SenderTests.message(1)
        mortal.expirySeconds = 1
        #expect(sender.send(mortal))
        #expect(sender.send(SenderTests.message(2)))
        try await eventually("the broker has both") { sender.counters.confirmed == 2 }
        // Expiry counts whole seconds of the broker's clock: time itself is what has to pass.
        #expect(!bell.wait(patience: 2.1) { false })
        let (back, sink) = try await SenderTests.listener(broker, id: "absent", session: 3600)
        #expect(sender.send(SenderTests.message(3)))
        try await eventually("what did not expire arrives") { sink.heard.count >= 2 }
        #expect(sink.texts == ["2", "3"])
        sender.stop(flushMilliseconds: 1000)
        back.stop()
    }
}
