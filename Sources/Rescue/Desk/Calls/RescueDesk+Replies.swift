internal import Incidents
public import ValveModel

/// What centres and teams answer. The first accept leads; every other answer changes nothing and is
/// told so.
extension RescueDesk {
    /// Notes a reply from a centre's topic.
    public mutating func note(_ reply: DeskReply, at now: Moment) {
        // What confirms a stand-down is answered by nothing.
        let isReceipt = confirm(reply) && reply.word == .received
        if let team = reply.team, roster.teams[team]?.centre == reply.centre { hear(team) }
        let name = reply.by ?? reply.team ?? reply.centre
        let text = "\(reply.team ?? reply.centre): \(reply.word.rawValue)"
        guard let incident = book.incident(reply.incident), incident.isOpen else {
            log("note", reply.incident, by: name, "\(text) after the end")
            if !isReceipt { refuse(reply, reason: "not_open", acceptedBy: nil) }
            return
        }
        if !isReceipt, let why = stranger(reply, incident) {
            let words = reply.text.map { ": \($0)" } ?? ""
            log("note", incident.id, by: name, "\(text)\(words), not counted: \(why)")
            refuse(reply, reason: why, acceptedBy: incident.isHeld ? incident.team : nil)
            return
        }
        // A machine confirms; only people speak.
        if reply.word != .received, incident.holders.contains(reply.team ?? "") {
            noteWord(incident.id, at: now)
        }
        switch reply.word {
        case .received: markReceived(reply, incident)
        case .note: log("note", incident.id, by: name, reply.text ?? "")
        case .decline: decline(reply, incident, by: name, at: now)
        case .accept, .enroute, .onscene, .rescue, .safe:
            guard let step = TeamStep(rawValue: reply.word.rawValue) else { return }
            let why = refusal(
                of: step, team: reply.team, centre: reply.centre, claimed(by: incident))
            if let why {
                log("note", incident.id, by: name, "\(text), not counted: \(why)")
                let holder =
                    incident.isHeld
                    ? incident.team : heldElsewhere(at: incident, but: reply.team ?? "")?.team
                refuse(reply, reason: why, acceptedBy: holder)
            } else if let team = reply.team {
                takeForValve(step, team: team, on: incident.id, by: name, at: now)
            }
        }
    }

    /// A team that speaks is one of the first again.
    mutating func hear(_ team: String) {
        guard roster.teams[team]?.isUnresponsive == true else { return }
        changeTeam(team) { $0.isUnresponsive = false }
        needsPlan = true
    }

    /// Why words that claim nothing come from somebody who was never asked; `nil` when they do not.
    /// Claims are judged by `refusal`.
    private func stranger(_ reply: DeskReply, _ incident: Incident) -> String? {
        switch reply.word {
        case .accept, .enroute, .onscene, .rescue, .safe: return nil
        case .received, .decline, .note: break
        }
        // An area event is told to centres, and its homes call the teams.
        if incident.event != nil { return nil }
        let isAsked = incident.calls.contains { call in
            guard let team = reply.team, let called = call.team else {
                return call.centre == reply.centre
            }
            return called == team && call.centre == reply.centre
        }
        return isAsked ? nil : "not_called"
    }

    /// Answers words that change nothing. `received` is answered once: a stand-down is received as
    /// well, and would be answered by the next one, and so on for ever.
    private mutating func refuse(_ reply: DeskReply, reason: String, acceptedBy: String?) {
        if reply.word == .received, outgoing.hasRefused(reply) { return }
        // A test has no call-out to stand down from: to a centre it does not exist.
        if let incident = book.incident(reply.incident), incident.mode != .test {
            tell(
                reply.incident, .standdown, centre: reply.centre, team: reply.team, reason: reason,
                acceptedBy: acceptedBy)
        } else {
            actions.append(
                .standdownUnknown(
                    incident: reply.incident, centre: reply.centre, team: reply.team,
                    reason: reason))
        }
    }

    private mutating func markReceived(_ reply: DeskReply, _ incident: Incident) {
        let index = incident.calls.lastIndex {
            $0.centre == reply.centre && (reply.team == nil || $0.team == reply.team)
                && $0.answer == nil
        }
        guard let index else { return }
        book.change(keeping: incident.id) { $0.calls[index].answer = .received }
        for other in goingAlong(with: incident.id) {
            book.change(keeping: other) { changed in
                for index in changed.calls.indices
                where changed.calls[index].team == reply.team && reply.team != nil
                    && changed.calls[index].answer == nil
                { changed.calls[index].answer = .received }
            }
        }
        log("reply", incident.id, by: reply.by ?? reply.centre, "call-out received")
    }

    private mutating func decline(
        _ reply: DeskReply, _ incident: Incident, by name: String, at now: Moment
    ) {
        guard !incident.isFinished else {
            log("note", incident.id, by: name, "decline when all is safe, not counted")
            return refuse(reply, reason: "already_safe", acceptedBy: incident.team)
        }
        // Who will not come to the valve will not come for any of it.
        let incident = book.incident(leading(of: incident.id)) ?? incident
        guard let team = reply.team,
            let index = incident.calls.lastIndex(where: { $0.team == team }),
            roster.teams[team]?.centre == reply.centre,
            // The team that leads and is there is taken at its deeds; any other may leave.
            incident.state < .onscene || incident.team != team
        else {
            log("note", incident.id, by: name, "decline, not counted")
            return
        }
        // It was stood down when another accepted: it has nothing to decline any more.
        if incident.isHeld, incident.team != team, !incident.calls[index].isOpen {
            log("note", incident.id, by: name, "decline, not counted")
            return refuse(reply, reason: "accepted_by_another", acceptedBy: incident.team)
        }
        take(decline: team, at: index, on: incident, by: name, text: reply.text, at: now)
        // What it had accepted there before it was asked for this one as well, and what it has been
        // asked for since.
        for other in callingOut(at: incident.place.valve) {
            guard other.id != incident.id, other.state < .onscene || other.team != team,
                following?[other.id] == nil,
                let index = other.calls.lastIndex(where: { $0.team == team }),
                other.calls[index].isOpen
            else { continue }
            take(decline: team, at: index, on: other, by: name, text: reply.text, at: now)
        }
    }

    mutating func take(
        decline team: String, at index: Int, on incident: Incident, by name: String,
        text: String?, at now: Moment
    ) {
        let wasLeading = incident.team == team
        book.change(incident.id) { changed in
            changed.calls[index].answer = .decline
            // Those before it that it let pass ask for nothing any more.
            for place in changed.calls.indices
            where changed.calls[place].team == team && changed.calls[place].isOpen {
                changed.calls[place].answer = .decline
            }
            changed.alsoTeams.removeAll { $0 == team }
            changed.changedBy = name
            changed.changedAt = now
        }
        for other in goingAlong(with: incident.id)
        where book.incident(other)?.alsoTeams.contains(team) == true {
            book.change(other) { changed in
                changed.alsoTeams.removeAll { $0 == team }
                if let index = changed.calls.lastIndex(where: { $0.team == team }) {
                    changed.calls[index].answer = .decline
                }
            }
        }
        if wasLeading { loseLeader(incident.id, at: now) }
        if roster.teams[team]?.holding == incident.id { changeTeam(team) { $0.holding = nil } }
        log("reply", incident.id, by: name, "\(team) declined\(text.map { ": \($0)" } ?? "")")
        needsPlan = true
    }
}
