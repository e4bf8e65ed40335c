internal import Incidents
internal import ValveModel

/// The correlator's changes into incidents of scope.
extension RescueDesk {
    mutating func apply(_ changes: [AreaChange], at now: Moment) {
        for change in changes {
            switch change {
            case .held: continue
            case .freed(let sign): free(sign, at: now)
            case .opened(let serial): openEvent(serial, at: now)
            case .joined(let serial, let sign):
                logJoin("joined", sign.kind, sign.place.valve, serial, evidence(of: sign))
                adopt(sign, serial, at: now)
                noteGrowth(serial, at: now)
                answer(serial, at: now)
            case .left(let serial, let valve, let kind):
                logJoin("is gone", kind, valve, serial)
                if let member = area.correlator.events[serial]?.member(valve, kind) {
                    keep(member, serial)
                }
                noteGrowth(serial, at: now)
            case .altered(let serial): alter(serial, at: now)
            case .merged(let serial, let other): merge(serial, into: other, at: now)
            case .over(let event): end(event, at: now)
            }
        }
    }

    /// A finding that was held has its own incident after all.
    private mutating func free(_ sign: AreaSign, at now: Moment) {
        let name = AreaMembership.name(sign.place.valve, sign.kind)
        guard let finding = area.held.removeValue(forKey: name) else { return }
        actions.append(.memberOver(name))
        openAlone(finding, at: now)
    }

    /// Raises a finding on its valve's own axis.
    mutating func openAlone(_ finding: DeskFinding, at now: Moment) {
        let slot = IncidentBook.Slot(
            valve: finding.place.valve, axis: finding.kind.axis, isTest: false)
        raise(finding, slot, at: now)
    }

    private mutating func openEvent(_ serial: Int, at now: Moment) {
        guard let event = area.correlator.events[serial] else { return }
        let place = self.place(of: event)
        let id = book.raise(
            .areaEvent, event.priority, mode: .actual, place: place,
            localDate: LocalDate.digits(of: now, offsetSeconds: utcOffsetSeconds), at: now)
        area.incidents[serial] = id
        area.serials[id] = serial
        book.change(id) { $0.event = AreaRecord(event) }
        countAlarm(id, at: now)
        log("finding", id, "area event: \(event.words)")
        for member in event.members {
            let sign = member.sign
            logJoin("belongs to it", sign.kind, sign.place.valve, serial, evidence(of: sign))
            adopt(sign, serial, at: now)
        }
        answer(serial, at: now)
        announce(serial, at: now)
    }

    /// A finding becomes part of an event: its own P3 or P4 incident is folded into it, one that
    /// calls a team out, or that a person already works on, stays and names the event.
    private mutating func adopt(_ sign: AreaSign, _ serial: Int, at now: Moment) {
        guard let id = area.incidents[serial],
            let event = area.correlator.events[serial],
            let member = event.member(sign.place.valve, sign.kind)
        else { return }
        keep(member, serial)
        let name = AreaMembership.name(sign.place.valve, sign.kind)
        // One that calls a team out is on its way to an incident of its own.
        if area.held[name]?.priority.callsOut != true { area.held[name] = nil }
        let slot = IncidentBook.Slot(
            valve: sign.place.valve, axis: sign.kind.axis, isTest: false)
        guard let own = book.incident(in: slot), !own.isFinished else { return }
        guard isFoldable(own, into: event) else {
            if own.partOf != id { book.change(own.id) { $0.partOf = id } }
            // Told alone before there was an event, it is told with the others from now on.
            if own.isWaiting, own.allTold, area.unled[serial]?.contains(own.id) != true {
                area.unled[serial, default: []].append(own.id)
            }
            return
        }
        log("finding", own.id, "lives on in the area event \(id)")
        book.change(own.id) { changed in
            changed.partOf = id
            changed.state = .closed
            changed.closedAt = now
            changed.closedBy = Self.ourselves
            changed.reason = "folded"
        }
    }

    private func isFoldable(_ own: Incident, into event: AreaEvent) -> Bool {
        own.priority >= .p3 && own.state == .raised && own.calls.isEmpty && !own.needsMadeSafe
            && own.current.allSatisfy { event.member(own.place.valve, $0) != nil }
    }

    mutating func keep(_ member: AreaMember, _ serial: Int) {
        actions.append(.member(AreaMembership(event: area.incidents[serial], member)))
    }

    private mutating func alter(_ serial: Int, at now: Moment) {
        guard let event = area.correlator.events[serial], let id = area.incidents[serial],
            let before = book.incident(id)
        else { return }
        let isGraver = event.priority < before.priority
        let isOther = event.facts != before.event?.facts
        var place = self.place(of: event)
        place.valve = before.place.valve
        book.change(id) { changed in
            changed.priority = event.priority
            changed.event?.facts = event.facts
            changed.place = place
            // What was seen was something else.
            if isGraver || isOther {
                changed.seenAt = nil
                changed.seenBy = nil
            }
        }
        log("finding", id, "area event is now: \(event.words)")
        noteGrowth(serial, at: now)
        answer(serial, at: now)
        announce(serial, at: now)
        unshelveGraver(id, at: now)
        if isGraver || isOther { tellUpdate(id) }
    }

    private mutating func merge(_ serial: Int, into other: Int, at now: Moment) {
        guard let id = area.incidents[serial] else { return }
        if let unled = area.unled[serial] { area.unled[other, default: []] += unled }
        area.serials[id] = nil
        area.forget(serial)
        let target = area.incidents[other]
        if let event = area.correlator.events[other] {
            for member in event.members { keep(member, other) }
        }
        for own in book.open.keys.sorted() where book.incident(own)?.partOf == id {
            book.change(own) { $0.partOf = target }
        }
        log("finding", id, "became part of the area event \(target ?? "")")
        book.change(id) { $0.partOf = target }
        finish(id, by: Self.ourselves, reason: "merged", at: now)
        noteGrowth(other, at: now)
    }

    /// The event has fallen apart: what still stands of it gets incidents of its own.
    private mutating func end(_ event: AreaEvent, at now: Moment) {
        guard let id = area.incidents[event.serial] else { return }
        area.serials[id] = nil
        area.forget(event.serial)
        book.change(id) { changed in
            changed.event?.valves = event.valves
            changed.event?.standing = event.standingCount
            changed.event?.unled = []
            changed.event?.overAt = now
            changed.current = []
        }
        log("finding", id, "area event is over: \(event.words)")
        for member in event.members {
            let sign = member.sign
            actions.append(.memberOver(AreaMembership.name(sign.place.valve, sign.kind)))
            if member.isStanding, !sign.isTrace { standAlone(sign, from: id, at: now) }
        }
        if book.incident(id)?.calls.isEmpty == false { tellUpdate(id) }
        closeWhenNormal(id, at: now)
    }

    /// Told through its event until now: if no team comes, everybody is told of it itself.
    mutating func tellOfItself(_ own: Incident) {
        guard own.isWaiting, own.allTold else { return }
        book.change(own.id) { $0.allTold = false }
        needsPlan = true
    }

    private mutating func standAlone(_ sign: AreaSign, from id: String, at now: Moment) {
        let slot = IncidentBook.Slot(
            valve: sign.place.valve, axis: sign.kind.axis, isTest: false)
        if let own = book.incident(in: slot), !own.isFinished, own.kinds.contains(sign.kind) {
            return tellOfItself(own)
        }
        var finding = DeskFinding(
            .raised, sign.kind, sign.priority, place: sign.place,
            condition: Incident.Condition())
        finding.condition.gas = sign.gas
        finding.condition.gasAt = sign.gas.map { _ in sign.at }
        openAlone(finding, at: now)
        guard let own = book.incident(in: slot) else { return }
        book.change(own.id) { $0.partOf = $0.partOf ?? id }
    }

    /// Takes the members of a growing event into its incident: a small one's with the batch, a large
    /// one's after a pause.
    private mutating func noteGrowth(_ serial: Int, at now: Moment) {
        guard area.stale[serial] == nil else { return }
        let count = area.correlator.events[serial]?.members.count ?? 0
        let due = now + AreaDesk.pause(members: count)
        area.stale[serial] = due
        wakeArea(at: due, now)
    }

    /// Has the desk look at area events at `moment`; one look is planned at a time.
    mutating func wakeArea(at moment: Moment, _ now: Moment) {
        if let planned = area.wakeAt, planned > now, planned <= moment { return }
        area.wakeAt = moment
        deadlines.add(.area, at: moment)
    }

    /// What is due of area events: clusters to decide, members to write down, lists to tell.
    mutating func passArea(at now: Moment) {
        apply(area.correlator.pass(at: now), at: now)
        if let lostAt = area.brokerLostAt, area.brokerEvent == nil,
            now >= lostAt + area.correlator.rules.settle
        {
            openBrokerEvent(at: now)
        }
        if let next = area.stale.values.filter({ $0 > now }).min() { wakeArea(at: next, now) }
        for serial in area.stale.filter({ $0.value <= now }).keys.sorted() {
            area.stale[serial] = nil
            guard let event = area.correlator.events[serial], let id = area.incidents[serial],
                let before = book.incident(id)
            else { continue }
            let valves = event.valves
            book.change(id) { changed in
                changed.event?.valves = valves
                changed.event?.standing = event.standingCount
            }
            // Centres that were told of it hear that it has grown.
            let hasGrown = valves.count > before.event?.valves.count ?? 0
            if hasGrown, !before.calls.isEmpty { tellUpdate(id) }
        }
    }

    func place(of event: AreaEvent) -> ValvePlace {
        let group = event.facts.group
        let name = [group.scope.rawValue, group.area, group.building, group.riser]
            .joined(separator: "/")
        var place = ValvePlace(
            valve: "@\(name)/\(event.facts.family.word)/\(event.facts.openedAt.milliseconds)",
            area: group.area.isEmpty ? Area.unknown.description : group.area)
        place.building = group.building.isEmpty ? nil : group.building
        place.riser = group.riser.isEmpty ? nil : group.riser
        let known = event.members.lazy.map(\.sign.place).filter { $0.location != nil }
        // The first sixty-four are enough for a mark on the map, however many there are.
        let sample = known.prefix(64)
        if !sample.isEmpty {
            let count = Double(sample.count)
            place.latitude = sample.reduce(0) { $0 + ($1.latitude ?? 0) } / count
            place.longitude = sample.reduce(0) { $0 + ($1.longitude ?? 0) } / count
            place.located = group.scope <= .building ? "registry" : "area"
        }
        if group.scope != .fleet { place.homeCentre = event.members.first?.sign.place.homeCentre }
        return place
    }
}

extension AreaEvent {
    /// For the history: `leak, 4 of building_gas in building B1`.
    var words: String {
        let group = facts.group
        let name = [group.area, group.building, group.riser].filter { !$0.isEmpty }
            .joined(separator: " ")
        return "\(facts.of.word) by \(facts.cause.rawValue), \(group.scope.rawValue) \(name), "
            + "\(members.count) findings, \(standingCount) standing"
    }
}
