import ControlRoom
import Foundation
import Incidents
import Journal
import JournalSQLite
import LinuxPlatform
import Synchronization
import Testing
import Torture
import ValveModel
import WatchTestKit

@Suite("Disk trouble under the real journal", .serialized)
struct TroubleTests {
    /// Effects by their cursor, and whether they left as durable.
    private final class Left: Sendable {
        let bell: Bell
        let lines = Mutex<[String]>([])

        init(_ bell: Bell) { self.bell = bell }

        func note(_ effect: Effect, _ isDurable: Bool) {
            guard case .alarmCursor(let cursor) = effect else { return }
            lines.withLock { $0.append("\(cursor) \(isDurable)") }
            bell.ring()
        }
    }

    /// The journal, which rings after every attempt to write. Of one that was refused the writer knows
    /// a moment later: the next attempt rings again.
    private struct RingingJournal: Journal {
        let journal: SQLiteJournal
        let bell: Bell

        func commit(_ batches: [JournalBatch]) throws(JournalError) {
            defer { bell.ring() }
            try journal.commit(batches)
        }
        func restore(
            alarmsSince: Moment, closedCountMax: Int
        ) throws(JournalError) -> JournalRestore {
            try journal.restore(alarmsSince: alarmsSince, closedCountMax: closedCountMax)
        }
        func incidents(_ query: IncidentQuery) throws(JournalError) -> [IncidentRow] {
            try journal.incidents(query)
        }
        func incident(_ id: String) throws(JournalError) -> IncidentRow? {
            try journal.incident(id)
        }
        func entries(subject: String, countMax: Int) throws(JournalError) -> [JournalEntry] {
            try journal.entries(subject: subject, countMax: countMax)
        }
        func close() { journal.close() }
    }

    /// A journal whose disk can have trouble, and its directory.
    private static func journal(
        in workspace: BrokerWorkspace
    ) throws -> (SQLiteJournal, directory: String) {
        try DiskTrouble.install()
        let directory = workspace.file("state" + DiskTrouble.ending)
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        return (try SQLiteJournal.open(directory: directory), directory)
    }

    private static func batch(_ sequence: UInt64) -> JournalBatch {
        var batch = JournalBatch()
        batch.entries = [
            JournalEntry(
                sequence: sequence, at: Moment(milliseconds: Int64(sequence)), kind: "finding",
                subject: "I", body: [UInt8](repeating: 0x20, count: 9_000))
        ]
        return batch
    }

    @Test(
        "Effects leave as not durable, and when it is over everything is on disk in its order",
        arguments: DiskTrouble.refusing)
    func trouble(_ trouble: DiskTrouble) throws {
        let workspace = try BrokerWorkspace()
        let (journal, directory) = try Self.journal(in: workspace)
        defer { DiskTrouble.end() }
        let bell = Bell()
        let writer = try JournalWriter(RingingJournal(journal: journal, bell: bell))
        let left = Left(bell)
        let outbox = Outbox { left.note($0, $1) }
        writer.onCommit {
            outbox.release(through: $0)
            bell.ring()
        }
        let thread = try DedicatedThread(name: "writer") { writer.run() }
        func decide(_ sequence: UInt64) {
            outbox.hold(
                [.alarmCursor(sequence)], until: writer.append(Self.batch(sequence)),
                at: Moment(milliseconds: Int64(sequence)))
        }
        decide(1)
        #expect(bell.wait { writer.durableTicket == 1 })
        trouble.begin()
        decide(2)
        #expect(DiskTrouble.awaitMet())
        decide(3)
        if trouble != .hangs {
            #expect(bell.wait { writer.currentFault != nil })
        }
        #expect(writer.durableTicket == 1)
        #expect(outbox.failOpen(at: Moment(milliseconds: 1_002)))
        decide(4)
        #expect(outbox.failOpen(at: Moment(milliseconds: 1_003)), "nothing waits on a dead disk")
        DiskTrouble.end()
        #expect(bell.wait { writer.durableTicket == 4 })
        #expect(writer.currentFault == nil)
        decide(5)
        #expect(bell.wait { left.lines.withLock { $0.count == 5 } })
        #expect(
            left.lines.withLock { $0 } == ["1 true", "2 false", "3 false", "4 false", "5 true"])
        writer.end()
        thread.join()
        journal.close()
        let again = try SQLiteJournal.open(directory: directory)
        defer { again.close() }
        #expect(
            try again.entries(subject: "I", countMax: 9).map(\.sequence) == [1, 2, 3, 4, 5])
    }

    @Test("A store file that takes no writes while its log does is told until it does again")
    func folding() throws {
        let workspace = try BrokerWorkspace()
        let (journal, _) = try Self.journal(in: workspace)
        defer {
            DiskTrouble.end()
            journal.close()
        }
        let now = Mutex(Moment(milliseconds: 0))
        let writer = try JournalWriter(journal) { (isIdle) throws(JournalError) in
            try journal.tidy(isIdle: isIdle, keeping: .hours(24), at: now.withLock { $0 })
        }
        DiskTrouble.storeReadOnly.begin()
        for sequence in 1...500 {
            _ = writer.append(Self.batch(UInt64(sequence)))
            _ = writer.step()
        }
        #expect(writer.currentFault == nil && writer.durableTicket == 500)
        _ = writer.step()
        let fault = try #require(writer.currentFoldingFault)
        #expect(fault.message.contains("cannot be folded back"), "\(fault.message)")
        DiskTrouble.end()
        _ = writer.step()
        #expect(writer.currentFoldingFault != nil, "It is not tried again at once.")
        now.withLock { $0 = Moment(milliseconds: 10_000) }
        _ = writer.step()
        #expect(writer.currentFoldingFault == nil)
    }
}
