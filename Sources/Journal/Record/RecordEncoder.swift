package import ValveModel

extension RecordOutput {
    /// Puts a value with everything in it.
    package func put(_ value: some Encodable) throws {
        let before = openCount
        try value.encode(to: RecordEncoder(output: self, depth: before))
        while openCount > before { end() }
    }
}

/// `Encodable` for what the compiler derives: fields that are `nil` are left out, and a nested
/// container is the last thing in its outer one, as in an enum with associated values. It makes no
/// tree first, as Foundation's does: every change of an incident is written twice, to the tape and as
/// its row, and a storm changes thousands at once.
struct RecordEncoder: Encoder {
    let output: any RecordOutput
    /// Containers that were open when the value began.
    let depth: Int
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// A value that asks twice goes on with the object it has.
    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        while output.openCount > depth + 1 { output.end() }
        if output.openCount == depth { output.beginObject() }
        return KeyedEncodingContainer(RecordFields<Key>(output: output))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        output.beginList()
        return RecordList(output: output)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { RecordSingle(output: output) }
}

private struct RecordFields<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let output: any RecordOutput
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) {
        output.putName(key.stringValue)
        output.putNull()
    }
    func encode(_ value: Bool, forKey key: Key) {
        output.putName(key.stringValue)
        output.put(value)
    }
    func encode(_ value: String, forKey key: Key) {
        output.putName(key.stringValue)
        output.put(value)
    }
    func encode(_ value: Double, forKey key: Key) {
        output.putName(key.stringValue)
        output.put(value)
    }
    func encode(_ value: Float, forKey key: Key) {
        output.putName(key.stringValue)
        output.put(value)
    }
    func encode(_ value: some FixedWidthInteger & Encodable, forKey key: Key) {
        output.putName(key.stringValue)
        output.put(Int64(value))
    }
    func encode(_ value: some Encodable, forKey key: Key) throws {
        let name = key.stringValue
        if output.leavesOut(name) { return }
        output.putName(name)
        try output.put(value)
    }
    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        output.putName(key.stringValue)
        output.beginObject()
        return KeyedEncodingContainer(RecordFields<Nested>(output: output))
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        output.putName(key.stringValue)
        output.beginList()
        return RecordList(output: output)
    }
    func superEncoder() -> any Encoder { RecordEncoder(output: output, depth: output.openCount) }
    func superEncoder(forKey key: Key) -> any Encoder {
        RecordEncoder(output: output, depth: output.openCount)
    }
}

private struct RecordList: UnkeyedEncodingContainer {
    let output: any RecordOutput
    private(set) var count = 0
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() { output.putNull() }
    mutating func encode(_ value: Bool) { output.put(value) }
    mutating func encode(_ value: String) { output.put(value) }
    mutating func encode(_ value: Double) { output.put(value) }
    mutating func encode(_ value: Float) { output.put(value) }
    mutating func encode(_ value: some FixedWidthInteger & Encodable) { output.put(Int64(value)) }
    mutating func encode(_ value: some Encodable) throws { try output.put(value) }
    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        output.beginObject()
        return KeyedEncodingContainer(RecordFields<Nested>(output: output))
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        output.beginList()
        return RecordList(output: output)
    }
    mutating func superEncoder() -> any Encoder {
        RecordEncoder(output: output, depth: output.openCount)
    }
}

private struct RecordSingle: SingleValueEncodingContainer {
    let output: any RecordOutput
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { output.putNull() }
    func encode(_ value: Bool) { output.put(value) }
    func encode(_ value: String) { output.put(value) }
    func encode(_ value: Double) { output.put(value) }
    func encode(_ value: Float) { output.put(value) }
    func encode(_ value: some FixedWidthInteger & Encodable) { output.put(Int64(value)) }
    func encode(_ value: some Encodable) throws { try output.put(value) }
}
