internal import Incidents
internal import ValveModel

/// What the figures of the flood are counted from.
extension RescueDesk {
    mutating func countFinding(_ finding: DeskFinding, at now: Moment) {
        if finding.isTest || mode != .actual { return }
        if tally == nil { tally = AlarmTally(at: now) }
        switch finding.change {
        case .raised: tally?.began(finding.place.valve, finding.kind, at: now)
        case .cleared: tally?.ended(finding.place.valve, finding.kind, at: now)
        case .repeated, .priority, .crossed, .evidence, .closeWanted, .provenClosed, .trace: return
        }
    }

    /// People are called to attention; by an event of the whole fleet at every centre.
    mutating func countAlarm(_ id: String, at now: Moment) {
        guard let incident = book.incident(id), incident.mode == .actual, incident.shelf == nil
        else { return }
        if tally == nil { tally = AlarmTally(at: now) }
        guard incident.event != nil, incident.place.homeCentre == nil else {
            tally?.alarmed(incident.place.homeCentre ?? "", incident.priority, at: now)
            return
        }
        for centre in roster.centres { tally?.alarmed(centre.id, incident.priority, at: now) }
    }
}
