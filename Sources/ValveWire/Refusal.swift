/// Why a message of a valve cannot be accepted at all.
///
/// The raw value is the word shown in rejects, metrics and the `reason` of a `nak`.
public enum Refusal: String, Error, CaseIterable, Sendable {
    // The topic.
    case topicShape = "topic_shape"
    case badArea = "bad_area"
    case badValve = "bad_valve_id"
    // The text.
    case empty
    case tooLong = "too_long"
    case notJSON = "not_json"
    case notAnObject = "not_an_object"
    // The fields that identify a message.
    case bootMissing = "boot_missing"
    case bootInvalid = "boot_invalid"
    case sequenceMissing = "seq_missing"
    case sequenceInvalid = "seq_invalid"
    case identityRepeated = "identity_field_repeated"
    case alarmMissing = "alarm_missing"
    case alarmInvalid = "alarm_invalid"
    // Link and result bodies.
    case onlineMissing = "online_missing"
    case resultInvalid = "result_invalid"
    // Not of the message itself.
    case tableFull = "valve_table_full"
    // A remark: the message stands.
    case areaMismatch = "area_mismatch"
}

/// What was wrong with fields whose absence leaves the rest of a message standing: one bit for each
/// field and kind of fault.
public struct FieldFaults: OptionSet, Sendable, BitwiseCopyable {
    /// Three bits a field in the order of `fields`; bit 62 is `repeated`.
    public var rawValue: UInt64

    /// Makes a set from its bits.
    @inlinable
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The optional fields in the order of their bits; three bits each: wrong type, out of range,
    /// null.
    public static let fields: [StaticString] = [
        "gas", "flow", "pressure", "temp", "battery", "rssi", "ts", "position", "alarm", "cause",
        "flags", "test",
    ]

    /// How many of `fields`, from the first, a reading is expected to have; the others stand in it only
    /// when there is something to say.
    public static let measuredCount = 8

    /// The value has a type or a word that the contract does not name.
    @inlinable
    static func wrongType(_ field: Field) -> FieldFaults {
        FieldFaults(rawValue: 1 << (UInt64(field.rawValue) * 3))
    }

    /// The value lies outside the contract's range.
    @inlinable
    static func outOfRange(_ field: Field) -> FieldFaults {
        FieldFaults(rawValue: 2 << (UInt64(field.rawValue) * 3))
    }

    /// The value is null: the valve has the field and nothing to say in it.
    @inlinable
    static func null(_ field: Field) -> FieldFaults {
        FieldFaults(rawValue: 4 << (UInt64(field.rawValue) * 3))
    }

    /// A field came twice; the last value stands.
    public static let repeated = FieldFaults(rawValue: 1 << 62)

    /// The optional fields by the number of their three bits.
    @usableFromInline
    enum Field: UInt8 {
        case gas, flow, pressure, temp, battery, rssi, ts, position, alarm, cause, flags, test
    }

    /// The reasons in words, such as `gas_out_of_range`; for counters and samples.
    public var reasons: [String] {
        var words: [String] = []
        for (index, field) in Self.fields.enumerated() {
            let bits = rawValue >> UInt64(index * 3)
            if bits & 1 != 0 { words.append("\(field)_wrong_type") }
            if bits & 2 != 0 { words.append("\(field)_out_of_range") }
            if bits & 4 != 0 { words.append("\(field)_null") }
        }
        if contains(.repeated) { words.append("field_repeated") }
        return words
    }
}
