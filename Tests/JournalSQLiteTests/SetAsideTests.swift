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

    @Test("A take-over that is cut off after any of its steps is ended by the next start")
    func interrupted() throws {
        // Where the start was cut off: what of the damaged store had been moved by then.
        for moved in [[], ["-wal"], ["-wal", ""]] as [[String]] {
            let directory = try ScratchDirectory()
            let batch = try Self.filled(directory)
            try Self.spoil(directory, table: "entries")
            try directory.write(Data([1, 2, 3]), to: directory.store + "-wal")
            let damaged = try directory.contents(directory.store)
            let whole = try Self.fresh(like: batch)
            let name = SQLiteJournal.fileName + ".damaged-2026-11-27T000000Z"
            try directory.write(whole, to: "\(directory.path)/\(name).fresh")
            for ending in moved {
                try FileManager.default.moveItem(
                    atPath: directory.store + ending,
                    toPath: "\(directory.path)/\(name)\(ending)")
            }
            let (journal, setAside) = try SQLiteJournal.openOrBeginAnew(directory: directory.path)
            defer { journal.close() }
            #expect(setAside?.name == name && setAside?.openIncidentCount == 300)
            let restored = try journal.restore(alarmsSince: .distantPast, closedCountMax: 9)
            #expect(restored.openIncidents == batch.incidents && restored.alarms == batch.alarms)
            #expect(SQLiteJournal.storesSetAside(in: directory.path) == [name])
            #expect(try directory.contents("\(directory.path)/\(name)") == damaged)
            #expect(try directory.contents("\(directory.path)/\(name)-wal") == Data([1, 2, 3]))
        }
    }

    @Test("A fresh store that is spoiled itself is thrown away, and the damaged one read again")
    func spoiledFresh() throws {
        for moved in [[], ["", "-wal"]] as [[String]] {
            let directory = try ScratchDirectory()
            let batch = try Self.filled(directory)
            try Self.spoil(directory, table: "entries")
            let name = SQLiteJournal.fileName + ".damaged-2026-11-27T000000Z"
            let fresh = "\(directory.path)/\(name).fresh"
            try directory.write(Data(repeating: 7, count: 9_000), to: fresh)
            for ending in moved
            where FileManager.default.fileExists(atPath: directory.store + ending) {
                try FileManager.default.moveItem(
                    atPath: directory.store + ending,
                    toPath: "\(directory.path)/\(name)\(ending)")
            }
            let (journal, setAside) = try SQLiteJournal.openOrBeginAnew(directory: directory.path)
            defer { journal.close() }
            #expect(setAside?.openIncidentCount == 300)
            let restored = try journal.restore(alarmsSince: .distantPast, closedCountMax: 9)
            #expect(restored.openIncidents == batch.incidents)
            #expect(!FileManager.default.fileExists(atPath: fresh))
        }
    }

    @Test("What a take-over had begun before a kill is cleared away, and it is made anew")
    func begun() throws {
        let directory = try ScratchDirectory()
        let batch = try Self.filled(directory)
        try Self.spoil(directory, table: "entries")
        try Data().write(to: URL(fileURLWithPath: directory.store + ".suspect"))
        let workshop = directory.store + ".begun"
        try FileManager.default.createDirectory(
            atPath: workshop + "/\(SQLiteJournal.fileName)", withIntermediateDirectories: true)
        let damaged = try directory.contents(directory.store)
        let (journal, setAside) = try SQLiteJournal.openOrBeginAnew(directory: directory.path)
        defer { journal.close() }
        #expect(!FileManager.default.fileExists(atPath: workshop), "what was begun is cleared away")
        let name = try #require(setAside?.name)
        #expect(try directory.contents("\(directory.path)/\(name)") == damaged)
        let restored = try journal.restore(alarmsSince: .distantPast, closedCountMax: 9)
        #expect(restored.openIncidents == batch.incidents)
    }

    /// The bytes of a store that holds a batch and nothing else.
    private static func fresh(like batch: JournalBatch) throws -> Data {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        try journal.commit([batch])
        try journal.checkpoint()
        journal.close()
        return try directory.contents(directory.store)
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
