public import Incidents
public import ValveModel

/// What operators do: acknowledge, send a team, report a step, note, close.
extension RescueDesk {
    func found(_ id: String, _ wish: DeskWish) throws(DeskRefusal) -> Incident {
        guard let incident = book.incident(id), incident.isOpen else {
            throw .noSuchIncident
        }
        let newest = book.revisionAhead(of: incident)
        if let revision = wish.revision, revision != newest {
            throw .revision(
                now: newest, by: incident.changedBy, at: incident.changedAt)
        }
        return incident
    }

    mutating func sign(_ id: String, _ wish: DeskWish, at now: Moment) {
        book.change(id) {
            $0.changedBy = wish.by
            $0.changedAt = now
        }
        remember(wish, of: id)
    }

    /// What somebody adds is a line of the history and changes nothing that others act on.
    private mutating func remember(_ wish: DeskWish, of id: String) {
        guard let note = wish.note, !note.isEmpty else { return }
        log("note", id, by: wish.by, note)
        // Whoever looks at it is told that there is something new.
        book.change(keeping: id) { _ in }
    }

    /// Somebody has seen it. Silences, changes no state, extends nothing.
    public mutating func acknowledge(_ id: String, _ wish: DeskWish, at now: Moment)
        throws(DeskRefusal)
    {
        let incident = try found(id, wish)
        if let seenBy = incident.seenBy, seenBy != wish.by {
            throw .first(code: "already_seen", by: seenBy, at: incident.seenAt)
        }
        guard incident.seenAt == nil else { return remember(wish, of: id) }
        book.change(id) {
            $0.seenAt = $0.seenAt ?? now
            $0.seenBy = wish.by
        }
        log("step", id, by: wish.by, "acknowledged")
        sign(id, wish, at: now)
        closeWhenNormal(id, at: now)
    }

    /// Adds to the history.
    public mutating func addNote(_ id: String, _ wish: DeskWish, at now: Moment)
        throws(DeskRefusal)
    {
        _ = try found(id, wish)
        guard let note = wish.note, !note.isEmpty else {
            throw .invalid(code: "note_missing", "note is empty: say what is to be remembered.")
        }
        noteWord(id, at: now)
        remember(wish, of: id)
    }

    /// Sends a team of the operator's choice.
    public mutating func dispatch(_ id: String, _ wish: DeskWish, at now: Moment)
        throws(DeskRefusal)
    {
        try dispatch(id, wish, standDownReason: "operator_chose_another", at: now)
    }

    mutating func dispatch(
        _ id: String, _ wish: DeskWish, standDownReason: String, at now: Moment
    ) throws(DeskRefusal) {
        let named = try found(id, wish)
        // A valve has one team: whoever is sent for one of its incidents is sent for the gravest.
        let id = leading(of: id)
        let incident = book.incident(id) ?? named
        let team = try namedTeam(wish)
        try refuseDispatch(of: team, to: incident, also: wish.also)
        if incident.state >= .accepted {
            // A further team that has accepted is not asked again: its answer would be forgotten.
            guard wish.also, incident.team != team.id, team.holding != id else {
                throw .first(
                    code: "already_accepted", by: incident.team, at: incident.acceptedAt)
            }
            return dispatchAlso(team, incident, wish, at: now)
        }
        if wish.also, let leading = incident.team, leading != team.id {
            return dispatchAlso(team, incident, wish, at: now)
        }
        if let leading = incident.team, leading != team.id {
            standDown(
                leading, from: id, reason: standDownReason,
                acceptedBy: wish.accepted || standDownReason == "handed_over" ? team.id : nil,
                at: now)
        }
        call(team.id, to: id, at: now)
        let start = startReasons(of: team.id, at: now)
        book.change(id) {
            $0.teamPinned = true
            $0.reasons = ["operator"] + start
        }
        needsPlan = true
        log("step", id, by: wish.by, "\(team.id) dispatched by the operator")
        sign(id, wish, at: now)
        if wish.accepted { take(.accept, team: team.id, on: id, by: wish.by, at: now) }
    }

    /// Why a team cannot be sent here, whoever leads.
    func refuseDispatch(
        of team: TeamState, to incident: Incident, also: Bool
    ) throws(DeskRefusal) {
        try refuseTeam(incident)
        guard incident.mode != .test else {
            throw .invalid(code: "test_incident", "A test calls nobody out.")
        }
        if let holding = team.holding, holding != incident.id, !isSameValve(holding, incident) {
            throw .first(code: "team_holds_another", by: holding, at: nil)
        }
        if incident.isFinished {
            throw .first(code: "already_safe", by: incident.safeBy, at: incident.safeAt)
        }
        // Who has accepted something less grave of the valve leaves it when this team accepts.
        if !also, let other = heldElsewhere(at: incident, but: team.id),
            !incident.leads(other) || !isLeft(other)
        {
            throw .first(code: "already_accepted", by: other.team, at: other.acceptedAt)
        }
    }

    private mutating func dispatchAlso(
        _ team: TeamState, _ incident: Incident, _ wish: DeskWish, at now: Moment
    ) {
        book.change(incident.id) { changed in
            if !changed.alsoTeams.contains(team.id) { changed.alsoTeams.append(team.id) }
            changed.called(team.id, of: team.centre, at: now)
        }
        noteCalled(team.id, incident.id)
        tell(incident.id, .new, centre: team.centre, team: team.id)
        log("step", incident.id, by: wish.by, "\(team.id) dispatched as well")
        sign(incident.id, wish, at: now)
        if wish.accepted { take(.accept, team: team.id, on: incident.id, by: wish.by, at: now) }
    }

    private func namedTeam(_ wish: DeskWish) throws(DeskRefusal) -> TeamState {
        guard let id = wish.team, !id.isEmpty else {
            throw .invalid(code: "team_missing", "team is missing: name the team.")
        }
        guard let team = roster.teams[id] else { throw .noSuchTeam(id) }
        return team
    }

    /// A step of a team, told by a person at a desk.
    public mutating func step(_ step: TeamStep, _ id: String, _ wish: DeskWish, at now: Moment)
        throws(DeskRefusal)
    {
        let incident = try found(id, wish)
        try refuseTeam(incident)
        var named = wish
        // Without a name it is the team that has accepted: one that was only called may never have
        // heard of it, and no clock stops by its name.
        if wish.team == nil, incident.state >= .accepted { named.team = incident.team }
        if named.team == nil {
            throw .invalid(
                code: "team_missing",
                "team is missing and nobody has accepted yet: name in team the team that did this.")
        }
        let team = try namedTeam(named)
        if let why = refusal(of: step, team: team.id, centre: nil, claimed(by: incident)) {
            throw .first(
                code: why, by: incident.state >= .accepted ? incident.team : nil,
                at: incident.acceptedAt)
        }
        hear(team.id)
        let before = book.incident(id)
        takeForValve(step, team: team.id, on: id, by: wish.by, at: now)
        // A step told again has changed nothing, and nobody was first with it.
        if book.incident(id) == before { remember(wish, of: id) } else { sign(id, wish, at: now) }
    }

    /// Ends an incident.
    public mutating func close(_ id: String, _ wish: DeskWish, at now: Moment)
        throws(DeskRefusal)
    {
        let incident = try found(id, wish)
        if let refusal = StepRule.mayClose(
            incident, by: wish.by, reason: wish.reason, verifiedBy: wish.verifiedBy)
        {
            throw .invalid(code: refusal.code, refusal.advice)
        }
        sign(id, wish, at: now)
        finish(id, by: wish.by, reason: wish.reason, verifiedBy: wish.verifiedBy, at: now)
    }

    mutating func finish(
        _ id: String, by name: String, reason: String?, verifiedBy: String? = nil, at now: Moment
    ) {
        guard let incident = book.incident(id), incident.isOpen else { return }
        if incident.state < .safe {
            for call in incident.calls where call.isOpen {
                guard let team = call.team else { continue }
                standDown(team, from: id, reason: "closed", at: now)
            }
            for call in incident.calls where call.team == nil && call.isOpen {
                tell(id, .standdown, centre: call.centre, team: nil, reason: "closed")
            }
        }
        let word = reason ?? "made safe"
        log(
            "step", id, by: name,
            "closed: \(word)\(verifiedBy.map { ", verified by \($0)" } ?? "")")
        release(incident)
        endJourney(id)
        endClosing(of: incident, "incident closed")
        let slot = IncidentBook.Slot(
            valve: incident.place.valve, axis: incident.axis, isTest: false)
        // After `safe` another incident may have the axis by now.
        let hasSuccessor = book.incident(in: slot).map { $0.id != id } ?? false
        if incident.event != nil {
            endEvent(incident)
        } else if incident.mode != .test, !hasSuccessor {
            actions.append(.axisSettled(valve: incident.place.valve, axis: incident.axis))
        }
        book.change(id) { changed in
            changed.state = .closed
            changed.closedAt = now
            changed.closedBy = name
            changed.reason = reason
            changed.ackBy = nil
        }
        if !hasSuccessor {
            settleSigns(of: incident, areFalse: reason == "false_alarm", at: now)
        }
        needsPlan = true
    }

    /// A person ended an area event, and with it what lives in it without an incident of its own.
    private mutating func endEvent(_ incident: Incident) {
        guard let serial = area.serials.removeValue(forKey: incident.id) else { return }
        area.forget(serial)
        guard let event = area.correlator.events[serial] else { return }
        area.correlator.end(serial)
        for member in event.members {
            let sign = member.sign
            actions.append(.memberOver(AreaMembership.name(sign.place.valve, sign.kind)))
            let slot = IncidentBook.Slot(
                valve: sign.place.valve, axis: sign.kind.axis, isTest: false)
            if let own = book.incident(in: slot) {
                tellOfItself(own)
            } else if !sign.isTrace {
                actions.append(
                    .axisSettled(valve: sign.place.valve, axis: sign.kind.axis))
            }
        }
    }

    /// An area event has no team of its own: its homes have.
    func refuseTeam(_ incident: Incident) throws(DeskRefusal) {
        guard incident.event != nil else { return }
        throw .invalid(
            code: "area_event_without_team",
            "An area event has no team of its own: send one to an incident that is part of it.")
    }
}

extension StepRule.ClosingRefusal {
    /// The stable word of the API.
    public var code: String {
        switch self {
        case .reasonUnknown: "reason_unknown"
        case .reasonMissing: "reason_missing"
        case .notMadeSafe: "not_made_safe"
        case .samePerson: "same_person"
        case .notVerified: "not_verified"
        }
    }

    /// What to do.
    public var advice: String {
        let reasons = StepRule.closingReasons.joined(separator: ", ")
        return switch self {
        case .reasonUnknown: "reason has to be one of: \(reasons)."
        case .reasonMissing: "It was not made safe: give a reason, one of: \(reasons)."
        case .notMadeSafe:
            "A leak or heat is closed after a team made it safe, or as false_alarm with verifiedBy."
        case .samePerson: "The one who said it was safe cannot close it: another person has to."
        case .notVerified:
            "A leak or heat closed as false_alarm needs verifiedBy: the name of a second person."
        }
    }
}
