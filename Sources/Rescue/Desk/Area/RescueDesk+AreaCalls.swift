internal import Incidents
internal import ValveModel

/// How an area event reaches people. It has no team of its own: its leaks have theirs, the centres
/// are told of the whole, and where a rule of the field finds danger that no team is called to yet,
/// the home with the most gas calls one out.
extension RescueDesk {
    /// A P1 by a rule of the field makes the call-outs of its homes P1, and has at least one.
    mutating func answer(_ serial: Int, at now: Moment) {
        guard let event = area.correlator.events[serial], event.facts.cause.isFixed,
            let id = area.incidents[serial]
        else { return }
        var isAnswered = false
        var graveness: [(gas: Float, sign: AreaSign)] = []
        let clock = clock
        for member in event.members where member.isStanding {
            let sign = member.sign
            graveness.append((sign.gas ?? 0, sign))
            let slot = IncidentBook.Slot(
                valve: sign.place.valve, axis: sign.kind.axis, isTest: false)
            guard let own = book.incident(in: slot), own.kinds.contains(sign.kind),
                own.priority.callsOut
            else { continue }
            isAnswered = isAnswered || own.priority == .p1
            guard own.priority == .p2, !own.isFinished, event.facts.cause.raises(sign.kind) else {
                continue
            }
            book.change(own.id) { changed in
                _ = JoinRule.raise(&changed, to: .p1, rules: clock, at: now)
                changed.changedBy = Self.ourselves
                changed.changedAt = now
            }
            log("finding", own.id, "P1 as part of the area event \(id)")
            risen(own.id, from: own.priority, at: now)
            if !book.isFresh(own.id) { tellUpdate(own.id) }
            isAnswered = true
        }
        guard !isAnswered, !isBeingOpened(event) else { return }
        // The most gas, then the earliest: the order of joining decides between equals.
        guard let worst = graveness.max(by: { $0.gas < $1.gas })?.sign else { return }
        sendSomebody(to: worst, in: id, at: now)
    }

    /// Whether a finding of it is just on its way to an incident that calls a team out.
    private func isBeingOpened(_ event: AreaEvent) -> Bool {
        event.members.contains { member in
            let name = AreaMembership.name(member.sign.place.valve, member.sign.kind)
            return area.held[name]?.priority.callsOut == true
        }
    }

    private mutating func sendSomebody(to sign: AreaSign, in id: String, at now: Moment) {
        var finding = DeskFinding(
            .raised, sign.kind, .p1, place: sign.place, condition: Incident.Condition())
        finding.condition.gas = sign.gas
        finding.condition.gasAt = sign.gas.map { _ in sign.at }
        openAlone(finding, at: now)
        let slot = IncidentBook.Slot(
            valve: sign.place.valve, axis: sign.kind.axis, isTest: false)
        guard let own = book.incident(in: slot) else { return }
        book.change(own.id) { $0.partOf = id }
        log("finding", own.id, "calls a team out for the area event \(id)")
    }

    /// Tells the centres of a P1 or P2 event: those whose homes it holds, of a fleet all.
    mutating func announce(_ serial: Int, at now: Moment) {
        guard let event = area.correlator.events[serial], event.priority.callsOut,
            let id = area.incidents[serial], let incident = book.incident(id)
        else { return }
        let home = incident.place.homeCentre
        let known = Set(incident.calls.filter(\.isOpen).map(\.centre))
        for centre in roster.centres where !known.contains(centre.id) {
            guard home == nil || centre.id == home else { continue }
            tell(centre.id, of: id, at: now)
        }
    }

    private mutating func tell(_ centre: String, of id: String, at now: Moment) {
        book.change(id) {
            $0.calls.append(Incident.Call(team: nil, centre: centre, at: now))
            $0.orderedAt = $0.orderedAt ?? now
        }
        tell(id, .new, centre: centre, team: nil)
        log("callout", id, "\(centre) is told of the area event")
    }

    /// Nobody is left for a leak of an event: its own centre is told of it, and all centres of all
    /// such leaks together, by the event.
    mutating func tellTogether(_ id: String, _ event: Incident, at now: Moment) {
        guard let incident = book.incident(id) else { return }
        if let home = incident.place.homeCentre, roster.centre(home) != nil {
            if !incident.calls.contains(where: { $0.centre == home && $0.isOpen }) {
                book.change(id) {
                    $0.calls.append(Incident.Call(team: nil, centre: home, at: now))
                }
                tell(id, .new, centre: home, team: nil)
            }
        } else {
            tellAll(id, at: now)
        }
        book.change(id) { changed in
            changed.allTold = true
            changed.orderedAt = changed.orderedAt ?? now
        }
        log("callout", id, "every centre is told by the area event \(event.id)")
        if let serial = area.serials[event.id], area.unled[serial]?.contains(id) != true {
            area.unled[serial, default: []].append(id)
        }
    }

    /// Tells all centres which leaks of an event nobody is left for: at once when there are the
    /// first, then at most once a second while the list grows, and later when it is shorter.
    mutating func tellUnled(at now: Moment) {
        for serial in area.unled.keys.sorted() {
            guard let id = area.incidents[serial], let record = book.incident(id)?.event else {
                area.unled[serial] = nil
                continue
            }
            let lookedAt = area.unledLookedAt[serial] ?? .distantPast
            guard now >= lookedAt + AreaDesk.growth else {
                wakeArea(at: lookedAt + AreaDesk.growth, now)
                continue
            }
            area.unledLookedAt[serial] = now
            let homes = unledHomes(serial)
            let before = Set(record.unled.map(\.incident))
            let isMoved = hasMoved(homes, since: record.unled)
            guard Set(homes.map(\.incident)) != before || isMoved else { continue }
            let toldAt = area.unledToldAt[serial] ?? .distantPast
            let hasGrown = isMoved || homes.contains { !before.contains($0.incident) }
            guard hasGrown || now >= toldAt + AreaDesk.unledPause else {
                wakeArea(at: toldAt + AreaDesk.unledPause, now)
                continue
            }
            area.unled[serial] = homes.isEmpty ? nil : homes.map(\.incident)
            area.unledToldAt[serial] = now
            tell(homes, of: id, at: now)
        }
    }

    /// Whether one of them has another door than it was told with.
    private func hasMoved(_ homes: [AreaRecord.Home], since told: [AreaRecord.Home]) -> Bool {
        let known = Dictionary(told.map { ($0.incident, $0) }) { $1 }
        return homes.contains { home in
            known[home.incident].map { $0.address != home.address || $0.floor != home.floor }
                ?? false
        }
    }

    /// The leaks that nobody is left for are told once more, all of an event together.
    mutating func tellUnledAgain(_ event: Incident, at now: Moment) {
        guard let serial = area.serials[event.id],
            now >= (area.unledToldAt[serial] ?? .distantPast) + Self.overdueStep
        else { return }
        let homes = unledHomes(serial)
        guard !homes.isEmpty else { return }
        area.unledToldAt[serial] = now
        tell(homes, of: event.id, at: now)
    }

    private mutating func tell(_ homes: [AreaRecord.Home], of id: String, at now: Moment) {
        guard let event = book.incident(id) else { return }
        book.change(id) { $0.event?.unled = homes }
        log("callout", id, "\(homes.count) leaks without a team are told to every centre")
        let known = Set(event.calls.filter(\.isOpen).map(\.centre))
        for centre in roster.centres where !known.contains(centre.id) {
            tell(centre.id, of: id, at: now)
        }
        tellUpdate(id)
    }

    /// Leaks of the event that wait and have no call-out of a team that may still come.
    private func unledHomes(_ serial: Int) -> [AreaRecord.Home] {
        (area.unled[serial] ?? []).compactMap { id in
            guard let own = book.open[id], own.isWaiting, own.allTold,
                own.team == nil || !own.calls.contains(where: { $0.team != nil && $0.isOpen })
            else { return nil }
            return AreaRecord.Home(own)
        }
    }
}

extension AreaCause {
    /// Whether the rule makes this kind's own call-out P1. A lost valve or a shock is evidence of
    /// the danger, and the leak is where the team goes.
    func raises(_ kind: FindingKind) -> Bool {
        switch self {
        case .possibleExplosion: kind == .leak || kind == .heat
        case .buildingGas: kind == .leak || kind == .seepage
        case .riserOverpressure: kind == .overpressure || kind == .shutoff
        case .manyTogether, .brokerLost: false
        }
    }
}
