internal import ControlRoom
internal import Foundation
internal import Incidents
internal import Journal
internal import Rescue
internal import RingBuffer
internal import ValveModel
internal import ValveWatch

/// What is looked at once a second of the district's time, and after every step of the control loop
/// that had something to do.
extension Simulation {
    func sweep(_ room: ControlRoom) throws(Violation) {
        try checkExpected(room)
        try checkStaleWills(room)
        try checkSuspects(room)
        try checkAnswers()
        try checkClaims(room)
        try checkRepeats(room)
        try checkRetained(room)
        if store.mood != .works || time.now < clockwork.slowUntil {
            clockwork.disturbedUntil = max(clockwork.disturbedUntil, time.now + 4_000)
        }
        try sweepClocks(room)
        try checkLatches(room)
        try checkHomes(room)
        try checkParties(room)
        try checkShifts(room)
        settleTeams(room)
        let conflated = room.watch.totals.conflated
        if conflated > checks.ringFullSeen {
            outcome.faults[.ringFull] += Int(conflated - checks.ringFullSeen)
            checks.ringFullSeen = conflated
        }
    }

    private func checkExpected(_ room: ControlRoom) throws(Violation) {
        guard !checks.expected.isEmpty else { return }
        var left: [Checks.Expected] = []
        for expected in checks.expected {
            if hasOpenGas(expected.valve, room) || wasJournalled(expected) { continue }
            guard time.now > max(expected.due, clockwork.excusedUntil) else {
                left.append(expected)
                continue
            }
            throw violation(
                .leakHasIncident,
                "\(district.homes[expected.valve].name) has no incident \(time.now - expected.since)"
                    + " ms after \(expected.why)")
        }
        checks.expected = left
    }

    /// Somebody was quick: it was opened and closed between two looks.
    private func wasJournalled(_ expected: Checks.Expected) -> Bool {
        let name = district.homes[expected.valve].name
        let since = expected.since
        return store.withCommitted { committed in
            (committed.byValve[name] ?? []).contains { id in
                (committed.incidents[id]?.closedAt ?? 0) >= since
                    || (committed.incidents[id]?.firstAt ?? 0) >= since
            }
        }
    }

    /// Three expected periods of the district's valves, which have the default profile.
    private static let silence = Lapse.seconds(3 * 300)

    private func checkStaleWills(_ room: ControlRoom) throws(Violation) {
        guard !room.watch.hasWork else { return }
        // A valve whose expected periods ran out in the same second went off line by its silence.
        let silentSince = room.clock.now() - Self.silence
        for (place, wasOnline) in checks.staleWills where wasOnline {
            guard let index = room.households.find(district.homes[place].household.valve),
                let face = room.watch.faces.read(at: index.offset), face.link == .offline,
                face.heardAt > silentSince
            else { continue }
            throw violation(
                .linkIsTrue, "\(district.homes[place].name) went off line by a will of an old boot")
        }
        checks.staleWills.removeAll(keepingCapacity: true)
    }

    private func checkSuspects(_ room: ControlRoom) throws(Violation) {
        guard !checks.suspects.isEmpty else { return }
        for (place, since) in checks.suspects
        where time.now > max(since + 2_500, clockwork.excusedUntil) {
            checks.suspects[place] = nil
            let name = district.homes[place].name
            let wasOpened = store.withCommitted { committed in
                (committed.byValve[name] ?? []).contains {
                    committed.incidents[$0]?.closedAt.map { $0 >= since } ?? true
                }
            }
            if hasOpenGas(place, room) || wasOpened { continue }
            throw violation(
                .undecodableIsSuspect,
                "\(name) sent an alarm that cannot be read, and nothing is open")
        }
    }

    private func ledUntilClosed(_ claim: Checks.Claim, since: Int64) -> Bool {
        let record = store.withCommitted { committed -> [UInt8]? in
            guard let known = committed.incidents[claim.incident], let closedAt = known.closedAt,
                closedAt >= since
            else { return nil }
            return known.row.record
        }
        guard let record,
            let closed = try? JSONDecoder().decode(Incident.self, from: Data(record))
        else { return false }
        return closed.team == claim.team || closed.alsoTeams.contains(claim.team)
    }

    private func checkClaims(_ room: ControlRoom) throws(Violation) {
        for (claim, since) in checks.claims
        where time.now > max(since + 2_500, clockwork.excusedUntil, clockwork.disturbedUntil) {
            let incident = room.loop.withDesk { $0.book.incident(claim.incident) }
            let isRight = incident.map {
                $0.team == claim.team || $0.alsoTeams.contains(claim.team)
            }
            // What was decided a moment ago, such as a diversion, waits for its commit before the team
            // is told: it is looked at again.
            if isRight == false, let changedAt = incident?.changedAt,
                room.clock.now() - changedAt < .seconds(1)
            {
                continue
            }
            checks.claims[claim] = nil
            // A leader's word may come just before a person closes the incident.
            if isRight == true || ledUntilClosed(claim, since: since) { continue }
            let stands = incident.map { "\($0.state.rawValue) with \($0.team ?? "nobody")" }
            throw violation(
                .loserStandsDown,
                "\(claim.team) claims \(claim.incident), does not lead it and was not told: it is "
                    + (stands ?? "gone"))
        }
    }

    private func checkRepeats(_ room: ControlRoom) throws(Violation) {
        for (place, since) in checks.onlyRepeated where time.now - since > 300 {
            checks.onlyRepeated[place] = nil
            guard (checks.givenAt[place] ?? 0) <= since, hasOpenGas(place, room) else { continue }
            throw violation(
                .repeatIsNothing,
                "a repeat of a known alarm opened an incident of \(district.homes[place].name)")
        }
    }

    /// A retained link moved no time of hearing.
    private func checkRetained(_ room: ControlRoom) throws(Violation) {
        guard !checks.heardBefore.isEmpty, !room.watch.hasWork, lanes[1].waitingCount == 0 else {
            return
        }
        for (place, before) in checks.heardBefore {
            guard let index = room.households.find(district.homes[place].household.valve),
                let face = room.watch.faces.read(at: index.offset), face.heardAt != before
            else { continue }
            throw violation(
                .linkIsTrue, "\(district.homes[place].name) was heard by what the broker retains")
        }
        checks.heardBefore.removeAll(keepingCapacity: true)
    }

    /// Answers to wishes: success means that it is in the journal.
    private func checkAnswers() throws(Violation) {
        for answer in desk.answers.take() {
            desk.asked[answer.by] = nil
            if let team = desk.teamAsked.removeValue(forKey: answer.by) {
                checks.wordOfTeam[team] = time.now
            }
            guard answer.isSuccess, answer.isSigned else { continue }
            guard store.withCommitted({ $0.people.contains(answer.by) }) else {
                throw violation(
                    .answerAfterCommit, "\(answer.by) was told yes; the history has nothing")
            }
        }
    }

    /// Whether gas escapes at a home in earnest and nobody has said yet that it is over.
    func isOpenLeak(_ incident: Incident) -> Bool {
        incident.axis == .gas && incident.mode == .actual && !incident.isFinished
            && incident.kinds.contains(.leak)
    }

    /// What an open incident says is wrong, the watch has to hold; it may take a moment to be told.
    private func checkLatches(_ room: ControlRoom) throws(Violation) {
        let open = room.loop.withDesk { desk in
            (checks.timed ?? []).compactMap { id in
                desk.book.open[id].flatMap { incident in
                    isOpenLeak(incident)
                        ? (id: id, valve: incident.place.valve, priority: incident.priority)
                        : nil
                }
            }
        }
        var unlatched: [String: Int64] = [:]
        var tooLow: [String: Int64] = [:]
        for incident in open {
            guard let place = indexByName[incident.valve],
                let index = room.households.find(district.homes[place].household.valve),
                let face = room.watch.faces.read(at: index.offset)
            else { continue }
            // P2 is for a leak that is proven closed, low and heard.
            let isLow =
                face.position == .closed && face.gas < 20
                && room.clock.now() - face.heardAt <= .milliseconds(62_000)
            if incident.priority == .p2, !isLow, face.latched.contains(.leak) {
                let since = checks.tooLow[incident.id] ?? time.now
                tooLow[incident.id] = since
                if time.now > max(since, clockwork.excusedUntil) + 3_500 {
                    throw violation(
                        .leakPriority,
                        "\(incident.id) of \(incident.valve) is P2 with \(face.position), gas \(face.gas)"
                    )
                }
            }
            if face.latched.contains(.leak) { continue }
            let since = checks.unlatched[incident.id] ?? time.now
            unlatched[incident.id] = since
            guard time.now > max(since, clockwork.excusedUntil) + 2_500 else { continue }
            throw violation(
                .latchKept,
                "\(incident.id) of \(incident.valve) is open and the watch has forgotten it")
        }
        checks.unlatched = unlatched
        checks.tooLow = tooLow
    }

    /// A team whose incident is over or somebody else's is told by telephone.
    private func settleTeams(_ room: ControlRoom) {
        guard time.now % 60_000 < 1_000 else { return }
        for id in centres.teamIDs {
            guard let incident = centres.teams[id]?.busyWith else { continue }
            let isTrue = room.loop.withDesk { desk in
                desk.book.incident(incident).map {
                    !$0.isFinished
                        && ($0.state < .accepted
                            || ($0.isHeld && ($0.team == id || $0.alsoTeams.contains(id))))
                } ?? false
            }
            if isTrue { continue }
            centres.teams[id]?.busyWith = nil
            centres.teams[id]?.also = []
            centres.teams[id]?.epoch += 1
        }
    }

    /// What was promised has come true by the end.
    func checkTheEnd() throws(Violation) {
        guard let room, plan.minutes >= 20 else { return }
        for valve in valves where valve.isConnected && !valve.isSilent {
            guard let pending = valve.pending.first, pending.attempt > 3 else { continue }
            throw violation(
                .comesToRest,
                "\(district.homes[valve.index].name) has no receipt after \(pending.attempt) repeats"
            )
        }
        for lane in lanes {
            // What came in the last moments is on its way to the disk.
            let stands = lane.held.map { time.now - $0.since > 2_000 } ?? false
            guard stands || lane.waitingCount > 200 else { continue }
            throw violation(
                .comesToRest, "the \(lane.name) lane stands still, \(lane.waitingCount) wait")
        }
        let waiting = room.loop.withDesk { desk in
            desk.book.open.values.filter { $0.isWaiting && time.now - calmFrom > 600_000 }.map {
                (id: $0.id, since: $0.raisedAt)
            }
        }
        let now = room.clock.now()
        for incident in waiting where now - incident.since > .minutes(9) {
            throw violation(.comesToRest, "\(incident.id) still waits for a team")
        }
        for (name, since) in desk.asked where since > clockwork.startedAt + 1 {
            if time.now - since > 10_000 {
                throw violation(.comesToRest, "\(name) has no answer")
            }
        }
    }
}
