import ConsoleAPI
import Incidents
import Journal
import RingBuffer
import Testing
import ValveModel

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
        before.say("V2", seq: 1, #""alarm":"overtime","flags":["clock_error","firmware_odd"]"#)
        _ = try #require(before.receipt("V2", "ack", seq: 1))
        before.stop()

        let after = try TestRoom(journal)
        defer { after.stop() }
        let restored = try #require(after.room.board.incident(incident))
        #expect(restored.state == .accepted)
        #expect(restored.team == "C-1")
        #expect(after.room.valve("V2")?.flags == ["clock_error", "firmware_odd"])
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

    @Test("A stand-down that nobody confirmed leaves again after a restart, until it is received")
    func standDown() async throws {
        let journal = InMemoryJournal()
        let before = try TestRoom.running(journal)
        before.say("V1", seq: 1)
        _ = try #require(before.callout("V1"))
        let incident = try before.incident("V1")
        var wish = StepRequest(by: "D")
        wish.reason = "false_alarm"
        wish.verifiedBy = "E"
        _ = try await before.room.take(.close, on: incident, wish)
        let word = "\"callout\":\"standdown\""
        _ = try #require(before.callout("V1") { $0.contains(word) })
        before.stop()

        let after = try TestRoom.running(journal)
        let again = try #require(after.callout("V1") { $0.contains(word) })
        #expect(again.body.contains("\"reason\":\"closed\"") && again.body.contains(incident))
        after.tell(
            "central", "reply",
            "{\"incident\":\"\(incident)\",\"team\":\"C-1\",\"revision\":9,\"reply\":\"received\"}")
        #expect(after.room.rescueCursor.wait(for: 1))
        after.stop()
        let rows = try journal.restore(alarmsSince: .distantPast, closedCountMax: 10).documents
        #expect(!rows.contains { $0.collection == "delivery" })
    }

    @Test("After a restart a neighbour's open trouble that is no leak keeps no leak from P2")
    func neighbour() throws {
        let homes = try ["V1", "V2"].map { valve in
            var home = try TestRoom.household(valve, 370_202_010, 36.0641)
            (home.building, home.riser) = ("B", "R")
            return home
        }
        let journal = InMemoryJournal()
        let before = try TestRoom.running(journal, households: homes)
        before.say("V2", seq: 1, "\"alarm\":\"tamper\"")
        _ = try #require(before.receipt("V2", "ack", seq: 1))
        before.stop()

        let after = try TestRoom.running(journal, households: homes)
        defer { after.stop() }
        after.say(
            "V1", seq: 1, "\"alarm\":\"leak\",\"gas\":12.0,\"flow\":0,\"position\":\"closed\"")
        let told = try #require(after.callout("V1"))
        #expect(told.body.contains("\"priority\":\"P2\""))
    }

    @Test("A leak that somebody closed before the end is heard again after it")
    func closedLeakIsHeardAgain() async throws {
        let journal = InMemoryJournal()
        let before = try TestRoom.running(journal)
        before.say("V1", seq: 1)
        _ = try #require(before.callout("V1"))
        // A kill after the closing, before the valve's row is saved again: only the incident is
        // known to be over.
        var wish = StepRequest(by: "D")
        wish.reason = "false_alarm"
        wish.verifiedBy = "E"
        let copy = InMemoryJournal()
        let id = try before.incident("V1")
        _ = try await before.room.take(.close, on: id, wish)
        let saved = try journal.restore(alarmsSince: .distantPast, closedCountMax: 10)
        var batch = JournalBatch()
        batch.incidents = saved.closedIncidents
        batch.valves = saved.valves
        try copy.commit([batch])
        before.stop()

        let after = try TestRoom.running(copy)
        defer { after.stop() }
        after.say("V1", "report", seq: 2, "\"gas\":45.0,\"position\":\"open\"")
        _ = try #require(after.callout("V1"))
    }

    @Test("The row on disk is the one by which the priority was told")
    func priorityAndRow() throws {
        let journal = InMemoryJournal()
        let before = try TestRoom.running(journal)
        before.say(
            "V1", seq: 1, "\"alarm\":\"leak\",\"gas\":22.0,\"flow\":0,\"position\":\"closed\"")
        _ = try #require(before.callout("V1"))
        before.say(
            "V1", "report", seq: 2, "\"gas\":15.0,\"flow\":0,\"position\":\"closed\"")
        _ = try #require(before.callout("V1") { $0.contains("\"priority\":\"P2\"") })
        let saved = try journal.restore(alarmsSince: .distantPast, closedCountMax: 10)
        before.stop()
        var batch = JournalBatch()
        batch.incidents = saved.openIncidents
        batch.valves = saved.valves
        let copy = InMemoryJournal()
        try copy.commit([batch])

        // A row of before would say that P1 was told already, and never say it again.
        let after = try TestRoom(copy)
        defer { after.stop() }
        let valve = try #require(ValveID("V1"))
        let index = try #require(after.room.households.find(valve))
        #expect(after.room.watch.faces.read(at: index.offset)?.gas == 15)
    }

    @Test("What the broker retains of a link is no sign of life of its valve")
    func retainedLink() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        let topic = Array("gas/v1/370202010/V1/link".utf8)
        let body = Array("{\"online\":true,\"boot\":3}".utf8)
        let intake = test.room.reportIntakes[0]
        intake.arrived(topic: topic.span, body: body.span, isRetained: true)
        intake.batchEnded()
        test.say("V2", seq: 1)
        _ = try #require(test.callout("V2"))
        try test.settle()
        let valve = try #require(ValveID("V1"))
        let index = try #require(test.room.households.find(valve))
        let face = try #require(test.room.watch.faces.read(at: index.offset))
        #expect(face.boot == 3)
        #expect(!face.isHeard)
    }
}
