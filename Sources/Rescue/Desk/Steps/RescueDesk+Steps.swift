internal import Incidents
internal import ValveModel

/// Steps of teams: the first one of a team that was called makes it the one that leads.
extension RescueDesk {
    /// Why a step of this team cannot count; `nil` when it can.
    func refusal(of step: TeamStep, team: String?, centre: String?, _ incident: Incident) -> String?
    {
        guard let team else { return "no_team_named" }
        guard let state = roster.teams[team] else { return "unknown_team" }
        if let centre, state.centre != centre { return "team_of_another_centre" }
        if incident.state >= .accepted, incident.team == team { return nil }
        if incident.isFinished { return "already_safe" }
        if incident.state >= .accepted, !incident.alsoTeams.contains(team) {
            return "accepted_by_another"
        }
        // Who was sent on a visit is not needed where a team has accepted what is grave.
        if !incident.priority.callsOut, incident.state < .accepted, incident.mode != .test,
            heldElsewhere(at: incident, but: team) != nil
        {
            return "accepted_by_another"
        }
        // A centre that was told as a whole sends whom it has.
        let isCalled = callsOfValve(incident).contains { call in
            call.team == team || (call.team == nil && call.centre == state.centre)
        }
        guard isCalled, incident.event == nil else { return "not_called" }
        if let holding = state.holding, holding != incident.id, !isSameValve(holding, incident) {
            return "team_holds_another"
        }
        return nil
    }

    /// A step that counts.
    ///
    /// - Parameter isImplied: the team has said it of another incident of the valve: it still has to
    ///   hear of this one.
    mutating func take(
        _ step: TeamStep, team: String, on id: String, by name: String, isImplied: Bool = false,
        at now: Moment
    ) {
        guard let incident = book.incident(id) else { return }
        if incident.state >= .accepted, incident.team != team {
            return takeAlso(step, team: team, on: id, by: name, at: now)
        }
        guard step.state > incident.state, !incident.isFinished else {
            return log("note", id, by: name, "\(team): \(step.rawValue), known already")
        }
        let centre = roster.teams[team]?.centre
        let isFirst = incident.state < .accepted
        if isFirst { lead(team, incident, at: now) }
        book.change(id) { changed in
            _ = StepRule.take(step, on: &changed, by: name, at: now)
            if !changed.calls.contains(where: { $0.team == team }), let centre {
                changed.called(team, of: centre, at: now)
            }
            if let index = changed.calls.lastIndex(where: { $0.team == team }), !isImplied {
                changed.calls[index].answer = CallAnswer(step)
            }
            changed.changedBy = name
            changed.changedAt = now
        }
        if isFirst, isImplied, let centre { turnIntoUpdate(id, team: team, centre: centre) }
        log("step", id, by: name, "\(team): \(step.rawValue)")
        noteWord(id, at: now)
        if step == .safe { madeSafe(id, at: now) }
        if isFirst || step == .safe { needsPlan = true }
    }

    private mutating func takeAlso(
        _ step: TeamStep, team: String, on id: String, by name: String, at now: Moment
    ) {
        let answer = CallAnswer(step)
        if let index = book.incident(id)?.calls.lastIndex(where: { $0.team == team }),
            book.incident(id)?.calls[index].answer != answer
        {
            book.change(id) { $0.calls[index].answer = answer }
        }
        var held: String? = leading(of: id)
        if step == .safe {
            // Who is done here may have been added to another incident of the valve.
            held = book.incident(id).flatMap { nextHeld(by: team, after: $0) }
        } else if let leader = held, book.incident(leader)?.isFinished == true {
            held = id
        }
        changeTeam(team) { $0.holding = held }
        log("step", id, by: name, "\(team) (also): \(step.rawValue)")
        leaveOthers(team, for: id, at: now)
        needsPlan = true
    }

    private mutating func lead(_ team: String, _ incident: Incident, at now: Moment) {
        let also = alsoTeams(of: incident, ledBy: team)
        let eta = estimate(of: team, to: incident, at: now)
        let centre = roster.teams[team]?.centre
        for call in incident.calls where call.isOpen && call.team != team {
            guard let other = call.team else {
                // A centre that was told as a whole is told that somebody comes.
                if call.centre != centre {
                    tell(
                        incident.id, .standdown, centre: call.centre, team: nil,
                        reason: "accepted_by_another", acceptedBy: team)
                }
                continue
            }
            if also.contains(other) { continue }
            standDown(
                other, from: incident.id, reason: "accepted_by_another", acceptedBy: team, at: now)
        }
        book.change(incident.id) { changed in
            changed.team = team
            changed.centre = centre
            changed.alsoTeams = also
            changed.allTold = false
            changed.eta = eta ?? changed.eta
            changed.inCircle = eta.map { $0.seconds <= Self.circleSeconds } ?? changed.inCircle
            if let eta, let rescueBy = changed.rescueBy {
                changed.inTime = now + .seconds(Int64(eta.seconds)) <= rescueBy
            }
            for index in changed.calls.indices {
                let call = changed.calls[index]
                if call.team == nil, call.isOpen { changed.calls[index].answer = .standdown }
                if call.team == team, call.answer == .standdown {
                    changed.calls[index].answer = nil
                }
            }
        }
        if leading(of: incident.id) == incident.id {
            changeTeam(team) { $0.holding = incident.id }
        }
        leaveOthers(team, for: incident.id, at: now)
    }

    /// Whom an operator wants there beside the team that leads. When one of them accepts first, the
    /// team that was called before it becomes the further one.
    private func alsoTeams(of incident: Incident, ledBy team: String) -> [String] {
        guard incident.alsoTeams.contains(team) else { return incident.alsoTeams }
        let others = incident.alsoTeams.filter { $0 != team }
        guard let called = incident.team, called != team, !others.contains(called),
            incident.calls.contains(where: { $0.team == called && $0.isOpen })
        else { return others }
        return others + [called]
    }

    /// Where this team was only called, it is no longer awaited.
    private mutating func leaveOthers(_ team: String, for id: String, at now: Moment) {
        for other in callsOpen(of: team) where other != id {
            if let incident = book.incident(id), isSameValve(other, incident) { continue }
            standDown(team, from: other, reason: "team_holds_another", at: now)
            book.change(other) { changed in
                changed.alsoTeams.removeAll { $0 == team }
                if changed.team == team { changed.awaitsTeam() }
            }
        }
    }

    /// The leading team is gone. A further one of the operator's that has accepted leads on; else
    /// the incident waits again.
    mutating func loseLeader(_ id: String, at now: Moment) {
        guard let incident = book.incident(id) else { return }
        endJourney(id)
        let next = incident.alsoTeams.first { roster.teams[$0]?.holding == id }
        book.change(id) { changed in
            changed.awaitsTeam()
            guard let next, let call = changed.calls.last(where: { $0.team == next }) else {
                return
            }
            changed.team = next
            changed.centre = call.centre
            changed.alsoTeams.removeAll { $0 == next }
            let step = call.answer?.step ?? .accept
            _ = StepRule.take(step, on: &changed, by: next, at: now)
        }
        if next != nil { noteWord(id, at: now) }
        needsPlan = true
        // What was gone already ends when nobody is on the way any more.
        closeWhenNormal(id, at: now)
    }

    /// The home is safe: the team is free, the valve's gas axis begins anew, commands end.
    private mutating func madeSafe(_ id: String, at now: Moment) {
        guard let incident = book.incident(id) else { return }
        for team in incident.alsoTeams { standDown(team, from: id, reason: "made_safe", at: now) }
        release(incident)
        if incident.axis == .gas { actions.append(.gasSettled(valve: incident.place.valve)) }
        endClosing(of: incident, "made safe")
        settleSigns(of: incident, at: now)
    }

    mutating func release(_ incident: Incident) {
        for id in roster.teams.keys.sorted() where roster.teams[id]?.holding == incident.id {
            let next = nextHeld(by: id, after: incident)
            changeTeam(id) { $0.holding = next }
        }
    }
}
