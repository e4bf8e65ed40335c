internal import Recordings
internal import ValveModel

/// A row of a recording as the message it was, under the acceptance of the contract's section 2:
/// what is out of range is not measured.
extension Reading {
    init(
        _ row: RecordedReading, valve: ValveIndex, area: Area, boot: UInt32, sequence: UInt32
    ) {
        self.init(
            valve: valve, area: area, origin: row.alarm == .none ? .report : .alarm, boot: boot,
            sequence: sequence, receivedAt: Moment(milliseconds: row.at))
        if let gas = row.gas, gas >= -5 { self.gas = Float(min(max(gas, 0), 100)) }
        if let flow = row.flow, (0...25).contains(flow) { self.flow = Float(flow) }
        if let pressure = row.pressure, (-5...20).contains(pressure) {
            self.pressure = Float(pressure)
        }
        if let temperature = row.temperature, (-40...125).contains(temperature) {
            // Down, as the daemon's decoder does: 64.96 has not reached a limit of 65.
            temperatureTenths = Int16((temperature * 10).rounded(.down))
        }
        if let battery = row.battery, (0...100).contains(battery) {
            self.battery = UInt8(battery.rounded())
        }
        if let rssi = row.rssi, (-150...0).contains(rssi) { signalLoss = UInt8((-rssi).rounded()) }
        position = row.position ?? .unknown
        alarm = row.alarm
        // As for the daemon's decoder a cause belongs to a shutoff.
        cause = row.alarm == .shutoff ? row.cause ?? .unknown : .unknown
        valveClock = row.clock ?? Self.clockAbsent
        flags = Self.flags(row.flags)
        bodyHash = hashOfBody
    }

    private static func flags(_ words: [String]?) -> ReadingFlags {
        guard let words else { return .unstated }
        return words.reduce(into: []) { flags, word in
            let known = ReadingFlags.named.first { String(describing: $0.word) == word }
            flags.insert(known?.flag ?? .unnamed)
        }
    }

    /// What tells two bodies of one identity apart: a mix of every field, in which each bit moves
    /// half of the others (the finalizer of SplitMix64).
    private var hashOfBody: UInt64 {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        func mix(_ word: UInt64) {
            hash = (hash ^ word) &* 0xBF58_476D_1CE4_E5B9
            hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
            hash ^= hash >> 31
        }
        mix(UInt64(boot) << 32 | UInt64(sequence))
        mix(UInt64(gas.bitPattern) << 32 | UInt64(flow.bitPattern))
        mix(UInt64(pressure.bitPattern) << 32 | UInt64(UInt16(bitPattern: temperatureTenths)))
        mix(UInt64(flags.rawValue) << 16 | UInt64(battery) << 8 | UInt64(signalLoss))
        mix(
            UInt64(position.rawValue) << 16 | UInt64(alarm.rawValue) << 8
                | UInt64(cause.rawValue))
        mix(UInt64(bitPattern: valveClock))
        return hash
    }
}
