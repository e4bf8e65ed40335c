internal import ValveModel

extension ReadingDecoder {
    /// Reads one member's value. `false` only when the text is not JSON.
    ///
    /// Every number is scanned at one place, and every word: a scanner that stood in each field's own
    /// code would not stay in the registers of the loop.
    @inline(__always)
    mutating func member(
        _ key: ReadingKey, _ body: Span<UInt8>, _ at: inout Int, into reading: inout Reading
    ) -> Bool {
        if key.bit & ReadingKey.numbers != 0 { return number(key, body, &at, &reading) }
        return JSONScan.pass(body, &at) { noNumber(key, $0, &$1, &reading) }
    }

    @inline(never)
    private mutating func noNumber(
        _ key: ReadingKey, _ body: Span<UInt8>, _ at: inout Int, _ reading: inout Reading
    ) -> Bool {
        JSONScan.skipSpace(body, &at)
        switch key {
        case .flags: return flags(body, &at, &reading)
        case .test: return test(body, &at, &reading)
        case .other: return JSONScan.skipValue(body, &at)
        default: return word(key, body, &at, &reading)
        }
    }

    /// Notes that a key comes; of an optional field that comes twice the last value stands.
    @inline(__always)
    private mutating func once(_ key: ReadingKey) {
        let isRepeated = seenFields & key.bit != 0
        seenFields |= key.bit
        if isRepeated { again(key) }
    }

    @inline(never)
    private mutating func again(_ key: ReadingKey) {
        if key == .boot || key == .seq {
            refusal = refusal ?? .identityRepeated
        } else {
            note(.repeated)
        }
    }

    @inline(__always)
    private mutating func number(
        _ key: ReadingKey, _ body: Span<UInt8>, _ at: inout Int, _ reading: inout Reading
    ) -> Bool {
        once(key)
        var isGood = true
        let written =
            JSONNumber.short(body, &at)
            ?? JSONScan.pass(body, &at) { unusual(key, $0, &$1, &reading, isGood: &isGood) }
        guard let number = written else { return isGood }
        switch key {
        case .gas: takeGas(number.value, &reading)
        case .flow: take(number.value, .flow, 0...25, &reading.flow)
        case .pressure: take(number.value, .pressure, -5...20, &reading.pressure)
        case .temp: takeTemperature(number.value, &reading)
        case .battery: take(number, .battery, 0...100, sign: 1, &reading.battery)
        case .rssi: take(number, .rssi, -150...0, sign: -1, &reading.signalLoss)
        case .ts: takeClock(number, &reading)
        case .boot, .seq:
            // A body that was cut off inside a number shows its first digits: of 3401 a 3, which is
            // the identity of another message.
            guard at < body.count else { return false }
            identify(key, number.integer.flatMap { UInt32(exactly: $0) })
        default: break
        }
        return true
    }

    /// A value where a number belongs that is written as few are: behind space, or in a form of its own.
    /// `nil` where there is none, which is noted, or where the text is not JSON, which is not good.
    @inline(never)
    private mutating func unusual(
        _ key: ReadingKey, _ body: Span<UInt8>, _ at: inout Int, _ reading: inout Reading,
        isGood: inout Bool
    ) -> JSONNumber? {
        JSONScan.skipSpace(body, &at)
        let first = JSONScan.peek(body, at)
        guard first == 0x2D || first &- 0x30 <= 9 else {
            isGood = unmeasured(key, body, &at, &reading)
            return nil
        }
        let number = JSONNumber.any(body, &at)
        isGood = number != nil
        return number
    }

    /// A value where a number belongs, and none is: not measured, and counted.
    private mutating func unmeasured(
        _ key: ReadingKey, _ body: Span<UInt8>, _ at: inout Int, _ reading: inout Reading
    ) -> Bool {
        switch key {
        case .gas: reading.gas = .nan
        case .flow: reading.flow = .nan
        case .pressure: reading.pressure = .nan
        case .temp: reading.temperatureTenths = Reading.temperatureAbsent
        case .battery: reading.battery = Reading.byteAbsent
        case .rssi: reading.signalLoss = Reading.byteAbsent
        case .ts: reading.valveClock = Reading.clockAbsent
        default: identify(key, nil)
        }
        return absent(key, body, &at)
    }

    private mutating func absent(_ key: ReadingKey, _ body: Span<UInt8>, _ at: inout Int) -> Bool {
        if let field = key.field {
            if JSONScan.peek(body, at) == 0x6E {
                note(.null(field))
                return JSONScan.null(body, &at)
            }
            note(.wrongType(field))
        }
        return JSONScan.skipValue(body, &at)
    }

    @inline(__always)
    private mutating func identify(_ key: ReadingKey, _ value: UInt32?) {
        if key == .boot { setBoot(value) } else { setSequence(value) }
    }

    @inline(__always)
    private mutating func takeGas(_ value: Double, _ reading: inout Reading) {
        // A sensor's zero drifts below zero and saturates above its range: both still say something.
        guard value >= -5 else {
            reading.gas = .nan
            return note(.outOfRange(.gas))
        }
        reading.gas = Float(min(max(value, 0), 100))
    }

    @inline(__always)
    private mutating func take(
        _ value: Double, _ field: FieldFaults.Field, _ range: ClosedRange<Double>,
        _ target: inout Float
    ) {
        guard range.contains(value) else {
            target = .nan
            return note(.outOfRange(field))
        }
        target = Float(value)
    }

    @inline(__always)
    private mutating func takeTemperature(_ value: Double, _ reading: inout Reading) {
        guard (-40...125).contains(value) else {
            reading.temperatureTenths = Reading.temperatureAbsent
            return note(.outOfRange(.temp))
        }
        // Down, as 64.96 has not reached a limit of 65.
        let tenths = value * 10
        let whole = Int16(tenths)
        reading.temperatureTenths = Double(whole) > tenths ? whole - 1 : whole
    }

    @inline(__always)
    private mutating func take(
        _ number: JSONNumber, _ field: FieldFaults.Field, _ range: ClosedRange<Double>,
        sign: Double, _ target: inout UInt8
    ) {
        guard range.contains(number.value) else {
            target = Reading.byteAbsent
            return note(.outOfRange(field))
        }
        target = UInt8(sign * (number.integer.map { Double($0) } ?? number.value.rounded()))
    }

    @inline(__always)
    private mutating func takeClock(_ number: JSONNumber, _ reading: inout Reading) {
        if let integer = number.integer ?? Int64(exactly: number.value.rounded(.towardZero)) {
            reading.valveClock = integer
        } else {
            reading.valveClock = Reading.clockAbsent
            note(.outOfRange(.ts))
        }
    }

    /// A string of a vocabulary. The target keeps its absent value for null and for strange words.
    private mutating func word(
        _ key: ReadingKey, _ body: Span<UInt8>, _ at: inout Int, _ reading: inout Reading
    ) -> Bool {
        once(key)
        let first = JSONScan.peek(body, at)
        if key == .alarm {
            if alarmSeen, needsAlarm { refusal = refusal ?? .identityRepeated }
            alarmSeen = first != 0x6E
        }
        var read: PackedWords.Word?
        if let plain = PackedWords.plainKey(body, &at) {
            read = PackedWords.Word(low: plain, high: 0)
        } else if first == 0x22 {
            guard let long = JSONScan.pass(body, &at, longWord) else { return false }
            read = long
        } else if !JSONScan.pass(body, &at, { absent(key, $0, &$1) }) {
            return false
        }
        mean(read, key, &reading)
        return true
    }

    /// A string of more than eight bytes, or with an escape in it; `nil` where it is none.
    @inline(never)
    private func longWord(_ body: Span<UInt8>, _ at: inout Int) -> PackedWords.Word? {
        var escaped = false
        guard let bounds = JSONScan.string(body, &at, hasEscape: &escaped) else { return nil }
        return escaped
            ? PackedWords.word(JSONScan.unescaped(body, bounds)) : PackedWords.word(body, bounds)
    }

    private mutating func mean(
        _ word: PackedWords.Word?, _ key: ReadingKey, _ reading: inout Reading
    ) {
        let isKnown: Bool
        switch key {
        case .position:
            let meaning = word.flatMap { PackedWords.positions.meaning(of: $0) }
            reading.position = meaning ?? .unknown
            isKnown = meaning != nil
        case .alarm:
            let meaning = word.flatMap { PackedWords.alarms.meaning(of: $0) }
            reading.alarm = meaning ?? .none
            isKnown = meaning != nil
        default:
            let meaning = word.flatMap { PackedWords.causes.meaning(of: $0) }
            reading.cause = meaning ?? .unknown
            isKnown = meaning != nil
        }
        if word != nil, !isKnown, let field = key.field { note(.wrongType(field)) }
    }

    private mutating func test(
        _ body: Span<UInt8>, _ at: inout Int, _ reading: inout Reading
    ) -> Bool {
        once(.test)
        reading.flags.remove(.test)
        switch JSONScan.peek(body, at) {
        case 0x74:
            reading.flags.insert(.test)
            return JSONScan.true(body, &at)
        case 0x66: return JSONScan.false(body, &at)
        default: return absent(.test, body, &at)
        }
    }

    private mutating func flags(
        _ body: Span<UInt8>, _ at: inout Int, _ reading: inout Reading
    ) -> Bool {
        if seenFields & ReadingKey.flags.bit != 0 {
            reading.flags.subtract(PackedWords.fromFlags)
            unnamedFlags = []
        }
        once(.flags)
        guard JSONScan.peek(body, at) == 0x5B else {
            return absent(.flags, body, &at)
        }
        flagsStated = true
        at += 1
        JSONScan.skipSpace(body, &at)
        if JSONScan.peek(body, at) == 0x5D {
            at += 1
            return true
        }
        while true {
            JSONScan.skipSpace(body, &at)
            guard flag(body, &at, &reading) else { return false }
            JSONScan.skipSpace(body, &at)
            switch JSONScan.peek(body, at) {
            case 0x2C: at += 1
            case 0x5D:
                at += 1
                return true
            default: return false
            }
        }
    }

    private mutating func flag(
        _ body: Span<UInt8>, _ at: inout Int, _ reading: inout Reading
    ) -> Bool {
        guard JSONScan.peek(body, at) == 0x22 else {
            note(.wrongType(.flags))
            return JSONScan.skipValue(body, &at)
        }
        var escaped = false
        guard let bounds = JSONScan.string(body, &at, hasEscape: &escaped) else { return false }
        let word =
            escaped
            ? PackedWords.word(JSONScan.unescaped(body, bounds)) : PackedWords.word(body, bounds)
        if let named = PackedWords.flagWords.meaning(of: word) {
            reading.flags.insert(named)
        } else {
            reading.flags.insert(.unnamed)
            keepUnnamed(JSONScan.unescaped(body, bounds))
        }
        return true
    }
}
