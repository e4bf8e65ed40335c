import ConsoleAPI
import Incidents
import Journal
import Rescue
import Testing
import ValveModel

@testable import ControlRoom

@Suite("The desk's decisions from the journal")
struct ReplayTests {
    /// A day's work: leaks, replies, wishes, a roster, a stop in between.
    private func work(_ journal: InMemoryJournal) async throws {
        let before = try TestRoom.running(journal)
        before.say("V1", seq: 1)
        _ = try #require(before.callout("V1"))
        let first = try before.incident("V1")
        before.tell(
            "central", "reply",
            "{\"incident\":\"\(first)\",\"team\":\"C-1\",\"revision\":1,\"reply\":\"accept\"}")
        #expect(before.room.rescueCursor.wait(for: 1))
        before.say("V2", seq: 1)
        _ = try #require(before.callout("V2"))
        _ = try await before.room.close(valve: "V2", ValveRequest(by: "D"))
        _ = try await before.room.change(team: "W-1", TeamRequest(by: "D", available: false))
        before.stop()
        let after = try TestRoom.running(journal)
        after.say("V3", seq: 1, area: "370202020")
        try after.settle()
        after.tell(
            "west", "roster",
            #"{"at":4000000000000,"teams":[{"id":"W-1","available":true}]}"#)
        #expect(after.room.rescueCursor.wait(for: 1))
        try after.settle()
        after.stop()
    }

    @Test("A journal over a restart is made again to the same decisions")
    func wholeJournal() async throws {
        let journal = InMemoryJournal()
        try await work(journal)
        let report = try DeskReplay.run(journal)
        #expect(report.difference == nil)
        #expect(report.skippedCount == 0)
        #expect(report.replay.tally.starts == 2)
        #expect(report.replay.tally.incidents == 3)
        #expect(report.replay.tally.assignments >= 2)
        // What was made again is what the journal's readers see.
        for row in try journal.incidents(IncidentQuery()) {
            let incident = try #require(report.replay.incidents[row.id])
            #expect(incident.state.rawValue == row.state)
        }
    }

    @Test("Lines of an incident or a valve that bears the tape's own name are no tape")
    func namedLikeTheTape() async throws {
        let journal = InMemoryJournal()
        let test = try TestRoom.running(journal)
        test.tell("central", "answer", #"{"incident":"desk","text":"x"}"#)
        test.tell("central", "reply", #"{"incident":"desk","reply":"note","text":"x"}"#)
        test.say("desk", seq: 1)
        _ = try #require(test.callout("desk"))
        test.deliver("gas/v1/370202010/desk/result", #"{"id":"1","outcome":"done"}"#)
        test.stop()
        #expect(
            journal.entries.contains {
                $0.subject == DeskTape.entrySubject && $0.kind != DeskTape.entryKind
            })
        #expect(try DeskReplay.run(journal).difference == nil)
    }

    @Test("Facts and the inputs they came of are in one commit, the inputs last")
    func oneCommit() async throws {
        let journal = InMemoryJournal()
        try await work(journal)
        let entries = journal.entries
        let tapes = entries.filter { $0.kind == DeskTape.entryKind }
        #expect(!tapes.isEmpty)
        #expect(entries.last?.kind == DeskTape.entryKind)
        for entry in tapes {
            #expect(entry.subject == DeskTape.entrySubject)
            #expect(try !DeskTape.records(of: entry.body).isEmpty)
        }
    }

    @Test("An input that is changed afterwards is told as the difference it makes")
    func tampered() async throws {
        let journal = InMemoryJournal()
        try await work(journal)
        var replay = DeskReplay()
        var difference: ReplayDifference?
        for entry in journal.entries where entry.kind == DeskTape.entryKind {
            for record in try DeskTape.records(of: entry.body) {
                difference = difference ?? replay.play(Self.withoutAccept(record))
            }
        }
        let found = try #require(difference)
        #expect(found.field == "change" || found.field == "state")
        #expect(found.incident != nil)
    }

    /// The record as if the team had declined where it accepted.
    private static func withoutAccept(_ record: TapeRecord) -> TapeRecord {
        guard case .round(var round) = record else { return record }
        for place in round.inputs.indices {
            if case .reply(var reply) = round.inputs[place].input, reply.word == .accept {
                reply.word = .decline
                round.inputs[place].input = .reply(reply)
            }
        }
        return .round(round)
    }
}
