internal import ValveModel

/// What valves say of themselves: births and readings.
extension FleetWorld {
    mutating func birth(_ valve: Int, at now: Instant) {
        tally(.births)
        actions.append(.restore(.valve(valve), boot: valves[valve].boot))
    }

    mutating func report(_ valve: Int, at now: Instant) {
        tally(.reports)
        send(
            Publish(
                origin: .valve(valve), topic: topic(valve, "report"),
                payload: reading(valve, at: now), quality: 0, planned: now))
    }

    /// The next reading of a valve as JSON; counts its sequence on.
    mutating func reading(
        _ number: Int, alarm: Alarm = .none, cause: ShutoffCause = .unknown, at now: Instant
    ) -> [UInt8] {
        valves[number].seq += 1
        if let leak = valves[number].leak { airRoom(leak, at: now) }
        let valve = valves[number]
        let wall = settings.wallStart + now.microseconds / 1000
        let (day, second) = homeTime(now)
        let noise = valve.dice.subject(UInt64(valve.boot) << 32 | UInt64(valve.seq))
        let cooking = valve.leak == nil && valve.habits.cooks(day: day, second: second)
        let flow = flow(of: valve, day: day, second: second)
        return JSONText.object { text in
            text.member("boot", valve.boot)
            text.member("seq", valve.seq)
            text.member("ts", max(0, wall + Int64(valve.clockOffset * 1_000)))
            text.member("gas", gas(of: valve, noise, cooking: cooking), decimals: 2)
            text.member("flow", flow, decimals: 3)
            text.member(
                "pressure", pressure(of: valve, noise, flow: flow, second: second), decimals: 2)
            text.member(
                "temp",
                valve.dice.between(17, 23, 20) + (cooking ? 2.5 : 0) + 0.2 * noise.noise(1),
                decimals: 1)
            // A lithium cell lasts the sensor's three years: a tenth of a percent a day.
            let battery = valve.flags.contains(.lowBattery) ? 8 : valve.dice.choice(60, 21) + 40
            text.member("battery", battery)
            text.member("rssi", -60 - valve.dice.choice(35, 22) + Int(2 * noise.noise(2)))
            text.member("position", valve.position.word)
            if alarm != .none { text.member("alarm", alarm.word) }
            if cause != .unknown { text.member("cause", cause.word) }
            if valve.isTest { text.member("test", true) }
            if !valve.flags.isEmpty {
                text.member("flags", list: valve.flags.words.map(JSONText.quoted))
            }
        }
    }

    /// The detector's zero has drifted a little, and cooking fumes reach it.
    private func gas(of valve: SimulatedValve, _ noise: Dice, cooking: Bool) -> Double {
        let drift = valve.dice.between(0, 0.7, 23)
        let fumes = cooking ? noise.between(0, 1, 3) : 0
        let leaking = valve.leak.map { leaks[$0].room.gas } ?? 0
        return min(100, max(0, drift + fumes + valve.fumes + leaking + 0.12 * noise.noise(4)))
    }

    private func flow(of valve: SimulatedValve, day: Int64, second: Double) -> Double {
        guard valve.position != .closed, valve.hasSupply else { return 0 }
        let leaking = valve.leak.map { leaks[$0].room.leak } ?? 0
        return valve.habits.flow(day: day, second: second) + leaking + valve.flowOffset
    }

    /// Regulated to about 2 kPa, less what the pipes lose under the home's and the district's flow.
    private func pressure(
        of valve: SimulatedValve, _ noise: Dice, flow: Double, second: Double
    ) -> Double {
        guard valve.hasSupply else { return max(0, 0.02 + 0.01 * noise.noise(5)) }
        return valve.dice.between(2.0, 2.3, 24) - 0.15 * Habits.districtLoad(second: second)
            - 0.04 * flow * flow + 0.015 * noise.noise(5) + valve.pressureOffset
    }

    /// Day and second of the homes' own time, which may run faster than the clock.
    func homeTime(_ now: Instant) -> (day: Int64, second: Double) {
        let wall = settings.wallStart / 1_000 + settings.localOffset
        let day = wall / 86_400
        let begin = settings.startsAt ?? Double(wall % 86_400)
        let second = begin + now.seconds * settings.speed
        let days = (second / 86_400).rounded(.down)
        return (day + Int64(days), second - days * 86_400)
    }
}
