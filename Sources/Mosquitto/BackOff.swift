/// Pauses between attempts: each twice the last one, up to a bound, half of it left to chance so
/// that lanes that lost one broker do not return to it in step.
struct BackOff {
    let first: Int64
    let longest: Int64
    private var next: Int64
    private var seed: UInt64

    init(first: Int64, longest: Int64, seed: UInt64) {
        precondition(
            first > 0 && longest >= first,
            "A first pause is above zero and no longer than the longest.")
        self.first = first
        self.longest = longest
        self.next = first
        self.seed = seed
    }

    /// The milliseconds to pause now, between half and all of the present step.
    mutating func pause() -> Int64 {
        let whole = next
        next = min(longest, next * 2)
        let half = whole / 2
        return half + Int64(draw() % UInt64(whole - half + 1))
    }

    /// Something worked: the next pause is a first one again.
    mutating func reset() {
        next = first
    }

    /// SplitMix64: one multiplication chain over a counter, enough to keep clients apart.
    private mutating func draw() -> UInt64 {
        seed &+= 0x9E37_79B9_7F4A_7C15
        var mixed = seed
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
