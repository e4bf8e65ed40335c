internal import ValveModel

extension ReadingDecoder {
    /// Reads one member's value. `false` only when the text is not JSON.
    @inline(__always)
    mutating func member(
        _ key: UInt64, _ body: Span<UInt8>, _ at: inout Int, into reading: inout Reading
    ) -> Bool {
        switch key {
        case PackedWords.boot: return identity(body, &at) { $0.setBoot($1) }
        case PackedWords.seq: return identity(body, &at) { $0.setSequence($1) }
        case PackedWords.gas: return gas(body, &at, &reading)
        case PackedWords.flow: return float(body, &at, .flow, 0...25, &reading.flow)
        case PackedWords.pressure: return float(body, &at, .pressure, -5...20, &reading.pressure)
        case PackedWords.temp: return temperature(body, &at, &reading)
        case PackedWords.battery:
            return byte(body, &at, .battery, 0...100, sign: 1, &reading.battery)
        case PackedWords.rssi:
            return byte(body, &at, .rssi, -150...0, sign: -1, &reading.signalLoss)
        case PackedWords.ts: return clock(body, &at, &reading)
        case PackedWords.position:
            return word(
                body, &at, .position, PackedWords.positions, absent: .unknown, &reading.position)
        case PackedWords.alarm: return alarm(body, &at, &reading)
        case PackedWords.cause:
            return word(body, &at, .cause, PackedWords.causes, absent: .unknown, &reading.cause)
        case PackedWords.flags: return flags(body, &at, &reading)
        case PackedWords.test: return test(body, &at, &reading)
        default: return JSONScan.skipValue(body, &at)
        }
    }

    @inline(__always)
    private mutating func once(_ field: FieldFaults.Field) {
        let bit = UInt32(1) << UInt32(field.rawValue)
        if seenFields & bit != 0 { note(.repeated) }
        seenFields |= bit
    }

    private mutating func identity(
        _ body: Span<UInt8>, _ at: inout Int, set: (inout Self, UInt32?) -> Void
    ) -> Bool {
        if isNumberStart(body, at) {
            // A body that was cut off inside a number shows its first digits: of 3401 a 3, which is
            // the identity of another message.
            guard let number = JSONNumber.scan(body, &at), at < body.count else { return false }
            set(&self, number.integer.flatMap { UInt32(exactly: $0) })
            return true
        }
        set(&self, nil)
        return JSONScan.skipValue(body, &at)
    }

    @inline(__always)
    private func isNumberStart(_ body: Span<UInt8>, _ at: Int) -> Bool {
        let byte = JSONScan.peek(body, at)
        return byte == 0x2D || byte &- 0x30 <= 9
    }

    /// A number, or `nil` in `value` with the fault noted (null is simply absent).
    @inline(__always)
    private mutating func number(
        _ body: Span<UInt8>, _ at: inout Int, _ field: FieldFaults.Field, _ value: inout JSONNumber?
    ) -> Bool {
        once(field)
        if isNumberStart(body, at) {
            value = JSONNumber.scan(body, &at)
            return value != nil
        }
        value = nil
        if JSONScan.peek(body, at) == 0x6E { return JSONScan.null(body, &at) }
        note(.wrongType(field))
        return JSONScan.skipValue(body, &at)
    }

    private mutating func gas(
        _ body: Span<UInt8>, _ at: inout Int, _ reading: inout Reading
    ) -> Bool {
        var read: JSONNumber?
        guard number(body, &at, .gas, &read) else { return false }
        reading.gas = .nan
        guard let value = read?.value else { return true }
        // A sensor's zero drifts below zero and saturates above its range: both still say something.
        if value < -5 {
            note(.outOfRange(.gas))
        } else {
            reading.gas = Float(min(max(value, 0), 100))
        }
        return true
    }

    @inline(__always)
    private mutating func float(
        _ body: Span<UInt8>, _ at: inout Int, _ field: FieldFaults.Field,
        _ range: ClosedRange<Double>, _ target: inout Float
    ) -> Bool {
        var read: JSONNumber?
        guard number(body, &at, field, &read) else { return false }
        target = .nan
        guard let value = read?.value else { return true }
        if range.contains(value) {
            target = Float(value)
        } else {
            note(.outOfRange(field))
        }
        return true
    }

    private mutating func temperature(
        _ body: Span<UInt8>, _ at: inout Int, _ reading: inout Reading
    ) -> Bool {
        var read: JSONNumber?
        guard number(body, &at, .temp, &read) else { return false }
        reading.temperatureTenths = Reading.temperatureAbsent
        guard let value = read?.value else { return true }
        if (-40...125).contains(value) {
            // Down, as 64.96 has not reached a limit of 65.
            reading.temperatureTenths = Int16((value * 10).rounded(.down))
        } else {
            note(.outOfRange(.temp))
        }
        return true
    }

    private mutating func byte(
        _ body: Span<UInt8>, _ at: inout Int, _ field: FieldFaults.Field,
        _ range: ClosedRange<Double>, sign: Double, _ target: inout UInt8
    ) -> Bool {
        var read: JSONNumber?
        guard number(body, &at, field, &read) else { return false }
        target = Reading.byteAbsent
        guard let value = read?.value else { return true }
        if range.contains(value) {
            target = UInt8((value * sign).rounded())
        } else {
            note(.outOfRange(field))
        }
        return true
    }

    private mutating func clock(
        _ body: Span<UInt8>, _ at: inout Int, _ reading: inout Reading
    ) -> Bool {
        var read: JSONNumber?
        guard number(body, &at, .ts, &read) else { return false }
        reading.valveClock = Reading.clockAbsent
        guard let read else { return true }
        if let integer = read.integer ?? Int64(exactly: read.value.rounded(.towardZero)) {
            reading.valveClock = integer
        } else {
            note(.outOfRange(.ts))
        }
        return true
    }

    /// A string of a vocabulary. The target keeps its absent value for null and for strange words.
    private mutating func word<Meaning>(
        _ body: Span<UInt8>, _ at: inout Int, _ field: FieldFaults.Field,
        _ vocabulary: PackedWords.Vocabulary<Meaning>, absent: Meaning, _ target: inout Meaning
    ) -> Bool {
        once(field)
        target = absent
        guard JSONScan.peek(body, at) == 0x22 else {
            if JSONScan.peek(body, at) == 0x6E { return JSONScan.null(body, &at) }
            note(.wrongType(field))
            return JSONScan.skipValue(body, &at)
        }
        guard let word = string(body, &at) else { return false }
        if let meaning = vocabulary.meaning(of: word) {
            target = meaning
        } else {
            note(.wrongType(field))
        }
        return true
    }

    @inline(__always)
    private func string(_ body: Span<UInt8>, _ at: inout Int) -> PackedWords.Word? {
        var escaped = false
        guard let bounds = JSONScan.string(body, &at, hasEscape: &escaped) else { return nil }
        return escaped
            ? PackedWords.word(JSONScan.unescaped(body, bounds)) : PackedWords.word(body, bounds)
    }

    private mutating func alarm(
        _ body: Span<UInt8>, _ at: inout Int, _ reading: inout Reading
    ) -> Bool {
        if alarmSeen { refusal = refusal ?? .identityRepeated }
        alarmSeen = JSONScan.peek(body, at) != 0x6E
        return word(body, &at, .alarm, PackedWords.alarms, absent: .none, &reading.alarm)
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
        case 0x6E: return JSONScan.null(body, &at)
        default:
            note(.wrongType(.test))
            return JSONScan.skipValue(body, &at)
        }
    }

    private mutating func flags(
        _ body: Span<UInt8>, _ at: inout Int, _ reading: inout Reading
    ) -> Bool {
        if seenFields & 1 << UInt32(FieldFaults.Field.flags.rawValue) != 0 {
            reading.flags.subtract(PackedWords.fromFlags)
            unnamedFlags = []
        }
        once(.flags)
        guard JSONScan.peek(body, at) == 0x5B else {
            if JSONScan.peek(body, at) == 0x6E { return JSONScan.null(body, &at) }
            note(.wrongType(.flags))
            return JSONScan.skipValue(body, &at)
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
