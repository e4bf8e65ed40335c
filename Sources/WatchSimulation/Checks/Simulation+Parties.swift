internal import ControlRoom
internal import Incidents
internal import Rescue
internal import ValveModel

/// Checks of whom else is told, of drills, and of shifts.
extension Simulation {
    /// A notice on a party's topic.
    func checkNotice(_ sent: Sent, _ party: String) throws(Violation) {
        guard let incident = Text.string("incident", in: sent.body),
            let word = Text.string("word", in: sent.body)
        else { throw violation(.partyIsTold, "a notice without an incident: \(sent.topic)") }
        count(.partyTold)
        let told = Checks.Told(incident: incident, party: party)
        guard word != "over" || checks.told.contains(told) else {
            throw violation(
                .partyIsTold, "\(party) hears that \(incident) is over and never heard of it")
        }
        checks.told.insert(told)
    }

    /// A drill leaves under the drills' topics, and nothing else does.
    func checkApart(_ sent: Sent, isDrillTopic: Bool) throws(Violation) {
        if let mode = Text.string("mode", in: sent.body), (mode == "exercise") != isDrillTopic {
            throw violation(.drillStaysApart, "\(mode) leaves by \(sent.topic)")
        }
        guard let id = Text.string("id", in: sent.body) ?? Text.string("incident", in: sent.body)
        else { return }
        if isDrillTopic { checks.drills.insert(id) }
        guard isDrillTopic == checks.drills.contains(id) else {
            throw violation(.oneIdentity, "\(id) is a drill and no drill")
        }
    }

    /// Every leak is told to the fire service within seconds, whatever the centres do.
    func checkParties(_ room: ControlRoom) throws(Violation) {
        let leaks = room.loop.withDesk { desk in
            (checks.timed ?? []).filter { desk.book.open[$0].map(isOpenLeak) ?? false }
        }
        var untold: [String: Int64] = [:]
        for id in leaks
        where !checks.told.contains(Checks.Told(incident: id, party: Parties.fire)) {
            let since = checks.untold[id] ?? time.now
            untold[id] = since
            let from = max(since, clockwork.excusedUntil, clockwork.disturbedUntil)
            guard time.now > from + 2_500 else { continue }
            throw violation(.partyIsTold, "\(id) is a leak and the fire service was not told")
        }
        checks.untold = untold
    }

    /// When a shift begins or ends its team is there or not, until somebody says otherwise.
    func checkShifts(_ room: ControlRoom) throws(Violation) {
        let now = room.clock.now()
        for (id, turnsAt) in District.shiftTurns {
            let found = room.loop.withDesk { desk in
                (isOn: desk.isOnShift(id, at: now), team: desk.roster.teams[id])
            }
            guard let isOn = found.isOn else {
                throw violation(.shiftIsKept, "\(id) has lost its shifts")
            }
            if let before = checks.shifts[id], before.isOn == isOn {
                guard !before.isChecked,
                    time.now > max(before.since, clockwork.excusedUntil) + 3_500
                else { continue }
                checks.shifts[id]?.isChecked = true
                // Somebody's word after the turn, or a clock that was set, counts before it.
                guard (checks.wordOfTeam[id] ?? 0) < turnsAt - 30_000,
                    outcome.faults[.wallStepped] == 0, found.team?.isAvailable != isOn
                else { continue }
                throw violation(
                    .shiftIsKept, "\(id) is \(isOn ? "on" : "off") shift and counted otherwise")
            }
            if checks.shifts[id] != nil { count(.shiftTurned) }
            checks.shifts[id] = Checks.ShiftSeen(
                isOn: isOn, since: time.now, isChecked: checks.shifts[id] == nil)
        }
    }
}
