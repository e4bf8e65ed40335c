internal import Incidents
internal import ValveModel

/// What the figures of the flood are counted from.
extension RescueDesk {
    mutating func countFinding(_ finding: DeskFinding, at now: Moment) {
        if finding.isTest || mode != .actual { return }
        if tally == nil { tally = AlarmTally(at: now) }
        switch finding.change {
        case .raised: tally?.began(finding.place.valve, finding.kind, at: now)
        case .cleared:
            tally?.ended(
                finding.place.valve, finding.kind,
                within: finding.selfClear ?? ProfileLimits().selfClear, at: now)
        case .repeated, .priority, .crossed, .evidence, .closeWanted, .provenClosed, .trace: return
        }
        if let change = pulse(finding, at: now) {
            tally?.cooked(change, finding.place.valve, at: now)
        }
    }

    /// What a finding says of the home's cooking.
    private func pulse(_ finding: DeskFinding, at now: Moment) -> CookingPulses.Change? {
        switch (finding.kind, finding.change) {
        case (.seepage, .raised):
            .began(
                since: now - (finding.evidence?.lapse ?? .zero), flow: finding.condition.flow,
                utcOffsetSeconds: utcOffsetSeconds)
        case (.seepage, .cleared): .ended
        case (.leak, .raised): .leaked
        default: nil
        }
    }

    /// People are called to attention. Counted with the batch: a leak that is proven closed by its own
    /// alarm is a P2 by then.
    mutating func countAlarm(_ id: String, at now: Moment) { alarmed.append((id, now)) }

    mutating func countAlarmed() {
        let counted = alarmed
        alarmed.removeAll(keepingCapacity: true)
        for (id, moment) in counted { count(id, at: moment) }
    }

    /// By an event of the whole fleet people are called at every centre.
    private mutating func count(_ id: String, at now: Moment) {
        guard let incident = book.incident(id), incident.mode == .actual, incident.shelf == nil
        else { return }
        if tally == nil { tally = AlarmTally(at: now) }
        let home = incident.place.homeCentre.map { [$0] }
        let all = incident.event == nil ? [] : roster.centres.map(\.id)
        tally?.alarmed(home ?? all, incident.priority, at: now)
    }
}
