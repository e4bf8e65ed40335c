/// What valves do by themselves.
extension Simulation {
    /// A message of a valve leaves for the broker, or is lost on its way.
    func say(_ valve: Int, _ topic: [UInt8], _ body: [UInt8], _ note: Parcel.Note) {
        guard valves[valve].isConnected else { return }
        if !isCalm, dice.chance(weather.publishLost) { return count(.publishLost) }
        var delay = dice.between(5, 80)
        if !isCalm, dice.chance(weather.publishSlow) {
            count(.publishSlow)
            delay += dice.between(1_000, 30_000)
        }
        let at = max(valves[valve].arrivalAt, time.now + delay)
        valves[valve].arrivalAt = at
        let parcel = Parcel(topic: topic, body: body, note: note)
        agenda.plan(.published(parcel), at: at)
        if !isCalm, dice.chance(weather.publishTwice) {
            count(.publishDuplicated)
            agenda.plan(.published(parcel), at: at + dice.pick([0, 40, 3_000]))
        }
    }

    /// The periodic report, and the next one: every five minutes, in trouble every ten seconds.
    func report(_ place: Int, turn: UInt32) {
        guard valves[place].reportTurn == turn else { return }
        let isInTrouble = valves[place].isInTrouble
        planReport(
            place, after: isInTrouble ? 10_000 : Self.reportPeriod + dice.between(-2_000, 2_000))
        breathe(place)
        guard !valves[place].isSilent else { return }
        let (body, spoken) = valves[place].reading(at: time.now)
        say(place, valves[place].reportTopic, body, .reading(spoken))
    }

    static let reportPeriod: Int64 = 300_000

    func planReport(_ place: Int, after lapse: Int64) {
        valves[place].reportTurn &+= 1
        agenda.plan(
            .report(valve: place, turn: valves[place].reportTurn), at: time.now + max(1, lapse))
    }

    /// Gas gathers while it leaks and goes while it does not.
    private func breathe(_ place: Int) {
        let isFed = valves[place].position != .closed || valves[place].isUpstream
        if valves[place].leakRate > 0, isFed {
            valves[place].gas = min(700, valves[place].gas + valves[place].leakRate)
        } else if valves[place].gas > 0 {
            valves[place].gas = max(0, valves[place].gas - 15)
        }
        if valves[place].temperature > 21 {
            valves[place].temperature = max(21, valves[place].temperature - 2)
        }
        if valves[place].position == .closed { valves[place].flow = 0 }
    }

    /// An alarm, repeated until its receipt has come.
    func alarm(_ place: Int, _ word: String, cause: String? = nil) {
        let (body, spoken) = valves[place].reading(alarm: word, cause: cause, at: time.now)
        trace("\(district.homes[place].name) alarms \(word) \(spoken.boot)/\(spoken.sequence)")
        valves[place].pending.append(
            SimulatedValve.Pending(
                boot: spoken.boot, sequence: spoken.sequence, body: body, spoken: spoken))
        say(place, valves[place].alarmTopic, body, .reading(spoken))
        agenda.plan(
            .alarmRepeat(valve: place, sequence: spoken.sequence, boot: spoken.boot),
            at: time.now + 2_000)
        planReport(place, after: 10_000)
    }

    func repeatAlarm(_ place: Int, _ boot: UInt32, _ sequence: UInt32) {
        let found = valves[place].pending.firstIndex {
            $0.boot == boot && $0.sequence == sequence
        }
        guard let found else { return }
        valves[place].pending[found].attempt += 1
        let attempt = valves[place].pending[found].attempt
        let pending = valves[place].pending[found]
        if !valves[place].isSilent {
            say(place, valves[place].alarmTopic, pending.body, .reading(pending.spoken))
        }
        agenda.plan(
            .alarmRepeat(valve: place, sequence: sequence, boot: boot),
            at: time.now + min(30_000, 2_000 << Int64(min(attempt, 4))))
    }

    /// A receipt or a command has come.
    func reach(_ place: Int, _ topic: String, _ body: [UInt8]) {
        guard valves[place].isConnected else { return }
        if topic.hasSuffix("/receipt") {
            guard let boot = Text.number("boot", in: body),
                let sequence = Text.number("seq", in: body),
                let word = Text.string("receipt", in: body), word != "later"
            else { return }
            valves[place].pending.removeAll { $0.boot == boot && $0.sequence == sequence }
            return
        }
        guard topic.hasSuffix("/command"), let id = Text.string("id", in: body),
            valves[place].commandSeen != id
        else { return }
        valves[place].commandSeen = id
        answer(place, id, "accepted")
        agenda.plan(
            .valveCloses(valve: place, command: id), at: time.now + dice.between(500, 3_000))
    }

    func closes(_ place: Int, command: String) {
        if valves[place].ignoresCommands {
            count(.stuckOpen)
            valves[place].position = .stuck
        } else {
            valves[place].position = .closed
            valves[place].flow = 0
        }
        if !command.isEmpty {
            answer(place, command, valves[place].position == .closed ? "closed" : "failed")
        }
        guard !valves[place].isSilent else { return }
        let (body, spoken) = valves[place].reading(at: time.now)
        say(place, valves[place].reportTopic, body, .reading(spoken))
    }

    private func answer(_ place: Int, _ id: String, _ outcome: String) {
        let position = valves[place].position.rawValue
        say(
            place, valves[place].resultTopic,
            Array(
                "{\"id\":\"\(id)\",\"outcome\":\"\(outcome)\",\"position\":\"\(position)\"}".utf8),
            .other)
    }

    /// The birth, or the last will, of a boot.
    func sayLink(_ place: Int, boot: UInt32, isOnline: Bool, after lapse: Int64) {
        let parcel = Parcel(
            topic: valves[place].linkTopic,
            body: Array("{\"online\":\(isOnline),\"boot\":\(boot)}".utf8),
            note: .link(valve: place, boot: boot, isOnline: isOnline))
        let at = time.now + lapse
        if isOnline { valves[place].arrivalAt = max(valves[place].arrivalAt, at) }
        agenda.plan(.published(parcel), at: at)
    }

    /// Somebody has mended the home, and opened its valve again on site.
    func mend(_ place: Int) {
        trace("\(district.homes[place].name) is mended")
        valves[place].leakRate = 0
        valves[place].isUpstream = false
        valves[place].ignoresCommands = false
        valves[place].isSilent = false
        valves[place].isTesting = false
        valves[place].gas = 0
        valves[place].temperature = 21
        valves[place].flow = 10
        valves[place].pressure = 205
        planReport(place, after: dice.between(200, 4_000))
    }
}
