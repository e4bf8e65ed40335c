import RingBuffer
import Synchronization
import Testing

/// Goal: between two real threads nothing is lost, doubled, reordered or torn. Method: each record
/// carries its sequence number and words derived from it; batch sizes on both ends are random.
@Suite("A ring between two threads")
struct RingThreadTests {
    struct Record: BitwiseCopyable, Sendable {
        var sequence: UInt64
        var twice: UInt64
        var complement: UInt64

        init(_ sequence: UInt64) {
            self.sequence = sequence
            self.twice = sequence &* 2
            self.complement = ~sequence
        }

        var isWhole: Bool { twice == sequence &* 2 && complement == ~sequence }
    }

    static let recordCount: UInt64 = 10_000_000

    @Test("Every record arrives whole, once and in order", arguments: [3, 10])
    func orderAndCompleteness(capacityLog2: Int) {
        let (producer, consumer) = SPSCRing<Record>.make(capacityLog2: capacityLog2)
        let faults = Atomic<Int>(0)
        // Eight slots are full or empty at every turn: a record there costs five times as much.
        let total = Self.recordCount / (capacityLog2 == 3 ? 5 : 1)
        let produce: @Sendable () -> Void = {
            var random = SeededGenerator(seed: UInt64(capacityLog2))
            var next: UInt64 = 0
            while next < total {
                if random.next() & 1 == 0 {
                    if producer.push(Record(next)) { next += 1 } else { letOthersRun() }
                } else {
                    let room = min(total - next, random.next() % 100)
                    let batch = (next..<(next + room)).map(Record.init)
                    let pushed = producer.push(contentsOf: batch.span)
                    if pushed < batch.count { letOthersRun() }
                    next += UInt64(pushed)
                }
                if producer.pushed != next { faults.add(1, ordering: .relaxed) }
            }
        }
        let consume: @Sendable () -> Void = {
            var random = SeededGenerator(seed: 1_000 + UInt64(capacityLog2))
            var expected: UInt64 = 0
            while expected < total {
                let before = expected
                let look = { (record: Record) in
                    if record.sequence != expected || !record.isWhole {
                        faults.add(1, ordering: .relaxed)
                    }
                    expected += 1
                }
                if random.next() & 7 == 0 {
                    if let record = consumer.pop() { look(record) }
                } else {
                    let most = Int(random.next() % UInt64(consumer.capacity)) + 1
                    let taken = consumer.drain(countMax: most, look)
                    if taken != Int(expected - before) { faults.add(1, ordering: .relaxed) }
                }
                if expected == before { letOthersRun() }
                if consumer.taken != expected { faults.add(1, ordering: .relaxed) }
            }
        }
        onThreads([produce, consume])
        #expect(faults.load(ordering: .relaxed) == 0)
        #expect(producer.pushed == total)
        #expect(consumer.taken == total)
        #expect(consumer.isEmpty)
    }
}
