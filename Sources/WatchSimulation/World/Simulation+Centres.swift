/// What centres and teams do with a call-out.
extension Simulation {
    func reachCentre(_ centre: String, _ body: [UInt8]) {
        guard !centres.isAway.contains(centre) else {
            centres.waiting[centre, default: []].append(body)
            return
        }
        guard let id = Text.string("id", in: body), let word = Text.string("callout", in: body)
        else { return }
        let team = Text.string("team", in: body)
        let revision = Int(Text.number("revision", in: body) ?? 0)
        switch word {
        case "standdown":
            guard let team else { break }
            centres.teams[team]?.also.removeAll { $0 == id }
            guard centres.teams[team]?.busyWith == id else { break }
            centres.teams[team]?.epoch += 1
            goOn(team)
        case "update": if dice.chance(0.7) { confirm(centre, id, team, revision) }
        default:
            if let team {
                consider(team, id, Text.string("valve", in: body) ?? "", revision, centre)
            } else if dice.chance(0.5) {
                confirm(centre, id, nil, revision)
            }
        }
        if word == "standdown", dice.chance(0.7) { confirm(centre, id, team, revision) }
    }

    private func confirm(_ centre: String, _ id: String, _ team: String?, _ revision: Int) {
        reply(centre, id, team, "received", revision)
    }

    /// A call-out of a team: once considered, the repeats of it change nothing.
    private func consider(
        _ team: String, _ id: String, _ valve: String, _ revision: Int, _ centre: String
    ) {
        let key = "\(id)|\(team)"
        if let answered = centres.answered[key], time.now - answered.at < 22_000 {
            if dice.chance(0.1) { confirm(centre, id, team, revision) }
            return
        }
        centres.answered[key] = Centres.Answered(at: time.now, revision: revision)
        repeatBeside(team, id, valve)
        guard let state = centres.teams[team], state.centre == centre else { return }
        if dice.chance(0.4) { confirm(centre, id, team, revision) }
        func plan(_ word: String, after lapse: Int64) {
            agenda.plan(
                .teamActs(
                    TeamAct(
                        team: team, incident: id, valve: valve, word: word, revision: revision,
                        epoch: state.epoch)),
                at: time.now + lapse)
        }
        if state.busyWith == id { return }
        if state.busyWith != nil {
            guard state.busyAt != valve else { return takeAsWell(team, id) }
            return plan("decline", after: dice.between(1_000, 8_000))
        }
        let luck = isCalm ? 100 : dice.below(100)
        if luck < weather.declines {
            count(.declined)
            plan("decline", after: dice.between(1_000, 15_000))
        } else if luck < weather.declines + weather.silences {
            count(.silentTeam)
        } else if luck < weather.declines + weather.silences + weather.lateAccepts {
            count(.lateAccept)
            plan("accept", after: dice.between(21_000, 100_000))
        } else {
            plan("accept", after: dice.between(1_500, 12_000))
        }
    }

    func act(_ act: TeamAct) {
        guard let state = centres.teams[act.team], state.epoch == act.epoch else { return }
        guard !centres.isAway.contains(state.centre) else {
            agenda.plan(.teamActs(act), at: time.now + 5_000)
            return
        }
        if act.word == "accept" {
            guard state.busyWith == nil || state.busyWith == act.incident else {
                if state.busyAt == act.valve { takeAsWell(act.team, act.incident) }
                count(.racingAccept)
                return
            }
            centres.teams[act.team]?.busyWith = act.incident
            centres.teams[act.team]?.busyAt = act.valve
        } else if act.word == "decline", state.busyWith != nil, state.busyAt == act.valve {
            // It has gone there after all.
            return takeAsWell(act.team, act.incident)
        } else if act.word != "decline", state.busyWith != act.incident {
            return
        }
        reply(state.centre, act.incident, act.team, act.word, act.revision)
        let steps: [(String, String, ClosedRange<Int64>)] = [
            ("accept", "enroute", 15_000...60_000), ("enroute", "onscene", 40_000...200_000),
            ("onscene", "rescue", 5_000...60_000), ("rescue", "safe", 30_000...240_000),
        ]
        if let next = steps.first(where: { $0.0 == act.word }) {
            var following = act
            following.word = next.1
            let takes = dice.between(next.2.lowerBound, next.2.upperBound)
            agenda.plan(.teamActs(following), at: time.now + takes + outOfReach(act))
        } else if act.word == "safe" {
            if let valve = indexByName[act.valve] { mend(valve) }
            goOn(act.team)
        }
    }

    /// A crew that is at a valve, or on its way, takes what else is wrong there with it.
    private func takeAsWell(_ team: String, _ id: String) {
        guard centres.teams[team]?.busyWith != id, centres.teams[team]?.also.contains(id) == false
        else { return }
        centres.teams[team]?.also.append(id)
    }

    /// What a crew was busy with is over: it goes on with what else is wrong at the valve, or is free.
    private func goOn(_ team: String) {
        guard var state = centres.teams[team] else { return }
        state.busyWith = state.also.isEmpty ? nil : state.also.removeFirst()
        centres.teams[team] = state
        guard let next = state.busyWith, let valve = state.busyAt else { return }
        agenda.plan(
            .teamActs(
                TeamAct(
                    team: team, incident: next, valve: valve, word: "safe", revision: 0,
                    epoch: state.epoch)),
            at: time.now + axisDice.between(5_000, 60_000))
    }

    /// Milliseconds for which nobody hears a team that has just set out: it has driven into a cellar,
    /// or into a tree.
    private func outOfReach(_ act: TeamAct) -> Int64 {
        guard !isCalm, act.word == "accept" || act.word == "enroute", radioDice.chance(0.1) else {
            return 0
        }
        count(.teamVanished)
        // When all is calm everybody is back.
        return min(radioDice.between(120_000, 900_000), max(0, calmFrom - time.now))
    }

    func reply(
        _ centre: String, _ incident: String, _ team: String?, _ word: String, _ revision: Int
    ) {
        if !isCalm, dice.chance(weather.replyLost) { return count(.replyLost) }
        centres.replyCount += 1
        let by = "p\(centres.replyCount)"
        let named = team.map { ",\"team\":\"\($0)\"" } ?? ""
        let body =
            "{\"incident\":\"\(incident)\"\(named),\"revision\":\(revision),\"reply\":\"\(word)\","
            + "\"by\":\"\(by)\"}"
        let parcel = Parcel(
            topic: Array("\(Centres.root)/\(centre)/reply".utf8), body: Array(body.utf8),
            note: .reply(
                Parcel.Reply(incident: incident, team: team ?? "", word: word, by: by)))
        let at = time.now + dice.between(20, 400)
        agenda.plan(.published(parcel), at: at)
        if !isCalm, dice.chance(weather.replyTwice) {
            count(.replyTwice)
            agenda.plan(.published(parcel), at: at + dice.between(0, 2_000))
        }
        if !isCalm, dice.chance(0.01) { replyNonsense(centre, incident) }
        repeatLate(parcel, from: at)
    }

    private func repeatLate(_ parcel: Parcel, from at: Int64) {
        guard repeatsLate, !isCalm, case .reply(var reply) = parcel.note, reply.team != "",
            reply.word != "received"
        else { return }
        var late = parcel
        reply.isLate = true
        late.note = .reply(reply)
        centres.said[reply.team, default: [:]][reply.incident] = late
        guard repeatDice.chance(0.1) else { return }
        agenda.plan(.published(late), at: at + repeatDice.between(30_000, 900_000))
    }

    /// While a team is asked for one thing at a valve, what it said of another there comes once more.
    private func repeatBeside(_ team: String, _ id: String, _ valve: String) {
        guard repeatsLate, !isCalm else { return }
        let others = (centres.said[team] ?? [:]).filter {
            $0.key != id && checks.calledOut[$0.key] == valve
        }
        for (_, late) in others.sorted(by: { $0.key < $1.key }) where repeatDice.chance(0.5) {
            agenda.plan(.published(late), at: time.now + repeatDice.between(100, 12_000))
        }
    }

    private func replyNonsense(_ centre: String, _ incident: String) {
        count(.replyGarbage)
        let other = dice.pick(centres.teamIDs)
        let bodies = [
            "{\"incident\":", "",
            "{\"incident\":\"20200101-0001\",\"team\":\"\(other)\","
                + "\"reply\":\"accept\",\"by\":\"q\"}",
            "{\"incident\":\"\(incident)\",\"team\":\"\(other)\",\"reply\":\"safe\",\"by\":\"q\"}",
            "{\"incident\":\"\(incident)\",\"team\":\"Z-9\",\"reply\":\"accept\",\"by\":\"q\"}",
            "{\"incident\":\"\(incident)\",\"team\":\"\(other)\",\"reply\":\"open\",\"by\":\"q\"}",
        ]
        agenda.plan(
            .published(
                Parcel(
                    topic: Array("\(Centres.root)/\(centre)/reply".utf8),
                    body: Array(dice.pick(bodies).utf8))), at: time.now + 50)
    }

    func sendAway(_ centre: String) {
        guard centres.isAway.insert(centre).inserted else { return }
        count(.centreAway)
        sayCentreLink(centre, isOnline: false)
        agenda.plan(.centreReturns(centre), at: time.now + dice.between(5_000, 180_000))
    }

    func centreReturns(_ centre: String) {
        guard centres.isAway.remove(centre) != nil else { return }
        sayCentreLink(centre, isOnline: true)
        for body in centres.waiting.removeValue(forKey: centre) ?? [] {
            agenda.plan(.reachesCentre(centre, body: body), at: time.now + dice.between(1, 50))
        }
    }

    private func sayCentreLink(_ centre: String, isOnline: Bool) {
        agenda.plan(
            .published(
                Parcel(
                    topic: Array("\(Centres.root)/\(centre)/link".utf8),
                    body: Array("{\"online\":\(isOnline)}".utf8), isRetained: true)),
            at: time.now + 30)
    }
}
