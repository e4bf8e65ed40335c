internal import Incidents
public import ValveModel

/// What centres and teams answer. The first accept leads; every other answer changes nothing and is
/// told so.
extension RescueDesk {
    /// Notes a reply from a centre's topic.
    public mutating func note(_ reply: DeskReply, at now: Moment) {
        confirm(reply)
        if let team = reply.team, roster.teams[team]?.centre == reply.centre { hear(team) }
        let name = reply.by ?? reply.team ?? reply.centre
        let text = "\(reply.team ?? reply.centre): \(reply.word.rawValue)"
        guard let incident = book.incident(reply.incident), incident.isOpen else {
            log("note", reply.incident, by: name, "\(text) after the end")
            refuse(reply, reason: "not_open", acceptedBy: nil)
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
            if let why = refusal(of: step, team: reply.team, centre: reply.centre, incident) {
                log("note", incident.id, by: name, "\(text), not counted: \(why)")
                refuse(reply, reason: why, acceptedBy: incident.isHeld ? incident.team : nil)
            } else if let team = reply.team {
                take(step, team: team, on: incident.id, by: name, at: now)
            }
        }
    }

    /// A team that speaks is one of the first again.
    mutating func hear(_ team: String) {
        guard roster.teams[team]?.isUnresponsive == true else { return }
        changeTeam(team) { $0.isUnresponsive = false }
        needsPlan = true
    }

    /// Only words that claim the incident are answered: a stand-down that answers `received` would
    /// be received again, and so on for ever.
    private mutating func refuse(_ reply: DeskReply, reason: String, acceptedBy: String?) {
        switch reply.word {
        case .received, .note, .decline: return
        case .accept, .enroute, .onscene, .rescue, .safe: break
        }
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
        book.change(quietly: incident.id) { $0.calls[index].answer = "received" }
        log("reply", incident.id, by: reply.by ?? reply.centre, "call-out received")
    }

    private mutating func decline(
        _ reply: DeskReply, _ incident: Incident, by name: String, at now: Moment
    ) {
        guard let team = reply.team,
            let index = incident.calls.lastIndex(where: { $0.team == team }),
            roster.teams[team]?.centre == reply.centre, incident.state < .onscene
        else {
            log("note", incident.id, by: name, "decline, not counted")
            return
        }
        take(decline: team, at: index, on: incident, by: name, text: reply.text, at: now)
    }

    mutating func take(
        decline team: String, at index: Int, on incident: Incident, by name: String,
        text: String?, at now: Moment
    ) {
        let wasLeading = incident.team == team
        book.change(incident.id) { changed in
            changed.calls[index].answer = "decline"
            changed.alsoTeams.removeAll { $0 == team }
            changed.changedBy = name
            changed.changedAt = now
        }
        if wasLeading { loseLeader(incident.id, at: now) }
        if roster.teams[team]?.holding == incident.id { changeTeam(team) { $0.holding = nil } }
        log("reply", incident.id, by: name, "\(team) declined\(text.map { ": \($0)" } ?? "")")
        needsPlan = true
    }
}
