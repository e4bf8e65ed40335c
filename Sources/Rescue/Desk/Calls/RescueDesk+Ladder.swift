internal import Incidents
internal import ValveModel

/// Call-outs and the take-over ladder: decline replaces, silence adds.
extension RescueDesk {
    /// After `rescueBy` the next step comes this much later, until a team accepts.
    static let overdueStep = Lapse.seconds(60)

    /// Calls a team out.
    mutating func call(_ team: String, to id: String, at now: Moment) {
        guard let state = roster.teams[team], let incident = book.incident(id) else { return }
        let isFirst = !incident.calls.contains { $0.team != nil }
        let eta = estimate(of: team, to: incident, at: now)
        let ackBy = now + stepLength(incident, at: now)
        book.change(id) { changed in
            changed.called(team, of: state.centre, at: now)
            changed.state = .assigned
            changed.team = team
            changed.centre = state.centre
            changed.orderedAt = changed.orderedAt ?? now
            changed.ackBy = ackBy
            changed.eta = eta
            changed.inCircle = eta.map { $0.seconds <= Self.circleSeconds } ?? false
            if let eta, let rescueBy = changed.rescueBy {
                changed.inTime = now + .seconds(Int64(eta.seconds)) <= rescueBy
            } else {
                changed.inTime = false
            }
        }
        noteCalled(team, id)
        // Its window is one of this run: no queued reply can be an answer to it.
        restart.late.remove(id)
        deadlines.add(.ladder(id), at: ackBy)
        log("callout", id, "\(team) called out, \(eta.map { "\($0.seconds) s" } ?? "no estimate")")
        tell(id, isFirst ? .new : .takeover, centre: state.centre, team: team)
        let isUnknownArea = incident.place.homeCentre == nil
        let isLate = book.incident(id)?.inTime == false && incident.rescueBy != nil
        // The list of an area event, which told all centres of it, names it no longer.
        let isTold = incident.allTold && openEvent(of: incident) == nil
        if (isUnknownArea || isLate) && !isTold { tellAll(id, at: now) }
    }

    /// Tells every centre that has no call-out of its own here.
    mutating func tellAll(_ id: String, at now: Moment) {
        guard let incident = book.incident(id) else { return }
        let known = Set(incident.calls.filter(\.isOpen).map(\.centre))
        let others = roster.centres.filter { !known.contains($0.id) }
        guard !incident.allTold || !others.isEmpty else { return }
        for centre in others {
            book.change(id) {
                $0.calls.append(Incident.Call(team: nil, centre: centre.id, at: now))
            }
            tell(id, .new, centre: centre.id, team: nil)
        }
        book.change(id) { changed in
            changed.allTold = true
            changed.orderedAt = changed.orderedAt ?? now
        }
        log("callout", id, "every centre is told")
    }

    /// The window of the newest call-out has passed, or the next step is due.
    mutating func climb(_ id: String, at now: Moment) {
        guard let incident = book.incident(id), incident.isWaiting, leading(of: id) == id else {
            return
        }
        guard let ackBy = incident.ackBy, ackBy <= now, !waitsForReplies(id, at: now) else {
            return
        }
        book.change(quietly: id) { $0.ackBy = nil }
        stepped.append(id)
        let silent = markSilent(id, at: now)
        if silent.isEmpty, !incident.calls.contains(where: { $0.answer == .silent }) {
            // Nobody has been called: the plan runs when a team becomes usable, not before.
            return scheduleStep(id, at: now)
        }
        for team in silent {
            // A team whose centre confirmed the call-out has been heard: it is only slow.
            let isHeard = incident.calls.last { $0.team == team }?.answer == .received
            if !isHeard { changeTeam(team) { $0.isUnresponsive = true } }
            log("callout", id, "\(team) has not answered; the next team is called as well")
        }
        // A team that others are asked for is usable, and yet not for this one: who was silent here may be
        // idle beside it.
        if beginRoundIfExhausted(id, at: now) || !silent.isEmpty || askSilentAgain(id, at: now) {
            book.change(id) { $0.escalation += 1 }
            needsPlan = true
        } else {
            scheduleStep(id, at: now)
        }
    }

    /// The plan has nobody for them: every centre is told again once a minute, as long as they wait.
    mutating func tellUncalled(at now: Moment) {
        let ids = stepped
        stepped.removeAll(keepingCapacity: true)
        for id in ids {
            guard let incident = book.incident(id), incident.isWaiting, incident.allTold,
                !(incident.team.map { hasFreshCall($0, incident) } ?? false)
            else { continue }
            // Of an event's leaks all are told in one call-out.
            if let event = openEvent(of: incident) {
                tellUnledAgain(event, at: now)
            } else {
                tellAgain(incident, at: now)
            }
        }
    }

    /// When centres were told of it as a whole last.
    private func toldAt(_ incident: Incident) -> Moment {
        incident.calls.filter { $0.team == nil }.map(\.at).max() ?? .distantPast
    }

    private mutating func tellAgain(_ incident: Incident, at now: Moment) {
        let id = incident.id
        guard min(toldAt(incident), now) + Self.overdueStep <= now else { return }
        book.change(id) { $0.escalation += 1 }
        for centre in roster.centres.map(\.id) {
            book.change(id) { changed in
                changed.calls.removeAll { $0.team == nil && $0.centre == centre }
                changed.calls.append(Incident.Call(team: nil, centre: centre, at: now))
            }
            tell(id, .new, centre: centre, team: nil)
        }
        log("callout", id, "nobody can be called; every centre is told again")
    }

    /// Marks the call-outs whose window has passed; the teams in the order of their calls.
    private mutating func markSilent(_ id: String, at now: Moment) -> [String] {
        guard let incident = book.incident(id) else { return [] }
        let unanswered = incident.calls.indices.filter { index in
            let call = incident.calls[index]
            guard call.team != nil, call.answer == nil || call.answer == .received else {
                return false
            }
            // The window of the leading team is `ackBy` itself, whatever became of the clock.
            return call.team == incident.team || call.at + rules.ackWindow <= now
        }
        guard !unanswered.isEmpty else { return [] }
        book.change(id) { changed in
            for index in unanswered { changed.calls[index].answer = .silent }
            changed.teamPinned = false
        }
        return unanswered.compactMap { incident.calls[$0].team }
    }

    /// When every usable team has been called in vain, all that were merely silent are asked again.
    private mutating func beginRoundIfExhausted(_ id: String, at now: Moment) -> Bool {
        guard let incident = book.incident(id) else { return false }
        let isExhausted = !roster.teams.values.contains { team in
            team.isAvailable && team.holding == nil && !isForbidden(team.id, for: incident)
        }
        guard isExhausted, let newest = newestCall(incident),
            newest + stepLength(incident, at: now) <= now
        else { return false }
        book.change(id) { $0.roundFrom = now }
        return true
    }

    /// The plan has nobody else: who was merely silent here is usable, and nobody usable stays idle.
    mutating func askSilentAgain(_ id: String, at now: Moment) -> Bool {
        guard let incident = book.incident(id), let newest = newestCall(incident),
            newest + stepLength(incident, at: now) <= now
        else { return false }
        let hasIdle = incident.calls.contains { call in
            guard call.answer == .silent, call.at >= incident.roundFrom,
                let team = call.team.flatMap({ roster.teams[$0] })
            else { return false }
            return team.isAvailable && team.holding == nil
        }
        if hasIdle { book.change(id) { $0.roundFrom = now } }
        return hasIdle
    }

    /// When the last of the teams that stayed silent was called.
    private func newestCall(_ incident: Incident) -> Moment? {
        incident.calls.filter { $0.answer == .silent }.map(\.at).max()
    }

    /// From a call-out at `now`, or a look for one in vain, to the next step.
    func stepLength(_ incident: Incident, at now: Moment) -> Lapse {
        if let rescueBy = incident.rescueBy, now >= rescueBy { return Self.overdueStep }
        return rules.ackWindow
    }

    /// Comes back to an incident that nobody could be called to.
    mutating func scheduleStep(_ id: String, at now: Moment) {
        guard let incident = book.incident(id), incident.isWaiting else { return }
        let step = stepLength(incident, at: now)
        // The step is counted from the last call-out, so that no more than it passes in between; a
        // call-out of before the clock was set back counts as one of now.
        var next =
            newestCall(incident).map { min($0, now) + step }.flatMap { $0 > now ? $0 : nil }
            ?? now + step
        let tellAt = min(toldAt(incident), now) + Self.overdueStep
        if incident.allTold, tellAt > now { next = min(next, tellAt) }
        book.change(quietly: id) { $0.ackBy = next }
        deadlines.add(.ladder(id), at: next)
    }

    /// Ends a team's call-out here and tells its centre.
    mutating func standDown(
        _ team: String, from id: String, reason: String, acceptedBy: String? = nil, at now: Moment
    ) {
        guard let call = book.incident(id)?.calls.last(where: { $0.team == team && $0.isOpen })
        else { return }
        book.change(id) { changed in
            for index in changed.calls.indices
            where changed.calls[index].team == team && changed.calls[index].isOpen {
                changed.calls[index].answer = .standdown
            }
        }
        log("callout", id, "\(team) stands down: \(reason)")
        tell(
            id, .standdown, centre: call.centre, team: team, reason: reason, acceptedBy: acceptedBy)
    }

    /// Remembers where a team was called to.
    mutating func noteCalled(_ team: String, _ id: String) {
        calledTo[team, default: []].insert(id)
    }

    /// Open incidents that wait for an answer of this team, in order of id.
    public func called(_ team: String) -> [String] {
        (calledTo[team] ?? []).filter { id in
            guard let incident = book.incident(id), incident.state < .accepted else { return false }
            return incident.calls.contains { $0.team == team && $0.isOpen }
        }.sorted()
    }

    /// The same; what is over is forgotten.
    mutating func callsOpen(of team: String) -> [String] {
        let waiting = called(team)
        calledTo[team] = Set(waiting)
        return waiting
    }

    mutating func tell(
        _ id: String, _ word: CalloutWord, centre: String, team: String?, reason: String? = nil,
        acceptedBy: String? = nil
    ) {
        outgoing.add(
            Outgoing.Pending(
                incident: id, word: word, centre: centre, team: team, reason: reason,
                acceptedBy: acceptedBy))
    }
}
