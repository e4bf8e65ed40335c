import ConsoleAPI
import Testing

@testable import ControlRoom

@Suite("The event stream")
struct EventHubTests {
    private func events(_ stream: AsyncStream<StreamEvent>) async -> [StreamEvent] {
        var found: [StreamEvent] = []
        for await event in stream { found.append(event) }
        return found
    }

    private func hub(_ count: Int) -> EventHub {
        let hub = EventHub(firstID: 100)
        for number in 0..<count { hub.publish("incident", Array("\(number)".utf8)) }
        return hub
    }

    @Test("A valve's event comes behind its incident's and shows it, then what people did")
    func valveShowsIncident() async throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        let stream = test.room.eventHub.subscribe(after: nil)
        test.say("V1", seq: 1)
        _ = try #require(test.callout("V1"))
        let id = try test.incident("V1")
        _ = try await test.room.take(.ack, on: id, StepRequest(by: "王"))
        test.room.eventHub.end()
        let found = await events(stream).map {
            (name: $0.name, text: String(decoding: $0.body, as: UTF8.self))
        }
        let valves = found.filter { $0.name == "valve" }.map(\.text)
        #expect(valves.first?.contains("\"incident\":\"\(id)\"") == true, "\(valves)")
        #expect(valves.first?.contains("\"state\":\"unacknowledged\"") == true)
        #expect(valves.last?.contains("\"state\":\"acknowledged\"") == true)
        let firstIncident = try #require(found.firstIndex { $0.name == "incident" })
        let firstValve = try #require(found.firstIndex { $0.name == "valve" })
        #expect(firstIncident < firstValve)
    }

    @Test("A subscriber gets what is new, in order")
    func new() async {
        let hub = hub(3)
        let stream = hub.subscribe(after: nil)
        hub.publish("team", Array("a".utf8))
        hub.publish("incident", Array("b".utf8))
        hub.end()
        let found = await events(stream)
        #expect(found.map(\.id) == [103, 104])
        #expect(found.map(\.name) == ["team", "incident"])
    }

    @Test("One that comes back gets everything after its last id, and nothing twice")
    func replay() async {
        let hub = hub(5)
        let stream = hub.subscribe(after: 101)
        hub.publish("team", [])
        hub.end()
        #expect(await events(stream).map(\.id) == [102, 103, 104, 105])
    }

    @Test("One that has everything gets no reset")
    func upToDate() async {
        let hub = hub(5)
        let stream = hub.subscribe(after: 104)
        hub.publish("team", [])
        hub.end()
        #expect(await events(stream).map(\.name) == ["team"])
    }

    @Test(
        "An id that is not kept, or was never given out, gets a reset first",
        arguments: [UInt64(0), 98, 105, 4_000_000, .max])
    func reset(id: UInt64) async {
        let hub = hub(5)
        let stream = hub.subscribe(after: id)
        hub.publish("team", [])
        hub.end()
        let found = await events(stream)
        #expect(found.map(\.name) == ["reset", "team"])
        #expect(found.map(\.id) == [104, 105])
    }

    @Test("Events that are no longer kept are a reset for who missed them")
    func forgotten() async {
        let hub = hub(EventHub.keptCountMax + 1)
        let stream = hub.subscribe(after: 100)
        hub.end()
        #expect(await events(stream).map(\.name) == ["reset"])
    }

    @Test("Of great events only so many bytes are kept, the newest of them")
    func great() async {
        let hub = hub(3)
        let list = [UInt8](repeating: 0x20, count: EventHub.keptByteCountMax / 4)
        for _ in 0..<5 { hub.publish("incident", list) }
        let stream = hub.subscribe(after: 104)
        let missed = hub.subscribe(after: 102)
        hub.end()
        #expect(await events(stream).map(\.id) == [105, 106, 107])
        #expect(await events(missed).map(\.name) == ["reset"])
    }

    @Test("A subscriber that falls too far behind is ended, and keeps what it had")
    func slow() async {
        let hub = hub(0)
        let slow = hub.subscribe(after: nil)
        let room = EventHub.keptCountMax + EventHub.waitingCountMax
        for _ in 0...room { hub.publish("valve", []) }
        #expect(hub.subscriberCount == 0)
        let found = await events(slow)
        #expect(found.map(\.id) == Array(100..<UInt64(100 + room)))
        let back = hub.subscribe(after: found.last?.id)
        hub.end()
        #expect(await events(back).map(\.id) == [UInt64(100 + room)])
    }
}
