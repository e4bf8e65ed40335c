internal import FlatStore
public import ValveModel

/// Identity and order: which message is new, which is a duplicate, which is too old to overwrite.
extension Detector {
    /// Reports in a row with a lower boot after which it is believed (contract, section 2).
    static let lowerBootCountMax: UInt8 = 3
    /// Between two of them at most so long, where they have to be apart: half of the shipped period. A
    /// profile that reports every six hours would wait for half a day.
    static let lowerBootPauseMax = Lapse.seconds(150).milliseconds

    /// Reports in a row with lower and rising numbers after which they are believed, as those with a lower
    /// boot are: a valve is asked for by nobody while it reports, and would be judged by alarms alone.
    static let fallenCountMax: UInt8 = 3

    enum Novelty {
        case new, duplicate, reused
    }

    mutating func noteBody(_ reading: Reading, at now: Moment) {
        let isAlarm = reading.origin == .alarm || reading.alarm != .none
        if isAlarm { counters.alarms &+= 1 }
        let novelty = isAlarm ? alarmNovelty(reading) : reportNovelty(reading)
        switch novelty {
        case .duplicate:
            counters.duplicates &+= 1
            if isAlarm, isAhead(reading, at: now) {
                judge(reading, at: now) { $0.takeKnown() }
            } else {
                proveAlive(reading, at: now)
            }
            if isAlarm { judge(reading, at: now) { $0.emit(.alarmRepeated, .leak, .p4) } }
            return
        case .reused: counters.identityReused &+= 1
        case .new: break
        }
        // Last: bytes written now would be waited for when the row is read as a whole.
        defer { table.rows[reading.valve.offset].recent.remember(reading) }
        if isAlarm { judge(reading, at: now) { $0.emit(.alarmTaken, .leak, .p4) } }
        guard let isNewest = order(reading, isAlarm: isAlarm) else { return }
        if !isAlarm, isNotable(reading) {
            let isKnown = table.memories[reading.valve.offset].knowsNotable(reading.bodyHash)
            if isKnown, !isNewest {
                counters.duplicates &+= 1
                return
            }
        }
        if reading.flags.contains(.test), now < table.since(.testUntil, of: reading.valve.offset) {
            return noteTest(reading, at: now, isNewest: isNewest)
        }
        judgeBody(reading, at: now, isNewest: isNewest)
    }

    /// Key of an alarm's identity: the boot and sequence number spread by the valve's number.
    static func identity(_ valve: ValveIndex, _ boot: UInt32, _ sequence: UInt32) -> UInt64 {
        var key = UInt64(boot) << 32 | UInt64(sequence)
        key = (key ^ (UInt64(valve.value) &* 0x9E37_79B9_7F4A_7C15)) &* 0xBF58_476D_1CE4_E5B9
        return key ^ key >> 31
    }

    private mutating func alarmNovelty(_ reading: Reading) -> Novelty {
        let key = Self.identity(reading.valve, reading.boot, reading.sequence)
        guard let body = alarmsTaken[key] else {
            _ = alarmsTaken.insert(reading.bodyHash, for: key)
            // The same body may have come before on the report topic.
            return reportNovelty(reading) == .reused ? .reused : .new
        }
        if body == reading.bodyHash { return .duplicate }
        // A second body under one identity is remembered under its own hash, so that its repeats
        // are duplicates too.
        let second = key ^ reading.bodyHash
        if alarmsTaken[second] == reading.bodyHash { return .duplicate }
        _ = alarmsTaken.insert(reading.bodyHash, for: second)
        return .reused
    }

    /// A report with a number above the newest of its boot cannot have come before.
    @inline(__always)
    private func reportNovelty(_ reading: Reading) -> Novelty {
        let row = reading.valve.offset
        guard table.rows[row].isHeard else { return .new }
        if reading.boot == table.rows[row].boot, reading.sequence > table.rows[row].sequence {
            return .new
        }
        return table.rows[row].recent.novelty(of: reading)
    }

    /// Tells an alarm that the journal remembers; for the restart.
    public mutating func restoreAlarm(
        _ valve: ValveIndex, boot: UInt32, sequence: UInt32, bodyHash: UInt64
    ) {
        let key = Self.identity(valve, boot, sequence)
        if let body = alarmsTaken[key], body != bodyHash {
            _ = alarmsTaken.insert(bodyHash, for: key ^ bodyHash)
        } else {
            _ = alarmsTaken.insert(bodyHash, for: key)
        }
    }

    /// Whether the message is the valve's newest; `nil` when a report's lower boot is not believed
    /// yet.
    private mutating func order(_ reading: Reading, isAlarm: Bool) -> Bool? {
        let row = reading.valve.offset
        guard table.rows[row].isHeard else { return true }
        let newest = table.rows[row].boot
        if reading.boot < newest {
            if isAlarm { return false }
            counters.bootLower &+= 1
            guard isApart(reading) else { return nil }
            table.rows[row].lowerBootCount &+= 1
            guard table.rows[row].lowerBootCount >= Self.lowerBootCountMax else { return nil }
            table.rows[row].begun |= Since.countedAnew
            return true
        }
        if !isAlarm { table.rows[row].lowerBootCount = 0 }
        if reading.boot == newest, reading.sequence < table.rows[row].sequence {
            counters.outOfOrder &+= 1
            return !isAlarm && countsAnew(reading)
        }
        if table.rows[row].marks.contains(.numbersFell) {
            table.rows[row].marks.remove(.numbersFell)
        }
        return true
    }

    /// Whether a report of a lower boot counts towards being believed. Where gas or overpressure is open, three
    /// that a gateway had kept and sends at once would say that the valve is closed and the air clean: of
    /// those, each has to come half a period, or two and a half minutes, after the one before. What shows
    /// danger itself waits for nothing.
    private mutating func isApart(_ reading: Reading) -> Bool {
        let row = reading.valve.offset
        let now = reading.receivedAt.milliseconds
        let isOpen = table.rows[row].hasGas || table.rows[row].latched.contains(.overpressure)
        let limits = limits[Int(table.rows[row].profile)]
        let isDangerous =
            reading.gas >= limits.leakGas || reading.temperature >= limits.heatTemperature
            || reading.pressure >= limits.overpressure
        if isOpen, !isDangerous, table.rows[row].lowerBootCount > 0 {
            let pause = min(limits.reportPeriod.milliseconds / 2, Self.lowerBootPauseMax)
            guard now - table.memories[row].lowerAt >= pause else { return false }
        }
        table.memories[row].lowerAt = now
        return true
    }

    /// Whether a valve counts its messages anew without having said so by a higher boot, or has once sent
    /// a number far too high: its reports would stay the older ones for ever.
    ///
    /// What a gateway had kept comes at once, so of reports that come together one counts. Three that rise,
    /// half a period apart and with none above the newest between them, are no store that is emptied. Where
    /// gas or overpressure is open nothing is believed so: a store that comes in pieces would say that the
    /// air is clean.
    private mutating func countsAnew(_ reading: Reading) -> Bool {
        let row = reading.valve.offset
        guard !table.rows[row].hasGas, !table.rows[row].latched.contains(.overpressure) else {
            return false
        }
        let now = reading.receivedAt.milliseconds
        let isBegun =
            table.rows[row].marks.contains(.numbersFell)
            && reading.sequence > table.memories[row].fallenTo
        guard isBegun else {
            table.rows[row].marks.insert(.numbersFell)
            table.memories[row].fallenCount = 1
            table.memories[row].fallenTo = reading.sequence
            table.memories[row].fallenAt = now
            return false
        }
        table.memories[row].fallenTo = reading.sequence
        let period = limits[Int(table.rows[row].profile)].reportPeriod.milliseconds
        guard now - table.memories[row].fallenAt >= period / 2 else { return false }
        table.memories[row].fallenAt = now
        table.memories[row].fallenCount += 1
        guard table.memories[row].fallenCount >= Self.fallenCountMax else { return false }
        table.rows[row].marks.remove(.numbersFell)
        counters.countedAnew &+= 1
        table.rows[row].begun |= Since.countedAnew
        return true
    }

    /// Whether a report could raise a finding, or be the first of two that do, wherever in the order it
    /// comes: by its gas, its heat, its flow, its pressure or a flag.
    @inline(__always)
    private func isNotable(_ reading: Reading) -> Bool {
        let flags = reading.flags.subtracting(.unremarkable)
        if !flags.isEmpty { return true }
        let profile = limits[Int(table.rows[reading.valve.offset].profile)]
        return reading.gas >= profile.leakGas || reading.flow > profile.overflowFlow
            || reading.pressure >= profile.overpressure
            || (reading.temperatureTenths != Reading.temperatureAbsent
                && Float(reading.temperatureTenths) >= profile.heatTemperature * 10)
    }

    /// Whether a known alarm is newer than the row: a kill loses what was heard after the last saving,
    /// and the journal has the alarm all the same. A valve that has begun to count anew in this run is not
    /// taken back to its old numbers.
    private func isAhead(_ reading: Reading, at now: Moment) -> Bool {
        let row = reading.valve.offset
        let number = (table.rows[row].boot, table.rows[row].sequence)
        guard (reading.boot, reading.sequence) > number,
            table.rows[row].begun & Since.countedAnew == 0, !reading.flags.contains(.retained)
        else { return false }
        return !reading.flags.contains(.test) || now >= table.since(.testUntil, of: row)
    }

    /// A repeat of the valve's newest message proves that it is there; one of an older message may
    /// have waited somewhere, and one of a test changes nothing actual.
    mutating func proveAlive(_ reading: Reading, at now: Moment) {
        judge(reading, at: now) { judgement in
            // What the broker has kept was said once and proves nothing of now.
            guard reading.boot == judgement.state.boot,
                reading.sequence == judgement.state.sequence,
                !reading.flags.contains(.retained)
            else { return }
            // Whoever repeats it from elsewhere has moved.
            judgement.state.move(to: reading.area)
            if reading.flags.contains(.test), now < judgement.since(.testUntil) {
                judgement.state.heardAt = now
            } else {
                judgement.comeBack()
            }
        }
    }

    private mutating func judgeBody(_ reading: Reading, at now: Moment, isNewest: Bool) {
        if reading.mergedCount > 1 { counters.conflated &+= 1 }
        let hadLeak = table.rows[reading.valve.offset].latched.contains(.leak)
        let first = events.count
        judge(reading, at: now, isNewest: isNewest) { $0.judgeWhole() }
        follow(reading, hadLeak: hadLeak, eventsFrom: first, at: now)
        settle(reading, at: now, eventsFrom: first)
    }
}

extension ReadingFlags {
    /// Those that raise nothing.
    fileprivate static var unremarkable: ReadingFlags {
        [.preheat, .unstated, .unnamed, .retained, .conflated, .test, .magnet, .clockError]
    }
}
