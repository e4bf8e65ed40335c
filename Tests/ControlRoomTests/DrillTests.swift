import ConsoleAPI
import Incidents
import Journal
import Rescue
import Testing
import ValveModel

@testable import ControlRoom

@Suite("Drills in the control room")
struct DrillTests {
    @Test("Everything of a drill leaves on the drill topics, and nothing commands a valve")
    func topics() async throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        let drill = try await test.room.beginDrill(DrillRequest(by: "王", valve: "V1"))
        #expect(drill.mode == "exercise")
        let callout = try #require(test.callout("V1"))
        #expect(callout.topic == "rescue-drill/v1/central/callout")
        test.deliverDrill(
            "central/reply",
            "{\"incident\":\"\(drill.id)\",\"team\":\"C-1\",\"revision\":1,\"reply\":\"accept\"}")
        #expect(test.room.rescueCursor.wait(for: 1))
        #expect(test.room.board.incident(drill.id)?.team == "C-1")
        // The real topic cannot touch it, and the actual roster knows nothing of it.
        test.tell(
            "central", "reply",
            "{\"incident\":\"\(drill.id)\",\"team\":\"C-1\",\"revision\":1,\"reply\":\"safe\"}")
        try test.settle()
        #expect(test.room.board.incident(drill.id)?.state == .accepted)
        #expect(test.room.teams(ListFilter()).allSatisfy { $0.incident == nil })
        #expect(test.room.status().incidentsOpen.allSatisfy { $0.count == 0 })
        #expect(!test.sent.all.contains { $0.channel == "command" })

        // The same valve leaks for real: an incident of its own, called out on the real topic.
        test.say("V1", seq: 1)
        _ = try #require(
            test.sent.first {
                $0.topic == "rescue/v1/central/callout" && $0.body.contains("\"valve\":\"V1\"")
                    && $0.body.contains("\"mode\":\"actual\"")
            })
        let ended = try await test.room.endDrill(drill.id, by: "王")
        #expect(ended.state == "closed")
        #expect(ended.reason == "drill_over")
        #expect(
            test.sent.all.filter { $0.body.contains(drill.id) && $0.channel == "callout" }
                .allSatisfy { sent in
                    sent.topic.hasPrefix("rescue-drill/v1/")
                        || sent.body.contains("\"reason\":\"not_open\"")
                })
        await #expect(throws: Problem.self) {
            try await test.room.endDrill(drill.id, by: "王")
        }
    }

    @Test("A drill goes on after a restart, in its own mode, and never becomes actual")
    func restart() async throws {
        let journal = InMemoryJournal()
        let before = try TestRoom.running(journal)
        let drill = try await before.room.beginDrill(DrillRequest(by: "王", valve: "V2"))
        before.stop()
        let after = try TestRoom.running(journal)
        defer { after.stop() }
        #expect(after.room.board.incident(drill.id)?.mode == .exercise)
        #expect(after.room.loop.withDesk { $0.book.open.isEmpty })
        let again = try #require(after.callout("V2"))
        #expect(again.topic == "rescue-drill/v1/central/callout")
        #expect(try await after.room.endDrill(drill.id, by: "李").state == "closed")
    }

    @Test("Parties hear of a drill on their drill topic only")
    func parties() async throws {
        var rules = PartyRules()
        rules.parties = [
            PartyPlan(
                id: "gas", name: "gas", conditions: [.leak], media: [.mqtt, .voice],
                number: .fixed("1"), text: NoticeTemplate(chinese: "{address}", english: "{kind}"))
        ]
        let test = try TestRoom.running(parties: rules)
        defer { test.stop() }
        let drill = try await test.room.beginDrill(DrillRequest(by: "王", valve: "V1"))
        let notice = try #require(test.sent.first { $0.channel == "notice" })
        #expect(notice.topic == "rescue-drill/v1/gas/notice")
        #expect(notice.body.contains("【演练】"))
        #expect(test.calls.all.isEmpty)
        test.say("V2", seq: 1)
        #expect(test.calls.first { $0.medium == .voice } != nil)
        #expect(test.sent.first { $0.topic == "rescue/v1/gas/notice" } != nil)
        // An answer on the real topic is no answer to a drill.
        test.tell("gas", "answer", "{\"incident\":\"\(drill.id)\",\"by\":\"x\"}")
        try test.settle()
        #expect(test.room.board.notices(of: drill.id).first?.answeredAt == nil)
    }
}
