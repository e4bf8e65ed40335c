/// Questions about the eight bytes of a word, all answered at once (Warren, *Hacker's Delight*,
/// section 6-1). A mask has the top bit of each byte that is meant; only its lowest is certain, as
/// carries run upwards from there.
enum ByteLanes {
    private static var ones: UInt64 { 0x0101_0101_0101_0101 }
    private static var tops: UInt64 { 0x8080_8080_8080_8080 }
    /// The digit 0 in every byte: what is exclusive-ored with it is a digit's value, 0 to 9.
    static var zeros: UInt64 { 0x3030_3030_3030_3030 }

    /// The byte that a mask's lowest bit stands for, 8 where there is none.
    @inline(__always)
    static func first(_ mask: UInt64) -> Int { mask.trailingZeroBitCount >> 3 }

    /// The byte at a place, 0 to 7.
    @inline(__always)
    static func byte(_ word: UInt64, _ place: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: word &>> UInt64(place &* 8))
    }

    /// The first `count` bytes, 0 to 8, and zeros.
    @inline(__always)
    static func prefix(_ word: UInt64, _ count: Int) -> UInt64 {
        count >= 8 ? word : word & ((1 &<< UInt64(count &* 8)) &- 1)
    }

    /// Bytes that end a run of plain text in a string: a quote, an escape, a control character, and
    /// what is not ASCII.
    @inline(__always)
    static func notPlain(_ word: UInt64) -> UInt64 {
        let quote = word ^ (ones &* 0x22)
        let escape = word ^ (ones &* 0x5C)
        let isQuote = (quote &- ones) & ~quote
        let isEscape = (escape &- ones) & ~escape
        let isControl = (word &- ones &* 0x20) & ~word
        return (isQuote | isEscape | isControl | word) & tops
    }

    /// Bytes that are no digits, of a word exclusive-ored with `zeros`.
    @inline(__always)
    static func notDigit(_ word: UInt64) -> UInt64 {
        // From 10 on a byte reaches the top bit; from 138 on it has it already.
        ((word &+ ones &* 0x76) | word) & tops
    }

    /// The number that eight digit values make, the first byte the most significant: neighbours are
    /// joined to pairs, pairs to fours and fours to one, by multiplications that add as they shift.
    @inline(__always)
    static func number(_ digits: UInt64) -> UInt64 {
        let pairs = digits &* 10 &+ digits &>> 8
        let mask: UInt64 = 0x0000_00FF_0000_00FF
        let upper = (pairs & mask) &* 0x000F_4240_0000_0064
        let lower = (pairs &>> 16 & mask) &* 0x0000_2710_0000_0001
        return (upper &+ lower) &>> 32
    }
}
