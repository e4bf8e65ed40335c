/// Where the values of a record go, one after the other: a tape, a row in JSON, or a comparison.
package protocol RecordOutput: AnyObject {
    /// Fields that are left out; a few names, looked through one by one.
    var omitted: [String] { get }
    /// Containers that were begun and not ended.
    var openCount: Int { get }

    func beginObject()
    func beginList()
    /// Ends the container that was begun last.
    func end()
    /// The name of the field whose value comes next.
    func putName(_ name: String)
    func putNull()
    func put(_ isTrue: Bool)
    func put(_ number: Int64)
    func put(_ number: Float)
    func put(_ number: Double)
    func put(_ text: String)
}

extension RecordOutput {
    /// Whether a field of this name is left out.
    package func leavesOut(_ name: String) -> Bool {
        !omitted.isEmpty && omitted.contains(name)
    }

    package func field(_ name: String, _ value: Bool) {
        putName(name)
        put(value)
    }

    package func field(_ name: String, _ value: Int) {
        putName(name)
        put(Int64(value))
    }

    package func field(_ name: String, _ value: UInt8) {
        putName(name)
        put(Int64(value))
    }

    package func field(_ name: String, _ value: String) {
        putName(name)
        put(value)
    }

    package func field(_ name: String, _ value: Moment) {
        putName(name)
        put(value.milliseconds)
    }

    package func field(_ name: String, _ value: Lapse) {
        putName(name)
        put(value.milliseconds)
    }

    // What has no value is left out, as in what the compiler derives.

    package func field(_ name: String, _ value: Bool?) {
        if let value { field(name, value) }
    }

    package func field(_ name: String, _ value: Int?) {
        if let value { field(name, value) }
    }

    package func field(_ name: String, _ value: UInt8?) {
        if let value { field(name, value) }
    }

    package func field(_ name: String, _ value: String?) {
        if let value { field(name, value) }
    }

    package func field(_ name: String, _ value: Moment?) {
        if let value { field(name, value) }
    }

    package func field(_ name: String, _ value: Lapse?) {
        if let value { field(name, value) }
    }

    package func field(_ name: String, _ value: Float?) {
        guard let value else { return }
        putName(name)
        put(value)
    }

    package func field(_ name: String, _ value: Double?) {
        guard let value else { return }
        putName(name)
        put(value)
    }

    package func field(_ name: String, _ values: [String]) {
        list(name) { for value in values { put(value) } }
    }

    /// A field that is an object with the fields that `body` puts.
    package func object(_ name: String, _ body: () -> Void) {
        if leavesOut(name) { return }
        putName(name)
        object(body)
    }

    /// An object with the fields that `body` puts.
    package func object(_ body: () -> Void) {
        beginObject()
        body()
        end()
    }

    /// A field that is a list of what `body` puts.
    package func list(_ name: String, _ body: () -> Void) {
        if leavesOut(name) { return }
        putName(name)
        beginList()
        body()
        end()
    }
}
