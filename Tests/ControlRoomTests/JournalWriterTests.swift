import ControlRoom
import Journal
import Synchronization
import Testing
import ValveModel

private final class Told: Sendable {
    let ticket = Atomic<UInt64>(0)
}

@Suite("The journal's writer over a long life")
struct JournalWriterTests {
    /// Each commit once made the way to whoever is told of it two calls longer: after a few hundred
    /// thousand, days of a quiet district, the thread's stack overflowed.
    @Test("Commit number three hundred thousand is told as the first is")
    func longLife() throws {
        let told = Told()
        let writer = try JournalWriter(InMemoryJournal())
        writer.onCommit { told.ticket.store($0, ordering: .relaxed) }
        for _ in 0..<300_000 {
            _ = writer.append(JournalBatch())
            _ = writer.step()
        }
        #expect(told.ticket.load(ordering: .relaxed) == 300_000)
    }

    @Test("The store may tidy after each commit, however busy it is, and when nothing waits")
    func tidy() throws {
        let calls = Mutex<[Bool]>([])
        let writer = try JournalWriter(InMemoryJournal()) { (isIdle) throws(JournalError) in
            calls.withLock { $0.append(isIdle) }
        }
        for _ in 0..<3 {
            _ = writer.append(JournalBatch())
            _ = writer.step()
        }
        _ = writer.step()
        #expect(calls.withLock { $0 } == [false, false, false, true])
    }

    private func batch(_ number: UInt8, document: String) throws -> JournalBatch {
        var batch = JournalBatch()
        let valve = try #require(ValveID("V1"))
        batch.valves = [ValveStateRow(valve: valve, area: .unknown, state: [number])]
        batch.documents = [
            DocumentRow(collection: "figures", key: "alarms", body: Array(document.utf8))
        ]
        return batch
    }

    @Test("A store that refuses for long gets of each valve and document the newest row, once")
    func longRefusal() throws {
        let journal = InMemoryJournal()
        let writer = try JournalWriter(journal)
        journal.failing = .unavailable("full")
        _ = writer.append(try batch(0, document: "0"))
        _ = writer.step()
        for number in 1...200 {
            _ = writer.append(try batch(UInt8(number), document: "\(number)"))
            _ = writer.step()
        }
        journal.failing = nil
        _ = writer.step()
        // The fault is over: what comes now is newer than what was gathered.
        _ = writer.append(try batch(201, document: "201"))
        _ = writer.step()
        #expect(journal.valveRowCount == 3)
        #expect(writer.durableTicket == writer.lastTicket)
        let saved = try journal.restore(alarmsSince: .distantPast, closedCountMax: 1)
        #expect(saved.valves.map(\.state) == [[201]])
        #expect(saved.documents.map(\.body) == [Array("201".utf8)])
    }
}
