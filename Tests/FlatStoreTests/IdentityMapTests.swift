import FlatStore
import Testing

@Suite("An identity map")
struct IdentityMapTests {
    @Test("A map equals a dictionary under random changes", arguments: 1...6 as ClosedRange<UInt64>)
    func dictionaryModel(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var map = IdentityMap()
        var model: [UInt64: UInt64] = [:]
        // Few distinct keys make removals hit; multiples of a power of two make homes collide.
        let keyCount: UInt64 = seed & 1 == 0 ? 64 : 4_096
        for _ in 0..<30_000 {
            let key = (random.next() % keyCount) << (seed * 8)
            let value = random.next()
            switch random.next() % 5 {
            case 0, 1: #expect(map.insert(value, for: key) == model.updateValue(value, forKey: key))
            case 2: #expect(map.remove(key) == model.removeValue(forKey: key))
            case 3:
                map[key] = value & 1 == 0 ? value : nil
                model[key] = value & 1 == 0 ? value : nil
            default: #expect(map[key] == model[key])
            }
            #expect(map.count == model.count)
        }
        for number in 0..<keyCount {
            #expect(map[number << (seed * 8)] == model[number << (seed * 8)])
        }
        map.removeAll()
        #expect(map.isEmpty && map[0] == nil && map[1 << (seed * 8)] == nil)
    }

    @Test("The keys 0 and the largest are keys like any other")
    func edgeKeys() {
        var map = IdentityMap(capacity: 2)
        #expect(map[0] == nil && map.insert(0, for: 0) == nil)
        #expect(map.insert(9, for: .max) == nil)
        #expect(map[0] == 0 && map[.max] == 9 && map.count == 2)
        #expect(map.remove(0) == 0 && map[0] == nil && map.count == 1)
    }

    @Test("A copy does not see later changes")
    func valueSemantics() {
        var map = IdentityMap()
        map[1] = 2
        let copy = map
        map[1] = 3
        #expect(copy[1] == 2 && map[1] == 3)
    }
}
