import RingBuffer
import Testing

@Suite("A ring on one thread")
struct RingTests {
    @Test("A ring takes exactly its capacity and refuses the next record", arguments: [0, 1, 4])
    func fullEdge(capacityLog2: Int) {
        let (producer, consumer) = SPSCRing<UInt64>.make(capacityLog2: capacityLog2)
        let capacity = 1 << capacityLog2
        #expect(producer.capacity == capacity && consumer.capacity == capacity)
        for value in 0..<UInt64(capacity) { #expect(producer.push(value)) }
        #expect(!producer.push(99))
        #expect(producer.freeCount == 0)
        #expect(consumer.count == capacity)
        #expect(consumer.pop() == 0)
        #expect(producer.freeCount == 1)
        #expect(producer.push(99))
        #expect(!producer.push(100))
    }

    @Test("An empty ring gives nothing and stays as it was")
    func emptyEdge() {
        let (producer, consumer) = SPSCRing<UInt64>.make(capacityLog2: 2)
        #expect(consumer.isEmpty)
        #expect(consumer.pop() == nil)
        #expect(consumer.drain(countMax: 4) { _ in Issue.record("nothing was pushed") } == 0)
        #expect(consumer.taken == 0 && producer.pushed == 0)
        let nothing: [UInt64] = []
        #expect(producer.push(contentsOf: nothing.span) == 0)
    }

    @Test("A drain takes what it asked for, and less only when the ring is empty behind it")
    func drainCounts() {
        let (producer, consumer) = SPSCRing<UInt64>.make(capacityLog2: 3)
        for value in 0..<5 as Range<UInt64> { #expect(producer.push(value)) }
        #expect(consumer.drain(countMax: 2) { _ in } == 2)
        for value in 5..<8 as Range<UInt64> { #expect(producer.push(value)) }
        var seen: [UInt64] = []
        #expect(consumer.drain(countMax: 8) { seen.append($0) } == 6)
        #expect(seen == [2, 3, 4, 5, 6, 7])
    }

    @Test(
        "Every record of a drain is announced once, before its turn and a few ahead, over the wrap too",
        arguments: [1, 7, 8, 9, 16])
    func ahead(count: Int) {
        let (producer, consumer) = SPSCRing<UInt64>.make(capacityLog2: 4)
        for start in 0..<20 as Range<UInt64> {
            // Each round begins one slot further on.
            for next in 0..<UInt64(count) { #expect(producer.push(start * 100 + next)) }
            var announced: [UInt64] = []
            var taken: [UInt64] = []
            let number = consumer.drain(countMax: 16, ahead: { announced.append($0) }) {
                taken.append($0)
                #expect(announced.contains($0))
                #expect(announced.count - taken.count < 9)
            }
            #expect(number == count)
            #expect(taken == (0..<UInt64(count)).map { start * 100 + $0 })
            #expect(announced == taken)
        }
    }

    @Test("Each end keeps the memory alive without the other")
    func lifetime() {
        var ends = Optional(SPSCRing<UInt64>.make(capacityLog2: 2))
        #expect(ends?.0.push(7) == true)
        let consumer = ends?.1
        ends = nil
        #expect(consumer?.pop() == 7)
    }

    @Test(
        "A ring behaves like an array under 20,000 random steps",
        arguments: 1...8 as ClosedRange<UInt64>)
    func arrayModel(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let (producer, consumer) = SPSCRing<UInt64>.make(capacityLog2: Int(seed % 6))
        let capacity = producer.capacity
        var model: [UInt64] = []
        var next: UInt64 = 0
        var taken: UInt64 = 0
        for _ in 0..<20_000 {
            switch random.next() % 4 {
            case 0:
                let fits = model.count < capacity
                #expect(producer.push(next) == fits)
                if fits { model.append(next) }
                next += fits ? 1 : 0
            case 1:
                let batch = Array(next..<(next + random.next() % UInt64(capacity + 3)))
                let fitting = min(batch.count, capacity - model.count)
                #expect(producer.push(contentsOf: batch.span) == fitting)
                model += batch.prefix(fitting)
                next += UInt64(fitting)
            case 2:
                let first = model.isEmpty ? nil : model.removeFirst()
                #expect(consumer.pop() == first)
                taken += first == nil ? 0 : 1
            default:
                let most = Int(random.next() % UInt64(capacity)) + 1
                var seen: [UInt64] = []
                let count = consumer.drain(countMax: most) { seen.append($0) }
                #expect(seen == Array(model.prefix(most)) && count == seen.count)
                model.removeFirst(count)
                taken += UInt64(count)
            }
            #expect(producer.pushed == next && consumer.taken == taken)
        }
        #expect(consumer.count == model.count && producer.freeCount == capacity - model.count)
    }

    @Test("A capacity outside 2^0 to 2^30 traps")
    func capacityTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = SPSCRing<UInt64>.make(capacityLog2: 31)
        }
        await #expect(processExitsWith: .failure) {
            _ = SPSCRing<UInt64>.make(capacityLog2: -1)
        }
    }

    @Test("A drain of nothing, or of more than the capacity, traps")
    func drainTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = SPSCRing<UInt64>.make(capacityLog2: 2).1.drain(countMax: 0) { _ in }
        }
        await #expect(processExitsWith: .failure) {
            _ = SPSCRing<UInt64>.make(capacityLog2: 2).1.drain(countMax: 5) { _ in }
        }
    }
}
