/// A JSON document as a tree.
public indirect enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Reads a document; nil when it is not JSON.
    public init?(_ bytes: [UInt8]) {
        var reader = JSONReader(bytes)
        guard let value = reader.value(depth: 0), reader.isAtEnd() else { return nil }
        self = value
    }

    /// How many bytes of what is no JSON document could be read; nil for one that is.
    public static func faultOffset(in bytes: [UInt8]) -> Int? {
        var reader = JSONReader(bytes)
        return reader.value(depth: 0) != nil && reader.isAtEnd() ? nil : reader.position
    }

    /// The member of an object; nil where there is none.
    public subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The text of a string.
    public var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The truth of true or false.
    public var flag: Bool? {
        if case .bool(let flag) = self { flag } else { nil }
    }

    /// The value of a number.
    public var number: Double? {
        guard case .number(let number) = self else { return nil }
        return number
    }

    /// The elements of an array; none of anything else.
    public var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }
}

private struct JSONReader {
    /// Deeper than any message of the contract by far, and shallow enough for any stack.
    private static let depthMax = 128

    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
            position += 1
        }
    }

    mutating func isAtEnd() -> Bool {
        skipSpace()
        return position == bytes.count
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func take(word: String) -> Bool {
        guard bytes[position...].starts(with: word.utf8) else { return false }
        position += word.utf8.count
        return true
    }

    mutating func value(depth: Int) -> JSONValue? {
        skipSpace()
        guard position < bytes.count, depth < Self.depthMax else { return nil }
        switch bytes[position] {
        case 0x7B: return object(depth: depth)
        case 0x5B: return array(depth: depth)
        case 0x22: return string().map { .string($0) }
        case 0x74: return take(word: "true") ? .bool(true) : nil
        case 0x66: return take(word: "false") ? .bool(false) : nil
        case 0x6E: return take(word: "null") ? .null : nil
        default: return number()
        }
    }

    private mutating func object(depth: Int) -> JSONValue? {
        guard take(0x7B) else { return nil }
        var members: [String: JSONValue] = [:]
        if take(0x7D) { return .object(members) }
        repeat {
            skipSpace()
            guard let name = string(), take(0x3A), let value = value(depth: depth + 1) else {
                return nil
            }
            members[name] = value
        } while take(0x2C)
        return take(0x7D) ? .object(members) : nil
    }

    private mutating func array(depth: Int) -> JSONValue? {
        guard take(0x5B) else { return nil }
        var elements: [JSONValue] = []
        if take(0x5D) { return .array(elements) }
        repeat {
            guard let element = value(depth: depth + 1) else { return nil }
            elements.append(element)
        } while take(0x2C)
        return take(0x5D) ? .array(elements) : nil
    }

    private mutating func number() -> JSONValue? {
        let start = position
        let allowed: ClosedRange<UInt8> = 0x30...0x39
        while position < bytes.count,
            allowed.contains(bytes[position])
                || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(bytes[position])
        {
            position += 1
        }
        return Double(String(decoding: bytes[start..<position], as: UTF8.self)).map { .number($0) }
    }

    private mutating func string() -> String? {
        guard take(0x22) else { return nil }
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case 0x22: return String(decoding: text, as: UTF8.self)
            case 0x5C:
                guard let character = escaped() else { return nil }
                text += String(character).utf8
            case ..<0x20: return nil
            default: text.append(byte)
            }
        }
        return nil
    }

    private mutating func escaped() -> Unicode.Scalar? {
        guard position < bytes.count else { return nil }
        let byte = bytes[position]
        position += 1
        switch byte {
        case 0x62: return "\u{8}"
        case 0x66: return "\u{C}"
        case 0x6E: return "\n"
        case 0x72: return "\r"
        case 0x74: return "\t"
        case 0x22, 0x5C, 0x2F: return Unicode.Scalar(byte)
        case 0x75: return fourDigits()
        default: return nil
        }
    }

    private mutating func fourDigits() -> Unicode.Scalar? {
        guard let high = codeUnit() else { return nil }
        guard (0xD800...0xDBFF).contains(high) else { return Unicode.Scalar(high) }
        guard position + 1 < bytes.count, bytes[position] == 0x5C, bytes[position + 1] == 0x75
        else {
            return nil
        }
        position += 2
        guard let low = codeUnit(), (0xDC00...0xDFFF).contains(low) else { return nil }
        return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    }

    private mutating func codeUnit() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        let digits = String(decoding: bytes[position..<position + 4], as: UTF8.self)
        position += 4
        return UInt32(digits, radix: 16)
    }
}
