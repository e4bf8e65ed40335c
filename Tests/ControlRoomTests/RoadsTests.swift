import ConsoleAPI
import FlatStore
import Journal
import Rescue
import Testing
import ValveModel

@testable import ControlRoom

@Suite("Coverage and closed roads in the control room", .timeLimit(.minutes(1)))
struct RoadsTests {
    /// One street of two kilometres past both centres of the test room.
    private static func street() throws -> RoadNetwork {
        var survey = RoadSurvey()
        survey.addNode(1, at: Coordinate(latitude: 36.05, longitude: 120.3560))
        survey.addNode(2, at: Coordinate(latitude: 36.07, longitude: 120.3560))
        survey.addWay(7, nodes: [1, 2], tags: ["highway": "primary"])
        return try RoadNetwork(FixedBytes(copying: survey.graph().bytes))
    }

    /// Asks until coverage says what is awaited; the suite's limit ends a wait in vain.
    private func coverage(
        _ room: ControlRoom, _ fits: (CoverageView) -> Bool
    ) async -> CoverageView {
        while true {
            if let view = try? room.coverage(), fits(view) { return view }
            await Task.yield()
        }
    }

    @Test("Coverage follows every change of a team, and the metrics say it")
    func live() async throws {
        let test = try TestRoom.running(roads: try Self.street())
        defer { test.stop() }
        let whole = await coverage(test.room) { $0.covered.more == 3 }
        #expect(whole.households == 3)
        #expect(whole.model == ["roads": 3, "detour": 0, "none": 0])
        #expect(whole.byCentre["central"]?.households == 2)
        _ = try await test.room.change(team: "C-1", TeamRequest(by: "D", available: false))
        let without = await coverage(test.room) { $0.covered.more == 0 }
        #expect(without.covered.one == 3)
        #expect(without.byCentre["central"]?.teams == 0)
        let metrics = String(decoding: test.room.metrics(), as: UTF8.self)
        #expect(metrics.contains("gaswatch_coverage_households{teams=\"1\"} 3\n"))
    }

    @Test("A team that has accepted covers nobody until it is free")
    func busy() async throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        _ = await coverage(test.room) { $0.covered.more == 3 }
        test.say("V1", seq: 1)
        _ = try #require(test.callout("V1"))
        let incident = try test.incident("V1")
        test.tell(
            "central", "reply",
            "{\"incident\":\"\(incident)\",\"team\":\"C-1\",\"revision\":1,\"reply\":\"accept\"}")
        let view = await coverage(test.room) { $0.covered.one == 3 }
        #expect(view.byCentre["central"]?.teams == 0)
    }

    @Test("A closed road is known after a restart, opened once, and refused without a graph")
    func closing() async throws {
        let journal = InMemoryJournal()
        let before = try TestRoom(journal, roads: try Self.street())
        try before.room.start()
        var request = RoadRequest(by: "D", minutes: 30)
        request.way = 7
        request.note = "flooded"
        let closed = try await before.room.closeRoad(request)
        #expect(closed.id == "R1")
        #expect(closed.segments == 1)
        request.way = 8
        let unknown = await #expect(throws: Problem.self) {
            try await before.room.closeRoad(request)
        }
        #expect(unknown?.status == 404)
        before.stop()

        let after = try TestRoom(journal, roads: try Self.street())
        defer { after.stop() }
        try after.room.start()
        #expect(after.room.roads() == [closed])
        let signed = SignedRequest(by: "D")
        #expect(try await after.room.openRoad("R1", signed).id == "R1")
        #expect(after.room.roads().isEmpty)
        await #expect(throws: Problem.self) { try await after.room.openRoad("R1", signed) }

        let bare = try TestRoom()
        defer { bare.stop() }
        try bare.room.start()
        await #expect(throws: Problem.self) { try await bare.room.closeRoad(request) }
    }
}
