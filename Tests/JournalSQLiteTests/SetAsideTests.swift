import Foundation
import GRDB
import Journal
import Testing
import ValveModel

@testable import JournalSQLite

@Suite("A damaged store is set aside and never overwritten")
struct SetAsideTests {
    private static func filled(_ directory: ScratchDirectory) throws -> JournalBatch {
        let journal = try directory.open()
        defer { journal.close() }
        var batch = try JournalBatch.alarms(1...2_000)
        batch.incidents = (1...300).map { .numbered($0, isOpen: true) }
        batch.valves = batch.alarms.prefix(500).map {
            ValveStateRow(valve: $0.valve, area: $0.area, state: [1, 2, 3])
        }
        batch.documents = [DocumentRow(collection: "team", key: "C-1", body: [1])]
        try journal.commit([batch])
        return batch
    }

    @Test("A header that cannot be read: the file stays as it was, and a fresh store is begun")
    func header() throws {
        let directory = try ScratchDirectory()
        _ = try Self.filled(directory)
        var contents = try directory.contents(directory.store)
        contents.replaceSubrange(0..<64, with: Data(repeating: 0xFF, count: 64))
        try directory.write(contents, to: directory.store)
        let (journal, setAside) = try SQLiteJournal.openOrBeginAnew(directory: directory.path)
        defer { journal.close() }
        let name = try #require(setAside?.name)
        #expect(try directory.contents(directory.path + "/" + name) == contents)
        #expect(setAside?.isComplete == false)
        try journal.commit([JournalBatch.alarms(1...1)])
        #expect(SQLiteJournal.storesSetAside(in: directory.path) == [name])
        #expect(SQLiteJournal.wordsAboutAside(in: directory.path).contains(name))
    }

    @Test("A sound store is opened and nothing stands aside")
    func sound() throws {
        let directory = try ScratchDirectory()
        _ = try Self.filled(directory)
        let (journal, setAside) = try SQLiteJournal.openOrBeginAnew(directory: directory.path)
        defer { journal.close() }
        #expect(setAside == nil)
        #expect(SQLiteJournal.storesSetAside(in: directory.path).isEmpty)
        #expect(SQLiteJournal.wordsAboutAside(in: directory.path).isEmpty)
    }

    @Test("Damage in the history costs the history: what is needed to go on is taken over whole")
    func damagedHistory() throws {
        let directory = try ScratchDirectory()
        let batch = try Self.filled(directory)
        try Self.spoil(directory, table: "entries")
        // Damage that is met while running leaves a mark for the next start.
        let running = try directory.open()
        let error = #expect(throws: JournalError.self) {
            for number in 1...2_000 {
                _ = try running.entries(subject: "I-\(number)", countMax: 10_000)
            }
        }
        running.close()
        #expect(error?.isRetryable == false)
        let (journal, setAside) = try SQLiteJournal.openOrBeginAnew(directory: directory.path)
        defer { journal.close() }
        #expect(setAside?.isComplete == true)
        let restored = try journal.restore(alarmsSince: .distantPast, closedCountMax: 9)
        #expect(restored.openIncidents == batch.incidents)
        #expect(restored.valves.count == 500)
        #expect(restored.alarms == batch.alarms)
        #expect(restored.documents == batch.documents)
        #expect(restored.lastSequence == 0)
    }

    @Test("Damage among the open incidents: those before it are taken over, and it is said")
    func damagedIncidents() throws {
        let directory = try ScratchDirectory()
        _ = try Self.filled(directory)
        try Self.spoil(directory, table: "incidents")
        let running = try directory.open()
        #expect(throws: JournalError.self) {
            try running.restore(alarmsSince: .distantPast, closedCountMax: 9)
        }
        running.close()
        let (journal, setAside) = try SQLiteJournal.openOrBeginAnew(directory: directory.path)
        defer { journal.close() }
        #expect(setAside?.isComplete == false)
        #expect(setAside?.valveCount == 500)
        #expect(setAside?.words.contains("damaged") == true)
        let restored = try journal.restore(alarmsSince: .distantPast, closedCountMax: 9)
        #expect(restored.openIncidents.count == setAside?.openIncidentCount)
        #expect(restored.openIncidents.count > 50, "the rows before the damage")
    }

    /// Writes over a page in the middle of a table, as a bad disk does.
    private static func spoil(_ directory: ScratchDirectory, table: String) throws {
        let store = try DatabaseQueue(path: directory.store)
        let pages = try store.read { connection in
            try Int.fetchAll(
                connection,
                sql: """
                    SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path
                    """, arguments: [table])
        }
        try store.close()
        let page = try #require(pages.isEmpty ? nil : pages[pages.count / 2])
        var contents = try directory.contents(directory.store)
        let start = (page - 1) * 4096
        contents.replaceSubrange(start..<(start + 4096), with: Data(repeating: 0xA5, count: 4096))
        try directory.write(contents, to: directory.store)
    }
}
