internal import FlatStore

/// The keys that the contract names, those of optional fields with the number of their fault bits.
enum ReadingKey: UInt8, Sendable {
    case gas, flow, pressure, temp, battery, rssi, ts
    case position, alarm, cause
    case flags, test
    case boot, seq
    /// One that it does not name.
    case other

    /// The optional field it stands for; `nil` for the identity and for a strange key.
    var field: FieldFaults.Field? { FieldFaults.Field(rawValue: rawValue) }

    /// A bit of its own, for sets of keys.
    @inline(__always)
    var bit: UInt32 { 1 &<< UInt32(rawValue) }

    /// The bits of those that have numbers.
    @inline(__always)
    static var numbers: UInt32 {
        gas.bit | flow.bit | pressure.bit | temp.bit | battery.bit | rssi.bit | ts.bit | boot.bit
            | seq.bit
    }

    init(packed key: UInt64) {
        self =
            switch key {
            case PackedWords.boot: .boot
            case PackedWords.seq: .seq
            case PackedWords.gas: .gas
            case PackedWords.flow: .flow
            case PackedWords.pressure: .pressure
            case PackedWords.temp: .temp
            case PackedWords.battery: .battery
            case PackedWords.rssi: .rssi
            case PackedWords.ts: .ts
            case PackedWords.position: .position
            case PackedWords.alarm: .alarm
            case PackedWords.cause: .cause
            case PackedWords.flags: .flags
            case PackedWords.test: .test
            default: .other
            }
    }
}

/// The keys of the bodies before, in their order: a valve prints its members in the same order and
/// spacing every time, so that all from the `{` or `,` to the value is expected and compared in one
/// go. The scanner then knows where the value begins without having read its way there.
///
/// Nothing is accepted by it that the scanner does not accept: the very bytes of a key were read by
/// it before, at the same place of the grammar.
struct ExpectedKeys: Sendable {
    /// Members of a body that are expected; the contract names fourteen.
    private static let countMax = 16
    /// `,"pressure":` has twelve bytes, with a space on both sides fourteen.
    private static let lengthMax = 16

    /// Where nothing is expected it meets only zeros, and no value of a JSON text begins with one.
    private struct Key: Sendable {
        var low: UInt64 = 0
        var high: UInt64 = 0
        var lowMask = UInt64.max
        var highMask = UInt64.max
        var length = 0
        var key = ReadingKey.other
    }

    /// An array and not one inside the decoder: reading one row of that copies all of it.
    private var keys = [Key](repeating: Key(), count: countMax)

    /// Moves past the member's key and colon where they are the ones expected; `nil`, and nothing
    /// moved, where they are others.
    @inline(__always)
    func take(_ place: Int, _ text: Span<UInt8>, _ at: inout Int) -> ReadingKey? {
        guard place < keys.count else { return nil }
        let window = ByteWindow.pair(text, at: at)
        let differing =
            (window.low ^ keys[place].low) & keys[place].lowMask
            | (window.high ^ keys[place].high) & keys[place].highMask
        guard differing == 0 else { return nil }
        at &+= keys[place].length
        return keys[place].key
    }

    /// Expects from now on what the scanner has found at a member's place.
    mutating func expect(
        _ key: ReadingKey, at place: Int, _ text: Span<UInt8>, _ bounds: Range<Int>
    ) {
        guard place < Self.countMax, bounds.count <= Self.lengthMax else { return }
        var expected = Key()
        expected.lowMask = ByteLanes.prefix(.max, bounds.count)
        expected.highMask = ByteLanes.prefix(.max, max(0, bounds.count - 8))
        expected.low = ByteWindow.word(text, at: bounds.lowerBound) & expected.lowMask
        expected.high = ByteWindow.word(text, at: bounds.lowerBound + 8) & expected.highMask
        expected.length = bounds.count
        expected.key = key
        keys[place] = expected
    }
}
