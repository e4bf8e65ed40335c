internal import FlatStore
internal import ValveModel

/// The contract's keys and words packed little-endian into integers, so that a comparison is one
/// instruction. `WordTests` holds each constant against the text it stands for.
enum PackedWords {
    static let boot: UInt64 = 0x746F_6F62
    static let seq: UInt64 = 0x71_6573
    static let ts: UInt64 = 0x7374
    static let gas: UInt64 = 0x73_6167
    static let flow: UInt64 = 0x776F_6C66
    static let pressure: UInt64 = 0x6572_7573_7365_7270
    static let temp: UInt64 = 0x706D_6574
    static let battery: UInt64 = 0x79_7265_7474_6162
    static let rssi: UInt64 = 0x6973_7372
    static let position: UInt64 = 0x6E6F_6974_6973_6F70
    static let alarm: UInt64 = 0x6D_7261_6C61
    static let cause: UInt64 = 0x65_7375_6163
    static let flags: UInt64 = 0x73_6761_6C66
    static let test: UInt64 = 0x7473_6574
    static let online: UInt64 = 0x656E_696C_6E6F
    static let report: UInt64 = 0x7472_6F70_6572
    static let result: UInt64 = 0x746C_7573_6572
    static let link: UInt64 = 0x6B6E_696C

    /// Up to 16 bytes of a word; longer ones match nothing.
    struct Word: Hashable {
        var low: UInt64
        var high: UInt64

        static let none = Word(low: .max, high: .max)
    }

    @inline(__always)
    static func key(_ text: Span<UInt8>, _ bounds: Range<Int>) -> UInt64 {
        guard bounds.count <= 8 else { return .max }
        return ByteLanes.prefix(ByteWindow.word(text, at: bounds.lowerBound), bounds.count)
    }

    /// A key of at most eight plain ASCII bytes, scanned and packed in one go; `nil`, and nothing moved,
    /// where it is another.
    @inline(__always)
    static func plainKey(_ text: Span<UInt8>, _ at: inout Int) -> UInt64? {
        guard JSONScan.peek(text, at) == 0x22 else { return nil }
        let word = ByteWindow.word(text, at: at &+ 1)
        let count = ByteLanes.first(ByteLanes.notPlain(word))
        guard JSONScan.peek(text, at &+ 1 &+ count) == 0x22 else { return nil }
        at = at &+ count &+ 2
        return ByteLanes.prefix(word, count)
    }

    @inline(__always)
    static func word(_ text: Span<UInt8>, _ bounds: Range<Int>) -> Word {
        guard bounds.count <= 16 else { return .none }
        let low = ByteLanes.prefix(ByteWindow.word(text, at: bounds.lowerBound), bounds.count)
        guard bounds.count > 8 else { return Word(low: low, high: 0) }
        let high = ByteWindow.word(text, at: bounds.lowerBound &+ 8)
        return Word(low: low, high: ByteLanes.prefix(high, bounds.count &- 8))
    }

    static func word(_ text: String) -> Word {
        let bytes = Array(text.utf8)
        // Packing pads with zeros, so an escaped NUL must not pass for the padding.
        return bytes.contains(0) ? .none : word(bytes.span, 0..<bytes.count)
    }

    /// Words of one small vocabulary with what they stand for, searched in order: the longest has
    /// eleven entries, so a search costs less than a hash.
    struct Vocabulary<Meaning: Sendable>: Sendable {
        private let entries: [(low: UInt64, high: UInt64, meaning: Meaning)]

        init(_ words: [(String, Meaning)]) {
            entries = words.map {
                let word = PackedWords.word($0.0)
                return (word.low, word.high, $0.1)
            }
        }

        @inline(__always)
        func meaning(of word: Word) -> Meaning? {
            for index in 0..<entries.count
            where entries[index].low == word.low && entries[index].high == word.high {
                return entries[index].meaning
            }
            return nil
        }
    }

    static let positions = Vocabulary(Position.allCases.map { ($0.word, $0) })
    static let alarms = Vocabulary(Alarm.allCases.filter { $0 != .none }.map { ($0.word, $0) })
    static let causes = Vocabulary(
        ShutoffCause.allCases.filter { $0 != .unknown }.map { ($0.word, $0) })
    /// Every flag that the field `flags` can set.
    static let fromFlags = ReadingFlags.named.reduce(into: ReadingFlags.unnamed) {
        $0.insert($1.flag)
    }
    static let flagWords = Vocabulary(
        ReadingFlags.named.map { (String(describing: $0.word), $0.flag) })
}
