internal import ValveModel

/// What a row passes over: the writer appends each field, the reader fills it.
///
/// One list of fields serves both directions, so that they cannot get out of step.
protocol RecordTape {
    mutating func number<Number: FixedWidthInteger>(_ number: inout Number)
    /// A raw value was read that stands for nothing.
    mutating func refuse()
}

extension RecordTape {
    mutating func moment(_ moment: inout Moment) { number(&moment.milliseconds) }

    /// A measurement by its bits; every NaN is the one that stands for "not measured".
    mutating func measurement(_ value: inout Float) {
        var bits = value.isNaN ? Float.nan.bitPattern : value.bitPattern
        number(&bits)
        value = Float(bitPattern: bits)
    }

    mutating func word<Word: RawRepresentable>(_ word: inout Word) where Word.RawValue == UInt8 {
        var raw = word.rawValue
        number(&raw)
        if let known = Word(rawValue: raw) { word = known } else { refuse() }
    }
}

struct RecordWriter: RecordTape {
    var bytes: [UInt8] = []

    mutating func number<Number: FixedWidthInteger>(_ number: inout Number) {
        for place in 0..<(Number.bitWidth / 8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> Number(place * 8)))
        }
    }

    mutating func refuse() {}
}

struct RecordReader: RecordTape {
    private let bytes: [UInt8]
    var at = 0
    private(set) var isSound = true

    /// Copies the record: a restart reads each once.
    init(_ record: Span<UInt8>) {
        bytes = record.indices.map { record[$0] }
    }

    mutating func number<Number: FixedWidthInteger>(_ number: inout Number) {
        guard at + Number.bitWidth / 8 <= bytes.count else { return refuse() }
        number = 0
        for place in 0..<(Number.bitWidth / 8) {
            number |= Number(truncatingIfNeeded: bytes[at]) << Number(place * 8)
            at += 1
        }
    }

    mutating func refuse() { isSound = false }
}
