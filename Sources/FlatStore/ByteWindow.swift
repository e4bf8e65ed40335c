/// Eight bytes of a text as one word, read where they lie.
///
/// Scanners that look at eight bytes at a time stand on it; the word's lowest byte is the first.
public enum ByteWindow {
    /// The bytes from `at` on; what lies behind the text's end reads as zero.
    ///
    /// - Parameter at: not negative; any position behind the end gives 0.
    @inlinable @inline(__always)
    public static func word(_ text: Span<UInt8>, at: Int) -> UInt64 {
        guard at >= 0, at <= text.count &- 8 else { return tail(text, at: at) }
        // Safety: eight bytes from `at` on lie below the count, as was just checked.
        return unsafe UInt64(
            littleEndian: text.bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: at, as: UInt64.self))
    }

    /// Sixteen bytes from `at` on, as two words.
    @inlinable @inline(__always)
    public static func pair(_ text: Span<UInt8>, at: Int) -> (low: UInt64, high: UInt64) {
        guard at >= 0, at <= text.count &- 16 else {
            return (word(text, at: at), word(text, at: at &+ 8))
        }
        // Safety: sixteen bytes from `at` on lie below the count, as was just checked.
        return unsafe (
            UInt64(
                littleEndian: text.bytes.unsafeLoadUnaligned(
                    fromUncheckedByteOffset: at, as: UInt64.self)),
            UInt64(
                littleEndian: text.bytes.unsafeLoadUnaligned(
                    fromUncheckedByteOffset: at &+ 8, as: UInt64.self))
        )
    }

    @usableFromInline @inline(never)
    static func tail(_ text: Span<UInt8>, at: Int) -> UInt64 {
        precondition(at >= 0, "A text has no bytes before its first.")
        let left = text.count &- at
        guard left > 0 else { return 0 }
        // The last eight bytes, without those before `at`.
        if text.count >= 8 {
            return word(text, at: text.count &- 8) &>> UInt64((8 &- left) &* 8)
        }
        var word: UInt64 = 0
        for index in at..<text.count { word |= UInt64(text[index]) &<< UInt64((index &- at) &* 8) }
        return word
    }
}
