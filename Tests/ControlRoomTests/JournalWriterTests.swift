import ControlRoom
import Journal
import Synchronization
import Testing

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
}
