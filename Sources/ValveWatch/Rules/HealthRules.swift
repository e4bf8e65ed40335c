internal import ValveModel

/// `shock`, `tamper`, `power_loss`, `sensor_fault`, `end_of_life` and `low_battery`: the health
/// axis. Each holds while a message shows its flag or alarm and is gone with the next newer report
/// that does not.
extension Judgement {
    mutating func judgeHealth() {
        judgeShown(.shock, reading.alarm == .shock, .p3)
        judge(.tamper, reading.alarm == .tamper || reading.flags.contains(.tamper), .p3)
        judge(.powerLoss, reading.flags.contains(.powerLoss), .p4)
        judge(
            .sensorFault, reading.alarm == .sensorFault || reading.flags.contains(.sensorFault),
            .p4)
        judge(.endOfLife, reading.flags.contains(.endOfLife), .p4)
        judge(.lowBattery, reading.flags.contains(.lowBattery), .p4)
    }

    /// A flag that the message does not state is not known to be gone.
    private mutating func judge(_ kind: FindingKind, _ holds: Bool, _ priority: Priority) {
        guard holds || !reading.flags.contains(.unstated) else { return }
        judgeShown(kind, holds, priority)
    }

    private mutating func judgeShown(_ kind: FindingKind, _ holds: Bool, _ priority: Priority) {
        if holds {
            raise(kind, priority)
        } else if isNewest, !isAlarm {
            clear(kind)
        }
    }
}
