internal import ValveModel

/// What stands in one cell of a row, before it is known what it means.
enum RecordedCell: Equatable {
    case absent
    case text(String)
    case number(Double)
    case flag(Bool)
    case words([String])
    /// An object inside the row, which no field is, or a value of the wrong type.
    case nested

    /// A cell of a table; an empty one is absent, as is a question mark in ARFF.
    init(cell text: String, isARFF: Bool = false) {
        self = text.isEmpty || (isARFF && text == "?") ? .absent : .text(text)
    }

    /// A member of a JSON object.
    ///
    /// - Parameter isNumber: Only a number will do: text is of the wrong type.
    init(_ value: JSONValue?, isNumber: Bool = false) {
        switch value {
        case nil, .null: self = .absent
        case .string where isNumber: self = .nested
        case .string(let text): self = text.isEmpty ? .absent : .text(text)
        case .number(let number): self = .number(number)
        case .bool(let flag): self = .flag(flag)
        case .array(let elements): self = .words(elements.compactMap(\.text))
        case .object: self = .nested
        }
    }

    /// No quantity of a home comes near a billion in any unit, and a larger number could not be written
    /// with decimals in 64 bits. It counts as this one: of gas as above its range, of all else as out of it.
    private static let magnitudeMax = 1e9

    /// A measured number; nil when it is none.
    var quantity: Double? {
        inDigits.map { min(max($0, -Self.magnitudeMax), Self.magnitudeMax) }
    }

    /// Any finite number.
    var number: Double? { inDigits.flatMap { $0.isFinite ? $0 : nil } }

    /// A number in digits, infinite where a `Double` ends.
    private var inDigits: Double? {
        switch self {
        case .number(let number): number.isNaN ? nil : number
        case .text(let text):
            // The words for what is no number, or no end of it, are none.
            text.utf8.allSatisfy { $0 < 0x3A || $0 | 0x20 == 0x65 } ? Double(text) : nil
        default: nil
        }
    }

    /// A counter of the contract, 0 … 2^32−1.
    var counter: UInt32? { number.flatMap(UInt32.init(exactly:)) }

    /// A word or a name; a whole number counts as its digits.
    var name: String? {
        switch self {
        case .text(let text): text
        case .number(let number): Int64(exactly: number).map { String($0) }
        default: nil
        }
    }

    var truth: Bool? {
        switch self {
        case .flag(let flag): flag
        case .text("true"), .text("1"), .number(1): true
        case .text("false"), .text("0"), .number(0): false
        default: nil
        }
    }

    /// Words with semicolons between them, or a list of them.
    var list: [String]? {
        switch self {
        case .words(let words): words
        case .text(let text): text.split(separator: ";").map { String($0) }
        default: nil
        }
    }

    /// Milliseconds since 1970; nil when it is no time from 1970 to the year 9999.
    func milliseconds(_ unit: RecordingUnit) -> Int64? {
        let time: Int64? =
            switch unit {
            case .iso: name.flatMap { Moment(rfc3339: $0)?.milliseconds }
            case .seconds: number.flatMap { Int64(exactly: ($0 * 1000).rounded()) }
            default: number.flatMap { Int64(exactly: $0.rounded()) }
            }
        guard let time, Self.times.contains(time) else { return nil }
        return time
    }

    /// 1970-01-01 to 9999-12-31, in milliseconds.
    static let times: ClosedRange<Int64> = 0...253_402_300_799_999
}
