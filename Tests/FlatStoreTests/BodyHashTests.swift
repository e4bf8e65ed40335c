import FlatStore
import Testing

@Suite("A body hash")
struct BodyHashTests {
    @Test("One changed bit changes the hash at every length and position")
    func everyBitCounts() {
        var random = SeededGenerator(seed: 11)
        for length in 0...140 {
            let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let hash = BodyHash.of(bytes.span)
            #expect(BodyHash.of(bytes.span) == hash)
            #expect(BodyHash.of(bytes.span, seed: 1) != hash)
            #expect(BodyHash.of((bytes + [0]).span) != hash)
            for bit in 0..<(length * 8) {
                var other = bytes
                other[bit >> 3] ^= 1 << (bit & 7)
                if BodyHash.of(other.span) == hash { Issue.record("length \(length), bit \(bit)") }
            }
        }
    }

    @Test("A changed bit flips about half of the hash's bits")
    func avalanche() {
        var random = SeededGenerator(seed: 12)
        var flipped = 0
        let trialCount = 4_000
        for trial in 0..<trialCount {
            var bytes = (0..<(1 + trial % 130)).map { _ in UInt8(truncatingIfNeeded: random.next())
            }
            let before = BodyHash.of(bytes.span)
            let bit = Int(random.next() % UInt64(bytes.count * 8))
            bytes[bit >> 3] ^= 1 << (bit & 7)
            flipped += (before ^ BodyHash.of(bytes.span)).nonzeroBitCount
        }
        // Fair coins give 32 with a deviation of 4/sqrt(4000) = 0.06; 0.6 is ten of those.
        #expect(abs(Double(flipped) / Double(trialCount) - 32) < 0.6)
    }

    @Test("A hundred thousand counted bodies have a hundred thousand hashes")
    func noCollisions() {
        let hashes = Set((0..<100_000).map { BodyHash.of(key($0, length: 125).span) })
        #expect(hashes.count == 100_000)
    }
}
