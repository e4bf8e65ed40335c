internal import Recordings
internal import ValveModel

/// Alarms are repeated with the same body until their receipt.
extension FleetWorld {
    private static let pauseFirst = 3.0
    private static let pauseLongest = 30.0

    mutating func raise(
        _ alarm: Alarm, cause: ShutoffCause, valve: Int, leak: Int? = nil, at now: Instant
    ) {
        let payload = reading(valve, alarm: alarm, cause: cause, at: now)
        let key = AlarmKey(valve: valve, boot: valves[valve].boot, seq: valves[valve].seq)
        let publish = Publish(
            origin: .valve(valve), topic: topic(valve, "alarm"), payload: payload, quality: 1,
            planned: now)
        valves[valve].owed.append(key)
        outstanding[key] = OutstandingAlarm(
            publish: publish, planned: now, leak: leak, pause: Self.pauseFirst)
        tell(
            .alarm(
                valve: valves[valve].place.valve.description, boot: key.boot, seq: key.seq),
            at: now)
        send(publish)
        agenda.add(.repeatAlarm(key), at: now + Self.pauseFirst)
    }

    mutating func repeatAlarm(_ key: AlarmKey, at now: Instant) {
        guard var alarm = outstanding[key] else { return }
        alarm.pause = min(alarm.pause * 2, Self.pauseLongest)
        alarm.publish.planned = now
        outstanding[key] = alarm
        tally(.alarmRepeats)
        send(alarm.publish)
        agenda.add(.repeatAlarm(key), at: now + alarm.pause)
    }

    /// Out of turn, because the link is back; the next turn stays as it was.
    mutating func sendAgain(_ key: AlarmKey, at now: Instant) {
        guard var alarm = outstanding[key] else { return }
        alarm.publish.planned = now
        outstanding[key] = alarm
        tally(.alarmRepeats)
        send(alarm.publish)
    }

    mutating func receipt(_ valve: Int, _ payload: [UInt8], at now: Instant) {
        guard let json = JSONValue(payload), let word = json["receipt"]?.text else {
            tally(.unreadable)
            return
        }
        guard let boot = json["boot"]?.number.flatMap(UInt32.init(exactly:)),
            let seq = json["seq"]?.number.flatMap(UInt32.init(exactly:))
        else {
            // Only garbage has no number to be named by.
            tally(.garbageNaks)
            return
        }
        let key = AlarmKey(valve: valve, boot: boot, seq: seq)
        if word != "later" { valves[valve].owed.removeAll { $0 == key } }
        switch word {
        case "ack":
            guard let alarm = outstanding.removeValue(forKey: key) else {
                tally(.receiptsAgain)
                return
            }
            tell(
                .receipt(
                    valve: valves[valve].place.valve.description, boot: boot, seq: seq,
                    leak: alarm.leak, after: now - alarm.planned),
                at: now)
        case "nak":
            // An alarm that is refused is not repeated, and stays without its receipt.
            tally(outstanding.removeValue(forKey: key) != nil ? .naks : .garbageNaks)
        case "later": tally(.laters)
        default: tally(.unreadable)
        }
    }
}
