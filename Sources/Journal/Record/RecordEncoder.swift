/// `Encodable` onto a tape, for what the compiler derives: fields that are `nil` are left out, and a
/// nested container is the last thing in its outer one, as in an enum with associated values.
struct TapeEncoder: Encoder {
    let output: TapeOutput
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        output.begin(.object)
        return KeyedEncodingContainer(TapeFields(output: output))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        output.begin(.list)
        return TapeList(output: output)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { TapeSingle(output: output) }
}

private struct TapeFields<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let output: TapeOutput
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) {
        output.put(key.stringValue)
        output.put(.null)
    }
    func encode(_ value: Bool, forKey key: Key) {
        output.put(key.stringValue)
        output.put(value)
    }
    func encode(_ value: String, forKey key: Key) {
        output.put(key.stringValue)
        output.put(value)
    }
    func encode(_ value: Double, forKey key: Key) {
        output.put(key.stringValue)
        output.put(value)
    }
    func encode(_ value: Float, forKey key: Key) {
        output.put(key.stringValue)
        output.put(value)
    }
    func encode(_ value: some FixedWidthInteger & Encodable, forKey key: Key) {
        output.put(key.stringValue)
        output.put(Int64(value))
    }
    func encode(_ value: some Encodable, forKey key: Key) throws {
        if output.omitted.contains(key.stringValue) { return }
        output.put(key.stringValue)
        try output.put(value)
    }
    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        output.put(key.stringValue)
        output.begin(.object)
        return KeyedEncodingContainer(TapeFields<Nested>(output: output))
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        output.put(key.stringValue)
        output.begin(.list)
        return TapeList(output: output)
    }
    func superEncoder() -> any Encoder { TapeEncoder(output: output) }
    func superEncoder(forKey key: Key) -> any Encoder { TapeEncoder(output: output) }
}

private struct TapeList: UnkeyedEncodingContainer {
    let output: TapeOutput
    private(set) var count = 0
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() { output.put(.null) }
    mutating func encode(_ value: Bool) { output.put(value) }
    mutating func encode(_ value: String) { output.put(value) }
    mutating func encode(_ value: Double) { output.put(value) }
    mutating func encode(_ value: Float) { output.put(value) }
    mutating func encode(_ value: some FixedWidthInteger & Encodable) { output.put(Int64(value)) }
    mutating func encode(_ value: some Encodable) throws { try output.put(value) }
    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        output.begin(.object)
        return KeyedEncodingContainer(TapeFields<Nested>(output: output))
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        output.begin(.list)
        return TapeList(output: output)
    }
    mutating func superEncoder() -> any Encoder { TapeEncoder(output: output) }
}

private struct TapeSingle: SingleValueEncodingContainer {
    let output: TapeOutput
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { output.put(.null) }
    func encode(_ value: Bool) { output.put(value) }
    func encode(_ value: String) { output.put(value) }
    func encode(_ value: Double) { output.put(value) }
    func encode(_ value: Float) { output.put(value) }
    func encode(_ value: some FixedWidthInteger & Encodable) { output.put(Int64(value)) }
    func encode(_ value: some Encodable) throws { try output.put(value) }
}
