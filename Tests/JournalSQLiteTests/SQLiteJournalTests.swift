import Foundation
import Journal
import Testing
import ValveModel

@testable import JournalSQLite

@Suite("The journal in an SQLite file")
struct SQLiteJournalTests {
    @Test("It keeps the rules of every journal", arguments: JournalConformance.rules)
    func conformance(rule: JournalConformance) throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        defer { journal.close() }
        #expect(try rule.faults(of: journal) == [])
    }

    @Test("A commit is on disk before it returns, in the log that a kill leaves behind")
    func reopenAfterKill() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        defer { journal.close() }
        for sequence in UInt64(1)...20 {
            try journal.commit([JournalBatch.alarms(sequence...sequence)])
        }
        let killed = try directory.copyAsKilled()
        #expect(try killed.contents(killed.log).count > 20 * 4096)
        let restarted = try killed.open()
        defer { restarted.close() }
        let restore = try restarted.restore(alarmsSince: .distantPast, closedCountMax: 0)
        #expect(restore.lastSequence == 20)
        #expect(restore.alarms == (try JournalBatch.alarms(1...20)).alarms)
        try restarted.commit([JournalBatch.alarms(21...21)])
    }

    @Test("A log cut inside the last commit loses that commit whole and no other")
    func tornLog() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        defer { journal.close() }
        try journal.commit([JournalBatch.alarms(1...50)])
        let sizeBefore = try directory.contents(directory.log).count
        try journal.commit([JournalBatch.alarms(51...3000)])
        let killed = try directory.copyAsKilled()
        let log = try killed.contents(killed.log)
        try killed.write(log.prefix((sizeBefore + log.count) / 2), to: killed.log)
        let restarted = try killed.open()
        defer { restarted.close() }
        let restore = try restarted.restore(alarmsSince: .distantPast, closedCountMax: 0)
        #expect(restore.lastSequence == 50)
        #expect(restore.alarms.count == 50)
    }

    @Test("Everything is there after a clean stop and start")
    func reopenAfterClose() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        var batch = try JournalBatch.alarms(1...10)
        batch.incidents = (1...10).map { .numbered($0, isOpen: $0 > 5) }
        try journal.commit([batch])
        journal.close()
        #expect(!FileManager.default.fileExists(atPath: directory.log))
        let again = try directory.open()
        defer { again.close() }
        let restore = try again.restore(alarmsSince: .distantPast, closedCountMax: 3)
        #expect(restore.lastSequence == 10)
        #expect(restore.openIncidents.map(\.id) == (6...10).map { "I-\($0)" })
        #expect(restore.closedIncidents.map(\.id) == ["I-5", "I-4", "I-3"])
        #expect(restore.alarms.count == 10)
    }

    @Test("A commit that the disk refuses leaves nothing and goes in once there is room")
    func fullDisk() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        defer { journal.close() }
        try journal.commit([JournalBatch.alarms(1...10)])
        let big = try JournalBatch.alarms(11...5000)
        try journal.setPageCountMax(60)
        let error = #expect(throws: JournalError.self) { try journal.commit([big]) }
        #expect(error?.isRetryable == true)
        #expect("\(String(describing: error))".contains("is full"))
        let between = try journal.restore(alarmsSince: .distantPast, closedCountMax: 0)
        #expect(between.lastSequence == 10)
        #expect(between.alarms.count == 10)
        try journal.setPageCountMax(1_000_000)
        try journal.commit([big])
        #expect(
            try journal.restore(alarmsSince: .distantPast, closedCountMax: 0).lastSequence == 5000)
    }

    @Test("A store that turned read-only is unavailable, and usable once it is writable again")
    func readOnlyStore() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        defer { journal.close() }
        try journal.refuseWrites(true)
        let error = #expect(throws: JournalError.self) {
            try journal.commit([JournalBatch.alarms(1...1)])
        }
        #expect(error?.isRetryable == true)
        try journal.refuseWrites(false)
        try journal.commit([JournalBatch.alarms(1...1)])
    }

    @Test("Entry numbers that repeat or leave one out end the program", arguments: [2, 4])
    func wrongSequence(sequence: UInt64) async {
        await #expect(processExitsWith: .failure) { [sequence] in
            let directory = try ScratchDirectory()
            let journal = try directory.open()
            try journal.commit([JournalBatch.alarms(1...2)])
            try journal.commit([JournalBatch.alarms(sequence...sequence)])
        }
    }

    @Test("An entry is neither changed nor removed, not even by hand")
    func appendOnly() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        defer { journal.close() }
        try journal.commit([JournalBatch.alarms(1...2)])
        for sql in ["UPDATE entries SET kind = ''", "DELETE FROM entries"] {
            #expect(throws: (any Error).self) { try journal.execute(sql) }
        }
        #expect(try journal.entries(subject: "I-1", countMax: 9).count == 1)
    }

    @Test("29,000 alarms with an entry each go in as one commit and fold back into the file")
    func storm() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        defer { journal.close() }
        #expect(try !journal.checkpointWhenIdle())
        try journal.commit([JournalBatch.alarms(1...29_000)])
        let storeSize = try directory.contents(directory.store).count
        #expect(!journal.isCheckpointOverdue)
        #expect(try journal.checkpointWhenIdle())
        #expect(try !journal.checkpointWhenIdle())
        #expect(try directory.contents(directory.store).count > storeSize)
        let restore = try journal.restore(alarmsSince: .distantPast, closedCountMax: 0)
        #expect(restore.alarms.count == 29_000)
    }

    @Test("A log past its limit asks for a checkpoint at once and starts over after it")
    func overdueCheckpoint() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        defer { journal.close() }
        // Bodies that differ: SQLite does not write a page again that stays the same.
        for (round, isOverdue) in [(1, false), (2, true)] {
            var batch = JournalBatch()
            let body = [UInt8](repeating: UInt8(round), count: 1 << 20)
            batch.documents = (0..<40).map {
                DocumentRow(collection: "team", key: "\($0)", body: body)
            }
            try journal.commit([batch])
            #expect(journal.isCheckpointOverdue == isOverdue)
        }
        try journal.checkpoint()
        #expect(!journal.isCheckpointOverdue)
        try journal.commit([JournalBatch.alarms(1...1)])
        #expect(try directory.contents(directory.log).count <= SQLiteJournal.logByteCountMax)
    }

    @Test("Neither a start nor a list of incidents walks the entries or sorts what it finds")
    func queryPlans() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        defer { journal.close() }
        for sql in RestoreQuery.all {
            let plan = try journal.plan(sql)
            #expect(!plan.isEmpty)
            #expect(!plan.contains { $0.contains("SCAN entries") }, "\(sql): \(plan)")
        }
        var open = IncidentQuery()
        open.isOpen = true
        var valve = IncidentQuery()
        valve.valve = "V1"
        for query in [IncidentQuery(), open, valve] {
            let plan = try journal.plan(query.statement.sql)
            #expect(plan.allSatisfy { $0.contains("INDEX") }, "\(plan)")
        }
        let history = try journal.plan(
            "SELECT * FROM entries WHERE subject = ? AND subject <> '' ORDER BY sequence LIMIT 9")
        #expect(history.allSatisfy { $0.contains("INDEX entries_by_subject") }, "\(history)")
    }

    @Test("Power-cut safety and checkpoints are set as the journal promises")
    func settings() throws {
        let directory = try ScratchDirectory()
        let journal = try directory.open()
        defer { journal.close() }
        #expect(try journal.pragma("journal_mode") == "wal")
        #expect(try journal.pragma("synchronous") == "2")
        #expect(try journal.pragma("wal_autocheckpoint") == "0")
        #expect(try journal.pragma("page_size") == "\(StoreFile.pageSize)")
    }
}
