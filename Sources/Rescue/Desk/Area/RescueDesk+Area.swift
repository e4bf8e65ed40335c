internal import Incidents
internal import ValveModel

/// What the desk keeps of area events besides their incidents.
struct AreaDesk: Sendable {
    var correlator = AreaCorrelator()
    /// Incidents of open events by the correlator's number, and back.
    var incidents: [Int: String] = [:]
    var serials: [String: Int] = [:]
    /// P3 and P4 findings that wait for the decision of their cluster.
    var held: [String: DeskFinding] = [:]
    /// Events with more or fewer members than their incident says, and when it is to say so.
    var stale: [Int: Moment] = [:]
    /// Incidents of each event that were left without a team, and when their list was told last.
    var unled: [Int: [String]] = [:]
    var unledToldAt: [Int: Moment] = [:]
    var unledLookedAt: [Int: Moment] = [:]
    /// The valves' broker: whether it has ever been there, since when it is gone, whom it carried,
    /// and the event that says so.
    var hasHadBroker = false
    var brokerLostAt: Moment?
    var brokerValves: [String] = []
    var brokerEvent: String?
    /// When the desk is woken for them next.
    var wakeAt: Moment?
    /// Parts in events that a restart brought back and that have not been taken up yet.
    var restored: [AreaMembership] = []
    /// Whether a restart has brought something back that is not taken up yet.
    var isRestoring = false

    /// A large growing event is written, and its leaks are told, at most this often.
    static let growth = Lapse.seconds(1)
    /// Up to so many members, those of three buildings, an event is written with every batch.
    static let growthAtOnce = 200
    /// From then on so many of its members are written in a second at most: of a fleet of 29,000, whose
    /// list has some 350 kB, every 14 s. Each list goes to the journal twice and to every screen.
    static let membersWrittenPerSecond = 2_000

    /// How long after a change of an event with so many members its list is written.
    static func pause(members: Int) -> Lapse {
        if members <= growthAtOnce { return .zero }
        return max(growth, .milliseconds(Int64(members) * 1_000 / Int64(membersWrittenPerSecond)))
    }

    /// What is kept of an event by its serial number, apart from the correlator's.
    mutating func forget(_ serial: Int) {
        incidents[serial] = nil
        stale[serial] = nil
        unled[serial] = nil
        unledToldAt[serial] = nil
        unledLookedAt[serial] = nil
    }

    /// A shorter list of leaks is told at most as often as a call-out is repeated.
    static let unledPause = Lapse.seconds(5)
}

/// Findings on their way past the correlator.
extension RescueDesk {
    /// Takes a finding to the correlator. Whether that is all: it lives in an event or waits for a
    /// decision, and has no incident of its own.
    mutating func correlate(
        _ finding: DeskFinding, _ slot: IncidentBook.Slot, at now: Moment
    ) -> Bool {
        switch finding.change {
        case .raised: return correlate(raised: finding, slot, at: now)
        case .repeated:
            guard ownIncident(slot) == nil,
                let event = area.correlator.event(of: slot.valve, finding.kind),
                !finding.priority.callsOut
            else { return false }
            logJoin("alarmed again", finding.kind, slot.valve, event.serial, finding.evidence)
            return true
        case .cleared: return correlate(cleared: finding, slot, at: now)
        case .priority: return correlate(reprioritised: finding, slot, at: now)
        case .trace:
            apply(
                area.correlator.traced(
                    finding.condition.gas ?? FixedRules.tracedGas, place: finding.place,
                    among: finding.neighbours, at: now), at: now)
            return true
        case .crossed, .evidence, .closeWanted, .provenClosed: return false
        }
    }

    /// Whether the kind is open at the valve: in an incident of its axis, in an area event, or
    /// waiting for which of the two.
    func isOpen(_ kind: FindingKind, _ slot: IncidentBook.Slot) -> Bool {
        ownIncident(slot) != nil || area.correlator.event(of: slot.valve, kind) != nil
            || area.held[AreaMembership.name(slot.valve, kind)] != nil
    }

    private func ownIncident(_ slot: IncidentBook.Slot) -> Incident? {
        book.incident(in: slot).flatMap { $0.isFinished ? nil : $0 }
    }

    private mutating func correlate(
        raised finding: DeskFinding, _ slot: IncidentBook.Slot, at now: Moment
    ) -> Bool {
        let sign = AreaSign(
            finding.kind, finding.priority, cause: finding.cause,
            ground: finding.evidence?.ground, place: finding.place, gas: finding.condition.gas,
            at: now)
        let name = AreaMembership.name(slot.valve, finding.kind)
        area.held[name] = finding
        apply(
            area.correlator.raised(
                sign, among: finding.neighbours,
                isApart: isOutOfService(slot.valve, finding.kind, finding.priority, at: now),
                at: now), at: now)
        // What was not held, or was decided at once, is held no longer.
        let isHeld = area.held[name] != nil && isWaiting(sign)
        if finding.priority.callsOut || ownIncident(slot) != nil {
            area.held[name] = nil
            return false
        }
        if isHeld {
            actions.append(.member(AreaMembership(event: nil, AreaMember(sign))))
            return true
        }
        area.held[name] = nil
        return area.correlator.event(of: slot.valve, finding.kind) != nil
    }

    /// Whether the finding is set aside with its whole valve: who works at a building's valves has taken
    /// them out of service, and that is no event.
    func isOutOfService(
        _ valve: String, _ kind: FindingKind, _ priority: Priority, at now: Moment
    ) -> Bool {
        shelf(for: kind, priority, valve, at: now)?.isService == true
    }

    private func isWaiting(_ sign: AreaSign) -> Bool {
        sign.family.map { area.correlator.isHeld(sign.place.valve, sign.kind, in: $0) } ?? false
    }

    private mutating func correlate(
        cleared finding: DeskFinding, _ slot: IncidentBook.Slot, at now: Moment
    ) -> Bool {
        let own = ownIncident(slot)
        // A latched incident stands for its finding until people have settled it.
        if let own, own.kinds.contains(finding.kind),
            own.priority.callsOut || own.needsMadeSafe
        {
            return false
        }
        let event = area.correlator.event(of: slot.valve, finding.kind)
        apply(area.correlator.cleared(finding.kind, finding.place, at: now), at: now)
        // A held finding that came to its own incident by this is cleared there.
        guard ownIncident(slot) == nil, event != nil else { return false }
        return true
    }

    private mutating func correlate(
        reprioritised finding: DeskFinding, _ slot: IncidentBook.Slot, at now: Moment
    ) -> Bool {
        apply(
            area.correlator.reprioritised(slot.valve, finding.kind, finding.priority), at: now)
        let name = AreaMembership.name(slot.valve, finding.kind)
        if area.held[name] != nil { area.held[name]?.priority = finding.priority }
        guard ownIncident(slot) == nil else { return false }
        // What no longer stands was settled by people in between, and nothing is said of it anew.
        let member = area.correlator.event(of: slot.valve, finding.kind)?
            .member(slot.valve, finding.kind)
        let lives = member?.isStanding == true
        guard lives || area.held[name] != nil, finding.priority.callsOut else { return lives }
        // What calls a team out has an incident of its own.
        area.held[name] = nil
        openAlone(finding, at: now)
        return true
    }

    /// The event that an incident of one valve belongs to, while it is open.
    func openEvent(of incident: Incident) -> Incident? {
        incident.partOf.flatMap { book.open[$0] }.flatMap {
            $0.event?.overAt == nil && $0.event != nil ? $0 : nil
        }
    }

    /// Lets an incident's findings go that people have settled. What proved false is no evidence of
    /// anything wider either.
    mutating func settleSigns(of incident: Incident, areFalse: Bool = false, at now: Moment) {
        guard incident.event == nil, incident.mode != .test else { return }
        for kind in incident.kinds {
            if areFalse { area.correlator.disproved(kind, incident.place) }
            apply(area.correlator.cleared(kind, incident.place, at: now), at: now)
        }
    }

    mutating func logJoin(
        _ what: String, _ kind: FindingKind, _ valve: String, _ serial: Int,
        _ evidence: Evidence? = nil
    ) {
        guard let id = area.incidents[serial] else { return }
        log("finding", id, "\(valve): \(kind.word) \(what)", evidence)
    }

    /// Why a finding was raised that is on its way to an event, or has come from its own incident.
    func evidence(of sign: AreaSign) -> Evidence? {
        let name = AreaMembership.name(sign.place.valve, sign.kind)
        if let held = area.held[name] { return held.evidence }
        let slot = IncidentBook.Slot(
            valve: sign.place.valve, axis: sign.kind.axis, isTest: false)
        return book.incident(in: slot).flatMap { $0.kind == sign.kind ? $0.why : nil }
    }
}
