import Foundation
import Journal
import Testing
import ValveModel

@Suite("The journal without a disk")
struct InMemoryJournalTests {
    @Test("It keeps the rules of every journal", arguments: JournalConformance.rules)
    func conformance(rule: JournalConformance) throws {
        #expect(try rule.faults(of: InMemoryJournal()) == [])
    }

    @Test("A failing commit writes nothing and the same batch goes in afterwards")
    func failing() throws {
        let journal = InMemoryJournal()
        let full = JournalError.unavailable("The disk is full.")
        journal.failing = full
        #expect(throws: full) { try journal.commit([batch(1)]) }
        #expect(journal.entries.isEmpty)
        #expect(journal.commitCount == 0)
        journal.failing = nil
        try journal.commit([batch(1)])
        #expect(journal.entries.map(\.sequence) == [1])
        #expect(journal.commitCount == 1)
    }

    @Test("A held commit waits and is not seen before it is let through")
    func held() async throws {
        let journal = InMemoryJournal()
        journal.holdCommits()
        // A thread of its own: a blocked commit must not wait for a free one of the tests' pool.
        let (results, done) = AsyncStream.makeStream(of: Bool.self)
        Thread.detachNewThread {
            done.yield((try? journal.commit([batch(1)])) != nil)
            done.finish()
        }
        #expect(journal.waitForHeldCommit(atMost: .seconds(30)))
        #expect(journal.entries.isEmpty)
        journal.releaseCommits()
        for await isCommitted in results { #expect(isCommitted) }
        #expect(journal.entries.map(\.sequence) == [1])
    }

    @Test("Entry numbers that repeat or leave one out end the program", arguments: [2, 4])
    func wrongSequence(sequence: UInt64) async {
        await #expect(processExitsWith: .failure) { [sequence] in
            let journal = InMemoryJournal()
            try journal.commit([batch(1)])
            try journal.commit([batch(2)])
            try journal.commit([batch(sequence)])
        }
    }
}

private func batch(_ sequence: UInt64) -> JournalBatch {
    var batch = JournalBatch()
    batch.entries = [
        JournalEntry(
            sequence: sequence, at: Moment(milliseconds: 0), kind: "finding", subject: "I-1",
            body: [])
    ]
    return batch
}
