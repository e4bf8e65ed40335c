import FlatStore
import Testing

@Suite("A slab")
struct SlabTests {
    struct Row: BitwiseCopyable, Equatable, Sendable {
        var gas: Double
        var count: UInt32
        var flags: UInt8
    }

    @Test("Rows keep their index, and a field is changed without touching its neighbours")
    func changeInPlace() {
        let slab = Slab<Row>(capacity: 100)
        for number in 0..<100 as Range<UInt32> {
            #expect(slab.append(Row(gas: 0.5, count: number, flags: 1)) == Int(number))
        }
        #expect(slab.count == 100)
        slab[41].gas = 12.5
        slab[41].count += 1
        #expect(slab[40] == Row(gas: 0.5, count: 40, flags: 1))
        #expect(slab[41] == Row(gas: 12.5, count: 42, flags: 1))
        #expect(slab[42] == Row(gas: 0.5, count: 42, flags: 1))
    }

    @Test("A slab of repeated rows begins full of them and grows to its capacity")
    func repeatedRows() {
        let slab = Slab(repeating: UInt64(7), count: 3, capacity: 4)
        slab.prefetch(2)
        #expect(slab.count == 3 && slab[0] == 7 && slab[2] == 7)
        #expect(slab.append(8) == 3)
        #expect(slab[3] == 8)
    }

    @Test("A slab equals an array under random changes", arguments: [1, 2, 3] as [UInt64])
    func arrayModel(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let slab = Slab<UInt64>(capacity: 5_000)
        var model: [UInt64] = []
        for _ in 0..<20_000 {
            if model.count < 5_000 && random.next() & 3 == 0 {
                let value = random.next()
                slab.append(value)
                model.append(value)
            } else if !model.isEmpty {
                let index = Int(random.next() % UInt64(model.count))
                slab[index] &+= 3
                model[index] &+= 3
            }
        }
        #expect(model.indices.allSatisfy { slab[$0] == model[$0] } && slab.count == model.count)
    }

    @Test("An index outside the count, and a row beyond the capacity, trap")
    func traps() async {
        await #expect(processExitsWith: .failure) { _ = Slab<UInt64>(capacity: 4)[0] }
        await #expect(processExitsWith: .failure) {
            Slab<UInt64>(repeating: 0, count: 4)[-1] = 1
        }
        await #expect(processExitsWith: .failure) { Slab<UInt64>(capacity: 4).prefetch(4) }
        await #expect(processExitsWith: .failure) {
            Slab<UInt64>(repeating: 0, count: 4).append(1)
        }
        await #expect(processExitsWith: .failure) { _ = Slab<UInt64>(capacity: 0) }
    }
}
