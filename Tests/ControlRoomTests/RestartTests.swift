import ConsoleAPI
import Incidents
import Journal
import Testing

@testable import ControlRoom

@Suite("A restart from the journal")
struct RestartTests {
    @Test("An incident, the team that holds it, a test window and a command are taken back")
    func restart() async throws {
        let journal = InMemoryJournal()
        let before = try TestRoom.running(journal)
        before.say("V1", seq: 1)
        _ = try #require(before.callout("V1"))
        let incident = try before.incident("V1")
        before.tell(
            "central", "reply",
            "{\"incident\":\"\(incident)\",\"team\":\"C-1\",\"revision\":1,\"reply\":\"accept\"}")
        #expect(before.room.rescueCursor.wait(for: 1))
        let window = try await before.room.declareTest(
            valve: "V3", ValveRequest(by: "D", minutes: 30))
        let command = try await before.room.close(valve: "V2", ValveRequest(by: "D"))
        before.stop()

        let after = try TestRoom(journal)
        defer { after.stop() }
        let restored = try #require(after.room.board.incident(incident))
        #expect(restored.state == .accepted)
        #expect(restored.team == "C-1")
        let team = after.room.teams(ListFilter()).first { $0.id == "C-1" }
        #expect(team?.incident == incident)
        #expect(after.room.status().teamsAvailable == 1)

        try after.room.start()
        #expect(
            after.sent.first {
                $0.channel == "command" && $0.topic.contains("/V2/")
                    && $0.body.contains("\"\(command.id)\"")
            } != nil)
        // The alarm is known: its receipt again, and no second incident.
        after.say("V1", seq: 1)
        _ = try #require(after.receipt("V1", "ack", seq: 1))
        #expect(after.room.board.open(of: "V1").map(\.id) == [incident])
        // The watch obeyed the order of the window before it took that alarm.
        #expect(after.room.valve("V3")?.testUntil == window.testUntil)
    }
}
