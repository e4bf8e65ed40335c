import ConsoleAPI
import Journal
import Testing
import ValveModel

@testable import ControlRoom

@Suite("Area events in the control room", .timeLimit(.minutes(2)))
struct AreaEventRoomTests {
    /// One building of four risers of fifteen homes.
    static func building() throws -> [Household] {
        try (0..<60).map { home in
            var household = try TestRoom.household("V\(home)", 370_202_010, 36.0641)
            household.building = "B1"
            household.riser = "R\(home / 15)"
            household.address = "Home \(home)"
            return household
        }
    }

    @Test(
        "Leaks of a riser are an event of their own, told to the centre, and each has its incident")
    func riserLeak() async throws {
        let test = try TestRoom.running(households: try Self.building())
        defer { test.stop() }
        for home in 0..<4 { test.say("V\(home)", seq: 1) }
        for home in 0..<4 {
            #expect(test.callout("V\(home)") != nil)
            #expect(test.receipt("V\(home)", "ack", seq: 1) != nil)
        }
        try test.settle()
        var filter = ListFilter()
        filter.state = "open"
        filter.kind = "area_event"
        let events = try await test.room.incidents(filter, cursor: nil, countMax: 10).elements
        let event = try #require(events.first)
        #expect(events.count == 1)
        #expect(event.scope == "riser" && event.of == "leak" && event.rule == "building_gas")
        #expect(event.priority == "P1" && event.valve == nil && event.team == nil)
        #expect(event.building == "B1" && event.riser == "R0")
        filter.kind = "leak"
        let leaks = try await test.room.incidents(filter, cursor: nil, countMax: 10).elements
        #expect(leaks.count == 4)
        #expect(leaks.allSatisfy { $0.partOf == event.id })
        // Two teams for four leaks: the others are told together, each address listed.
        let told = test.sent.first {
            $0.channel == "callout" && $0.body.contains("\"unled\":[{")
                && $0.body.contains("Home 2") && $0.body.contains("Home 3")
        }
        #expect(told != nil)
        // The event is found by each of its valves.
        filter.kind = "area_event"
        filter.valve = "V3"
        #expect(
            try await test.room.incidents(filter, cursor: nil, countMax: 10).elements.count == 1)
        #expect(test.room.valve("V3")?.incidents.contains(event.id) == true)
    }

    @Test("Figures of the flood, and an alarm set aside, by the API's own words")
    func floodAndShelf() async throws {
        let test = try TestRoom.running(households: try Self.building())
        defer { test.stop() }
        for home in stride(from: 0, to: 60, by: 20) {
            test.say("V\(home)", seq: 1, #""alarm":"tamper","position":"open""#)
            _ = try #require(test.receipt("V\(home)", "ack", seq: 1))
        }
        test.say("V59", seq: 1)
        _ = try #require(test.callout("V59"))
        try test.settle()
        var stats = try await test.room.alarmStats()
        #expect(stats.total.rate == 4 && stats.total.flood == false)
        #expect(stats.total.alarms == [1, 0, 3, 0])
        #expect(stats.centres.first { $0.centre == "central" }?.standing == 4)
        #expect(stats.triage.count == 3)
        let metrics = String(decoding: test.room.metrics(), as: UTF8.self)
        #expect(metrics.contains(#"gaswatch_alarms_10min{centre="central"} 4"#))

        var request = StepRequest(by: "Li")
        request.minutes = 60
        request.reason = "repair"
        let shelved = try await test.room.take(.shelve, on: try test.incident("V0"), request)
        #expect(shelved.alarmState == "shelved" && shelved.shelved?.reason == "repair")
        stats = try await test.room.alarmStats()
        #expect(stats.total.shelved == 1 && stats.triage.count == 2)
        await #expect(throws: Problem.self) {
            try await test.room.take(.shelve, on: try test.incident("V59"), request)
        }
        let out = try await test.room.serve(
            valve: "V20",
            ServiceRequest(by: "Li", inService: false, minutes: 600, reason: "new sensor"))
        #expect(out.axes.first { $0.axis == "health" }?.state == "out_of_service")
    }

    @Test("A power cut of a building survives a restart as one event")
    func restart() async throws {
        let journal = InMemoryJournal()
        let flags = #""flags":["power_loss"],"position":"open""#
        var id = ""
        do {
            let test = try TestRoom.running(journal, households: try Self.building())
            defer { test.stop() }
            for home in 0..<30 { test.say("V\(home)", "report", seq: 1, flags) }
            id = try #require(await Self.news(of: test) { $0.contains("\"V29\"") })
        }
        let next = try TestRoom.running(journal, households: try Self.building())
        defer { next.stop() }
        let event = try #require(try await next.room.incident(id))
        #expect(event.valves?.count == 30)
        #expect(event.priority == "P4")
        var filter = ListFilter()
        filter.state = "open"
        filter.kind = "power_loss"
        #expect(try await next.room.incidents(filter, cursor: nil, countMax: 99).elements.isEmpty)
        let state = next.room.valve("V5")?.axes.first { $0.axis == "health" }?.state
        #expect(state == "suppressed")
        for home in 0..<30 {
            next.say("V\(home)", "report", seq: 2, #""flags":[],"position":"open""#)
        }
        let ended = await Self.news(of: next) { $0.contains("\"state\":\"closed\"") }
        #expect(ended == id)
    }

    /// The id of the first area event in the stream of which this is true; the cluster is decided
    /// three seconds after it shows.
    private static func news(
        of test: TestRoom, where fits: (String) -> Bool
    ) async -> String? {
        for await event in test.room.events(after: nil) where event.name == "incident" {
            let body = String(decoding: event.body, as: UTF8.self)
            guard body.contains("\"kind\":\"area_event\""), fits(body) else { continue }
            return body.split(separator: "\"").dropFirst(3).first.map(String.init)
        }
        return nil
    }
}
