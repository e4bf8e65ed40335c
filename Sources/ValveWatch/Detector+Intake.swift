internal import FlatStore
public import ValveModel

/// Identity and order: which message is new, which is a duplicate, which is too old to overwrite.
extension Detector {
    /// Reports in a row with a lower boot after which it is believed (contract, section 2).
    static let lowerBootCountMax: UInt8 = 3

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
            proveAlive(reading, at: now)
            if isAlarm { judge(reading, at: now) { $0.emit(.alarmRepeated, .leak, .p4) } }
            return
        case .reused: counters.identityReused &+= 1
        case .new: break
        }
        remember(reading)
        if isAlarm { judge(reading, at: now) { $0.emit(.alarmTaken, .leak, .p4) } }
        guard let isNewest = order(reading, isAlarm: isAlarm) else { return }
        if reading.flags.contains(.test), now < table.rows[reading.valve.offset].testUntil {
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

    private func reportNovelty(_ reading: Reading) -> Novelty {
        let state = table.rows[reading.valve.offset]
        guard state.isHeard else { return .new }
        var isReused = false
        for index in 0..<4 where state.recentHashes[index] != 0 {
            if state.recentHashes[index] == reading.bodyHash { return .duplicate }
            if state.recentSequences[index] == reading.sequence,
                state.recentBoots[index] == reading.boot
            {
                isReused = true
            }
        }
        return isReused ? .reused : .new
    }

    private func remember(_ reading: Reading) {
        let row = reading.valve.offset
        let slot = Int(table.rows[row].recentNext & 3)
        table.rows[row].recentHashes[slot] = reading.bodyHash
        table.rows[row].recentSequences[slot] = reading.sequence
        table.rows[row].recentBoots[slot] = reading.boot
        table.rows[row].recentNext = UInt8(slot + 1)
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
        let state = table.rows[row]
        guard state.isHeard else { return true }
        if reading.boot < state.boot {
            if isAlarm { return false }
            counters.bootLower &+= 1
            table.rows[row].lowerBootCount &+= 1
            guard table.rows[row].lowerBootCount >= Self.lowerBootCountMax else { return nil }
            return true
        }
        if !isAlarm { table.rows[row].lowerBootCount = 0 }
        if reading.boot == state.boot, reading.sequence < state.sequence {
            counters.outOfOrder &+= 1
            return false
        }
        return true
    }

    /// A repeat of the valve's newest message proves that it is there; one of an older message may
    /// have waited somewhere, and one of a test changes nothing actual.
    mutating func proveAlive(_ reading: Reading, at now: Moment) {
        judge(reading, at: now) { judgement in
            guard reading.boot == judgement.state.boot,
                reading.sequence == judgement.state.sequence
            else { return }
            if reading.flags.contains(.test), now < judgement.state.testUntil {
                judgement.state.heardAt = now
            } else {
                judgement.comeBack()
            }
        }
    }

    private mutating func judgeBody(_ reading: Reading, at now: Moment, isNewest: Bool) {
        if reading.mergedCount > 1 { counters.conflated &+= 1 }
        let hadLeak = table.rows[reading.valve.offset].latched.contains(.leak)
        judge(reading, at: now, isNewest: isNewest) { $0.judgeWhole() }
        follow(reading.valve, hadLeak: hadLeak, at: now)
        settle(reading, at: now)
    }
}

extension Judgement {
    /// Every rule over one message, in the order in which they need each other's results.
    mutating func judgeWhole() {
        takeIdentity()
        if isNewest { comeBack() }
        let before = state.current
        let wasProven = state.isProvenClosed
        judgeGas()
        judgeHeat()
        judgeShutoffAlarm()
        judgeSupply()
        judgeHealth()
        if reading.alarm == .cleared { clearAlarmed() }
        judgeClosing()
        takeState()
        if state.isProvenClosed, !wasProven { emit(.provenClosed, .shutoff, .p4) }
        let began = state.current.subtracting(before).intersection(.closing)
        if !began.isEmpty, let gravest = began.kinds.first { wantClosed(for: gravest) }
    }

    private mutating func takeIdentity() {
        guard isNewest else { return }
        state.boot = reading.boot
        state.sequence = reading.sequence
        state.lowerBootCount = 0
        state.valveClock = reading.valveClock
    }

    /// The valve is there: it is not off line, and its silence is over.
    mutating func comeBack(isHeard: Bool = true) {
        state.link = .online
        state.offlineSince = .distantPast
        state.marks.remove(.offlineRaised)
        clear(.offline)
        guard isHeard else { return }
        state.heardAt = now
        state.marks.insert(.heard)
        clear(.suspect)
    }

    /// `alarm: cleared` ends every condition that only an alarm showed, and those whose quantity
    /// this message does not show to persist.
    private mutating func clearAlarmed() {
        guard isNewest else { return }
        if reading.gas.isNaN || reading.gas < profile.leakGas { clear(.leak) }
        if reading.flow.isNaN || reading.flow <= profile.overflowFlow { clear(.overflow) }
        if reading.pressure.isNaN || reading.pressure < profile.overpressure {
            clear(.overpressure)
        }
        for kind in [FindingKind.underpressure, .supplyLoss, .overtime, .shock] { clear(kind) }
    }

    /// The measurements that no rule has taken yet.
    private mutating func takeState() {
        state.area = reading.area
        guard isNewest else { return }
        if reading.position != .unknown { state.position = reading.position }
        if reading.battery != Reading.byteAbsent { state.battery = reading.battery }
        if reading.signalLoss != Reading.byteAbsent { state.signalLoss = reading.signalLoss }
        if !reading.flags.contains(.unstated) { state.flags = reading.flags }
        state.alarm = reading.alarm
        state.cause = reading.cause
    }
}
