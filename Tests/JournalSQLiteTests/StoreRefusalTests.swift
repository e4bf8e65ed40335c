import Foundation
import GRDB
import Journal
import Testing
import ValveModel

@testable import JournalSQLite

@Suite("Stores that are refused, checked or brought up to date")
struct StoreRefusalTests {
    @Test(
        "A file that is no store of ours is refused and stays as it is",
        arguments: ["text", "damaged header", "another program"])
    func foreignFile(kind: String) throws {
        let directory = try ScratchDirectory()
        switch kind {
        case "text":
            let text = String(repeating: "no store ", count: 900)
            try directory.write(Data(text.utf8), to: directory.store)
        case "damaged header":
            try directory.open().close()
            var contents = try directory.contents(directory.store)
            contents.replaceSubrange(0..<64, with: Data(repeating: 0xFF, count: 64))
            try directory.write(contents, to: directory.store)
        default:
            let other = try DatabaseQueue(path: directory.store)
            try other.write { try $0.execute(sql: "CREATE TABLE letters (text TEXT)") }
            try other.close()
        }
        let before = try directory.contents(directory.store)
        let error = #expect(throws: JournalError.self) { try directory.open() }
        #expect(error.map(isCorrupt) == (kind != "another program"), "\(String(describing: error))")
        #expect(error?.isRetryable == false)
        #expect(try directory.contents(directory.store) == before)
        #expect(throws: JournalError.self) { try SQLiteJournal.verify(directory: directory.path) }
    }

    @Test("A first start that a power cut ended before the first table is gone on with")
    func interruptedFirstStart() throws {
        let directory = try ScratchDirectory()
        let begun = try DatabaseQueue(path: directory.store)
        // The library's list of steps is a commit of its own, ahead of the first step.
        try begun.write { connection in
            try connection.execute(
                sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
        }
        try begun.close()
        let journal = try directory.open()
        defer { journal.close() }
        try journal.commit([JournalBatch.alarms(1...1)])
        let restored = try journal.restore(alarmsSince: .distantPast, closedCountMax: 0)
        #expect(restored.alarms.count == 1)
    }

    @Test("A row that holds what it cannot hold is damage to hear of, not the end of the program")
    func spoiltRow() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        defer { journal.close() }
        try journal.execute("INSERT INTO valves (valve, area, state) VALUES ('SN-1', -1, x'00')")
        let error = #expect(throws: JournalError.self) {
            try journal.restore(alarmsSince: .distantPast, closedCountMax: 0)
        }
        #expect(error?.isRetryable == false)
    }

    @Test("Damage in the middle of the file is found by the check")
    func damagedPages() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        try journal.commit([JournalBatch.alarms(1...5000)])
        journal.close()
        var contents = try directory.contents(directory.store)
        let middle = contents.count / 2 / 4096 * 4096
        contents.replaceSubrange(middle..<middle + 4096, with: Data(repeating: 0xA5, count: 4096))
        try directory.write(contents, to: directory.store)
        let isSound: Bool
        do {
            isSound = try SQLiteJournal.verify(directory: directory.path).isSound
        } catch {
            #expect(isCorrupt(error))
            isSound = false
        }
        #expect(!isSound)
    }

    @Test("A log without its store file is refused and kept")
    func orphanedLog() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        try journal.commit([JournalBatch.alarms(1...5)])
        let killed = try directory.copyAsKilled()
        journal.close()
        try FileManager.default.removeItem(atPath: killed.store)
        let log = try killed.contents(killed.log)
        let error = #expect(throws: JournalError.self) { try killed.open() }
        #expect(error.map(isCorrupt) == true)
        #expect(try killed.contents(killed.log) == log)
        #expect(!FileManager.default.fileExists(atPath: killed.store))
    }

    @Test(
        "A directory that is missing or cannot be written is unavailable",
        arguments: ["/proc", "/nowhere/at/all"])
    func unusableDirectory(path: String) throws {
        let error = #expect(throws: JournalError.self) { try SQLiteJournal.open(directory: path) }
        #expect(error?.isRetryable == true, "\(String(describing: error))")
        #expect(String(describing: error).contains(path))
    }

    @Test("A store of a newer version is refused by its newest step")
    func newerSchema() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        try journal.execute("INSERT INTO grdb_migrations VALUES ('0999 from the future')")
        journal.close()
        let newer = JournalError.newerSchema(found: "0999 from the future")
        #expect(throws: newer) { try directory.open() }
        #expect(throws: newer) { try SQLiteJournal.verify(directory: directory.path) }
        #expect(throws: newer) { try SQLiteJournal.migrate(directory: directory.path) }
    }

    @Test("A directory serves one daemon at a time")
    func claimed() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        let error = #expect(throws: JournalError.self) { try directory.open() }
        #expect(error?.isRetryable == true)
        #expect(throws: JournalError.self) { try SQLiteJournal.verify(directory: directory.path) }
        journal.close()
        try directory.open().close()
    }

    @Test("The check counts what is there and names the numbers that are missing")
    func verify() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        var batch = try JournalBatch.alarms(1...10)
        batch.incidents = (1...4).map { .numbered($0, isOpen: $0 == 1) }
        batch.documents = [DocumentRow(collection: "team", key: "C-1", body: [1])]
        try journal.commit([batch])
        journal.close()
        let report = try SQLiteJournal.verify(directory: directory.path)
        #expect(report.isSound)
        #expect(report.entryCount == 10)
        #expect(report.alarmCount == 10)
        #expect(report.incidentCount == 4)
        #expect(report.openIncidentCount == 1)
        #expect(report.documentCount == 1)
        #expect(report.lastSequence == 10)
        #expect(report.schema == StoreSchema.migrator.migrations)

        let again = try directory.open()
        try again.execute("DROP TRIGGER entries_are_not_removed")
        try again.execute("DELETE FROM entries WHERE sequence IN (1, 4, 5, 9)")
        again.close()
        let gapped = try SQLiteJournal.verify(directory: directory.path)
        #expect(gapped.sequenceGaps == [1...1, 4...5, 9...9])
        #expect(!gapped.isSound)
    }

    @Test("A record that no start could read and a file cut to nothing are not sound")
    func unreadable() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        var batch = try JournalBatch.alarms(1...2)
        batch.incidents = (1...3).map { .numbered($0, isOpen: $0 == 3) }
        let broken: [UInt8] = [7]
        batch.incidents[2].record = broken
        try journal.commit([batch])
        journal.close()
        let report = try SQLiteJournal.verify(directory: directory.path) { $0 != broken }
        #expect(!report.isSound)
        #expect(
            report.faults == [
                "incident \(batch.incidents[2].id), open, cannot be read: call its centre"
            ])
        #expect(!IncidentRow.isReadable(broken))

        let empty = try ScratchDirectory()
        try Data().write(to: URL(fileURLWithPath: empty.path + "/" + SQLiteJournal.fileName))
        let blank = try SQLiteJournal.verify(directory: empty.path)
        #expect(!blank.isSound && blank.faults.count == 1)
    }

    @Test("The check reads a log left by a kill and leaves it there")
    func verifyAfterKill() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        defer { journal.close() }
        try journal.commit([JournalBatch.alarms(1...10)])
        let killed = try directory.copyAsKilled()
        #expect(try SQLiteJournal.verify(directory: killed.path).entryCount == 10)
        #expect(try killed.contents(killed.log).count > 0)
    }

    @Test("Migrating names the steps once")
    func migrate() throws {
        let directory = try ScratchDirectory()
        let steps = try SQLiteJournal.migrate(directory: directory.path)
        #expect(steps == StoreSchema.migrator.migrations)
        #expect(try SQLiteJournal.migrate(directory: directory.path) == [])
        try directory.open().close()
    }

    private func isCorrupt(_ error: JournalError) -> Bool {
        if case .corrupt = error { true } else { false }
    }
}
