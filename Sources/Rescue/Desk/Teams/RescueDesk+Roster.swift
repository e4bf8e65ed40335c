internal import Incidents
public import ValveModel

/// Changes of teams and centres.
extension RescueDesk {
    /// Takes a centre's roster message.
    public mutating func noteRoster(
        _ lines: [RosterLine], from centre: String, sentAt: Moment, at now: Moment
    ) {
        makeRoom(for: lines.count { $0.isAvailable != nil && roster.teams[$0.team] == nil })
        let before = roster.teams
        let changed = roster.take(lines, from: centre, at: sentAt, now: now)
        for id in changed { teamChanged(id, from: before[id], by: centre, at: now) }
    }

    /// Teams that no roster names any more give way to new ones; which of them first is of no
    /// account, as one that comes back is named again. The file's teams stay, and so does whoever
    /// holds or may still answer a call-out.
    private mutating func makeRoom(for count: Int) {
        let known = roster.unconfigured
        let excess = known.count + count - Roster.unconfiguredMax
        guard count > 0, excess > 0 else { return }
        let gone = known.filter { !$0.isAvailable && $0.holding == nil }.map(\.id).sorted()
        for team in gone.filter({ callsOpen(of: $0).isEmpty }).prefix(excess) {
            roster.teams[team] = nil
            calledTo[team] = nil
            actions.append(.teamForgotten(team))
        }
    }

    /// Sets a team's availability by hand.
    public mutating func set(
        team id: String, available: Bool, place: Coordinate?, by name: String, at now: Moment
    ) throws(DeskRefusal) {
        guard roster.teams[id] != nil else { throw .noSuchTeam(id) }
        // An operator speaks now: later than any roster, even one from a clock that runs ahead.
        if let changedAt = roster.teams[id]?.changedAt, changedAt >= now {
            roster.teams[id]?.changedAt = now - .milliseconds(1)
        }
        let before = roster.teams[id]
        _ = roster.set(id, available: available, place: place, by: name, at: now)
        teamChanged(id, from: before, by: name, at: now)
    }

    mutating func teamChanged(
        _ id: String, from before: TeamState?, by name: String, at now: Moment
    ) {
        guard let team = roster.teams[id] else { return }
        actions.append(.team(team))
        watchPlace(of: id, at: now)
        if team.placedAt != before?.placedAt { judgeProgress(of: id, at: now) }
        // A roster that says again what is known is only saved for its time.
        guard team.isAvailable != before?.isAvailable || team.place != before?.place else {
            if let before, start(of: before, at: now) != start(of: team, at: now) {
                needsPlan = true
            }
            return
        }
        log("roster", id, by: name, team.isAvailable ? "available" : "unavailable")
        needsPlan = true
        guard !team.isAvailable else { return }
        // A team that is gone before it accepted cannot arrive: it is replaced.
        for other in callsOpen(of: id) {
            guard let incident = book.incident(other), incident.state == .assigned,
                incident.team == id
            else { continue }
            standDown(id, from: other, reason: "team_unavailable", at: now)
            book.change(other) { $0.awaitsTeam() }
        }
    }

    /// Takes what a centre's link topic or last will says.
    public mutating func noteCentreLink(_ centre: String, isOnline: Bool, at now: Moment) {
        guard roster.centre(centre) != nil, roster.links[centre] != isOnline else { return }
        roster.links[centre] = isOnline
        actions.append(.centreLink(centre: centre, isOnline: isOnline))
        log("roster", centre, isOnline ? "centre on line" : "centre off line")
        needsPlan = true
    }
}
