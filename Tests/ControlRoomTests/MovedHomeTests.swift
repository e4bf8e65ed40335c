import ConsoleAPI
import Incidents
import Journal
import Rescue
import Testing
import ValveModel

@testable import ControlRoom

@Suite("Another registry while an incident is open")
struct MovedHomeTests {
    private func moved() throws -> [Household] {
        var homes = try TestRoom.registry()
        homes[0].address = "江西路 2 号"
        homes[0].floor = 6
        return homes
    }

    private func reload(_ test: TestRoom, _ homes: [Household]) {
        test.room.reload(rules: TestRoom.rules, parties: .init(), profiles: [Profile()]) { homes }
    }

    @Test("Who was called hears the right address, and the history says so")
    func update() async throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.say("V1", seq: 1)
        _ = try #require(test.callout("V1"))
        reload(test, try moved())
        let update = try #require(
            test.callout("V1") { $0.contains("\"callout\":\"update\"") && $0.contains("江西路 2 号") })
        #expect(update.body.contains("\"floor\":6"))
        let id = try test.incident("V1")
        let history = try await test.room.timeline(id)
        #expect(
            history?.contains { $0.text == "the registry names another place of the home" } == true)
    }

    @Test("A home that is left out keeps its place in what is open")
    func retired() throws {
        let test = try TestRoom.running(households: try moved())
        defer { test.stop() }
        test.say("V1", seq: 1)
        _ = try #require(test.callout("V1"))
        reload(test, Array(try TestRoom.registry().dropFirst()))
        try test.settle()
        let id = try test.incident("V1")
        #expect(test.room.board.incident(id)?.place.address == "江西路 2 号")
        #expect(test.room.board.incident(id)?.revision == 1)
    }

    @Test("A file that was changed while the daemon was down is heard of at the start")
    func down() throws {
        let journal = InMemoryJournal()
        let before = try TestRoom.running(journal)
        before.say("V1", seq: 1)
        _ = try #require(before.callout("V1"))
        let id = try before.incident("V1")
        before.stop()
        let after = try TestRoom.running(journal, households: try moved())
        defer { after.stop() }
        try after.settle()
        #expect(after.room.board.incident(id)?.place.address == "江西路 2 号")
        #expect(after.callout("V1") { $0.contains("江西路 2 号") } != nil)
    }

    @Test("An event's parts are heard of at the start too")
    func eventDown() throws {
        func homes(_ building: String) throws -> [Household] {
            try (1...4).map { number in
                var home = try TestRoom.household("V\(number)", 370_202_010, 36.0641)
                (home.building, home.riser) = (building, "R1")
                return home
            }
        }
        let journal = InMemoryJournal()
        let before = try TestRoom.running(journal, households: try homes("B0"))
        for number in 1...3 { before.say("V\(number)", seq: 1) }
        _ = try #require(before.callout("V3"))
        try before.settle()
        #expect(before.room.board.open.count { $0.event != nil } == 1)
        before.stop()
        let after = try TestRoom.running(journal, households: try homes("New B0"))
        defer { after.stop() }
        after.say("V4", seq: 1)
        _ = try #require(after.callout("V4"))
        try after.settle()
        let events = after.room.board.open.filter { $0.event != nil }
        #expect(events.count == 1 && events.first?.event?.valves.count == 4)
        #expect(events.first?.event?.facts.group.building == "New B0")
    }
}
