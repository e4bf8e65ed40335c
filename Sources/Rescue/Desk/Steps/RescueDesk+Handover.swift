internal import Incidents
public import ValveModel

/// Handing an incident over to another centre: its best team takes over, and both centres are told
/// who has it now.
extension RescueDesk {
    /// Hands over before anybody is on scene; after that a team can only be added.
    public mutating func handOver(_ id: String, _ wish: DeskWish, at now: Moment)
        throws(DeskRefusal)
    {
        guard let name = wish.centre else {
            throw .invalid(
                code: "centre_missing", "centre is missing: name the one that takes it.")
        }
        guard roster.centre(name) != nil else { throw .noSuchCentre(name) }
        let seen = try found(id, wish)
        let id = askedInstead(of: leading(of: id))
        let incident = book.incident(id) ?? seen
        if incident.centre == name {
            // Nobody was first who has not accepted: the centre is asked, and that is all.
            let holder = incident.isHeld ? incident.team : nil
            throw .first(code: "centre_has_it", by: holder, at: incident.acceptedAt)
        }
        guard incident.state < .onscene else {
            throw .first(code: "already_on_scene", by: incident.team, at: incident.onsceneAt)
        }
        guard let team = bestTeam(of: name, for: incident, at: now),
            let taker = roster.teams[team]
        else {
            throw .invalid(
                code: "no_usable_team", "\(name) has no team that is available and free.")
        }
        // Nobody lets go before it is certain that somebody else takes it.
        try refuseDispatch(of: taker, to: incident, also: false)
        let holder = incident.isHeld ? incident.team : nil
        var taking = wish
        taking.team = team
        taking.accepted = false
        taking.also = false
        // The revision was the one the person saw; what follows changes it.
        taking.revision = nil
        if let holder { giveUp(holder, id, to: team, at: now) }
        try dispatch(id, taking, standDownReason: "handed_over", at: now)
        log("step", id, by: wish.by, "handed over to \(name): \(team)")
    }

    /// The nearest of a centre's teams that could be called, by the estimate.
    private mutating func bestTeam(
        of centre: String, for incident: Incident, at now: Moment
    ) -> String? {
        let usable = roster.teams.values.filter {
            $0.centre == centre && $0.isAvailable && $0.holding == nil
                && !isForbidden($0.id, for: incident)
        }
        var best: (seconds: Int, team: String)?
        for team in usable {
            let seconds = estimate(of: team.id, to: incident, at: now)?.seconds ?? .max
            if best.map({ (seconds, team.id) < $0 }) ?? true { best = (seconds, team.id) }
        }
        return best?.team
    }

    /// The team that has accepted lets go, knowing who has it now.
    private mutating func giveUp(_ holder: String, _ id: String, to team: String, at now: Moment) {
        standDown(holder, from: id, reason: "handed_over", acceptedBy: team, at: now)
        changeTeam(holder) { $0.holding = nil }
        book.change(id) { $0.awaitsTeam() }
        endJourney(id)
        needsPlan = true
    }
}
