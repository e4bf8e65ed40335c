/// Random numbers without a state: each is a hash of the run's seed, a subject and what is asked.
///
/// The order of questions cannot change an answer, so the same seed gives the same homes and the
/// same behaviour of a team however the messages of a run happen to interleave.
package struct Dice: Sendable {
    private let seed: UInt64

    package init(seed: UInt64) { self.seed = seed }

    /// Dice for one subject, such as one valve.
    package func subject(_ number: UInt64) -> Dice { Dice(seed: Self.mix(seed, number)) }

    /// Dice for a subject with a name, such as a team.
    package func subject(_ name: String) -> Dice {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return subject(hash)
    }

    /// 64 random bits for a question.
    package func bits(_ question: UInt64) -> UInt64 { Self.mix(seed, question) }

    /// A number in 0 ..< 1.
    package func unit(_ question: UInt64) -> Double {
        Double(bits(question) >> 11) * 0x1p-53
    }

    /// A number in a range.
    package func between(_ low: Double, _ high: Double, _ question: UInt64) -> Double {
        low + (high - low) * unit(question)
    }

    /// A whole number in 0 ..< count.
    package func choice(_ count: Int, _ question: UInt64) -> Int {
        min(count - 1, Int(unit(question) * Double(count)))
    }

    /// Noise with mean 0 and standard deviation 1: four uniform numbers added, bounded by ±3.5,
    /// which is close enough to normal and never gives an absurd value.
    package func noise(_ question: UInt64) -> Double {
        let bits = bits(question)
        var sum = 0.0
        for shift: UInt64 in [0, 16, 32, 48] { sum += Double((bits >> shift) & 0xFFFF) / 65_535 }
        return (sum - 2) * 1.732
    }

    /// The finaliser of SplitMix64 over the two words.
    private static func mix(_ seed: UInt64, _ question: UInt64) -> UInt64 {
        var word = seed &+ (question &+ 1) &* 0x9E37_79B9_7F4A_7C15
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
