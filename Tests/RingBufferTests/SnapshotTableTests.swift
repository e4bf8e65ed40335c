import RingBuffer
import Synchronization
import Testing

@Suite("A snapshot table")
struct SnapshotTableTests {
    /// 120 bytes, the most there may be: every word is derived from the first.
    struct Face: BitwiseCopyable, Sendable {
        var words: InlineArray<15, UInt64>

        init(_ number: UInt64) {
            words = InlineArray { number &* UInt64($0 + 1) }
        }

        var number: UInt64 { words[0] }

        var isWhole: Bool {
            words.indices.allSatisfy { words[$0] == number &* UInt64($0 + 1) }
        }
    }

    struct OddFace: BitwiseCopyable, Equatable, Sendable {
        var large: UInt64
        var small: UInt8
    }

    struct TooLarge: BitwiseCopyable {
        var words: InlineArray<16, UInt64>
    }

    @Test("A slot is nil until published and then gives the newest face")
    func newestFace() {
        let table = SnapshotTable<OddFace>(capacity: 3)
        #expect(table.read(at: 2) == nil)
        table.publish(OddFace(large: 1, small: 2), at: 2)
        table.publish(OddFace(large: .max, small: 255), at: 2)
        #expect(table.read(at: 2) == OddFace(large: .max, small: 255))
        #expect(table.read(at: 0) == nil && table.read(at: 1) == nil)
    }

    @Test("A table declared for ten million faces can be made and used at both ends")
    func sparseTable() {
        let table = SnapshotTable<Face>(capacity: 10_000_000)
        table.publish(Face(5), at: 0)
        table.publish(Face(6), at: 9_999_999)
        #expect(table.read(at: 0)?.number == 5)
        #expect(table.read(at: 9_999_999)?.number == 6)
        #expect(table.read(at: 5_000_000) == nil)
    }

    @Test("Readers on other threads never see a torn face nor time going backwards")
    func tornReads() {
        let table = SnapshotTable<Face>(capacity: 2)
        let writerEnded = Atomic<Bool>(false)
        let torn = Atomic<Int>(0)
        let backwards = Atomic<Int>(0)
        let reads = Atomic<Int>(0)
        let last: UInt64 = 400_000
        let write: @Sendable () -> Void = {
            for number in 1...last {
                table.publish(Face(number), at: Int(number & 1))
                if number & 1_023 == 0 { letOthersRun() }
            }
            writerEnded.store(true, ordering: .releasing)
        }
        let read: @Sendable () -> Void = {
            var newest: InlineArray<2, UInt64> = [0, 0]
            var ended = false
            while !ended {
                // Looked at before the read, so that the last read comes after the last face.
                ended = writerEnded.load(ordering: .acquiring)
                for index in 0..<2 {
                    guard let face = table.read(at: index) else { continue }
                    if !face.isWhole { torn.add(1, ordering: .relaxed) }
                    if face.number < newest[index] { backwards.add(1, ordering: .relaxed) }
                    newest[index] = face.number
                    reads.add(1, ordering: .relaxed)
                }
            }
            if newest[0] != last || newest[1] != last - 1 { backwards.add(1, ordering: .relaxed) }
        }
        onThreads([write, read, read])
        #expect(torn.load(ordering: .relaxed) == 0)
        #expect(backwards.load(ordering: .relaxed) == 0)
        #expect(reads.load(ordering: .relaxed) > 0)
    }

    @Test("A face over 120 bytes, and a slot outside the table, trap")
    func traps() async {
        await #expect(processExitsWith: .failure) {
            _ = SnapshotTable<TooLarge>(capacity: 1)
        }
        await #expect(processExitsWith: .failure) {
            SnapshotTable<UInt64>(capacity: 4).publish(1, at: 4)
        }
        await #expect(processExitsWith: .failure) {
            _ = SnapshotTable<UInt64>(capacity: 4).read(at: -1)
        }
    }
}
