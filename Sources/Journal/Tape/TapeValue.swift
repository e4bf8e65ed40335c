/// What was written on a tape, as a tree.
package indirect enum TapeValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case float(Float)
    case double(Double)
    case text(String)
    case list([TapeValue])
    case object([Field])

    /// A field of an object, in the order of writing.
    package struct Field: Equatable, Sendable {
        package var name: String
        package var value: TapeValue
    }

    /// The value of a field; `nil` when it is not there.
    package subscript(name: String) -> TapeValue? {
        guard case .object(let fields) = self else { return nil }
        return fields.first { $0.name == name }?.value
    }

    package var integer: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    package var text: String? { if case .text(let text) = self { text } else { nil } }

    package var list: [TapeValue] { if case .list(let values) = self { values } else { [] } }

    package var fields: [Field] { if case .object(let fields) = self { fields } else { [] } }
}

extension TapeValue {
    /// Its form for people, who look for what differs.
    var words: String {
        switch self {
        case .null: "null"
        case .bool(let isTrue): "\(isTrue)"
        case .integer(let number): "\(number)"
        case .float(let number): "\(number)"
        case .double(let number): "\(number)"
        case .text(let text): "\"\(text)\""
        case .list(let values): "[" + values.map(\.words).joined(separator: ", ") + "]"
        case .object(let fields):
            "{" + fields.map { "\($0.name): \($0.value.words)" }.joined(separator: ", ") + "}"
        }
    }

    /// Reads a value of a type that the tape was written from.
    package func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try Value(from: TapeDecoder(value: self))
    }
}
