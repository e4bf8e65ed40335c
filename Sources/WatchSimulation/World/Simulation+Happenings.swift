internal import ControlRoom

/// The script of a run, written by chance before it begins, and what each happening does.
extension Simulation {
    func planEverything() {
        agenda.plan(.roomStarts, at: 0)
        agenda.plan(.sweep, at: 1_000)
        agenda.plan(.calmBegins, at: calmFrom)
        for place in valves.indices {
            // The link of every valve has been retained since it was installed.
            retainedLinks[place] = Parcel(
                topic: valves[place].linkTopic, body: Array("{\"online\":true,\"boot\":1}".utf8),
                note: .link(valve: place, boot: 1, isOnline: true))
            planReport(place, after: dice.between(1, Self.reportPeriod))
        }
        func scatter(_ count: Int, _ make: (Simulation) -> Happening) {
            for _ in 0..<scaled(count) {
                let at = dice.between(3_000, calmFrom - 1_000)
                agenda.plan(make(self), at: at)
            }
        }
        func anyValve() -> Int { dice.below(valves.count) }
        scatter(weather.leaks) { .episode($0.dice.pick(Episode.leaks), valve: anyValve()) }
        scatter(weather.otherAlarms) {
            .episode($0.dice.pick(Episode.otherAlarms), valve: anyValve())
        }
        scatter(weather.oddities) { .episode($0.dice.pick(Episode.oddities), valve: anyValve()) }
        scatter(weather.reboots) {
            .episode($0.dice.chance(0.7) ? .rebooted : .linkLost, valve: anyValve())
        }
        scatter(weather.rosters) { _ in .rosterChanges }
        scatter(weather.cuts) {
            switch $0.dice.below(6) {
            case 0, 1: .trouble(.cut(.alarm))
            case 2: .trouble(.cut(.report))
            case 3: .trouble(.cut(.rescue))
            case 4: .trouble(.cutSender(.valves))
            default: .trouble(.cutSender(.rescue))
            }
        }
        scatter(weather.crashes) { _ in .trouble(.crash) }
        scatter(weather.commitsSlow) { _ in .trouble(.commitsSlow) }
        scatter(weather.commitsRefused) { _ in .trouble(.commitsRefused) }
        scatter(weather.crashes) { _ in .trouble(.crashAfterCommit) }
        scatter(weather.stalls) {
            $0.dice.chance(0.5) ? .trouble(.stallWatch) : .trouble(.stallControl)
        }
        scatter(weather.suspends) { _ in .trouble(.suspend) }
        scatter(weather.wallSteps) { _ in .trouble(.wallStep) }
        scatter(weather.reloads) { _ in .trouble(.reload) }
        scatter(weather.cuts / 4) { _ in .trouble(.senderFull) }
        scatter(weather.rosters / 2) { _ in .trouble(.centreAway) }
        agenda.plan(.operatorActs, at: weather.operatorEvery)
    }

    /// The weather speaks of an hour; a shorter run has its share, at least one.
    private func scaled(_ count: Int) -> Int {
        count == 0 ? 0 : max(1, Int(Int64(count) * plan.minutes / 60))
    }

    func happen(_ happening: Happening) throws(Violation) {
        switch happening {
        case .report(let valve, let turn): report(valve, turn: turn)
        case .alarmRepeat(let valve, let sequence, let boot): repeatAlarm(valve, boot, sequence)
        case .episode(let episode, let valve): befall(episode, valve)
        case .testAlarm(let valve): alarm(valve, "leak")
        case .valveCloses(let valve, let command): closes(valve, command: command)
        case .published(let parcel): publish(parcel)
        case .reachesValve(let valve, let topic, let body): reach(valve, topic, body)
        case .reachesCentre(let centre, let body): reachCentre(centre, body)
        case .reachesInDrill(let centre, let body): reachInDrill(centre, body)
        case .reachesParty(let party, let body): reachParty(party, body)
        case .gatewayReports(let posted, let outcome):
            checks.hasNewInputs = true
            posted.report(outcome)
        case .teamActs(let act): self.act(act)
        case .centreReturns(let centre): centreReturns(centre)
        case .rosterChanges: changeRoster()
        case .sentArrives(let side, let sent, let life): sentArrives(side, sent, life: life)
        case .laneTurn, .laneReturns, .senderReturns: connect(happening)
        case .operatorActs:
            agenda.plan(.operatorActs, at: time.now + (isCalm ? 20_000 : weather.operatorEvery))
            if let room { operate(room) }
        case .trouble(let trouble): befall(trouble)
        case .storeRecovers: if store.mood == .refuses { store.mood = .works }
        case .roomStarts: if room == nil { try startRoom() }
        case .calmBegins: becalm()
        case .sweep:
            agenda.plan(.sweep, at: time.now + 1_000)
            if let room { try sweep(room) }
        }
    }

    private func connect(_ happening: Happening) {
        guard let room else { return }
        switch happening {
        case .laneTurn(let name, let life) where life == clockwork.life: takeTurn(name, room)
        case .laneReturns(let name, let life) where life == clockwork.life:
            laneReturns(name, room)
        case .senderReturns(let side, let life) where life == clockwork.life:
            senderReturns(side)
        default: break
        }
    }

    /// From here on nothing goes wrong: what is promised has to come true.
    private func becalm() {
        trace("the calm begins")
        store.mood = .works
        clockwork.slowUntil = 0
        for centre in centres.centreIDs { centreReturns(centre) }
        if let room { openRoads(room) }
    }

    private func befall(_ trouble: Trouble) {
        guard let room else { return }
        switch trouble {
        case .cut(let name): cut(name, room)
        case .cutSender(let side): cutSender(side)
        case .crash: killRoom()
        case .suspend: suspend(room)
        case .wallStep:
            count(.wallStepped)
            time.stepWall(by: dice.pick([-86_400_000, -60_000, 60_000, 86_400_000]))
        case .reload: reload(room)
        case .commitsSlow:
            count(.commitSlow)
            clockwork.slowUntil = time.now + dice.between(1_000, 30_000)
            clockwork.disturbedUntil = max(clockwork.disturbedUntil, clockwork.slowUntil + 4_000)
        case .commitsRefused:
            count(.commitRefused)
            trace("the store refuses")
            store.mood = .refuses
            clockwork.disturbedUntil = max(clockwork.disturbedUntil, time.now + 4_000)
            agenda.plan(.storeRecovers, at: time.now + dice.pick([500, 5_000, 60_000]))
        case .crashAfterCommit:
            if store.mood == .works { store.mood = .endsTheDaemon }
        case .stallWatch, .stallControl: stall(trouble)
        case .senderFull:
            count(.senderFull)
            senders[dice.below(2)].outbound.set(countMax: 0)
            agenda.plan(
                .senderReturns(.valves, life: clockwork.life), at: time.now + 4_000)
            agenda.plan(
                .senderReturns(.rescue, life: clockwork.life), at: time.now + 4_000)
        case .centreAway: sendAway(dice.pick(centres.centreIDs))
        }
    }

    private func stall(_ trouble: Trouble) {
        let until = time.now + dice.pick([200, 1_500, 6_000])
        clockwork.excusedUntil = max(clockwork.excusedUntil, until + 1_500)
        clockwork.disturbedUntil = max(clockwork.disturbedUntil, until + 4_000)
        if case .stallWatch = trouble {
            count(.watchStalled)
            trace("the watch gets no processor until \(until) ms")
            clockwork.watch.stalledUntil = until
            clockwork.watch.due = max(clockwork.watch.due, until)
        } else {
            count(.controlStalled)
            trace("the control loop gets no processor until \(until) ms")
            clockwork.control.stalledUntil = until
            clockwork.control.due = max(clockwork.control.due, until)
        }
    }

    /// The machine sleeps: its boot clock goes on, and nothing else.
    private func suspend(_ room: ControlRoom) {
        count(.suspended)
        trace("the machine sleeps")
        let until = time.now + 60_000
        for turn in [\Clockwork.watch, \Clockwork.control, \Clockwork.journal] {
            clockwork[keyPath: turn].stalledUntil = until
            clockwork[keyPath: turn].due = max(clockwork[keyPath: turn].due, until)
        }
        clockwork.excusedUntil = max(clockwork.excusedUntil, until + 3_000)
        clockwork.disturbedUntil = max(clockwork.disturbedUntil, until + 4_000)
        for lane in Lane.Name.allCases { cut(lane, room) }
        cutSender(.valves)
        cutSender(.rescue)
    }
}
