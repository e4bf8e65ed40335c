/// What befalls valves.
extension Simulation {
    func befall(_ episode: Episode, _ place: Int) {
        guard valves[place].isConnected || episode == .back || episode == .backInGas else { return }
        switch episode {
        case .leakAlarm, .leakAlarm2, .leakReports, .leakAtOnce, .heat, .riserLeak, .silentLeak,
            .stuckLeak:
            leak(episode, place)
        case .shutoff, .overflow, .overpressure, .underpressure, .supplyLoss, .shock, .tamper:
            trouble(episode, place)
        case .garbageAlarm, .garbageReport, .stranger, .clockWrong, .cloned, .identityReused,
            .lateAlarm, .testAlarm:
            oddity(episode, place)
        case .rebooted, .linkLost, .back, .backInGas, .mended: link(episode, place)
        }
    }

    private func leak(_ episode: Episode, _ place: Int) {
        guard valves[place].leakRate == 0, !valves[place].isTesting else { return }
        trace("\(district.homes[place].name): \(episode)")
        if episode == .leakAtOnce, dice.chance(0.5) { return leaveBeforeGas(place) }
        valves[place].leakRate = 10 + dice.below(120)
        valves[place].gas = max(valves[place].gas, 100 + dice.below(200))
        valves[place].isUpstream = dice.chance(0.3)
        valves[place].closesItself = dice.chance(0.6)
        switch episode {
        case .leakReports:
            valves[place].gas = 60
            planReport(place, after: 100)
            return
        case .leakAtOnce:
            valves[place].gas = 240
            planReport(place, after: 100)
            return
        case .heat:
            valves[place].temperature = 80
            planReport(place, after: 100)
            return
        case .silentLeak:
            count(.silentInLeak)
            // A silent valve has still sent its alarm once.
            alarm(place, "leak")
            valves[place].isSilent = true
            agenda.plan(
                .episode(.mended, valve: place), at: time.now + dice.between(120_000, 900_000))
            return
        case .stuckLeak: valves[place].ignoresCommands = true
        case .riserLeak:
            count(.riserLeak)
            for other in district.homes[place].neighbours where other != place {
                if dice.chance(0.4) {
                    agenda.plan(
                        .episode(.leakAlarm, valve: other),
                        at: time.now + dice.between(500, 60_000))
                }
            }
        case .leakAlarm where axisDice.chance(0.3):
            count(.twoAxes)
            agenda.plan(
                .episode(.overpressure, valve: place),
                at: time.now + axisDice.between(0, 180_000))
        default: break
        }
        if valves[place].closesItself, !valves[place].ignoresCommands {
            valves[place].position = .closed
            valves[place].flow = 0
            // A valve that closes at a whiff shows a leak by its cause alone.
            if dice.chance(0.3) { valves[place].gas = dice.below(90) }
            alarm(place, "shutoff", cause: "leak")
        } else {
            alarm(place, "leak")
        }
        if episode == .leakAlarm2 {
            agenda.plan(.episode(.leakAlarm, valve: place), at: time.now + 40_000)
        }
    }

    /// The valve is off the air while gas gathers, for so long that nothing rose steeply between
    /// its reports: when it comes back, the height alone says that it leaks.
    private func leaveBeforeGas(_ place: Int) {
        valves[place].isConnected = false
        sayLink(
            place, boot: valves[place].boot, isOnline: false, after: dice.between(1_000, 60_000))
        agenda.plan(
            .episode(.backInGas, valve: place), at: time.now + dice.between(400_000, 600_000))
    }

    private func trouble(_ episode: Episode, _ place: Int) {
        guard valves[place].position == .open else { return }
        switch episode {
        case .shutoff:
            valves[place].position = .closed
            valves[place].flow = 0
            let causes = [
                "overflow", "shock", "remote", "manual", "overtime", "low_battery", "supply_loss",
            ]
            alarm(place, "shutoff", cause: dice.chance(0.1) ? nil : dice.pick(causes))
        case .overflow:
            valves[place].flow = 300
            alarm(place, "overflow")
            agenda.plan(
                .episode(.mended, valve: place), at: time.now + dice.between(5_000, 120_000))
        case .overpressure:
            valves[place].pressure = 800
            alarm(place, "overpressure")
            if axisDice.chance(0.5) {
                count(.twoAxes)
                agenda.plan(
                    .episode(.leakAlarm, valve: place),
                    at: time.now + axisDice.between(0, 240_000))
            }
            agenda.plan(
                .episode(.mended, valve: place), at: time.now + dice.between(60_000, 300_000))
        case .underpressure: alarm(place, "underpressure")
        case .supplyLoss: alarm(place, "supply_loss")
        case .shock: alarm(place, "shock")
        default: alarm(place, "tamper")
        }
        if dice.chance(0.5) {
            let (body, spoken) = valves[place].reading(alarm: "cleared", at: time.now)
            say(place, valves[place].reportTopic, body, .reading(spoken))
        }
    }

    private func oddity(_ episode: Episode, _ place: Int) {
        switch episode {
        case .garbageAlarm:
            count(.garbageAlarm)
            valves[place].sequence &+= 1
            let whole =
                "{\"boot\":\(valves[place].boot),\"seq\":\(valves[place].sequence),\"alarm\""
            say(
                place, valves[place].alarmTopic, Array(whole.utf8.prefix(9 + dice.below(20))),
                .garbageAlarm(valve: place))
        case .garbageReport:
            count(.garbageReport)
            var bytes: [UInt8] = []
            for _ in 0..<dice.below(60) { bytes.append(UInt8(dice.below(256))) }
            say(place, valves[place].reportTopic, bytes, .other)
        case .stranger:
            count(.strangerAlarm)
            let topic = "gas/v1/37020201\(dice.below(4))/X-\(dice.below(1_000_000))/alarm"
            say(place, Array(topic.utf8), Array("gas!".utf8), .other)
        case .clockWrong:
            valves[place].clock = dice.chance(0.5) ? .at1970 : .ahead
            count(valves[place].clock == .at1970 ? .clockAt1970 : .clockAhead)
            leak(.leakAlarm, place)
        case .cloned:
            // Another device with the same name, a boot and a sequence of its own.
            count(.cloned)
            valves[place].isAmbiguous = true
            var twin = valves[place]
            twin.boot = 1 + UInt32(dice.below(4))
            twin.sequence = UInt32(dice.below(200))
            for _ in 0..<4 {
                let (body, spoken) = twin.reading(at: time.now)
                say(place, twin.reportTopic, body, .reading(spoken))
            }
        case .identityReused:
            count(.identityReused)
            valves[place].isAmbiguous = true
            alarm(place, "leak")
            valves[place].sequence &-= 1
            valves[place].gas += 130
            alarm(place, "leak")
        case .lateAlarm:
            // It waited in the valve through a restart of it.
            count(.lateAlarm)
            let (body, spoken) = valves[place].reading(alarm: "leak", at: time.now)
            link(.rebooted, place)
            valves[place].pending.append(
                SimulatedValve.Pending(
                    boot: spoken.boot, sequence: spoken.sequence, body: body, spoken: spoken))
            agenda.plan(
                .alarmRepeat(valve: place, sequence: spoken.sequence, boot: spoken.boot),
                at: time.now + 5_000)
        default:
            guard let room else { return }
            count(.testAlarm)
            declareTest(place, room)
        }
    }

    private func link(_ episode: Episode, _ place: Int) {
        switch episode {
        case .rebooted:
            count(.rebooted)
            // The broker finds out late that the old connection is dead.
            let isLate = dice.chance(0.4)
            if isLate { count(.lateWill) }
            sayLink(
                place, boot: valves[place].boot, isOnline: false,
                after: isLate ? dice.between(2_000, 90_000) : 30)
            valves[place].boot += 1
            valves[place].sequence = 0
            sayLink(place, boot: valves[place].boot, isOnline: true, after: 500)
        case .linkLost:
            valves[place].isConnected = false
            sayLink(
                place, boot: valves[place].boot, isOnline: false,
                after: dice.between(1_000, 60_000))
            agenda.plan(
                .episode(.back, valve: place), at: time.now + dice.between(61_000, 400_000))
        case .back:
            valves[place].isConnected = true
            sayLink(place, boot: valves[place].boot, isOnline: true, after: 40)
            planReport(place, after: dice.between(100, 5_000))
        case .backInGas:
            count(.backInGas)
            link(.back, place)
            valves[place].leakRate = 10
            valves[place].gas = 240
            planReport(place, after: 100)
        default:
            mend(place)
            if valves[place].position != .open {
                valves[place].position = .open
                valves[place].flow = 10
            }
        }
    }
}
