internal import ValveModel

/// `shock`, `tamper`, `power_loss`, `sensor_fault` and `end_of_life`: the health axis. Each holds
/// while a message shows its flag or alarm and is gone with the next newer report that does not.
extension Judgement {
    mutating func judgeHealth() {
        // A message that shows none of it, of a valve that has none of it, changes nothing.
        let isQuiet = reading.alarm == .none && reading.flags.isSubset(of: .unstated)
        if !isQuiet || state.current.intersects(.told) {
            judgeTold()
        }
        judgeSensor()
    }

    private mutating func judgeTold() {
        if reading.alarm == .shock {
            raise(.shock, .p3, .alarm)
        } else {
            clearWhenNotShown(.shock)
        }
        judge(.tamper, .p3, isAlarm: reading.alarm == .tamper, .tamper)
        judge(.powerLoss, .p4, .powerLoss)
        judge(.endOfLife, .p4, .endOfLife)
    }

    private mutating func judge(
        _ kind: FindingKind, _ priority: Priority, isAlarm: Bool = false, _ flag: ReadingFlags
    ) {
        if isAlarm || reading.flags.contains(flag) {
            raise(kind, priority, isAlarm ? .alarm : .flag)
        } else if !reading.flags.contains(.unstated) {
            // A flag that the message does not state is not known to be gone.
            clearWhenNotShown(kind)
        }
    }

    private mutating func clearWhenNotShown(_ kind: FindingKind) {
        if isNewest, !isAlarm { clear(kind) }
    }

    /// The valve's own word for its sensor first, then what the sensor shows.
    private mutating func judgeSensor() {
        if isNewest { followWarmUp() }
        let isTold = reading.alarm == .sensorFault || reading.flags.contains(.sensorFault)
        let ground = sensorGround
        if isTold {
            state.marks.remove(.sensorByTrend)
            raise(.sensorFault, .p4, reading.alarm == .sensorFault ? .alarm : .flag)
        } else if let ground {
            state.marks.insert(.sensorByTrend)
            raise(.sensorFault, .p4, ground.ground, since: ground.since)
        } else if !reading.flags.contains(.unstated) || state.marks.contains(.sensorByTrend) {
            clearWhenNotShown(.sensorFault)
        }
    }
}
