public import Incidents
public import ValveModel

/// Drills: a desk of mode `exercise` beside the actual one, with the same teams as shadows. What it
/// decides never touches an actual incident or an actual team; what happens to an actual team shows
/// here at once.
extension RescueDesk {
    /// A team that is none any more is none in a drill.
    public mutating func mirror(forgotten id: String) {
        guard let team = roster.teams[id], team.holding == nil else { return }
        roster.teams[id] = nil
        needsPlan = true
    }

    /// Takes over where the actual team is and whether it could be sent. A team at actual work is
    /// not here, and leaves the drill it may be in.
    public mutating func mirror(_ actual: TeamState, at now: Moment) {
        let isFree = actual.isAvailable && actual.holding == nil
        let known = roster.teams[actual.id]
        if known == nil || known?.turnoutSeconds != actual.turnoutSeconds
            || known?.place != actual.place || known?.placedAt != actual.placedAt
        {
            var shadow = actual
            shadow.holding = known?.holding
            shadow.isAvailable = known?.isAvailable ?? false
            shadow.isUnresponsive = known?.isUnresponsive ?? false
            roster.teams[actual.id] = shadow
            needsPlan = true
        }
        guard roster.teams[actual.id]?.isAvailable != isFree else { return }
        if !isFree, let drill = roster.teams[actual.id]?.holding {
            note(
                DeskReply(
                    centre: actual.centre, incident: drill, team: actual.id, revision: nil,
                    word: .decline, by: Self.ourselves, text: "actual work"), at: now)
        }
        try? set(team: actual.id, available: isFree, place: nil, by: Self.ourselves, at: now)
    }

    /// Goes on after this number of a local date.
    public mutating func noteNumber(_ number: Int, on date: String) {
        book.note(number: number, on: date)
    }

    /// Begins a drill at a place, as if a leak had been found there; the id of its incident. One
    /// that runs there already is joined.
    public mutating func beginDrill(
        _ kind: FindingKind, at place: ValvePlace, by name: String, at now: Moment
    ) -> String? {
        let slot = IncidentBook.Slot(valve: place.valve, axis: kind.axis, isTest: false)
        note(
            DeskFinding(.raised, kind, .p1, place: place, condition: Incident.Condition()),
            at: now)
        guard let id = book.incident(in: slot)?.id else { return nil }
        book.change(id) {
            $0.changedBy = name
            $0.changedAt = now
        }
        log("step", id, by: name, "drill begun")
        return id
    }

    /// Ends a drill at whatever point it has come to.
    public mutating func endDrill(_ id: String, by name: String, at now: Moment)
        throws(DeskRefusal)
    {
        guard book.incident(id)?.isOpen == true else { throw .noSuchIncident }
        finish(id, by: name, reason: "drill_over", at: now)
    }
}
