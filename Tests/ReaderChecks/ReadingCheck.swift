import ValveModel
import ValveWire

/// `ReadingDecoder` against the contract's section 2, written down a second time over the strict
/// parser's tree.
enum ReadingCheck {
    /// Nesting that the product reads inside one value: what Foundation's parser takes.
    static let depthMax = 512

    static func judge(_ body: [UInt8]) -> String? {
        judge(body, needsAlarm: false) ?? judge(body, needsAlarm: true)
    }

    private static func judge(_ body: [UInt8], needsAlarm: Bool) -> String? {
        var decoder = ReadingDecoder()
        var reading = Reading(
            valve: ValveIndex(0), area: .unknown, origin: .report, receivedAt: .distantPast)
        let refusal = decoder.decode(body.span, needsAlarm: needsAlarm, into: &reading)
        guard !body.isEmpty else {
            return refusal == .empty ? nil : "an empty body: \(refusal as Any)"
        }
        guard body.count <= ReadingDecoder.bodyCountMax else {
            return refusal == .tooLong ? nil : "a long body: \(refusal as Any)"
        }
        guard let text = StrictJSON(body) else {
            return refusal == .notJSON ? nil : "no JSON, and it says \(refusal as Any)"
        }
        if refusal == .notJSON, text.depth > depthMax { return nil }
        guard let members = text.members else {
            return refusal == .notAnObject ? nil : "no object, and it says \(refusal as Any)"
        }
        let expected = ExpectedReading(members, needsAlarm: needsAlarm)
        guard refusal == expected.refusal else {
            return "refusal \(refusal as Any), expected \(expected.refusal as Any)"
        }
        guard refusal == nil else { return nil }
        return expected.difference(from: reading, decoder.faults.reasons, text.hasRepeatedNames)
    }
}

/// What the contract makes of the members of a body.
struct ExpectedReading {
    var refusal: Refusal?
    private var boot: UInt32?
    private var sequence: UInt32?
    private var alarm = Alarm.none
    private var members: [(name: [UInt8], value: StrictJSON)]

    init(_ members: [(name: [UInt8], value: StrictJSON)], needsAlarm: Bool) {
        self.members = members
        var (boots, sequences, alarms) = (0, 0, 0)
        for (name, value) in members {
            switch String(decoding: name, as: UTF8.self) {
            case "boot":
                boots += 1
                boot = Self.identity(value)
                if boots > 1 { note(.identityRepeated) }
                if boot == nil { note(.bootInvalid) }
            case "seq":
                sequences += 1
                sequence = Self.identity(value)
                if sequences > 1 { note(.identityRepeated) }
                if sequence == nil { note(.sequenceInvalid) }
            case "alarm":
                // A null is an absent alarm, and what follows it is the first.
                if alarms > 0, needsAlarm { note(.identityRepeated) }
                if !value.isNull { alarms += 1 }
                alarm =
                    value.text.flatMap { word in Alarm.allCases.first { $0.word == word } } ?? .none
                if value.text == Alarm.none.word { alarm = .none }
            default: continue
            }
        }
        if boots == 0 { note(.bootMissing) }
        if sequences == 0 { note(.sequenceMissing) }
        if needsAlarm, alarm == .none { note(alarms > 0 ? .alarmInvalid : .alarmMissing) }
    }

    private mutating func note(_ new: Refusal) { refusal = refusal ?? new }

    private static func identity(_ value: StrictJSON) -> UInt32? {
        value.double.flatMap { UInt32(exactly: $0) }
    }

    private func value(_ name: String) -> StrictJSON? {
        members.last { $0.name == Array(name.utf8) }?.value
    }

    /// A measured quantity: its value within the range, and the reason where it has none.
    private func quantity(_ name: String, _ range: ClosedRange<Double>) -> (Double?, String?) {
        guard let value = value(name) else { return (nil, nil) }
        if value.isNull { return (nil, "\(name)_null") }
        guard let number = value.double else { return (nil, "\(name)_wrong_type") }
        return range.contains(number) ? (number, nil) : (nil, "\(name)_out_of_range")
    }

    private func word(_ name: String, _ words: [String]) -> (String?, String?) {
        guard let value = value(name) else { return (nil, nil) }
        if value.isNull { return (nil, "\(name)_null") }
        guard let text = value.text, words.contains(text) else {
            return (nil, "\(name)_wrong_type")
        }
        return (text, nil)
    }

    /// How the reading differs; `nil` when it does not. Which of two equal names stands is not laid
    /// down, so a body with one is not looked into.
    func difference(from reading: Reading, _ reasons: [String], _ isRepeated: Bool) -> String? {
        guard reading.boot == boot, reading.sequence == sequence else { return "another identity" }
        guard reading.alarm == alarm else { return "alarm \(reading.alarm), expected \(alarm)" }
        if isRepeated { return nil }
        var faults: Set<String> = []
        func take<Value>(_ pair: (Value?, String?)) -> Value? {
            if let fault = pair.1 { faults.insert(fault) }
            return pair.0
        }
        let gas = take(quantity("gas", -5 ... .infinity)).map { Float(min(max($0, 0), 100)) }
        let temperature = take(quantity("temp", -40...125)).map { Int16(($0 * 10).rounded(.down)) }
        let clock = take(quantity("ts", -.infinity ... .infinity))
        let clockKept = clock.flatMap { Int64(exactly: $0.rounded(.towardZero)) }
        if clock != nil, clockKept == nil { faults.insert("ts_out_of_range") }
        let position = take(word("position", Position.allCases.map(\.word)))
        let words = Alarm.allCases.filter { $0 != .none }.map(\.word)
        _ = take(word("alarm", words))
        let causes = ShutoffCause.allCases.filter { $0 != .unknown }.map(\.word)
        let cause = take(word("cause", causes))
        let flags = expectedFlags(&faults)
        let pairs: [(String, Bool)] = [
            ("gas", same(reading.gas, gas)),
            ("flow", same(reading.flow, take(quantity("flow", 0...25)).map { Float($0) })),
            (
                "pressure",
                same(reading.pressure, take(quantity("pressure", -5...20)).map { Float($0) })
            ),
            ("temp", reading.temperatureTenths == temperature ?? Reading.temperatureAbsent),
            ("ts", isSameClock(reading.valveClock, clock, clockKept)),
            (
                "battery",
                reading.battery == take(quantity("battery", 0...100)).map { UInt8($0.rounded()) }
                    ?? 255
            ),
            (
                "rssi",
                reading.signalLoss == take(quantity("rssi", -150...0)).map {
                    UInt8((-$0).rounded())
                } ?? 255
            ),
            ("position", reading.position.word == position ?? Position.unknown.word),
            (
                "cause",
                reading.cause.word == (alarm == .shutoff ? cause : nil) ?? ShutoffCause.unknown.word
            ),
            ("flags", reading.flags == flags),
            ("faults", Set(reasons) == faults),
        ]
        return pairs.first { !$0.1 }.map { "another \($0.0): \(reading), \(reasons), \(faults)" }
    }

    /// Whole numbers beyond 2^53 are read exactly, which a `Double` is not.
    private func isSameClock(_ read: Int64, _ clock: Double?, _ kept: Int64?) -> Bool {
        guard let clock, kept != nil else { return read == Reading.clockAbsent }
        return Double(read) == clock.rounded(.towardZero)
    }

    private func same(_ left: Float, _ right: Float?) -> Bool {
        right.map { left == $0 } ?? left.isNaN
    }

    private func expectedFlags(_ faults: inout Set<String>) -> ReadingFlags {
        var flags: ReadingFlags = []
        switch value("test") {
        case .bool(let isTest): if isTest { flags.insert(.test) }
        case nil: break
        case .null: faults.insert("test_null")
        default: faults.insert("test_wrong_type")
        }
        guard case .array(let elements) = value("flags") else {
            if let value = value("flags") {
                faults.insert(value.isNull ? "flags_null" : "flags_wrong_type")
            }
            return flags.union(.unstated)
        }
        for element in elements {
            guard case .string(let word) = element else {
                faults.insert("flags_wrong_type")
                continue
            }
            let named = ReadingFlags.named.first { Array("\($0.word)".utf8) == word }
            flags.insert(named?.flag ?? .unnamed)
        }
        return flags
    }
}
