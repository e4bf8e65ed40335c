/// Writes JSON text piece by piece, in the order of the calls, with every `null` that the contract
/// shows.
///
/// The contract's bodies carry explicit nulls and keep their order, and a storm writes tens of
/// thousands of them a second: a direct writer gives both, where synthesized encoding gives
/// neither.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    package init(reserving capacity: Int = 1_024) { bytes.reserveCapacity(capacity) }

    /// The text written so far.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package mutating func object(_ body: (inout JSONWriter) -> Void) {
        beginObject()
        body(&self)
        endObject()
    }

    package mutating func array(_ body: (inout JSONWriter) -> Void) {
        beginArray()
        body(&self)
        endArray()
    }

    package mutating func beginObject() { open(0x7B) }
    package mutating func endObject() { close(0x7D) }
    package mutating func beginArray() { open(0x5B) }
    package mutating func endArray() { close(0x5D) }

    package mutating func object(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        key(name)
        object(body)
    }

    package mutating func array(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        key(name)
        array(body)
    }

    package mutating func field(_ name: StaticString, _ value: String?) {
        key(name)
        self.value(value)
    }

    package mutating func field(_ name: StaticString, _ value: Int?) {
        key(name)
        self.value(value)
    }

    package mutating func field(_ name: StaticString, _ value: Bool?) {
        key(name)
        self.value(value)
    }

    package mutating func field(_ name: StaticString, _ value: Double?) {
        key(name)
        self.value(value)
    }

    package mutating func field(_ name: String, _ value: String?) {
        self.name(name)
        self.value(value)
    }

    package mutating func field(_ name: String, _ value: Int?) {
        self.name(name)
        self.value(value)
    }

    package mutating func field(_ name: StaticString, _ values: [String]) {
        array(name) { writer in for value in values { writer.value(value) } }
    }

    package mutating func value(_ value: String?) {
        separate()
        guard let value else { return literal("null") }
        quote(value)
        needsComma = true
    }

    package mutating func value(_ value: Int?) {
        separate()
        guard let value else { return literal("null") }
        literal(String(value))
    }

    package mutating func value(_ value: Bool?) {
        separate()
        guard let value else { return literal("null") }
        literal(value ? "true" : "false")
    }

    /// Numbers that JSON cannot say (NaN, infinities) are null: not measured is never zero.
    package mutating func value(_ value: Double?) {
        separate()
        guard let value, value.isFinite else { return literal("null") }
        if value == value.rounded(), abs(value) < 1e15 {
            literal(String(Int64(value)))
        } else {
            literal(value.description)
        }
    }

    /// Puts in text that is JSON already.
    package mutating func raw(_ json: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    /// Writes a member's name; the next call writes its value.
    package mutating func name(_ name: String) {
        separate()
        quote(name)
        bytes.append(0x3A)
        needsComma = false
    }

    private mutating func key(_ name: StaticString) { self.name(name.description) }

    private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
        needsComma = false
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func literal(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    /// Nearly no text holds anything that has to be escaped: it is copied whole and looked over on the
    /// way, and taken back where something was found.
    private mutating func quote(_ text: String) {
        let utf8 = text.utf8.span
        var odd: UInt8 = 0
        bytes.append(addingCapacity: utf8.count + 2) { room in
            room.append(0x22)
            for place in utf8.indices {
                let byte = utf8[place]
                odd |= (byte < 0x20 ? 1 : 0) | (byte == 0x22 ? 1 : 0) | (byte == 0x5C ? 1 : 0)
                room.append(byte)
            }
            room.append(0x22)
        }
        guard odd != 0 else { return }
        bytes.removeLast(utf8.count + 1)
        escape(text)
        bytes.append(0x22)
    }

    private mutating func escape(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case 0x22: bytes.append(contentsOf: [0x5C, 0x22])
            case 0x5C: bytes.append(contentsOf: [0x5C, 0x5C])
            case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
            case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
            case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                bytes.append(contentsOf: Array("\\u00".utf8))
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
    }
}

/// What the API can write as JSON.
package protocol JSONWritable: Sendable {
    func write(into writer: inout JSONWriter)
}

extension JSONWritable {
    package var json: [UInt8] {
        var writer = JSONWriter()
        write(into: &writer)
        return writer.bytes
    }
}
