public import Incidents
public import ValveModel

/// A team as it stood to an incident when it was decided who goes.
public struct DeskCandidate: Equatable, Sendable {
    /// What spoke for it, or against it.
    public enum Standing: Equatable, Sendable {
        /// It is the one that was called, or that has accepted.
        case leads
        /// It was called here before and may still accept.
        case asked
        /// It could have been sent.
        case free
        /// It declined here.
        case declined
        /// Its window here passed without an answer.
        case silent
        /// Its centre or an operator has said so, or its shift is over.
        case unavailable
        /// It has accepted this incident.
        case holds(String)
        /// It is called out to this incident by the same plan.
        case calledTo(String)
    }

    /// Id of the team.
    public var team: String
    /// Id of its centre.
    public var centre: String
    /// What the way would have taken; nil where no open road leads there.
    public var eta: Incident.ETA?
    /// Whether that fits what remains, or the time had passed already.
    public var isInTime: Bool
    /// What spoke for it, or against it.
    public var standing: Standing
    /// Whether it, or its whole centre, is called last because it did not answer or is off line.
    public var isLast: Bool
    /// Where it was counted from.
    public var start: TeamStart
}

extension RescueDesk {
    /// Every team as it stands to an incident, the nearest first; empty for an unknown one.
    public mutating func candidates(of id: String, at now: Moment) -> [DeskCandidate] {
        candidates(of: id, among: roster.teams.values, at: now)
    }

    /// Some teams as they stand to an incident, the nearest first; empty for an unknown one.
    public mutating func candidates(
        of id: String, among teams: some Sequence<TeamState>, at now: Moment
    ) -> [DeskCandidate] {
        guard let incident = book.incident(id) else { return [] }
        var all: [DeskCandidate] = []
        for team in teams.sorted(by: { $0.id < $1.id }) {
            let eta = estimate(of: team.id, to: incident, at: now)
            let limit = incident.rescueBy ?? now
            let isInTime = eta.map { now > limit || now + .seconds(Int64($0.seconds)) <= limit }
            all.append(
                DeskCandidate(
                    team: team.id, centre: team.centre, eta: eta, isInTime: isInTime ?? false,
                    standing: standing(of: team, to: incident),
                    isLast: team.isUnresponsive || roster.links[team.centre] == false,
                    start: start(of: team, at: now)))
        }
        return all.sorted {
            ($0.eta?.seconds ?? .max, $0.team) < ($1.eta?.seconds ?? .max, $1.team)
        }
    }

    private mutating func standing(
        of team: TeamState, to incident: Incident
    ) -> DeskCandidate.Standing {
        if incident.team == team.id { return .leads }
        if let holding = team.holding, holding != incident.id { return .holds(holding) }
        switch incident.calls.last(where: { $0.team == team.id })?.answer {
        case .decline?: return .declined
        case .silent? where isForbidden(team.id, for: incident): return .silent
        default: break
        }
        if !team.isAvailable { return .unavailable }
        let calls = callsOpen(of: team.id)
        if calls.contains(incident.id) { return .asked }
        return calls.first.map { .calledTo($0) } ?? .free
    }
}
