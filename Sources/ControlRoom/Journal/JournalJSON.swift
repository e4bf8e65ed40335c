internal import ConsoleAPI
internal import Journal
internal import ValveModel

/// The JSON in which the journal keeps its rows.
enum JournalJSON {
    /// A value as JSON. Encoding plain structs cannot fail; if it ever did, losing the record silently
    /// would be worse than stopping.
    static func of(_ value: some Encodable) -> [UInt8] {
        let output = JSONOutput()
        do {
            try output.put(value)
        } catch {
            preconditionFailure("A record of the journal could not be encoded: \(error).")
        }
        return output.writer.bytes
    }

    static func of(record value: some RecordWritable) -> [UInt8] {
        let output = JSONOutput()
        value.write(to: output)
        return output.writer.bytes
    }
}

/// A record as JSON. Numbers keep every bit: their description is the shortest that reads back as the
/// same number.
private final class JSONOutput: RecordOutput {
    private enum Container { case object, list }

    var writer = JSONWriter()
    let omitted: [String] = []
    private var open: [Container] = []

    var openCount: Int { open.count }

    func beginObject() {
        writer.beginObject()
        open.append(.object)
    }

    func beginList() {
        writer.beginArray()
        open.append(.list)
    }

    func end() {
        switch open.removeLast() {
        case .object: writer.endObject()
        case .list: writer.endArray()
        }
    }

    func putName(_ name: String) { writer.name(name) }
    func putNull() { writer.value(nil as String?) }
    func put(_ isTrue: Bool) { writer.value(isTrue) }
    func put(_ number: Int64) { writer.value(Int(number)) }
    func put(_ number: Double) { writer.value(number) }
    func put(_ text: String) { writer.value(text) }

    func put(_ number: Float) {
        guard number.isFinite else { return putNull() }
        writer.raw(number.description.utf8)
    }
}
