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
        let lines = Mutex<[String]>([])

        func note(_ effect: Effect, _ isDurable: Bool) {
            guard case .alarmCursor(let cursor) = effect else { return }
            lines.withLock { $0.append("\(cursor) \(isDurable)") }
        }
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

    private static func eventually(_ condition: () -> Bool) -> Bool {
        let end = BootClock.milliseconds() + 20_000
        while !condition() {
            if BootClock.milliseconds() > end { return false }
            usleep(1_000)
        }
        return true
    }

    @Test(
        "Effects leave as not durable, and when it is over everything is on disk in its order",
        arguments: DiskTrouble.allCases)
    func trouble(_ trouble: DiskTrouble) throws {
        try DiskTrouble.install()
        defer { DiskTrouble.end() }
        let workspace = try BrokerWorkspace()
        let directory = workspace.file("state" + DiskTrouble.ending)
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        let journal = try SQLiteJournal.open(directory: directory)
        let writer = try JournalWriter(journal)
        let left = Left()
        let outbox = Outbox { left.note($0, $1) }
        writer.onCommit { outbox.release(through: $0) }
        let thread = try DedicatedThread(name: "writer") { writer.run() }
        func decide(_ sequence: UInt64) {
            outbox.hold(
                [.alarmCursor(sequence)], until: writer.append(Self.batch(sequence)),
                at: Moment(milliseconds: Int64(sequence)))
        }
        decide(1)
        #expect(Self.eventually { writer.durableTicket == 1 })
        trouble.begin()
        decide(2)
        #expect(Self.eventually { DiskTrouble.metCount > 0 })
        decide(3)
        if trouble != .hangs {
            #expect(Self.eventually { writer.currentFault != nil })
        }
        #expect(writer.durableTicket == 1)
        #expect(outbox.failOpen(at: Moment(milliseconds: 1_002)))
        decide(4)
        #expect(outbox.failOpen(at: Moment(milliseconds: 1_003)), "nothing waits on a dead disk")
        DiskTrouble.end()
        #expect(Self.eventually { writer.durableTicket == 4 })
        #expect(writer.currentFault == nil)
        decide(5)
        #expect(Self.eventually { left.lines.withLock { $0.count == 5 } })
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
}
