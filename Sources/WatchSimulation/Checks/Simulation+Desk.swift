internal import ControlRoom
internal import Incidents
internal import Rescue
internal import ValveModel

/// The desk looked over: clocks, teams, and who waits for whom.
extension Simulation {
    func sweepDesk(_ room: ControlRoom) throws(Violation) {
        let found: Violation? = room.loop.withDesk { desk in
            do throws(Violation) {
                try look(at: desk, room.clock.now())
                return nil
            } catch { return error }
        }
        if let found { throw found }
    }

    /// What time alone can make wrong, of the incidents that wait for something: since the last look
    /// nothing has been written, so that no incident and no team is another.
    func sweepClocks(_ room: ControlRoom) throws(Violation) {
        guard let timed = checks.timed else { return try sweepDesk(room) }
        let found: Violation? = room.loop.withDesk { desk in
            do throws(Violation) {
                let now = room.clock.now()
                var waits = Waits()
                waits.leading = checks.added
                for id in timed {
                    guard let incident = desk.book.incident(id) else { continue }
                    try checkTimes(incident, desk, now, &waits)
                }
                try checkIdle(desk, waits, now)
                try checkGraveFirst(desk, waits, now)
                return nil
            } catch { return error }
        }
        if let found { throw found }
    }

    /// What an incident waits for, and for how long it may.
    private func checkTimes(
        _ incident: Incident, _ desk: RescueDesk, _ now: Moment, _ waits: inout Waits
    ) throws(Violation) {
        let isFollowing = desk.following?[incident.id] != nil
        try checkClock(incident.id, incident, now, isFollowing: isFollowing)
        try checkJourney(incident, desk, now)
        try checkCommanded(incident, desk, now)
        guard incident.isWaiting, !isFollowing else { return }
        guard let team = incident.team, isFresh(team, incident) else {
            return waits.note(incident, askedNow: nil, at: now)
        }
        try checkUsable(team, incident, desk)
        waits.note(incident, askedNow: team, at: now)
    }

    private func look(at desk: RescueDesk, _ now: Moment) throws(Violation) {
        var slots: [IncidentBook.Slot: String] = [:]
        slots.reserveCapacity(desk.book.open.count)
        var holders: [String: String] = [:]
        var teamOfValve: [String: String] = [:]
        var held: Set<String> = []
        var waits = Waits()
        var timed: [String] = []
        var added: Set<String> = []
        for (id, incident) in desk.book.open where incident.mode != .test {
            if !incident.isFinished {
                let slot = IncidentBook.Slot(
                    valve: incident.place.valve, axis: incident.axis, isTest: false)
                if let other = slots.updateValue(id, forKey: slot) {
                    throw violation(
                        .oneIncidentPerAxis, "\(id) and \(other) are both open at \(slot.valve)")
                }
            }
            try checkTimes(incident, desk, now, &waits)
            if incident.priority.callsOut, !incident.isFinished { timed.append(id) }
            try checkFollows(incident, desk)
            if incident.isHeld, let team = incident.team {
                // Of one valve it may have accepted several: it is the same door.
                let valve = incident.place.valve
                if let other = holders.updateValue(id, forKey: team),
                    desk.book.incident(other)?.place.valve != valve
                {
                    throw violation(.teamOnce, "\(team) has accepted \(id) and \(other)")
                }
                let holding = desk.roster.teams[team]?.holding
                guard let holding, desk.book.incident(holding)?.place.valve == valve else {
                    throw violation(.teamOnce, "\(team) leads \(id) and does not know it")
                }
                if holding == id { held.insert(team) }
                // Whom an operator sends beside the valve's team is an addition; and who is at the
                // door with one thing, and silent about a graver one, is not sent home by its team.
                let isApart = incident.reasons.contains("operator") || incident.state >= .onscene
                if !isApart, let other = teamOfValve.updateValue(team, forKey: valve), other != team
                {
                    throw violation(.valveOnce, "\(team) and \(other) both go to \(valve)")
                }
            }
            if incident.isHeld,
                let call = incident.calls.first(where: {
                    $0.isOpen && $0.team != nil && $0.team != incident.team
                        && !incident.alsoTeams.contains($0.team ?? "")
                }), !incident.calls.contains(where: { $0.team == call.team && !$0.isOpen })
            {
                throw violation(
                    .loserStandsDown, "\(call.team ?? "-") is still called to \(id), which is held")
            }
            for team in incident.alsoTeams {
                waits.leading.insert(team)
                added.insert(team)
            }
        }
        checks.timed = timed
        checks.added = added
        for (id, team) in desk.roster.teams {
            guard let holding = team.holding, !held.contains(id) else { continue }
            let isAlso = desk.book.incident(holding)?.alsoTeams.contains(id) ?? false
            guard isAlso else {
                throw violation(.teamOnce, "\(id) holds \(holding), which does not know it")
            }
        }
        try checkIdle(desk, waits, now)
        try checkGraveFirst(desk, waits, now)
    }

    /// Who waits for a team, and whom they ask.
    private struct Waits {
        /// Teams that are asked now or were added: they are not idle.
        var leading: Set<String> = []
        /// Asked for a P1.
        var askedForGrave: Set<String> = []
        var uncovered: [Incident] = []
        /// P1s that nobody who was asked reaches in time.
        var late: [Incident] = []

        mutating func note(_ incident: Incident, askedNow team: String?, at now: Moment) {
            if let team {
                leading.insert(team)
                if incident.priority == .p1 { askedForGrave.insert(team) }
            } else {
                uncovered.append(incident)
            }
            let isLate =
                incident.priority == .p1 && incident.inTime != true && !incident.teamPinned
                && incident.rescueBy.map { now <= $0 } == true
            if isLate { late.append(incident) }
        }
    }

    /// A P1 that nobody reaches in time, and a team that would, but is called to a P2 or to nothing.
    private func checkGraveFirst(
        _ desk: RescueDesk, _ waits: Waits, _ now: Moment
    ) throws(Violation) {
        guard !waits.late.isEmpty else { return }
        // One that is silent or out of reach is used last, in time or not.
        let usable = desk.roster.teams.values.filter {
            $0.isAvailable && $0.holding == nil && !$0.isUnresponsive
                && desk.roster.links[$0.centre] != false && !waits.askedForGrave.contains($0.id)
        }
        guard !usable.isEmpty else { return }
        var desk = desk
        for incident in waits.late.sorted(by: { $0.id < $1.id }).prefix(3) {
            for other in desk.candidates(of: incident.id, among: usable, at: now)
            where other.isInTime {
                var isTakeable = other.standing == .free
                if case .calledTo(let id) = other.standing,
                    let less = desk.book.incident(desk.following?[id] ?? id)
                {
                    isTakeable =
                        less.priority == .p2 && !less.reasons.contains("operator")
                        && !less.alsoTeams.contains(other.team)
                        && less.team == other.team && isFresh(other.team, less)
                }
                guard isTakeable else { continue }
                throw violation(
                    .graveFirst, "\(other.team) would reach \(incident.id) in time and is not sent")
            }
        }
    }

    /// Of one valve's incidents all have the team of the gravest.
    private func checkFollows(_ incident: Incident, _ desk: RescueDesk) throws(Violation) {
        guard let leader = desk.following?[incident.id] else { return }
        guard let leading = desk.book.incident(leader), !leading.isFinished,
            leading.place.valve == incident.place.valve, desk.following?[leader] == nil,
            leading.leads(incident)
        else { throw violation(.valveOnce, "\(incident.id) follows \(leader), which cannot lead") }
        let isSame =
            leading.team == incident.team && leading.isHeld == incident.isHeld
            && (!leading.isWaiting || !incident.isWaiting || leading.ackBy == incident.ackBy)
            && (leading.isWaiting || leading.state <= incident.state)
        guard isSame else {
            throw violation(
                .valveOnce,
                "\(incident.id) is \(incident.state.rawValue) by \(incident.team ?? "-") and "
                    + "\(leader) \(leading.state.rawValue) by \(leading.team ?? "-")")
        }
    }

    private func checkUsable(
        _ team: String, _ incident: Incident, _ desk: RescueDesk
    ) throws(Violation) {
        guard !incident.teamPinned, let state = desk.roster.teams[team] else { return }
        if !state.isAvailable {
            throw violation(.usableOnly, "\(team) is called to \(incident.id) and not available")
        }
        if let holding = state.holding,
            desk.book.incident(holding)?.place.valve != incident.place.valve
        {
            throw violation(.usableOnly, "\(team) is called to \(incident.id) and holds \(holding)")
        }
    }

    /// Whether the team's call-out may still be answered in its window.
    private func isFresh(_ team: String, _ incident: Incident) -> Bool {
        guard let call = incident.calls.last(where: { $0.team == team }) else { return false }
        return call.isOpen && call.answer != .silent
    }

    private func checkIdle(
        _ desk: RescueDesk, _ waits: Waits, _ now: Moment
    ) throws(Violation) {
        guard !waits.uncovered.isEmpty else { return }
        let idle = desk.roster.teams.values.filter {
            $0.isAvailable && $0.holding == nil && !waits.leading.contains($0.id)
        }
        for incident in waits.uncovered {
            // Who was silent is asked again once the windows of all that were have passed; in the instant
            // itself, and while its thread gets no processor, the desk has not had its turn yet.
            let silentAt = incident.calls.filter { $0.answer == .silent }.map(\.at).max()
            let isLate = incident.rescueBy.map { now >= $0 } ?? false
            let step = isLate ? Lapse.seconds(60) : .seconds(20)
            let isAsleep = time.now <= clockwork.control.stalledUntil
            let isInWindow = silentAt.map { isAsleep || now <= $0 + step } ?? false
            for team in idle {
                let call = incident.calls.last { $0.team == team.id }
                let isSilent =
                    call?.answer == .silent && call.map { $0.at >= incident.roundFrom } == true
                if call?.answer == .decline || (isSilent && isInWindow) { continue }
                throw violation(
                    .noIdleTeam, "\(team.id) is idle while \(incident.id) waits without a team")
            }
        }
    }

    private func checkClock(
        _ id: String, _ incident: Incident, _ now: Moment, isFollowing: Bool
    ) throws(Violation) {
        if incident.priority.callsOut, !incident.isFinished {
            // An area event has no clock of its own: its homes have, and the centres are told of it.
            guard incident.rescueBy != nil || incident.event != nil else {
                throw violation(.deadlineAhead, "\(id) has no clock")
            }
            let since = checks.callingSince[id] ?? time.now
            checks.callingSince[id] = since
            if time.now - since > 3_000, checks.calledOut[id] == nil, isOnTime {
                throw violation(.calledOut, "\(id) is open and nobody has been told")
            }
        }
        if incident.isWaiting, !isFollowing {
            try checkLadder(id, incident, now)
            try checkNotQuiet(id, incident)
        } else {
            if !checks.waitingSince.isEmpty { checks.waitingSince[id] = nil }
        }
        let known = Checks.Known(
            valve: incident.place.valve, clockFrom: incident.clockFrom,
            arriveBy: incident.arriveBy, rescueBy: incident.rescueBy,
            milestoneCount: incident.milestones.count, team: incident.team,
            isHeld: incident.isHeld, revision: incident.revision)
        let before = checks.known[id]
        // Most incidents are the same from one look to the next.
        if before == known { return }
        defer { checks.known[id] = known }
        guard let before, before.valve == incident.place.valve else { return }
        if incident.milestones.count > before.milestoneCount, let was = before.rescueBy,
            incident.clockFrom <= was
        {
            throw violation(
                .deadlineFixed, "a new clock of \(id) began before the old one had passed")
        }
        if let was = before.rescueBy, let is_ = incident.rescueBy, is_ > was,
            incident.milestones.count == before.milestoneCount
        {
            throw violation(
                .deadlineFixed, "rescueBy of \(id) moved by \((is_ - was).milliseconds) ms")
        }
        if let was = before.arriveBy, let is_ = incident.arriveBy, is_ > was,
            incident.milestones.count == before.milestoneCount
        {
            throw violation(
                .deadlineFixed, "arriveBy of \(id) moved by \((is_ - was).milliseconds) ms")
        }
        if before.isHeld, incident.isHeld, before.team != incident.team, let team = before.team {
            let answer = incident.calls.last { $0.team == team }?.answer
            guard [.decline, .standdown, .silent].contains(answer) else {
                throw violation(
                    .leaderKept, "\(incident.team ?? "-") leads \(id), which \(team) had accepted")
            }
        }
    }

    /// The leaks of an area event that nobody is left for are told by the event.
    private func checkNotQuiet(_ id: String, _ incident: Incident) throws(Violation) {
        guard incident.event == nil, incident.partOf == nil else { return }
        let since = checks.waitingSince[id] ?? time.now
        checks.waitingSince[id] = since
        let from = max(
            checks.toldAt[id] ?? 0, since, clockwork.startedAt, clockwork.excusedUntil,
            clockwork.disturbedUntil)
        guard time.now > from + 70_000 else { return }
        throw violation(.neverQuiet, "\(id) waits and has not been called out for a minute")
    }

    /// Nothing outside the room has made it late.
    private var isOnTime: Bool {
        time.now > clockwork.excusedUntil && time.now - clockwork.startedAt > 6_000
    }

    private func checkLadder(_ id: String, _ incident: Incident, _ now: Moment) throws(Violation) {
        guard let ackBy = incident.ackBy else {
            throw violation(.deadlineAhead, "\(id) waits and has no next step")
        }
        // After a start replies that were queued come first: five seconds behind the broker's
        // session, thirty without one.
        let isStarting =
            time.now - clockwork.startedAt < 37_000
            // The session that came while no thread ran is there from when one does.
            || (clockwork.excusedUntil < clockwork.startedAt + 90_000
                && time.now < clockwork.excusedUntil + 7_000)
        if ackBy + .milliseconds(1_500) < now, isOnTime, !isStarting {
            throw violation(
                .deadlineAhead,
                "the next step of \(id) was due \((now - ackBy).milliseconds) ms ago")
        }
        guard ackBy <= now + .milliseconds(60_000) else {
            throw violation(
                .deadlineAhead, "the next step of \(id) is \((ackBy - now).milliseconds) ms away")
        }
        guard incident.state == .assigned, let team = incident.team, isFresh(team, incident),
            let call = incident.calls.last(where: { $0.team == team })
        else { return }
        let isOverdue = incident.rescueBy.map { call.at >= $0 } ?? false
        guard ackBy <= call.at + (isOverdue ? .seconds(60) : district.rules.ackWindow) else {
            throw violation(
                .deadlineFixed,
                "\(team) was called to \(id) and has \((ackBy - call.at).milliseconds) ms to answer"
            )
        }
    }
}
