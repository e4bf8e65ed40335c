import Foundation
import Journal
import JournalSQLite
import Synchronization
import Testing
import ValveModel

@Suite("A copy of the store beside the running daemon")
struct CopyTests {
    private static let noon = Moment(milliseconds: 1_800_000_000_000)

    /// The entries of a copy, opened as a replay opens it.
    private func sequences(of copy: StoreCopy) throws -> [UInt64] {
        let directory = URL(fileURLWithPath: copy.path).deletingLastPathComponent().path
        let journal = try SQLiteJournal.open(directory: directory)
        defer { journal.close() }
        let restore = try journal.restore(alarmsSince: .distantPast, closedCountMax: 0)
        let alarms = restore.alarms.map { UInt64($0.sequence) }
        #expect(alarms.max() == restore.lastSequence)
        return alarms
    }

    @Test("A copy is removed an hour later, when the store has nothing else to do")
    func removed() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        defer { journal.close() }
        try journal.commit([JournalBatch.alarms(1...10)])
        let copy = try journal.copy(at: Self.noon)
        journal.removeOldCopies(at: Self.noon + .minutes(59))
        #expect(FileManager.default.fileExists(atPath: copy.path))
        journal.removeOldCopies(at: Self.noon + .minutes(61))
        #expect(!FileManager.default.fileExists(atPath: copy.path))
    }

    @Test("A copy ends when the daemon stops, and leaves nothing behind")
    func stopping() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        defer { journal.close() }
        try journal.commit([JournalBatch.alarms(1...3_000)])
        journal.endReading()
        #expect(throws: JournalError.self) { try journal.copy(at: Self.noon) }
        let copies = directory.path + "/" + SQLiteJournal.copiesName
        #expect(!FileManager.default.fileExists(atPath: copies))
        try journal.commit([JournalBatch.alarms(3_001...3_001)])
    }

    @Test("A copy holds every commit before it, whole, while others go on being made")
    func consistent() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        defer { journal.close() }
        try journal.commit([JournalBatch.alarms(1...3_000)])
        let isOver = Mutex(false)
        let newest = Mutex(3_000)
        let committed = DispatchSemaphore(value: 0)
        let done = DispatchGroup()
        done.enter()
        Thread.detachNewThread {
            defer { done.leave() }
            // Hundreds of a commit, so that one that is copied in half would show.
            var next = UInt64(3_001)
            while !isOver.withLock({ $0 }) {
                guard let batch = try? JournalBatch.alarms(next...next + 299) else { return }
                guard (try? journal.commit([batch])) != nil else { return }
                next += 300
                newest.withLock { $0 = Int(next) - 1 }
                committed.signal()
            }
        }
        defer {
            isOver.withLock { $0 = true }
            done.wait()
        }
        var last = 3_000
        for round in 0..<5 {
            // A further commit lies between two copies, so that the journal has moved under each.
            while newest.withLock({ $0 }) <= last {
                try #require(committed.wait(timeout: .now() + 60) == .success)
            }
            let copy = try journal.copy(at: Self.noon + .seconds(Int64(round)))
            let found = try sequences(of: copy)
            #expect(found == Array(1...UInt64(found.count)))
            #expect(found.count % 300 == 0 && found.count > last)
            #expect(copy.byteCount >= 4_096)
            last = found.count
        }
    }

    @Test("Who may not read the journal may not read its copy, and a start finds none left")
    func privacy() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        let copy = try journal.copy(at: Self.noon)
        let folder = URL(fileURLWithPath: copy.path).deletingLastPathComponent()
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path)[.posixPermissions]
        #expect(mode as? Int == 0o700)
        journal.close()
        #expect(throws: JournalError.self) { try journal.copy(at: Self.noon) }
        SQLiteJournal.removeCopies(in: directory.path)
        #expect(!FileManager.default.fileExists(atPath: copy.path))
    }

    @Test("A copy that was forgotten goes after an hour, one that is being read stays")
    func age() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        defer { journal.close() }
        let forgotten = try journal.copy(at: Self.noon)
        let read = try journal.copy(at: Self.noon + .minutes(30))
        _ = try journal.copy(at: Self.noon + .minutes(61))
        #expect(!FileManager.default.fileExists(atPath: forgotten.path))
        #expect(FileManager.default.fileExists(atPath: read.path))
    }

    @Test("Only the store of a directory that is claimed is in use")
    func use() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        #expect(SQLiteJournal.isInUse(store: directory.store))
        let copy = try journal.copy(at: Self.noon)
        #expect(!SQLiteJournal.isInUse(store: copy.path))
        #expect(!SQLiteJournal.isInUse(store: directory.path + "/other.db"))
        journal.close()
        #expect(!SQLiteJournal.isInUse(store: directory.store))
    }
}
