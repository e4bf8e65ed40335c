import ValveModel

/// The kinds of value on a tape; the number is what is written.
enum TapeTag: UInt8 {
    case null, no, yes
    /// A whole number, zigzag and base 128.
    case integer
    /// Four or eight bytes, little-endian.
    case float, double
    /// A text that comes for the first time: its length in bytes, then UTF-8.
    case text
    /// A text that came before: its number, counted from 0 in the order of first appearance.
    case knownText
    /// Values until `end`.
    case list
    /// Pairs of a text and a value until `end`.
    case object
    case end
}

/// Writes values one after the other, each text in full only once: a row of the journal names the
/// same fields, teams and centres again and again.
final class TapeOutput: RecordOutput {
    var bytes: [UInt8] = []
    /// Every text so far and its number.
    var texts: [String: UInt64] = [:]
    /// Containers that were begun and not ended.
    private(set) var openCount = 0
    /// Fields that are left out.
    var omitted: [String] = []

    private func put(_ tag: TapeTag) { bytes.append(tag.rawValue) }

    func putName(_ name: String) { put(name) }

    func putNull() { put(.null) }

    func put(_ isTrue: Bool) { put(isTrue ? .yes : .no) }

    func put(_ number: Int64) {
        put(.integer)
        putCount(UInt64(bitPattern: number << 1 ^ number >> 63))
    }

    func put(_ number: Float) {
        put(.float)
        putBytes(UInt64(number.bitPattern), 4)
    }

    func put(_ number: Double) {
        put(.double)
        putBytes(number.bitPattern, 8)
    }

    func put(_ text: String) {
        if let number = texts[text] {
            put(.knownText)
            return putCount(number)
        }
        texts[text] = UInt64(texts.count)
        put(.text)
        putCount(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    func beginObject() { begin(.object) }

    func beginList() { begin(.list) }

    private func begin(_ tag: TapeTag) {
        put(tag)
        openCount += 1
    }

    func end() {
        put(.end)
        openCount -= 1
    }

    private func putCount(_ number: UInt64) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private func putBytes(_ number: UInt64, _ count: Int) {
        for place in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
    }
}
