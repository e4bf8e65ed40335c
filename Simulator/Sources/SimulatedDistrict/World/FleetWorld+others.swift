internal import ValveModel

/// Everything that happens besides leaks.
extension FleetWorld {
    /// What happens, with its weight in the mixture. Overpressure and an alarm that cannot be read
    /// call a team out, so they are rare.
    private static let mixture: [(name: String, weight: Int)] = [
        ("manual shutoff", 3), ("underpressure shutoff", 3), ("overpressure shutoff", 1),
        ("tamper", 2), ("low battery", 3), ("overflow", 2), ("lost link", 4),
        ("garbage report", 4), ("garbage alarm", 2),
    ]

    mutating func beginOther(_ number: Int, at now: Instant) {
        agenda.add(.other(number + 1), at: now + 60 / settings.othersPerMinute)
        // The last alarms of a run get the time for their receipts.
        if let duration = settings.duration, now.seconds > duration - 3 { return }
        let dice = dice.subject("others").subject(UInt64(number))
        guard let valve = quietValve(dice) else { return }
        var rest = dice.choice(Self.mixture.reduce(0) { $0 + $1.weight }, 1)
        guard
            let event = Self.mixture.first(where: {
                rest -= $0.weight
                return rest < 0
            })
        else { return }
        tell(.other(name: event.name), at: now)
        switch event.name {
        case "manual shutoff":
            valves[valve].position = .closed
            raise(.shutoff, cause: .manual, valve: valve, at: now)
        case "underpressure shutoff":
            valves[valve].position = .closed
            raise(.shutoff, cause: .underpressure, valve: valve, at: now)
        case "overpressure shutoff":
            causes.insert(valve)
            valves[valve].position = .closed
            valves[valve].pressureOffset = 6
            raise(.shutoff, cause: .overpressure, valve: valve, at: now)
        case "tamper":
            valves[valve].flags.insert(.tamper)
            raise(.tamper, cause: .unknown, valve: valve, at: now)
        case "low battery":
            valves[valve].flags.insert(.lowBattery)
            report(valve, at: now)
        case "overflow":
            valves[valve].flowOffset = 3.4
            raise(.overflow, cause: .unknown, valve: valve, at: now)
            agenda.add(.followUp(valve: valve, .shutoff, .overflow), at: now + 0.8)
        case "lost link":
            breakLink(valve, at: now)
            agenda.add(.reconnect(valve), at: now + dice.between(20, 60, 2))
        default: sendGarbage(valve, isAlarm: event.name == "garbage alarm", dice, at: now)
        }
    }

    /// The valve is back after a restart of its own.
    mutating func reconnect(_ valve: Int, at now: Instant) {
        // Its memory holds the alarms it still owes, under the numbers they had.
        valves[valve].boot += 1
        valves[valve].seq = 0
        restoreLink(valve, at: now)
    }

    /// Messages that nobody can accept. Most garbage alarms come under a name that is in no
    /// registry; one in four under a real one, which is a reason to look after that home.
    mutating func sendGarbage(
        _ valve: Int, isAlarm: Bool, _ dice: Dice, at now: Instant
    ) {
        let bodies: [[UInt8]] = [
            Array("{\"boot\":12,\"seq\":".utf8), [0xFF, 0x00, 0xFE, 0x7B], [],
            Array("{\"boot\":-1,\"seq\":4294967296,\"gas\":\"high\"}".utf8),
            Array("[1,2,3]".utf8),
        ]
        let body = bodies[dice.choice(bodies.count, 3)]
        tally(.garbage)
        var topic = topic(valve, isAlarm ? "alarm" : "report")
        if isAlarm {
            if dice.unit(4) < 0.25 {
                causes.insert(valve)
            } else {
                let area = valves[valve].place.area
                topic = "\(settings.root)/\(area)/NOBODY-\(dice.choice(1000, 5))/alarm"
            }
        } else if dice.unit(4) < 0.2 {
            topic = "\(settings.root)/Shinan/\(valves[valve].place.valve)/report"
        }
        send(
            Publish(
                origin: .valve(valve), topic: topic, payload: body, quality: isAlarm ? 1 : 0,
                planned: now))
    }
}
