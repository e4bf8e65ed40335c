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
}

/// What was wrong with fields whose absence leaves the rest of a message standing: one bit for each
/// field and kind of fault.
public struct FieldFaults: OptionSet, Sendable, BitwiseCopyable {
    /// Two bits a field in the order of `fields`; bit 30 is `repeated`.
    public var rawValue: UInt32

    /// Makes a set from its bits.
    @inlinable
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The optional fields in the order of their bits; two bits each: wrong type, out of range.
    public static let fields: [StaticString] = [
        "gas", "flow", "pressure", "temp", "battery", "rssi", "ts", "position", "alarm", "cause",
        "flags", "test",
    ]

    /// The value has a type or a word that the contract does not name.
    @inlinable
    static func wrongType(_ field: Field) -> FieldFaults {
        FieldFaults(rawValue: 1 << (UInt32(field.rawValue) * 2))
    }

    /// The value lies outside the contract's range.
    @inlinable
    static func outOfRange(_ field: Field) -> FieldFaults {
        FieldFaults(rawValue: 2 << (UInt32(field.rawValue) * 2))
    }

    /// A field came twice; the last value stands.
    public static let repeated = FieldFaults(rawValue: 1 << 30)

    /// The optional fields by the number of their bit pair.
    @usableFromInline
    enum Field: UInt8 {
        case gas, flow, pressure, temp, battery, rssi, ts, position, alarm, cause, flags, test
    }

    /// The reasons in words, such as `gas_out_of_range`; for counters and samples.
    public var reasons: [String] {
        var words: [String] = []
        for (index, field) in Self.fields.enumerated() {
            let bits = rawValue >> UInt32(index * 2)
            if bits & 1 != 0 { words.append("\(field)_wrong_type") }
            if bits & 2 != 0 { words.append("\(field)_out_of_range") }
        }
        if contains(.repeated) { words.append("field_repeated") }
        return words
    }
}
