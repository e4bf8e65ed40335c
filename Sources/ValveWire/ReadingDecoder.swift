public import ValveModel

/// Decodes a valve's JSON in place into a `Reading`, by the contract's section 2.
///
/// Only `boot`, `seq` and, on the alarm topic, `alarm` can make a message unacceptable. Everything
/// else that is absent, null, of the wrong type or out of range is noted in `faults` and counts as
/// not measured. Nothing is allocated unless a flag has a word that the contract does not name.
public struct ReadingDecoder: Sendable {
    /// What was wrong with optional fields of the last body.
    public private(set) var faults: FieldFaults = []
    /// The first `FieldFaults.measuredCount` fields that were not in the last body, a bit each in their
    /// order. A valve without that sensor has nothing to mend, so they are no faults.
    public var absentFields: UInt8 { UInt8(truncatingIfNeeded: ~seenFields) }
    /// Flags of the last body that the contract does not name.
    public internal(set) var unnamedFlags: [String] = []
    /// `boot` of the last body, which a `nak` repeats; `nil` where it could not be read.
    public private(set) var boot: UInt32?
    /// `seq` of the last body, which a `nak` repeats; `nil` where it could not be read.
    public private(set) var sequence: UInt32?

    /// Longest body that is read, as on the rescue side: 280 times the contract's example. An alarm may
    /// carry fields of the future and is judged all the same, and a stranger's bytes cost some 50 µs;
    /// what is longer is no reading.
    public static let bodyCountMax = 65_536

    /// Words of unnamed flags kept of one body, and their length; the rest is dropped.
    static let unnamedFlagCountMax = 8
    static let unnamedFlagLengthMax = 32

    var alarmSeen = false
    /// Whether `alarm` belongs to what makes the message acceptable.
    var needsAlarm = false
    /// The keys of the body so far, by their bits.
    var seenFields: UInt32 = 0
    /// Whether the body had an array of flags.
    var flagsStated = false
    var refusal: Refusal?
    private var expectedKeys = ExpectedKeys()

    /// A decoder; one per lane, reused for every message.
    public init() {}

    /// Fills the measured part of `reading`. `nil` when the message is accepted.
    public mutating func decode(
        _ body: Span<UInt8>, needsAlarm: Bool, into reading: inout Reading
    ) -> Refusal? {
        faults = []
        if !unnamedFlags.isEmpty { unnamedFlags = [] }
        boot = nil
        sequence = nil
        alarmSeen = false
        seenFields = 0
        flagsStated = false
        self.needsAlarm = needsAlarm
        refusal = nil
        guard !body.isEmpty else { return .empty }
        guard body.count <= Self.bodyCountMax else { return .tooLong }
        var at = 0
        JSONScan.skipSpace(body, &at)
        guard JSONScan.peek(body, at) == 0x7B else {
            return JSONScan.skipValue(body, &at) && isEnd(body, at) ? .notAnObject : .notJSON
        }
        guard members(body, &at, into: &reading), isEnd(body, at) else { return .notJSON }
        if let refusal { return refusal }
        guard seenFields & ReadingKey.boot.bit != 0 else { return .bootMissing }
        guard seenFields & ReadingKey.seq.bit != 0 else { return .sequenceMissing }
        if needsAlarm, reading.alarm == .none { return alarmSeen ? .alarmInvalid : .alarmMissing }
        if !flagsStated { reading.flags.insert(.unstated) }
        reading.boot = boot ?? 0
        reading.sequence = sequence ?? 0
        if reading.alarm != .shutoff { reading.cause = .unknown }
        return nil
    }

    private func isEnd(_ body: Span<UInt8>, _ at: Int) -> Bool {
        var end = at
        JSONScan.skipSpace(body, &end)
        return end == body.count
    }

    /// Reads every member, from the opening brace past the closing one.
    private mutating func members(
        _ body: Span<UInt8>, _ start: inout Int, into reading: inout Reading
    ) -> Bool {
        var at = start
        defer { start = at }
        var number = 0
        while true {
            let key: ReadingKey
            // The comma is part of what is expected, so that nothing is looked for between two members.
            if let expected = expectedKeys.take(number, body, &at) {
                key = expected
            } else {
                var isEnd = false
                let found = JSONScan.pass(body, &at) {
                    unexpectedKey(number, $0, &$1, isEnd: &isEnd)
                }
                guard let found else { return isEnd }
                key = found
            }
            guard member(key, body, &at, into: &reading) else { return false }
            number &+= 1
        }
    }

    /// The key of the member at a place, from the brace or comma before it to its value; `nil` where the
    /// object ends, and where the text is no JSON.
    @inline(never)
    private mutating func unexpectedKey(
        _ number: Int, _ body: Span<UInt8>, _ at: inout Int, isEnd: inout Bool
    ) -> ReadingKey? {
        JSONScan.skipSpace(body, &at)
        let start = at
        let opening = JSONScan.peek(body, at)
        let isFirst = number == 0
        if opening == 0x7D, !isFirst {
            at += 1
            isEnd = true
            return nil
        }
        guard opening == (isFirst ? 0x7B : 0x2C) else { return nil }
        at += 1
        JSONScan.skipSpace(body, &at)
        if isFirst, JSONScan.peek(body, at) == 0x7D {
            at += 1
            isEnd = true
            return nil
        }
        guard let key = scanKey(body, &at) else { return nil }
        expectedKeys.expect(key, at: number, body, start..<at)
        return key
    }

    /// A key with its colon and the space behind it.
    private func scanKey(_ body: Span<UInt8>, _ at: inout Int) -> ReadingKey? {
        guard let key = PackedWords.plainKey(body, &at) ?? key(body, &at) else { return nil }
        JSONScan.skipSpace(body, &at)
        guard JSONScan.peek(body, at) == 0x3A else { return nil }
        at += 1
        JSONScan.skipSpace(body, &at)
        return ReadingKey(packed: key)
    }

    /// A key that is long, escaped or not ASCII; `nil` where it is no string.
    @inline(never)
    private func key(_ body: Span<UInt8>, _ at: inout Int) -> UInt64? {
        var escaped = false
        guard let bounds = JSONScan.string(body, &at, hasEscape: &escaped) else { return nil }
        return escaped
            ? PackedWords.word(JSONScan.unescaped(body, bounds)).singleKey
            : PackedWords.key(body, bounds)
    }

    mutating func note(_ fault: FieldFaults) { faults.formUnion(fault) }

    mutating func setBoot(_ value: UInt32?) {
        if value == nil { refusal = refusal ?? .bootInvalid }
        boot = value
    }

    mutating func setSequence(_ value: UInt32?) {
        if value == nil { refusal = refusal ?? .sequenceInvalid }
        sequence = value
    }

    mutating func keepUnnamed(_ word: String) {
        guard unnamedFlags.count < Self.unnamedFlagCountMax else { return }
        unnamedFlags.append(String(word.prefix(Self.unnamedFlagLengthMax)))
    }
}

extension PackedWords.Word {
    /// The word as a key of at most eight bytes.
    var singleKey: UInt64 { high == 0 ? low : .max }
}
