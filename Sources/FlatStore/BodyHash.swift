/// A fast 64-bit hash over the bytes of a message body, to tell repeats from news.
///
/// It multiplies 64 by 64 bits and folds the halves together, eight bytes of input on either side.
/// It is no defence against someone who looks for collisions on purpose: two equal hashes mean
/// "very likely the same body", and the seed is all that an adversary does not know.
public enum BodyHash {
    // Odd constants with balanced bits, the fractional parts of the square roots of the first
    // primes (2, 3, 5, 7) with the lowest bit set: numbers with nothing up their sleeve.
    @usableFromInline static let first: UInt64 = 0x6a09_e667_f3bc_c909
    @usableFromInline static let second: UInt64 = 0xbb67_ae85_84ca_a73b
    @usableFromInline static let third: UInt64 = 0x3c6e_f372_fe94_f82b
    @usableFromInline static let fourth: UInt64 = 0xa54f_f53a_5f1d_36f1

    /// The hash of `bytes`: the same bytes and seed give the same hash in every run and on every
    /// little-endian machine.
    @inlinable
    public static func of(_ bytes: Span<UInt8>, seed: UInt64 = 0) -> UInt64 {
        // Safety: the pointer is used inside the closure only, and `mix` reads below the count.
        unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe mix(UnsafeRawBufferPointer(buffer), seed: seed)
        }
    }

    /// The product of two words, its halves folded together.
    @inlinable @inline(__always)
    static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    // Safety: every load below ends at or before `count`: the loops keep 32 and 16 bytes ahead,
    // the last loads end exactly at the count, and short inputs load what they have.
    @inlinable
    static func mix(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        let count = bytes.count
        var state = fold(seed ^ first, second)
        if count <= 16 {
            let (low, high) = unsafe ShortKey.words(bytes, count)
            state = fold(low ^ second, high ^ state)
            return fold(state ^ third, UInt64(truncatingIfNeeded: count) ^ fourth)
        }
        var offset = 0
        var other = state
        while count - offset > 32 {
            // Safety: the loop leaves at least 33 bytes from `offset` on, so all four words lie inside.
            state = unsafe fold(word(bytes, offset) ^ second, word(bytes, offset + 8) ^ state)
            other = unsafe fold(word(bytes, offset + 16) ^ third, word(bytes, offset + 24) ^ other)
            offset += 32
        }
        if count - offset > 16 {
            // Safety: more than 16 bytes are left from `offset` on.
            state = unsafe fold(word(bytes, offset) ^ fourth, word(bytes, offset + 8) ^ state)
        }
        // Safety: the body has more than 16 bytes here, so its last two words lie inside.
        other = unsafe fold(word(bytes, count - 16) ^ first, word(bytes, count - 8) ^ other)
        state = fold(state ^ third, other ^ fourth)
        return fold(state ^ first, UInt64(truncatingIfNeeded: count) ^ second)
    }

    // Safety: the caller keeps `offset` + 8 within the count.
    @inlinable @inline(__always)
    static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
}

/// The bytes of an input of at most sixteen bytes as two words.
@usableFromInline
enum ShortKey {
    // Safety: each branch loads words that begin at 0 and end at `count`, both inside the buffer;
    // they overlap where the input is shorter than the two together.
    @inlinable @inline(__always)
    static func words(_ bytes: UnsafeRawBufferPointer, _ count: Int) -> (UInt64, UInt64) {
        if count >= 8 {
            return unsafe (BodyHash.word(bytes, 0), BodyHash.word(bytes, count - 8))
        }
        if count >= 4 {
            let low = unsafe bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self)
            let high = unsafe bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
            return (UInt64(low), UInt64(high))
        }
        if count == 0 { return (0, 0) }
        // One to three bytes: the first, the middle one and the last name them all.
        // Safety: one to three bytes are there, so the first, the middle and the last are.
        let low = unsafe UInt64(bytes[0]) | UInt64(bytes[count >> 1]) << 8
        return unsafe (low, UInt64(bytes[count - 1]))
    }
}
