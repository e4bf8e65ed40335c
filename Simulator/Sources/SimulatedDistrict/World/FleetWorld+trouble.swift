internal import Glibc
internal import ValveModel

/// What goes wrong on purpose: shocks, nuisance, clones, garbage, old messages, drills.
extension FleetWorld {
    /// A leak of a torn pipe, m³/h, by the logarithm: from a joint half off to a hose that came off.
    /// The smallest fills the largest kitchen's layer (3 m³) to 10 %LEL in 70 s, so that every one
    /// trips its device within a scenario of three minutes.
    private static let tornFlow = (smallest: 0.8, largest: 2.0)
    /// A device under test alarms again after so many seconds.
    private static let testPause = 10.0

    mutating func shake(
        shutoffs: Int, leaks: Int, within seconds: Double, _ dice: Dice, at now: Instant
    ) {
        let hit = members(of: .drawn(shutoffs + leaks), dice)
        for (order, valve) in hit.enumerated() {
            let dice = dice.subject(UInt64(valve))
            let due = now + dice.between(0, seconds, 1)
            if order < leaks {
                let span = Self.tornFlow.largest / Self.tornFlow.smallest
                let flow = Self.tornFlow.smallest * exp(log(span) * dice.unit(2))
                agenda.add(.step(.leak(valve, flow: flow, closing: .itself)), at: due)
            } else {
                agenda.add(.step(.shock(valve)), at: due)
            }
        }
    }

    mutating func shock(_ valve: Int, at now: Instant) {
        guard valves[valve].isQuiet else { return }
        // A shock calls a team out (P2), and rightly.
        causes.insert(valve)
        valves[valve].position = .closed
        raise(.shutoff, cause: .shock, valve: valve, at: now)
    }

    /// Spreads alarms without a cause evenly over the time; each has a home of its own.
    mutating func plague(
        _ perHomeAndDay: Double, leakShare: Double, for seconds: Double, _ dice: Dice,
        at now: Instant
    ) {
        let count = Int((perHomeAndDay * Double(valves.count) * seconds / 86_400).rounded())
        let end = now + seconds / settings.speed
        for number in 0..<count {
            let due = now + (seconds / settings.speed) * (Double(number) + 0.5) / Double(count)
            let isLeak = dice.unit(UInt64(number)) < leakShare
            agenda.add(.step(.nuisance(number, isLeak: isLeak, until: end)), at: due)
        }
    }

    mutating func nuisance(_ number: Int, isLeak: Bool, until: Instant, at now: Instant) {
        let dice = dice.subject("nuisance").subject(UInt64(number))
        guard let valve = quietValve(dice) else { return }
        tally(.nuisances)
        if isLeak {
            falseLeaks.insert(valve)
            valves[valve].fumes = dice.between(10.5, 18, 1)
            raise(.leak, cause: .unknown, valve: valve, at: now)
            agenda.add(.selfClose(valve), at: now + dice.between(0.3, 0.95, 3))
            agenda.add(.step(.nuisanceEnds(valve)), at: now + dice.between(20, 90, 2))
        } else {
            valves[valve].flags.insert(.sensorFault)
            raise(.sensorFault, cause: .unknown, valve: valve, at: now)
            agenda.add(.step(.nuisanceEnds(valve)), at: now + dice.between(5, 60, 2))
        }
    }

    mutating func nuisanceEnds(_ valve: Int, at now: Instant) {
        valves[valve].fumes = 0
        valves[valve].flags.remove(.sensorFault)
        raise(.cleared, cause: .unknown, valve: valve, at: now)
    }

    /// A copy of the device elsewhere: same name, same boot, sequence numbers of its own.
    mutating func cloneSpeaks(_ valve: Int, seq: UInt32, until: Instant, at now: Instant) {
        guard now < until else { return }
        let boot = valves[valve].boot
        let gas = 0.3 + valves[valve].dice.unit(UInt64(seq))
        send(
            Publish(
                origin: .stranger, topic: topic(valve, "report"),
                payload: JSONText.object { text in
                    text.member("boot", boot)
                    text.member("seq", seq)
                    text.member("gas", gas, decimals: 2)
                    text.member("position", Position.open.word)
                }, quality: 0, planned: now))
        agenda.add(
            .step(.clone(valve, seq: seq + 1, until: until)), at: now + period)
    }

    mutating func sendGarbage(_ number: Int, valve: Int?, at now: Instant) {
        let dice = dice.subject("flood").subject(UInt64(number))
        let target = valve ?? dice.choice(valves.count, 1)
        sendGarbage(target, isAlarm: dice.unit(2) < 0.1, dice, at: now)
    }

    /// Reports and alarms of an earlier life of the device, as a stuck gateway lets them go.
    mutating func replay(_ valve: Int, messages: Int, at now: Instant) {
        let current = valves[valve].boot
        for number in 0..<messages {
            let seq = UInt32(number + 1)
            send(
                Publish(
                    origin: .valve(valve), topic: topic(valve, "report"),
                    payload: JSONText.object { text in
                        text.member("boot", current - 1)
                        text.member("seq", seq)
                        text.member("gas", 0.4, decimals: 1)
                        text.member("flow", 0.0, decimals: 1)
                        text.member("position", Position.open.word)
                    }, quality: 0, planned: now))
        }
    }

    mutating func drill(_ numbers: [Int], for seconds: Double, at now: Instant) {
        let minutes = max(1, Int((seconds / 60).rounded(.up)))
        for valve in numbers {
            valves[valve].isTest = true
            actions.append(
                .declareTest(
                    valve: valves[valve].place.valve.description, minutes: minutes))
            // The declaration travels by the API; the inspector waits for its answer first.
            agenda.add(.step(.testAlarm(valve, until: now + seconds)), at: now + 3)
        }
    }

    mutating func testAlarm(_ valve: Int, until: Instant, at now: Instant) {
        guard now + Self.testPause < until else {
            valves[valve].isTest = false
            return
        }
        tally(.testAlarms)
        raise(.leak, cause: .unknown, valve: valve, at: now)
        agenda.add(.step(.testAlarm(valve, until: until)), at: now + Self.testPause)
    }
}
