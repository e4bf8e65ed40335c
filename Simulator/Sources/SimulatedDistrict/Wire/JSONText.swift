/// Writes one flat or nested JSON object member by member.
package struct JSONText {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    package init() {}

    /// The object `{…}` whose members the closure writes.
    package static func object(_ members: (inout JSONText) -> Void) -> [UInt8] {
        var text = JSONText()
        text.bytes.reserveCapacity(192)
        text.bytes.append(0x7B)
        members(&text)
        text.bytes.append(0x7D)
        return text.bytes
    }

    private mutating func name(_ name: StaticString) {
        if needsComma { bytes.append(0x2C) }
        needsComma = true
        bytes.append(0x22)
        bytes += String(describing: name).utf8
        bytes.append(0x22)
        bytes.append(0x3A)
    }

    package mutating func member(_ label: StaticString, _ text: String) {
        name(label)
        Self.quote(text, into: &bytes)
    }

    package mutating func member(_ label: StaticString, _ number: some BinaryInteger) {
        name(label)
        bytes += String(number).utf8
    }

    package mutating func member(_ label: StaticString, _ number: Double, decimals: Int) {
        name(label)
        bytes += Fixed.bytes(number, decimals: decimals)
    }

    package mutating func member(_ label: StaticString, _ truth: Bool) {
        name(label)
        bytes += (truth ? "true" : "false").utf8
    }

    /// A member whose value is JSON already.
    package mutating func member(_ label: StaticString, json: [UInt8]) {
        name(label)
        bytes += json
    }

    /// A member that is a list of JSON values.
    package mutating func member(_ label: StaticString, list: [[UInt8]]) {
        name(label)
        bytes.append(0x5B)
        bytes += list.joined(separator: [0x2C])
        bytes.append(0x5D)
    }

    /// A JSON string.
    package static func quoted(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        quote(text, into: &bytes)
        return bytes
    }

    private static func quote(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C:
                bytes.append(0x5C)
                bytes.append(byte)
            case ..<0x20:
                bytes += "\\u00".utf8
                bytes += String(byte, radix: 16).count == 1 ? [0x30] : []
                bytes += String(byte, radix: 16).utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }
}
