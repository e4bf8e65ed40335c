/// A JSON text as RFC 8259 has it, read by a small parser that shares no line with the product's:
/// recursive, over an array, and strict. It is the judge in the comparison, never in the product.
///
/// Stricter than the grammar in one point, as RFC 7493 asks: escapes of lone surrogates are refused.
package indirect enum StrictJSON: Sendable {
    case null
    case bool(Bool)
    /// The digits as they were written.
    case number(String)
    /// The UTF-8 bytes with all escapes resolved: Swift compares strings by canonical equivalence.
    case string([UInt8])
    case array([StrictJSON])
    case object([(name: [UInt8], value: StrictJSON)])

    /// Deepest nesting that is read at all: a body of the longest length is no deeper.
    static let depthMax = 70_000

    /// Reads a whole text; `nil` when it is not JSON.
    package init?(_ bytes: [UInt8]) {
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var reader = Reader(bytes: bytes)
        do throws(NotJSON) {
            reader.space()
            self = try reader.value(depth: 0)
            reader.space()
        } catch {
            return nil
        }
        guard reader.at == bytes.count else { return nil }
    }

    /// How deep arrays and objects lie in each other.
    package var depth: Int {
        switch self {
        case .array(let elements): 1 + (elements.map(\.depth).max() ?? 0)
        case .object(let members): 1 + (members.map(\.value.depth).max() ?? 0)
        default: 0
        }
    }

    /// The members of an object; `nil` for anything else.
    package var members: [(name: [UInt8], value: StrictJSON)]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The text of a string; `nil` for anything else.
    package var text: String? {
        if case .string(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
    }

    /// The value of a number; `nil` for anything else.
    package var double: Double? {
        if case .number(let text) = self { Double(text) } else { nil }
    }

    package var isNull: Bool {
        if case .null = self { true } else { false }
    }
}

extension StrictJSON {
    /// The last value of a member; `nil` when there is none.
    package subscript(name: String) -> StrictJSON? {
        members?.last { $0.name == Array(name.utf8) }?.value
    }

    /// Whether any object in it has a name twice.
    package var hasRepeatedNames: Bool {
        switch self {
        case .array(let elements): elements.contains { $0.hasRepeatedNames }
        case .object(let members):
            Set(members.map(\.name)).count < members.count
                || members.contains { $0.value.hasRepeatedNames }
        default: false
        }
    }
}

private struct NotJSON: Error {}

private struct Reader {
    let bytes: [UInt8]
    var at = 0

    var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    mutating func space() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { at += 1 }
    }

    mutating func take(_ text: String) throws(NotJSON) {
        guard bytes[at...].starts(with: text.utf8) else { throw NotJSON() }
        at += text.utf8.count
    }

    mutating func value(depth: Int) throws(NotJSON) -> StrictJSON {
        guard depth < StrictJSON.depthMax, let byte = next else { throw NotJSON() }
        switch Character(Unicode.Scalar(byte)) {
        case "{": return .object(try object(depth: depth))
        case "[": return .array(try array(depth: depth))
        case "\"": return .string(try string())
        case "t":
            try take("true")
            return .bool(true)
        case "f":
            try take("false")
            return .bool(false)
        case "n":
            try take("null")
            return .null
        default: return .number(try number())
        }
    }

    mutating func object(depth: Int) throws(NotJSON) -> [(name: [UInt8], value: StrictJSON)] {
        try take("{")
        space()
        var members: [(name: [UInt8], value: StrictJSON)] = []
        if next == UInt8(ascii: "}") {
            at += 1
            return members
        }
        while true {
            space()
            let name = try string()
            space()
            try take(":")
            space()
            members.append((name, try value(depth: depth + 1)))
            space()
            if next == UInt8(ascii: ",") {
                at += 1
                continue
            }
            try take("}")
            return members
        }
    }

    mutating func array(depth: Int) throws(NotJSON) -> [StrictJSON] {
        try take("[")
        space()
        var elements: [StrictJSON] = []
        if next == UInt8(ascii: "]") {
            at += 1
            return elements
        }
        while true {
            space()
            elements.append(try value(depth: depth + 1))
            space()
            if next == UInt8(ascii: ",") {
                at += 1
                continue
            }
            try take("]")
            return elements
        }
    }

    mutating func digits() throws(NotJSON) {
        let start = at
        while let byte = next, (0x30...0x39).contains(byte) { at += 1 }
        if at == start { throw NotJSON() }
    }

    mutating func number() throws(NotJSON) -> String {
        let start = at
        if next == UInt8(ascii: "-") { at += 1 }
        if next == UInt8(ascii: "0") {
            at += 1
        } else {
            try digits()
        }
        if next == UInt8(ascii: ".") {
            at += 1
            try digits()
        }
        if let byte = next, [0x45, 0x65].contains(byte) {
            at += 1
            if let sign = next, [0x2B, 0x2D].contains(sign) { at += 1 }
            try digits()
        }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    mutating func unit() throws(NotJSON) -> UInt16 {
        guard at + 4 <= bytes.count else { throw NotJSON() }
        let text = String(decoding: bytes[at..<at + 4], as: UTF8.self)
        guard text.utf8.count == 4, text.allSatisfy(\.isHexDigit), text.allSatisfy(\.isASCII),
            let unit = UInt16(text, radix: 16)
        else { throw NotJSON() }
        at += 4
        return unit
    }

    mutating func escape() throws(NotJSON) -> [UInt8] {
        guard let kind = next else { throw NotJSON() }
        at += 1
        switch Character(Unicode.Scalar(kind)) {
        case "\"", "\\", "/": return [kind]
        case "b": return [8]
        case "f": return [12]
        case "n": return [10]
        case "r": return [13]
        case "t": return [9]
        case "u":
            let first = try unit()
            if let scalar = Unicode.Scalar(first) { return Array(String(scalar).utf8) }
            guard (0xD800...0xDBFF).contains(first) else { throw NotJSON() }
            try take("\\u")
            let second = try unit()
            guard (0xDC00...0xDFFF).contains(second) else { throw NotJSON() }
            return Array(String(decoding: [first, second], as: UTF16.self).utf8)
        default: throw NotJSON()
        }
    }

    mutating func string() throws(NotJSON) -> [UInt8] {
        try take("\"")
        var text: [UInt8] = []
        while let byte = next {
            at += 1
            switch byte {
            case 0x22: return text
            case 0x5C: text += try escape()
            case 0..<0x20: throw NotJSON()
            default: text.append(byte)
            }
        }
        throw NotJSON()
    }
}
