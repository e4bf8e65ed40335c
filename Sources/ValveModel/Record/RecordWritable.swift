/// What puts its own fields, in the order and by the names in which the compiler derives them for
/// `Encodable`, so that either way makes the same record.
///
/// What a storm writes thousands of times is written so: a derived form asks the runtime for types and
/// witnesses at each value and takes five times as many instructions. Nothing here is generic, for the
/// same reason. A test holds each form against the derived one, with every field set.
package protocol RecordWritable {
    /// Puts the fields into the object that was begun.
    func writeFields(to output: any RecordOutput)
}

extension RecordWritable {
    /// Puts itself as an object.
    package func write(to output: any RecordOutput) {
        output.beginObject()
        writeFields(to: output)
        output.end()
    }

    /// Puts itself as a field.
    package func write(as name: String, to output: any RecordOutput) {
        if output.leavesOut(name) { return }
        output.putName(name)
        write(to: output)
    }
}

extension Evidence: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("kind", kind.rawValue)
        output.field("ground", ground.rawValue)
        output.field("value", value)
        output.field("before", before)
        output.field("limit", limit)
        output.field("rate", rate)
        output.field("lapse", lapse)
        output.field("position", position?.rawValue)
        output.field("alarm", alarm?.rawValue)
        output.field("cause", cause?.rawValue)
    }
}
