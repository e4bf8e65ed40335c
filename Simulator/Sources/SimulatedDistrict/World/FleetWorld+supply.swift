internal import ValveModel

/// Supply lost, let through too high, and mains power: what comes over many homes at once.
extension FleetWorld {
    /// The pipes of a district empty from the taps that draw: seconds until a home notices.
    private static let emptying = 2.0...25.0
    /// A person goes round and opens again by hand: seconds after the supply is back.
    private static let reopening = 20.0...180.0
    /// Seconds a device runs on its capacitor before its radio module falls silent, for those
    /// that have no battery of their own: a third of the field by assumption.
    private static let capacitor = 5.0...20.0
    private static let withoutBattery = 1 / 3.0

    mutating func loseSupply(
        _ numbers: [Int], for seconds: Double, _ dice: Dice, at now: Instant
    ) {
        for valve in numbers {
            let dice = dice.subject(UInt64(valve))
            let lost = now + dice.between(Self.emptying.lowerBound, Self.emptying.upperBound, 1)
            agenda.add(.step(.supply(valve: valve, isBack: false)), at: lost)
            let back = now + seconds
            agenda.add(.step(.supply(valve: valve, isBack: true)), at: max(back, lost + 1))
        }
    }

    mutating func supplyChanged(_ valve: Int, isBack: Bool, at now: Instant) {
        if isBack {
            valves[valve].hasSupply = true
            guard valves[valve].position == .closed, valves[valve].leak == nil else { return }
            let pause = valves[valve].dice.between(
                Self.reopening.lowerBound, Self.reopening.upperBound, 41)
            agenda.add(.step(.reopen(valve)), at: now + pause)
            return
        }
        valves[valve].hasSupply = false
        guard valves[valve].position == .open, !valves[valve].isStuck else { return }
        valves[valve].position = .closed
        raise(.shutoff, cause: .supplyLoss, valve: valve, at: now)
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
        // Self-closing devices trip at 8 ± 2 kPa; each has its own limit.
        let limit = valves[valve].dice.between(6, 10, 42)
        guard kilopascals + 2 >= limit, valves[valve].position == .open, !valves[valve].isStuck
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
