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
    /// Its form as JSON, for people.
    var json: String {
        let output = JSONOutput()
        put(to: output)
        return String(decoding: output.bytes, as: UTF8.self)
    }

    private func put(to output: JSONOutput) {
        switch self {
        case .null: output.putNull()
        case .bool(let isTrue): output.put(isTrue)
        case .integer(let number): output.put(number)
        case .float(let number): output.put(number)
        case .double(let number): output.put(number)
        case .text(let text): output.put(text)
        case .list(let values):
            output.beginList()
            for value in values { value.put(to: output) }
            output.end()
        case .object(let fields):
            output.beginObject()
            for field in fields {
                output.putName(field.name)
                field.value.put(to: output)
            }
            output.end()
        }
    }

    /// Reads a value of a type that the tape was written from.
    package func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try Value(from: TapeDecoder(value: self))
    }
}
