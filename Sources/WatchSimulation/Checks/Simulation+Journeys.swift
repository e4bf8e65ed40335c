internal import Incidents
internal import Rescue
internal import ValveModel

/// Nobody is waited for in vain: a team that has accepted and should be there is heard, or another
/// one is called.
extension Simulation {
    func checkJourney(
        _ incident: Incident, _ desk: RescueDesk, _ now: Moment
    ) throws(Violation) {
        guard incident.isHeld, incident.state < .onscene, incident.priority.callsOut,
            incident.event == nil, let team = incident.team, let state = desk.roster.teams[team],
            let acceptedAt = incident.acceptedAt, let arriveBy = incident.arriveBy,
            desk.following?[incident.id] == nil,
            let grace = desk.rules.silentOnWay, time.now > clockwork.excusedUntil
        else { return }
        let way = incident.eta.map { Lapse.seconds(Int64($0.seconds)) } ?? desk.rules.rescue
        let calledAt = incident.calls.last { $0.team == team }?.at ?? acceptedAt
        let expected = max(max(calledAt, acceptedAt) + way, arriveBy)
        // Since when anything was said of it, or the daemon listens at all.
        let said = max(
            checks.signs[incident.id] ?? 0, checks.wordOfTeam[team] ?? 0, clockwork.startedAt,
            clockwork.excusedUntil)
        let signAt = max(now - .milliseconds(time.now - said), state.changedAt ?? .distantPast)
        // Asked for at the later of the two, given up as long after, and some seconds for lanes.
        let limit = max(expected, signAt + grace) + grace + .seconds(15)
        guard now > limit else { return }
        throw violation(
            .deadlineAhead,
            "\(team) should have come to \(incident.id) "
                + "\((now - expected).milliseconds) ms ago and is still waited for")
    }
}
