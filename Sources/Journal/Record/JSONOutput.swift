/// A record as JSON, the form in which the journal keeps rows that other programs may read.
final class JSONOutput: RecordOutput {
    private(set) var bytes: [UInt8] = []
    let omitted: Set<String> = []
    /// What ends each open container.
    private var ends: [UInt8] = []
    private var isFirst = true
    private var isBehindName = false

    var openCount: Int { ends.count }

    func beginObject() {
        separate()
        bytes.append(UInt8(ascii: "{"))
        ends.append(UInt8(ascii: "}"))
        isFirst = true
    }

    func beginList() {
        separate()
        bytes.append(UInt8(ascii: "["))
        ends.append(UInt8(ascii: "]"))
        isFirst = true
    }

    func end() {
        bytes.append(ends.removeLast())
        isFirst = false
    }

    func putName(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        isBehindName = true
    }

    func putNull() { putPlain("null") }

    func put(_ isTrue: Bool) { putPlain(isTrue ? "true" : "false") }

    func put(_ number: Int64) { putPlain(number.description) }

    /// JSON has no infinity and no NaN; the journal's types hold neither.
    func put(_ number: Float) { putPlain(number.isFinite ? number.description : "null") }

    func put(_ number: Double) { putPlain(number.isFinite ? number.description : "null") }

    func put(_ text: String) {
        separate()
        quote(text)
    }

    /// Numbers keep every bit: their description is the shortest that reads back as the same number.
    private func putPlain(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    private func separate() {
        if !isFirst, !isBehindName { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        isBehindName = false
    }

    private func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let begin = bytes.count
        bytes.append(contentsOf: text.utf8)
        if bytes[begin...].contains(where: Self.isEscaped) { escape(text, from: begin) }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private func escape(_ text: String, from begin: Int) {
        bytes.removeSubrange(begin...)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                bytes.append(contentsOf: ("\\u00" + (byte < 16 ? "0" : "") + digits).utf8)
            default: bytes.append(byte)
            }
        }
    }
}

/// The journal's rows.
package enum JournalJSON {
    /// A value as JSON. Encoding plain structs cannot fail; if it ever did, losing the record silently
    /// would be worse than stopping.
    package static func of(_ value: some Encodable) -> [UInt8] {
        let output = JSONOutput()
        do {
            try output.put(value)
        } catch {
            preconditionFailure("A record of the journal could not be encoded: \(error).")
        }
        return output.bytes
    }
}
