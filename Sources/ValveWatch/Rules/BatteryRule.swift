internal import ValveModel

/// `low_battery` by its trend: a battery that will be empty before somebody would come by anyway.
///
/// The fall is measured from an anchor at least `batterySpan` old. The anchor moves on after twice
/// that, so that the newest week or two decide, and with a new battery. A level is looked at when it
/// changes: between two changes nothing is known that was not known before.
extension Judgement {
    /// Judges the battery of a newest message, before the state takes its level.
    mutating func judgeBattery() {
        let isFlagged = reading.flags.contains(.lowBattery)
        if isFlagged {
            state.marks.remove(.batteryByTrend)
            raise(.lowBattery, .p4, .flag)
        }
        if isNewest, reading.battery != Reading.byteAbsent, reading.battery != state.battery,
            state.battery != Reading.byteAbsent
        {
            followBattery(to: reading.battery, isFlagged: isFlagged)
        }
        guard isNewest, !isAlarm, !isFlagged, state.current.contains(.lowBattery),
            !state.marks.contains(.batteryByTrend), !reading.flags.contains(.unstated)
        else { return }
        clear(.lowBattery)
    }

    private mutating func followBattery(to level: UInt8, isFlagged: Bool) {
        let anchor = Int64(memory.batteryLevel)
        let fall = anchor - Int64(level)
        guard state.hasBegun(.battery), -fall < profile.batteryFall else {
            // The first change, or a new battery.
            anchorBattery(at: state.hasBegun(.battery) ? level : max(level, state.battery))
            return endTrend(isFlagged)
        }
        let lapse = now - since(.battery)
        guard lapse >= profile.batterySpan else { return }
        let isFalling = fall >= profile.batteryFall
        // Empty in level / (fall / lapse); compared without a division.
        let isSoon =
            Int64(level) * lapse.milliseconds <= profile.batteryEmptyWithin.milliseconds * fall
        if isFalling, isSoon {
            if !state.current.contains(.lowBattery) { state.marks.insert(.batteryByTrend) }
            raise(.lowBattery, .p4, .fall, since: since(.battery))
        } else {
            endTrend(isFlagged)
        }
        if lapse >= profile.batterySpan * 2 { anchorBattery(at: level) }
    }

    private mutating func anchorBattery(at level: UInt8) {
        begin(.battery, at: now)
        memory.batteryLevel = level
    }

    private mutating func endTrend(_ isFlagged: Bool) {
        guard state.marks.contains(.batteryByTrend), !isFlagged else { return }
        state.marks.remove(.batteryByTrend)
        clear(.lowBattery)
    }
}
