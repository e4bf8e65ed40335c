internal import Incidents
internal import ValveModel

/// A team that has accepted and should have arrived: its centre is asked for it, and when nobody
/// speaks, silence adds the next team, as it does before an accept.
///
/// Only a sign of the team puts that off: a step, a note, or a place that it tells. A machine's
/// `received` is none.
extension RescueDesk {
    /// Incidents whose team should have arrived and has not been heard.
    public var unheard: Set<String> { Set(journeys.lazy.filter(\.value.isAsked).map(\.key)) }

    /// Notes a sign of the team that is on its way to an incident.
    mutating func noteJourney(_ id: String, heardAt: Moment) {
        guard let grace = rules.silentOnWay, let incident = book.incident(id),
            incident.isOnTheWay, leading(of: id) == id
        else { return endJourney(id) }
        let dueAt = max(expectedArrival(incident), heardAt + grace)
        journeys[id] = Journey(heardAt: heardAt, dueAt: dueAt)
        deadlines.add(.arrival(id), at: dueAt)
    }

    /// The way has become another one. A shorter one brings the moment nearer at which the team is
    /// looked for; a longer one is found out by then.
    mutating func hastenJourney(_ id: String) {
        guard let grace = rules.silentOnWay, let journey = journeys[id], !journey.isAsked,
            let incident = book.incident(id)
        else { return }
        let dueAt = max(expectedArrival(incident), journey.heardAt + grace)
        if dueAt < journey.dueAt { look(for: id, at: dueAt) }
    }

    mutating func endJourney(_ id: String) {
        journeys[id] = nil
    }

    /// When the team should be at the door: by its own estimate, from when it was called and had
    /// accepted, and not before the contract's milestone. Without a way it is given the whole clock.
    private func expectedArrival(_ incident: Incident) -> Moment {
        let calledAt = incident.calls.last { $0.team == incident.team }?.at ?? .distantPast
        let from = max(calledAt, incident.acceptedAt ?? .distantPast)
        let way = incident.eta.map { Lapse.seconds(Int64($0.seconds)) } ?? rules.rescue
        return max(from + way, incident.arriveBy ?? .distantPast)
    }

    /// The time for a sign has passed.
    mutating func checkJourney(_ id: String, due: Moment, at now: Moment) {
        guard let journey = journeys[id], journey.dueAt == due else { return }
        guard let grace = rules.silentOnWay, let incident = book.incident(id),
            incident.isOnTheWay, let team = incident.team,
            let centre = roster.teams[team]?.centre ?? incident.centre
        else { return endJourney(id) }
        // The estimate may have grown since.
        let expected = expectedArrival(incident)
        if expected > due, !journey.isAsked { return look(for: id, at: expected) }
        guard journey.isAsked else {
            journeys[id]?.isAsked = true
            log("alarm", id, "\(team) should have arrived and has not been heard")
            tell(id, .update, centre: centre, team: team, reason: "no_word_from_team")
            return look(for: id, at: now + grace)
        }
        log("callout", id, "\(team) is not heard on its way; the next team is called as well")
        book.change(id) { changed in
            changed.escalation += 1
            for index in changed.calls.indices where changed.calls[index].team == team {
                if changed.calls[index].isOpen { changed.calls[index].answer = .silent }
            }
        }
        changeTeam(team) {
            $0.holding = nil
            $0.isUnresponsive = true
        }
        loseLeader(id, at: now)
        // A further team of the operator's is there already: nobody is waited for.
        guard let incident = book.incident(id), incident.isHeld else { return }
        standDown(
            team, from: id, reason: "accepted_by_another", acceptedBy: incident.team, at: now)
    }

    private mutating func look(for id: String, at moment: Moment) {
        journeys[id]?.dueAt = moment
        deadlines.add(.arrival(id), at: moment)
    }
}

/// What is known of a team on its way to an incident.
struct Journey: Sendable {
    /// When it was heard last.
    var heardAt: Moment
    /// When it is looked for; of several queued deadlines only this one counts.
    var dueAt: Moment
    /// Whether its centre was asked for it since it was heard.
    var isAsked = false
}

extension Incident {
    /// Whether a team has accepted it under the five-minute clock and is not there yet.
    var isOnTheWay: Bool {
        isHeld && state < .onscene && priority.callsOut && mode != .test && event == nil
    }
}
