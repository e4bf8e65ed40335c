import Dispatch
import FlatStore
import Foundation
import Synchronization
import Testing

@Suite("A key index")
struct KeyIndexTests {
    @Test("Approaching a key, a missing one or an impossible one changes nothing")
    func approachChangesNothing() {
        let index = KeyIndex(capacity: 4, seed: 3)
        let known = Array("SN-017734".utf8)
        let number = index.insert(known.span)
        for key in [known, Array("SN-017735".utf8), [], [UInt8](repeating: 0x41, count: 33)] {
            index.approach(key.span)
            #expect(index.count == 1)
            #expect(index.find(key.span) == (key == known ? number : nil))
        }
    }

    @Test("Keys of every length get dense numbers in the order of insertion")
    func denseNumbers() {
        let index = KeyIndex(capacity: 3_200, seed: 1)
        var expected: UInt32 = 0
        for length in 4...32 {
            for number in 0..<100 {
                #expect(index.insert(key(number, length: length).span) == expected)
                expected += 1
            }
        }
        #expect(index.count == Int(expected))
        expected = 0
        for length in 4...32 {
            for number in 0..<100 {
                let bytes = key(number, length: length)
                #expect(index.find(bytes.span) == expected)
                #expect(index.insert(bytes.span) == expected)
                let stored = index.key(at: expected)
                #expect(stored.count == length)
                #expect(
                    stored.bytes.indices.allSatisfy {
                        stored.bytes[$0] == ($0 < length ? bytes[$0] : 0)
                    })
                expected += 1
            }
        }
        #expect(index.count == 2_900)
    }

    @Test("Keys that differ in one byte or in trailing zeros are different keys", arguments: 1...32)
    func wholeKeyCompared(length: Int) {
        let index = KeyIndex(capacity: 100, seed: 2)
        let base = [UInt8](repeating: 65, count: length)
        #expect(index.insert(base.span) == 0)
        var expected: UInt32 = 1
        for position in 0..<length {
            var other = base
            other[position] = 66
            #expect(index.find(other.span) == nil)
            #expect(index.insert(other.span) == expected)
            expected += 1
        }
        if length < 32 {
            #expect(index.find((base + [0]).span) == nil)
            #expect(index.insert((base + [0]).span) == expected)
        }
        #expect(index.find(base.span) == 0)
    }

    @Test(
        "A full table refuses new keys and still knows the old ones",
        arguments: 0...20 as ClosedRange<UInt64>
    )
    func fullTable(seed: UInt64) {
        // Eight keys in sixteen places collide under some of the seeds.
        let index = KeyIndex(capacity: 8, seed: seed)
        for number in 0..<8 { #expect(index.insert(key(number).span) == UInt32(number)) }
        #expect(index.insert(key(8).span) == nil)
        #expect(index.find(key(8).span) == nil)
        for number in 0..<8 { #expect(index.insert(key(number).span) == UInt32(number)) }
        #expect(index.count == 8)
    }

    @Test("An empty key and one over 32 bytes are never found")
    func impossibleKeys() {
        let index = KeyIndex(capacity: 8)
        let none: [UInt8] = []
        #expect(index.find(none.span) == nil)
        let long = [UInt8](repeating: 65, count: 33)
        #expect(index.find(long.span) == nil)
    }

    @Test("Readers find every key that was announced while two threads insert the same keys")
    func concurrentReaders() {
        let index = KeyIndex(capacity: 40_000)
        let keys = (0..<40_000).map { key($0) }
        let announced = Atomic<Int>(0)
        let faults = Atomic<Int>(0)
        let numbers = Mutex<Set<UInt32>>([])
        let insert: @Sendable (Bool) -> Void = { announces in
            var mine: Set<UInt32> = []
            for (position, key) in keys.enumerated() {
                guard let number = index.insert(key.span) else {
                    faults.add(1, ordering: .relaxed)
                    continue
                }
                mine.insert(number)
                if announces { announced.store(position + 1, ordering: .releasing) }
            }
            numbers.withLock { $0.formUnion(mine) }
        }
        let read: @Sendable () -> Void = {
            var random = SeededGenerator(seed: 3)
            var known = 0
            while known < keys.count {
                known = announced.load(ordering: .acquiring)
                guard known > 0 else { continue }
                let position = Int(random.next() % UInt64(known))
                let key = keys[position]
                guard let number = index.find(key.span) else {
                    faults.add(1, ordering: .relaxed)
                    continue
                }
                let stored = index.key(at: number)
                if (0..<stored.count).contains(where: { stored.bytes[$0] != key[$0] }) {
                    faults.add(1, ordering: .relaxed)
                }
            }
        }
        let running = DispatchGroup()
        let bodies: [@Sendable () -> Void] = [{ insert(true) }, { insert(false) }, read, read]
        for body in bodies {
            running.enter()
            Thread.detachNewThread {
                body()
                running.leave()
            }
        }
        #expect(running.wait(timeout: .now() + 120) == .success)
        #expect(faults.load(ordering: .relaxed) == 0)
        #expect(index.count == keys.count)
        #expect(numbers.withLock { $0 } == Set(0..<UInt32(keys.count)))
    }

    @Test("A key of no bytes or over 32 cannot be inserted, and an unknown number traps")
    func traps() async {
        await #expect(processExitsWith: .failure) {
            let long = [UInt8](repeating: 65, count: 33)
            _ = KeyIndex(capacity: 8).insert(long.span)
        }
        await #expect(processExitsWith: .failure) {
            let none: [UInt8] = []
            _ = KeyIndex(capacity: 8).insert(none.span)
        }
        await #expect(processExitsWith: .failure) { _ = KeyIndex(capacity: 8).key(at: 0) }
        await #expect(processExitsWith: .failure) { _ = KeyIndex(capacity: 0) }
    }
}
