import Foundation
import Incidents
import Journal
import Rescue
import Testing
import ValveModel

@testable import JournalSQLite

@Suite("The end of the history")
struct HistoryTests {
    private static let begin = Moment(milliseconds: 1_800_000_000_000)
    private static let kept = Lapse.hours(24 * 40)

    /// A row of the tape as a daemon's first one.
    private func start(isWhole: Bool, at now: Moment) throws -> [UInt8] {
        var tape = DeskTape()
        tape.begin(
            DeskBeginning(rules: RescueRules(), commandPrefix: "c"), isWhole: isWhole, at: now)
        let row = tape.take()
        return try #require(row)
    }

    /// `days` days with an entry, an alarm and a closed incident each hour, and a start every ten days,
    /// of which every second is whole.
    private func journal(_ directory: ScratchDirectory, days: Int) throws -> SQLiteJournal {
        let journal = try directory.open()
        var sequence: UInt64 = 0
        var batch = JournalBatch()
        for hour in 0..<(days * 24) {
            let now = Self.begin + .hours(Int64(hour))
            if hour % 240 == 0 {
                sequence += 1
                batch.entries.append(
                    JournalEntry(
                        sequence: sequence, at: now, kind: DeskTape.entryKind,
                        subject: DeskTape.entrySubject,
                        body: try start(isWhole: hour % 480 == 0, at: now)))
            }
            sequence += 1
            batch.entries.append(
                JournalEntry(
                    sequence: sequence, at: now, kind: "finding", subject: "I-\(hour)",
                    body: [0x7B]))
            batch.alarms.append(
                AlarmRow(
                    valve: try #require(ValveID("V")), area: .unknown, boot: 1,
                    sequence: UInt32(hour), bodyHash: 7, receivedAt: now, alarm: "leak"))
            var incident = IncidentRow.numbered(hour, isOpen: hour == 0)
            incident.raisedAt = now
            batch.incidents.append(incident)
        }
        try journal.commit([batch])
        return journal
    }

    /// Looks once an hour, as the writer does.
    private func age(_ journal: SQLiteJournal, from first: Int, to last: Int) throws {
        for hour in (first * 24)...(last * 24) {
            let now = Self.begin + .hours(Int64(hour))
            while try journal.endHistory(keeping: Self.kept, at: now) {}
        }
    }

    private func report(_ directory: ScratchDirectory) throws -> StoreReport {
        try SQLiteJournal.verify(directory: directory.path)
    }

    @Test("What is old enough goes, up to a start from which a replay can begin; the rest is whole")
    func age() throws {
        let directory = try ScratchDirectory()
        let journal = try journal(directory, days: 75)
        // Forty days are kept of 75: whole starts stand on days 0, 20, 40, 60.
        try age(journal, from: 40, to: 75)
        let rows = try journal.restore(alarmsSince: .distantPast, closedCountMax: .max)
        #expect(rows.alarms.allSatisfy { $0.receivedAt >= Self.begin + .hours(24 * 35) })
        #expect(rows.closedIncidents.allSatisfy { $0.raisedAt >= Self.begin + .hours(24 * 35) })
        #expect(rows.openIncidents.count == 1, "an open incident stays however old it is")
        let tape = try journal.entries(subject: DeskTape.entrySubject, countMax: 100)
        #expect(tape.first?.at == Self.begin + .hours(24 * 20))
        #expect(DeskTape.beginsWhole(try #require(tape.first?.body)))
        #expect(try journal.entries(subject: "I-479", countMax: 9).isEmpty)
        #expect(try journal.entries(subject: "I-480", countMax: 9).count == 1)
        journal.close()
        let found = try report(directory)
        #expect(found.isSound, "\(found.page)")
        #expect(found.entryCount < 75 * 24)
    }

    @Test("A journal that is young, or has no start to begin with, keeps its entries")
    func young() throws {
        let directory = try ScratchDirectory()
        let journal = try journal(directory, days: 15)
        try age(journal, from: 14, to: 15)
        #expect(try journal.entries(subject: "I-0", countMax: 9).count == 1)
        // All of it is old, and its only whole start is the first entry.
        try age(journal, from: 900, to: 908)
        #expect(try journal.entries(subject: "I-0", countMax: 9).count == 1)
        let rows = try journal.restore(alarmsSince: .distantPast, closedCountMax: .max)
        #expect(rows.alarms.isEmpty && rows.closedIncidents.isEmpty)
        journal.close()
        #expect(try report(directory).isSound)
    }

    @Test("A clock that is years ahead for an hour takes two hours of the history, not all of it")
    func wrongClock() throws {
        let directory = try ScratchDirectory()
        let journal = try journal(directory, days: 75)
        while try journal.endHistory(
            keeping: Self.kept, at: Self.begin + .hours(24 * 4_000))
        {}
        let rows = try journal.restore(alarmsSince: .distantPast, closedCountMax: .max)
        #expect(rows.alarms.count == 75 * 24 - 2)
        // Back again, it looks at once and finds nothing more to take than it should.
        while try journal.endHistory(keeping: Self.kept, at: Self.begin + .hours(24 * 30)) {}
        #expect(
            try journal.restore(alarmsSince: .distantPast, closedCountMax: 0).alarms.count
                == 75 * 24 - 2)
        journal.close()
        #expect(try report(directory).isSound)
    }

    @Test("The journal goes on with its numbers, and a hole in them still shows")
    func holes() throws {
        let directory = try ScratchDirectory()
        let journal = try journal(directory, days: 75)
        try age(journal, from: 40, to: 75)
        let last = try journal.restore(alarmsSince: .distantFuture, closedCountMax: 0).lastSequence
        var batch = JournalBatch()
        batch.entries = [
            JournalEntry(
                sequence: last + 1, at: Self.begin + .hours(24 * 76), kind: "note", subject: "I",
                body: [0x7B])
        ]
        try journal.commit([batch])
        journal.close()
        #expect(try report(directory).isSound)
        let damaged = try directory.open()
        let begin = try #require(try damaged.number("SELECT min(sequence) FROM entries"))
        #expect(throws: (any Error).self, "what is not old enough cannot be removed by mistake") {
            try damaged.execute("DELETE FROM entries WHERE sequence = \(begin + 5)")
        }
        try damaged.execute("DROP TRIGGER entries_are_not_removed")
        try damaged.execute("DELETE FROM entries WHERE sequence = \(begin + 5)")
        damaged.close()
        #expect(try report(directory).sequenceGaps == [(begin + 5)...(begin + 5)])
        let more = try directory.open()
        try more.execute("DELETE FROM entries WHERE sequence < \(begin + 3)")
        more.close()
        #expect(try report(directory).sequenceGaps.first == begin...(begin + 2))
    }
}
