import Foundation

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
    /// Its form as JSON, from which every type of the journal can be read. Numbers keep every bit:
    /// the shortest digits that read back as the same number are written.
    package func write(to json: inout [UInt8]) {
        switch self {
        case .null: json.append(contentsOf: "null".utf8)
        case .bool(let isTrue): json.append(contentsOf: (isTrue ? "true" : "false").utf8)
        case .integer(let number): json.append(contentsOf: number.description.utf8)
        case .float(let number): Self.write(number, to: &json)
        case .double(let number): Self.write(number, to: &json)
        case .text(let text): Self.write(text, to: &json)
        case .list(let values):
            json.append(UInt8(ascii: "["))
            for (place, value) in values.enumerated() {
                if place > 0 { json.append(UInt8(ascii: ",")) }
                value.write(to: &json)
            }
            json.append(UInt8(ascii: "]"))
        case .object(let fields):
            json.append(UInt8(ascii: "{"))
            for (place, field) in fields.enumerated() {
                if place > 0 { json.append(UInt8(ascii: ",")) }
                Self.write(field.name, to: &json)
                json.append(UInt8(ascii: ":"))
                field.value.write(to: &json)
            }
            json.append(UInt8(ascii: "}"))
        }
    }

    /// JSON has no infinity and no NaN; the journal's types hold neither.
    private static func write(
        _ number: some BinaryFloatingPoint & CustomStringConvertible, to json: inout [UInt8]
    ) {
        json.append(contentsOf: (number.isFinite ? number.description : "null").utf8)
    }

    private static func write(_ text: String, to json: inout [UInt8]) {
        json.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                json.append(UInt8(ascii: "\\"))
                json.append(byte)
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                json.append(contentsOf: ("\\u00" + (byte < 16 ? "0" : "") + digits).utf8)
            default: json.append(byte)
            }
        }
        json.append(UInt8(ascii: "\""))
    }

    /// Reads a value of a type that the tape was written from.
    package func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        var json: [UInt8] = []
        write(to: &json)
        return try JSONDecoder().decode(type, from: Data(json))
    }
}
