internal import Glibc
internal import ValveModel

/// Leaks: how they begin, grow, trip the detector and end.
extension FleetWorld {
    /// How many other valves and sizes are tried before the largest leak is taken.
    private static let drawCountMax: UInt64 = 60
    /// Seconds from the moment the gas passes 10 %LEL to the end of the firmware's filter, plus
    /// slack for noisy samples around the level.
    private static let filterSeconds = 8.0
    /// Seconds left for the call-out after the alarm in a run that ends.
    private static let reserveSeconds = 4.0
    /// The slowest leak that is begun in an endless run takes this long to trip.
    private static let growthMax = 300.0

    mutating func beginLeak(_ number: Int, at now: Instant) {
        let next = now + settings.leakSpacing
        if next.seconds < settings.leakEnd { agenda.add(.leakBegins(number + 1), at: next) }
        let dice = dice.subject("leaks").subject(UInt64(number))
        guard let valve = quietValve(dice) else { return }
        let room = room(dice, in: valve, at: now)
        let share = dice.unit(5)
        let closing: ActiveLeak.Closing =
            share < 0.9 ? .atOnce : share < 0.96 ? .onCommand : .never
        open(ActiveLeak(valve: valve, room: room, closing: closing, calculated: now), at: now)
    }

    /// A leak that a scenario wrote down, in the kitchen that its dice give the home.
    mutating func startLeak(
        _ valve: Int, flow: Double, closing: LeakClosing, at now: Instant
    ) {
        guard valves[valve].leak == nil else { return }
        // The layer under a kitchen's ceiling and one air change an hour, give or take a half.
        let dice = valves[valve].dice.subject("kitchen")
        let volume = dice.between(0.5, 3, 1)
        let room = LeakRoom(
            volume: volume, leak: flow,
            ventilation: volume * dice.between(0.6, 1.6, 2) * airing(valve, at: now))
        let way: ActiveLeak.Closing =
            switch closing {
            case .itself: .atOnce
            case .command: .onCommand
            case .never: .never
            case .silent: .silent
            }
        open(ActiveLeak(valve: valve, room: room, closing: way, calculated: now), at: now)
    }

    private mutating func open(_ leak: ActiveLeak, at now: Instant) {
        valves[leak.valve].leak = leaks.count
        riserLeaks[valves[leak.valve].riser] += leak.room.leak
        leaks.append(leak)
        tell(
            .leakBegan(
                leak: leaks.count - 1, valve: valves[leak.valve].place.valve.description),
            at: now)
        if leak.closing != .silent {
            agenda.add(
                .sample(leaks.count - 1),
                at: now + FirmwareFilter.samplePeriod / settings.speed)
        }
    }

    func quietValve(_ dice: Dice) -> Int? {
        for attempt in 0..<Self.drawCountMax {
            let valve = dice.choice(valves.count, 1000 + attempt)
            if valves[valve].isQuiet { return valve }
        }
        return nil
    }

    /// Draws a room and a leak, from a seep to a hose that came off, among those that can trip
    /// the detector in the time that is left.
    private func room(_ dice: Dice, in valve: Int, at now: Instant) -> LeakRoom {
        let changes = airing(valve, at: now)
        // After two time constants the detector shows 86 % of what is there.
        let lag = 2 * valves[valve].sensor.t90 / log(10)
        let left = settings.duration.map { $0 - now.seconds - Self.reserveSeconds }
        let longest = min(Self.growthMax, left ?? Self.growthMax)
        // Quick and slow leaks in equal parts by the logarithm: most are not at the limit.
        let limit =
            min(longest, exp(dice.between(log(20), log(Self.growthMax), 6)))
            - Self.filterSeconds
        for attempt in 0..<Self.drawCountMax {
            let dice = dice.subject(attempt)
            let volume = dice.between(0.5, 3, 1)
            // Sizes of leaks spread over more than a decade, so they are drawn by their logarithm.
            let leak = exp(dice.between(log(0.08), log(2), 2))
            let room = LeakRoom(
                volume: volume, leak: leak,
                ventilation: volume * dice.between(0.6, 1.6, 3) * changes)
            if let growth = room.secondsUntil(gas: FirmwareFilter.level * 1.3),
                growth + lag <= limit
            {
                return room
            }
        }
        // A hose off under a low ceiling: 10 %LEL within five seconds.
        return LeakRoom(volume: 0.5, leak: 2, ventilation: 0.5)
    }

    /// Air changes an hour in a home's kitchen now, by its season and its people.
    private func airing(_ valve: Int, at now: Instant) -> Double {
        let home = home(of: valves[valve], at: now)
        return Kitchen.airing(
            settings.season, cooks: home.cooks, sleeps: Habits.sleeps(second: home.second))
    }

    /// Brings the room's air up to now, and what the detector shows of it.
    mutating func airRoom(_ leak: Int, at now: Instant) {
        let seconds = (now - leaks[leak].calculated) * settings.speed
        leaks[leak].room.advance(seconds: seconds)
        leaks[leak].shown = valves[leaks[leak].valve].sensor.shown(
            leaks[leak].shown, in: leaks[leak].room.gas, after: seconds)
        leaks[leak].calculated = max(now, leaks[leak].calculated)
    }

    mutating func sample(_ leak: Int, at now: Instant) {
        guard !leaks[leak].tripped else { return }
        airRoom(leak, at: now)
        let noise = dice.subject("samples").subject(UInt64(leak))
            .noise(UInt64(bitPattern: now.microseconds))
        guard leaks[leak].filter.sample(leaks[leak].shown + 0.3 * noise) else {
            agenda.add(
                .sample(leak), at: now + FirmwareFilter.samplePeriod / settings.speed)
            return
        }
        trip(leak, at: now)
    }

    /// A leak that has already filled its kitchen to just over the alarm's level, and trips now.
    mutating func stormLeak(_ valve: Int, at now: Instant) {
        guard valves[valve].isQuiet else { return }
        // A hose off under a low ceiling, as for the largest drawn leak.
        var room = LeakRoom(volume: 0.5, leak: 2, ventilation: 0.5)
        room.advance(seconds: room.secondsUntil(gas: FirmwareFilter.level + 2) ?? 0)
        var leak = ActiveLeak(valve: valve, room: room, closing: .atOnce, calculated: now)
        leak.shown = room.gas
        open(leak, at: now)
        trip(leaks.count - 1, at: now)
    }

    private mutating func trip(_ leak: Int, at now: Instant) {
        leaks[leak].tripped = true
        let valve = leaks[leak].valve
        tell(.leakTripped(leak: leak), at: now)
        raise(.leak, cause: .unknown, valve: valve, leak: leak, at: now)
        switch leaks[leak].closing {
        case .atOnce:
            let delay = dice.subject("closing").between(0.3, 0.95, UInt64(leak))
            agenda.add(.selfClose(valve), at: now + delay)
        case .onCommand, .silent: break
        case .never: valves[valve].position = .stuck
        }
    }

    /// The valve has shut; the exhaust or a window airs most homes from then on.
    mutating func close(_ valve: Int, at now: Instant) {
        guard valves[valve].position != .closed else { return }
        valves[valve].position = .closed
        if let leak = valves[valve].leak {
            airRoom(leak, at: now)
            riserLeaks[valves[valve].riser] -= leaks[leak].room.leak
            leaks[leak].room.leak = 0
            let airs = dice.subject("airing").unit(UInt64(leak)) < 0.7
            leaks[leak].room.ventilation *= airs ? 20 : 1
        }
        if valves[valve].online { report(valve, at: now) }
    }

    /// A team has shut the gas off at the home and opened its windows: some thirty air changes an
    /// hour, as much faster than life as the team works, so that the air is good when it leaves.
    mutating func airHome(_ valve: Int, at now: Instant) {
        close(valve, at: now)
        guard let leak = valves[valve].leak else { return }
        airRoom(leak, at: now)
        let airing = leaks[leak].room.volume * 30 * settings.rescue.driveSpeed
        leaks[leak].room.ventilation = max(leaks[leak].room.ventilation, airing)
    }

    /// A team leaves a home in which nothing is wrong any more.
    mutating func makeSafe(_ valve: Int, at now: Instant) {
        valves[valve].pressureOffset = 0
        valves[valve].flowOffset = 0
        airHome(valve, at: now)
        // Where nothing leaked the team itself opens again before it leaves.
        if falseLeaks.contains(valve) { agenda.add(.step(.reopen(valve)), at: now + 20) }
    }
}
