internal import ValveModel

/// The events of a scenario: each is begun here and goes on in small steps on the agenda.
extension FleetWorld {
    /// A step of an event that is under way.
    enum Step {
        case startBroker
        case lowPressure(Int)
        case supplyBack(Int)
        case reopen(Int)
        case link(valve: Int, isUp: Bool)
        case centreLink(Int, isUp: Bool)
        case team(String, isHere: Bool)
        case shock(Int)
        case leak(Int, flow: Double, closing: LeakClosing)
        case storm(Int)
        case nuisance(Int, isLeak: Bool, until: Instant)
        case nuisanceEnds(Int)
        case clone(Int, seq: UInt32, until: Instant)
        case garbage(Int, valve: Int?)
        case testAlarm(Int, until: Instant)
        case pressure(valve: Int, kilopascals: Double)
        case power(Int, isOn: Bool)
    }

    mutating func begin(_ index: Int, at now: Instant) {
        let dice = dice.subject("events").subject(UInt64(index))
        tell(.disturbed(what: settings.events[index].what.title), at: now)
        switch settings.events[index].what {
        case .leak(let extent, let flow, let closing):
            for valve in members(of: extent, dice) {
                startLeak(valve, flow: flow, closing: closing, at: now)
            }
        case .storm(let count, let seconds):
            let hit = members(of: .drawn(count), dice)
            for (order, valve) in hit.enumerated() {
                let due = now + seconds * Double(order) / Double(max(1, hit.count))
                agenda.add(.step(.storm(valve)), at: due)
            }
        case .supplyLoss(let extent, let seconds):
            loseSupply(members(of: extent, dice), for: seconds, dice, at: now)
        case .overpressure(let extent, let kilopascals, let seconds):
            overpressure(
                members(of: extent, dice), by: kilopascals, for: seconds, dice, at: now)
        case .powerCut(let extent, let seconds):
            cutPower(members(of: extent, dice), for: seconds, dice, at: now)
        case .brokerRestart(let seconds, let isKilled):
            actions.append(.stopBroker(isKilled: isKilled))
            agenda.add(.step(.startBroker), at: now + seconds)
        case .daemonKill: actions.append(.killDaemon)
        case .radioOutage(let extent, let seconds):
            for valve in members(of: extent, dice) {
                breakLink(valve, at: now)
                agenda.add(.step(.link(valve: valve, isUp: true)), at: now + seconds)
            }
        case .earthquake(let shutoffs, let leaks, let seconds):
            shake(shutoffs: shutoffs, leaks: leaks, within: seconds, dice, at: now)
        case .nuisance(let rate, let leakShare, let seconds):
            plague(rate, leakShare: leakShare, for: seconds, dice, at: now)
        case .stuck(let extent):
            for valve in members(of: extent, dice) { valves[valve].isStuck = true }
        case .cloned(let extent, let seconds):
            for valve in members(of: extent, dice) {
                perform(.clone(valve, seq: 1_000, until: now + seconds), at: now)
            }
        case .garbage(let messages, let seconds, let name):
            for number in 0..<messages {
                let step = Step.garbage(number, valve: name.flatMap { valveNumbers[$0] })
                agenda.add(.step(step), at: now + seconds * Double(number) / Double(messages))
            }
        case .replayed(let extent, let messages):
            for valve in members(of: extent, dice) { replay(valve, messages: messages, at: now) }
        case .clock(let extent, let offset):
            for valve in members(of: extent, dice) {
                // Without an offset the clock stands where it stood when the device was switched on.
                valves[valve].clockOffset =
                    offset ?? -Double(settings.wallStart) / 1_000 - now.seconds
            }
        case .drill(let extent, let seconds):
            drill(members(of: extent, dice), for: seconds, at: now)
        case .centreOutage(let id, let seconds):
            guard let centre = rescue.centres.firstIndex(where: { $0.id == id }) else { return }
            perform(.centreLink(centre, isUp: false), at: now)
            agenda.add(.step(.centreLink(centre, isUp: true)), at: now + seconds)
        case .teamAway(let team, let seconds):
            perform(.team(team, isHere: false), at: now)
            agenda.add(.step(.team(team, isHere: true)), at: now + seconds)
        }
    }

    mutating func perform(_ step: Step, at now: Instant) {
        switch step {
        case .startBroker: actions.append(.startBroker)
        case .lowPressure(let valve): closeOnLowPressure(valve, at: now)
        case .supplyBack(let valve): supplyIsBack(valve, at: now)
        case .reopen(let valve): reopen(valve, at: now)
        case .link(let valve, let isUp):
            if isUp { restoreLink(valve, at: now) } else { breakLink(valve, at: now) }
        case .centreLink(let centre, let isUp): centreLink(centre, isUp: isUp, at: now)
        case .team(let team, let isHere): teamMoves(team, isHere: isHere, at: now)
        case .shock(let valve): shock(valve, at: now)
        case .leak(let valve, let flow, let closing):
            startLeak(valve, flow: flow, closing: closing, at: now)
        case .storm(let valve): stormLeak(valve, at: now)
        case .nuisance(let number, let isLeak, let until):
            nuisance(number, isLeak: isLeak, until: until, at: now)
        case .nuisanceEnds(let valve): nuisanceEnds(valve, at: now)
        case .clone(let valve, let seq, let until):
            cloneSpeaks(valve, seq: seq, until: until, at: now)
        case .garbage(let number, let valve): sendGarbage(number, valve: valve, at: now)
        case .testAlarm(let valve, let until): testAlarm(valve, until: until, at: now)
        case .pressure(let valve, let kilopascals):
            pressureChanged(valve, kilopascals: kilopascals, at: now)
        case .power(let valve, let isOn): powerChanged(valve, isOn: isOn, at: now)
        }
    }
}
