import ConsoleAPI
import Journal
import Testing
import ValveModel

@testable import ControlRoom

@Suite("What centres say")
struct RescueIntakeTests {
    private static let reply = "\"incident\":\"1\",\"team\":\"C-1\",\"revision\":1"

    @Test(
        "A body that cannot be read is counted by its reason and decides nothing",
        arguments: [
            ("reply", "no json", "rescue_reply_invalid"),
            ("reply", "{\"reply\":\"accept\"}", "rescue_reply_invalid"),
            ("reply", "{\(reply),\"reply\":7}", "rescue_reply_invalid"),
            ("reply", "{\(reply),\"reply\":\"perhaps\"}", "rescue_reply_unknown"),
            ("roster", "{\"teams\":[]}", "rescue_roster_invalid"),
            ("roster", "{\"at\":\"soon\",\"teams\":[]}", "rescue_roster_invalid"),
            ("roster", "{\"at\":1e300,\"teams\":[]}", "rescue_roster_invalid"),
            ("link", "{}", "rescue_link_invalid"),
            ("link", "{\"online\":\"yes\"}", "rescue_link_invalid"),
            ("callout", "{}", "rescue_topic_shape"),
            ("east/reply", "{}", "rescue_topic_shape"),
        ])
    func badBodies(channel: String, body: String, reason: String) throws {
        let test = try TestRoom()
        test.tell("central", channel, body)
        #expect(test.room.rejects().map(\.reason) == [reason])
        #expect(test.room.mailbox.take().count == 1, "Only the cursor is posted.")
        #expect(test.room.rescueIntake.postedCount == 1)
    }

    @Test("A body longer than any roster is refused; an empty one only clears its topic")
    func lengths() throws {
        let test = try TestRoom()
        test.tell("central", "roster", String(repeating: " ", count: 65_537))
        #expect(test.room.rejects().map(\.count) == [1])
        test.tell("central", "link", "")
        #expect(test.room.rejects().map(\.count) == [1])
        #expect(test.room.rescueIntake.postedCount == 2)
    }

    private static let now = 4_000_000_000_000

    @Test("A team without a name is no team, and a place that cannot be read was not told")
    func rosterLines() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.tell(
            "central", "roster",
            "{\"at\":\(Self.now),\"teams\":[{\"id\":\"\",\"available\":true},"
                + "{\"id\":\"C 1/#\",\"available\":true},"
                + "{\"id\":\"C-1\",\"available\":false,\"location\":{\"lat\":\"x\",\"lon\":1}}]}")
        try test.settle()
        let teams = test.room.teams(ListFilter())
        #expect(teams.map(\.id) == ["C-1", "W-1"])
        #expect(teams.first?.available == false)
        #expect(test.room.rejects().map(\.reason) == ["rescue_roster_team_invalid"])
    }

    @Test(
        "A row that cannot be read is counted, leaves its team as it was and the other rows in force",
        arguments: [
            "{\"id\":\"C-1\"}", "{\"id\":\"C-1\",\"available\":\"no\"}",
            "{\"id\":\"C-1\",\"available\":null,\"location\":7}",
        ])
    func wrongRow(row: String) throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        for other in [row, "7", "{\"available\":true}"] {
            test.tell(
                "central", "roster",
                "{\"at\":\(Self.now),\"teams\":[\(row),\(other),{\"id\":\"C-9\",\"available\":true}]}"
            )
        }
        try test.settle()
        let teams = test.room.teams(ListFilter())
        #expect(teams.map(\.id) == ["C-1", "C-9", "W-1"])
        #expect(teams.map(\.available) == [true, true, true])
        #expect(Set(test.room.rejects().map(\.reason)) == ["rescue_roster_team_invalid"])
    }

    @Test("Nobody counts as left out of a roster that has a row which nobody can read")
    func unreadableRow() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.tell(
            "central", "roster",
            "{\"at\":\(Self.now),\"teams\":[{\"ID\":\"C-1\",\"available\":true},"
                + "{\"id\":\"C-9\",\"available\":true}]}")
        try test.settle()
        let teams = test.room.teams(ListFilter())
        #expect(teams.map(\.id) == ["C-1", "C-9", "W-1"])
        #expect(teams.map(\.available) == [true, true, true])
    }

    @Test("A reply on the topic of no centre is counted and answered by nobody")
    func foreignReply() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.tell(
            "nowhere", "reply",
            "{\"incident\":\"20260101-0001\",\"team\":\"C-1\",\"revision\":1,\"reply\":\"accept\"}")
        try test.settle()
        #expect(test.room.rejects().map(\.reason) == ["reply_of_unknown_centre"])
    }

    @Test("A roster sets its teams; lines of a foreign team and unknown centres are counted")
    func rosters() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.tell(
            "central", "roster",
            "{\"at\":\(Self.now),\"teams\":[{\"id\":\"C-1\",\"available\":false},"
                + "{\"id\":\"C-9\",\"available\":true}]}")
        try test.settle()
        var teams = test.room.teams(ListFilter())
        #expect(teams.map(\.id) == ["C-1", "C-9", "W-1"])
        #expect(teams.map(\.available) == [false, true, true])
        #expect(teams.map(\.configured) == [true, false, true])
        #expect(test.room.rejects().isEmpty)

        test.tell(
            "west", "roster",
            "{\"at\":\(Self.now + 1),\"teams\":[{\"id\":\"W-1\",\"available\":true},"
                + "{\"id\":\"C-1\",\"available\":true}]}")
        test.tell(
            "nowhere", "roster",
            "{\"at\":\(Self.now),\"teams\":[{\"id\":\"N-1\",\"available\":true}]}")
        try test.settle()
        let rejects = test.room.rejects()
        #expect(
            Set(rejects.map(\.reason)) == ["roster_names_foreign_team", "roster_of_unknown_centre"])
        teams = test.room.teams(ListFilter())
        #expect(teams.map(\.id) == ["C-1", "C-9", "W-1"])
        #expect(teams.first?.available == false, "The west cannot speak for the team of central.")
    }

    @Test("The rescue lane may acknowledge once what it said is on disk")
    func cursor() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.tell(
            "central", "roster",
            "{\"at\":\(Self.now),\"teams\":[{\"id\":\"C-1\",\"available\":false}]}")
        #expect(test.room.rescueCursor.wait(for: 1))
        let saved = try test.journal.restore(alarmsSince: .distantPast, closedCountMax: 0)
        #expect(saved.documents.contains { $0.collection == "team" && $0.key == "C-1" })
    }
}
