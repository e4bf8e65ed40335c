internal import ValveModel

/// Supply lost, let through too high, and mains power: what comes over many homes at once.
extension FleetWorld {
    /// Seconds in which the taps that draw bring the pressure in the pipes down to a third: near
    /// and far from the place where the supply failed.
    private static let emptying = 3.0...20.0
    /// A person goes round and opens again by hand: seconds after the supply is back.
    private static let reopening = 20.0...180.0
    /// Seconds a device runs on its capacitor before its radio module falls silent, for those
    /// that have no battery of their own: a third of the field by assumption.
    private static let capacitor = 5.0...20.0
    private static let withoutBattery = 1 / 3.0

    mutating func loseSupply(
        _ numbers: [Int], for seconds: Double, _ dice: Dice, at now: Instant
    ) {
        for valve in numbers where valves[valve].supplyLost == nil {
            let home = home(of: valves[valve], at: now)
            let pressure = pressure(of: valves[valve], home, flow: 0, at: now)
            let emptying = dice.subject(UInt64(valve))
                .between(Self.emptying.lowerBound, Self.emptying.upperBound, 1)
            valves[valve].supplyLost = now
            valves[valve].emptying = emptying
            let closes =
                now
                + DistrictSupply.seconds(
                    from: pressure, to: valves[valve].limits.under, emptying: emptying)
            agenda.add(.step(.lowPressure(valve)), at: closes)
            agenda.add(.step(.supplyBack(valve)), at: now + seconds)
        }
    }

    /// The pressure has fallen to the limit at which the device closes by itself.
    mutating func closeOnLowPressure(_ valve: Int, at now: Instant) {
        guard valves[valve].supplyLost != nil, valves[valve].position == .open,
            !valves[valve].isStuck
        else { return }
        valves[valve].position = .closed
        raise(.shutoff, cause: .supplyLoss, valve: valve, at: now)
    }

    mutating func supplyIsBack(_ valve: Int, at now: Instant) {
        valves[valve].supplyLost = nil
        guard valves[valve].position == .closed, valves[valve].leak == nil else { return }
        let pause = valves[valve].dice.between(
            Self.reopening.lowerBound, Self.reopening.upperBound, 41)
        agenda.add(.step(.reopen(valve)), at: now + pause)
    }

    /// By a hand on site: nothing else opens a valve.
    mutating func reopen(_ valve: Int, at now: Instant) {
        guard valves[valve].position == .closed, valves[valve].leak == nil else { return }
        valves[valve].position = .open
        if valves[valve].online { report(valve, at: now) }
    }

    mutating func overpressure(
        _ numbers: [Int], by kilopascals: Double, for seconds: Double, _ dice: Dice,
        at now: Instant
    ) {
        for valve in numbers {
            let first = now + dice.subject(UInt64(valve)).between(0, 2, 1)
            causes.insert(valve)
            agenda.add(.step(.pressure(valve: valve, kilopascals: kilopascals)), at: first)
            agenda.add(.step(.pressure(valve: valve, kilopascals: 0)), at: first + seconds)
        }
    }

    mutating func pressureChanged(_ valve: Int, kilopascals: Double, at now: Instant) {
        valves[valve].pressureOffset = kilopascals
        let home = home(of: valves[valve], at: now)
        let pressure = pressure(of: valves[valve], home, flow: 0, at: now)
        guard valves[valve].limits.cause(pressure: pressure, flow: 0) == .overpressure,
            valves[valve].position == .open, !valves[valve].isStuck
        else { return }
        valves[valve].position = .closed
        raise(.shutoff, cause: .overpressure, valve: valve, at: now)
    }

    mutating func cutPower(
        _ numbers: [Int], for seconds: Double, _ dice: Dice, at now: Instant
    ) {
        for valve in numbers {
            let dice = dice.subject(UInt64(valve))
            agenda.add(.step(.power(valve, isOn: false)), at: now + dice.between(0, 1, 1))
            agenda.add(
                .step(.power(valve, isOn: true)), at: now + seconds + dice.between(0, 5, 2))
            guard dice.unit(3) < Self.withoutBattery else { continue }
            let silent =
                now + dice.between(Self.capacitor.lowerBound, Self.capacitor.upperBound, 4)
            guard silent < now + seconds else { continue }
            agenda.add(.step(.link(valve: valve, isUp: false)), at: silent)
            agenda.add(
                .step(.link(valve: valve, isUp: true)),
                at: now + seconds + dice.between(5, 15, 5))
        }
    }

    mutating func powerChanged(_ valve: Int, isOn: Bool, at now: Instant) {
        if isOn {
            valves[valve].flags.remove(.powerLoss)
        } else {
            valves[valve].flags.insert(.powerLoss)
        }
        if valves[valve].online { report(valve, at: now) }
    }
}
