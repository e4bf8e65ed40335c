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
        let home = home(of: valve, at: now)
        let noise = valve.dice.subject(UInt64(valve.boot) << 32 | UInt64(valve.seq))
        let flow = flow(of: valve, home)
        return JSONText.object { text in
            text.member("boot", valve.boot)
            text.member("seq", valve.seq)
            text.member("ts", max(0, wall + Int64(valve.clockOffset * 1_000)))
            text.member("gas", gas(of: valve, home, noise), decimals: 2)
            text.member("flow", flow, decimals: 3)
            let pressure = pressure(of: valve, home, flow: flow, at: now)
            text.member("pressure", max(0, pressure + 0.015 * noise.noise(5)), decimals: 2)
            let inside = valve.health.inside(outside: home.weather.temperature, cooks: home.cooks)
            text.member("temp", inside + 0.2 * noise.noise(1), decimals: 1)
            let battery = valve.health.battery(
                days: now.seconds * settings.speed / 86_400, inside: inside)
            text.member("battery", valve.flags.contains(.lowBattery) ? 8 : Int(battery))
            text.member("rssi", valve.health.rssi(at: now.seconds, noise))
            text.member("position", valve.position.word)
            if alarm != .none { text.member("alarm", alarm.word) }
            if cause != .unknown { text.member("cause", cause.word) }
            if valve.isTest { text.member("test", true) }
            if !valve.flags.isEmpty {
                text.member("flags", list: valve.flags.words.map(JSONText.quoted))
            }
        }
    }

    /// What goes on in and around a home at a moment.
    struct HomeMoment {
        let day: Int64
        let second: Double
        let weather: Weather
        let cooks: Bool
    }

    func home(of valve: SimulatedValve, at now: Instant) -> HomeMoment {
        let (day, second) = homeTime(now)
        return HomeMoment(
            day: day, second: second,
            weather: Weather(settings.season, day: day, second: second, dice.subject("weather")),
            cooks: valve.leak == nil && valve.habits.cooks(day: day, second: second))
    }

    private func gas(of valve: SimulatedValve, _ home: HomeMoment, _ noise: Dice) -> Double {
        let fumes = home.cooks ? Kitchen.fumes(second: home.second, valve.dice) : 0
        return valve.sensor.reading(
            gas: valve.fumes + (valve.leak.map { leaks[$0].shown } ?? 0), fumes: fumes,
            humidity: home.weather.humidity, noise)
    }

    private func flow(of valve: SimulatedValve, _ home: HomeMoment) -> Double {
        guard valve.position != .closed, valve.supplyLost == nil else { return 0 }
        let leaking = valve.leak.map { leaks[$0].room.leak } ?? 0
        return valve.habits.flow(
            day: home.day, second: home.second, outside: home.weather.temperature)
            + leaking + valve.flowOffset
    }

    /// The pressure at a home in kPa: of its pipe's way, or what is left after the supply was lost.
    func pressure(
        of valve: SimulatedValve, _ home: HomeMoment, flow: Double, at now: Instant
    ) -> Double {
        let load = Habits.districtLoad(second: home.second, outside: home.weather.temperature)
        let supplied =
            DistrictSupply.pressure(
                outlet: valve.dice.between(2.3, 2.6, 24), load: load,
                riser: riserLeaks[valve.riser], home: flow) + valve.pressureOffset
        guard let lost = valve.supplyLost else { return supplied }
        return DistrictSupply.remaining(
            of: supplied, after: now - lost, emptying: valve.emptying)
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
