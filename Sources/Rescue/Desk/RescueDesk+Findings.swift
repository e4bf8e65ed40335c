internal import Incidents
public import ValveModel

/// Findings become incidents, join them, or change what the centres have to know.
extension RescueDesk {
    /// No window of a test is longer: what an earlier one has shown is not what this one shows.
    static let testLengthMax = Lapse.minutes(240)
    /// Who changes an incident when no person does.
    public static let ourselves = "gaswatch"

    /// Notes a finding of the watch.
    public mutating func note(_ finding: DeskFinding, at now: Moment) {
        let slot = IncidentBook.Slot(
            valve: finding.place.valve, axis: finding.kind.axis, isTest: finding.isTest)
        countFinding(finding, at: now)
        // A drill is played at one home and is no evidence of anything wider.
        if !finding.isTest, mode == .actual, correlate(finding, slot, at: now) { return }
        switch finding.change {
        case .raised, .repeated:
            raise(finding, slot, at: now)
            linkToEvent(finding, slot, at: now)
        case .cleared: clear(finding, slot, at: now)
        case .priority: reprioritise(finding, slot, at: now)
        case .crossed: askAttention(finding, slot, at: now)
        case .evidence: takeEvidence(finding, at: now)
        case .closeWanted:
            // A test commands nothing.
            if finding.isTest { return }
            // Somebody may have closed the incident while the watch made up its mind.
            guard isOpen(finding.kind, slot) else {
                return actions.append(.closeDeclined(valve: slot.valve))
            }
            startClosing(
                valve: finding.place.valve, area: finding.place.area, by: "gaswatch",
                kind: finding.kind, incident: book.incident(in: slot)?.id, finding.closing, at: now)
        case .provenClosed:
            if !finding.isTest { endClosing(finding.place.valve, "the valve is proven closed") }
        case .trace: break
        }
    }

    /// An incident whose finding belongs to an area event says so.
    private mutating func linkToEvent(
        _ finding: DeskFinding, _ slot: IncidentBook.Slot, at now: Moment
    ) {
        guard !finding.isTest, let own = book.incident(in: slot),
            let event = area.correlator.event(of: slot.valve, finding.kind),
            let id = area.incidents[event.serial]
        else { return }
        if own.partOf != id { book.change(own.id) { $0.partOf = id } }
        answer(event.serial, at: now)
    }

    mutating func raise(_ finding: DeskFinding, _ slot: IncidentBook.Slot, at now: Moment) {
        guard let existing = book.incident(in: slot) else {
            return open(finding, previous: nil, at: now)
        }
        if finding.isTest, now - existing.raisedAt > Self.testLengthMax {
            finish(existing.id, by: Self.ourselves, reason: "test_over", at: now)
            return open(finding, previous: nil, at: now)
        }
        if existing.state == .safe {
            book.vacateSlot(of: existing.id)
            return open(finding, previous: existing.id, at: now)
        }
        let isNewKind = !existing.kinds.contains(finding.kind)
        var outcome = JoinRule.Outcome()
        let clock = clock
        book.change(existing.id) { incident in
            outcome = JoinRule.join(
                &incident, finding.kind, finding.priority, isNew: isNewKind, rules: clock, at: now)
            if incident.kind == finding.kind { incident.why = finding.evidence ?? incident.why }
            incident.condition = finding.condition
            incident.entry = EntryRule.entry(incident.condition, at: now)
            incident.changedBy = Self.ourselves
            incident.changedAt = now
        }
        log(
            "finding", existing.id,
            "\(finding.kind.word) \(finding.change == .raised ? "joined" : "alarmed again")",
            finding.evidence)
        if let priority = book.incident(existing.id)?.priority, priority != existing.priority {
            log("finding", existing.id, "priority is now \(priority.word)")
        }
        unshelveGraver(existing.id, at: now)
        scheduleEntry(existing.id)
        if outcome.isReplan { risen(existing.id, from: existing.priority, at: now) }
        if outcome.isUpdate { tellUpdate(existing.id) }
        if isNewKind || finding.kind == .leak { countAlarm(existing.id, at: now) }
    }

    private mutating func open(_ finding: DeskFinding, previous: String?, at now: Moment) {
        let date = LocalDate.digits(of: now, offsetSeconds: utcOffsetSeconds)
        let id = book.raise(
            finding.kind, finding.priority, mode: finding.isTest ? .test : mode,
            place: finding.place, localDate: date, at: now)
        let clock = clock
        let shelf =
            finding.isTest
            ? nil : shelf(for: finding.kind, finding.priority, finding.place.valve, at: now)
        book.change(id) { incident in
            incident.previous = previous
            incident.shelf = shelf
            incident.why = finding.evidence
            incident.condition = finding.condition
            incident.entry = EntryRule.entry(incident.condition, at: now)
            if incident.isWaiting { clock.start(&incident, at: now) }
        }
        countAlarm(id, at: now)
        log("finding", id, "\(finding.kind.word) \(finding.priority.word) raised", finding.evidence)
        scheduleClock(id)
        scheduleEntry(id)
        if book.incident(id)?.isWaiting == true { needsPlan = true }
    }

    /// A higher priority: perhaps a new clock, and the plan runs.
    mutating func risen(_ id: String, from before: Priority, at now: Moment) {
        scheduleClock(id)
        if book.incident(id)?.isOnTheWay == true, journeys[id] == nil {
            noteJourney(id, heardAt: now)
        }
        // Whoever was sent on a visit was not chosen for being there in time.
        let wasVisit = !before.callsOut && book.incident(id)?.priority.callsOut == true
        if wasVisit { judgeWay(to: id, at: now) }
        guard let incident = book.incident(id), incident.isWaiting else { return }
        needsPlan = true
        // What held its team while it was less grave holds it no longer.
        if incident.teamPinned, wasVisit || !incident.isOperatorsChoice {
            book.change(id) { $0.teamPinned = false }
        }
        // A team that an operator sent to a P3 was on no ladder until now.
        guard let ackBy = incident.ackBy, leading(of: id) == id else { return }
        // Under a new clock the step is short again, counted from the call-out as ever.
        let called = incident.calls.last { $0.isOpen && $0.team == incident.team }?.at ?? now
        let step = min(ackBy, called + stepLength(incident, at: now))
        if step < ackBy { book.change(quietly: id) { $0.ackBy = step } }
        deadlines.add(.ladder(id), at: max(step, now))
    }

    private mutating func scheduleClock(_ id: String) {
        guard let rescueBy = book.incident(id)?.rescueBy else { return }
        deadlines.add(.overdue(id), at: rescueBy + .milliseconds(1))
    }

    private mutating func clear(_ finding: DeskFinding, _ slot: IncidentBook.Slot, at now: Moment) {
        guard let existing = book.incident(in: slot), existing.current.contains(finding.kind)
        else { return }
        var isGone = false
        book.change(existing.id) { incident in
            incident.current.removeAll { $0 == finding.kind }
            isGone = incident.current.isEmpty
        }
        log("finding", existing.id, "\(finding.kind.word) is gone")
        if isGone { closeWhenNormal(existing.id, at: now) }
    }

    /// P4 closes itself when its condition is gone; P3 when a person has seen it too, and so does an
    /// area event of any priority. P1 and P2 of a valve are closed by people.
    mutating func closeWhenNormal(_ id: String, at now: Moment) {
        guard let incident = book.incident(id), incident.isOpen, incident.current.isEmpty,
            !incident.isHeld,
            incident.priority == .p4
                || (incident.seenAt != nil && (incident.priority == .p3 || incident.event != nil))
        else { return }
        finish(id, by: "gaswatch", reason: "cleared", at: now)
    }

    private mutating func reprioritise(
        _ finding: DeskFinding, _ slot: IncidentBook.Slot, at now: Moment
    ) {
        guard let existing = book.incident(in: slot), !existing.isFinished else {
            // A person has closed what has grown graver since, such as a silence of a whole day.
            if finding.priority < finding.kind.usualPriority, !finding.isTest {
                open(finding, previous: nil, at: now)
            }
            return
        }
        let clock = clock
        var copy = existing
        let isRise = finding.priority < existing.priority
        // A rule of the field keeps the homes of its event at P1.
        if !isRise, openEvent(of: existing)?.event?.facts.cause.isFixed == true { return }
        let changed =
            isRise
            ? JoinRule.raise(&copy, to: finding.priority, rules: clock, at: now)
            : JoinRule.fall(&copy, finding.kind, to: finding.priority)
        guard changed else { return }
        // Who has seen a line of the work list has not seen the visit that it has become.
        let isNewVisit = isRise && existing.priority == .p4
        if isNewVisit { (copy.seenAt, copy.seenBy) = (nil, nil) }
        // Falling takes no team away: the plan leaves the one that is called here, as long as every
        // P1 is reached in time without it.
        if !isRise, copy.state == .assigned, copy.team != nil, !isShortOfTeams {
            copy.teamPinned = true
        }
        copy.changedBy = Self.ourselves
        copy.changedAt = now
        book.change(existing.id) { $0 = copy }
        log(
            "finding", existing.id, "priority is now \(copy.priority.word)", finding.evidence)
        unshelveGraver(existing.id, at: now)
        if isNewVisit { countAlarm(existing.id, at: now) }
        if isRise {
            risen(existing.id, from: existing.priority, at: now)
        } else {
            needsPlan = true
        }
        if !book.isFresh(existing.id) { tellUpdate(existing.id) }
    }

    private mutating func askAttention(
        _ finding: DeskFinding, _ slot: IncidentBook.Slot, at now: Moment
    ) {
        guard let existing = book.incident(in: slot), !existing.isFinished else { return }
        book.change(existing.id) { incident in
            incident.seenAt = nil
            incident.seenBy = nil
            incident.condition = finding.condition
            incident.entry = EntryRule.entry(incident.condition, at: now)
        }
        countAlarm(existing.id, at: now)
        log("finding", existing.id, "gas crossed a further level", finding.evidence)
        scheduleEntry(existing.id)
        tellUpdate(existing.id)
    }

    /// Newer measurements reach every open incident of the valve; only a changed entry is worth an
    /// update.
    private mutating func takeEvidence(_ finding: DeskFinding, at now: Moment) {
        if finding.isTest { return }
        let gasSlot = IncidentBook.Slot(valve: finding.place.valve, axis: .gas, isTest: false)
        if (finding.condition.gas ?? 0) >= FixedRules.tracedGas,
            book.incident(in: gasSlot)?.current.contains(.leak) == true
        {
            area.correlator.renewLeak(at: finding.place, at: now)
        }
        for axis in Axis.allCases {
            let slot = IncidentBook.Slot(
                valve: finding.place.valve, axis: axis, isTest: false)
            guard let existing = book.incident(in: slot) else { continue }
            book.change(quietly: existing.id) { $0.condition = finding.condition }
            refreshEntry(existing.id, at: now)
        }
    }

    /// - Parameter isByAge: no reading came; the newest has grown too old.
    mutating func refreshEntry(_ id: String, isByAge: Bool = false, at now: Moment) {
        guard let incident = book.incident(id), incident.isOpen else { return }
        let entry = EntryRule.entry(incident.condition, at: now)
        if entry != incident.entry {
            book.change(id) { $0.entry = entry }
            // Of a visit every reading is old soon, and clean air is not told of again.
            let isAwaited =
                incident.priority.callsOut
                || (!isByAge && incident.calls.contains(where: \.isOpen))
            if isAwaited, !book.isFresh(id) { tellUpdate(id) }
        }
        scheduleEntry(id)
    }

    /// Looks again when the newest reading grows too old; one look is planned at a time, because
    /// every reading moves it.
    mutating func scheduleEntry(_ id: String) {
        guard let incident = book.incident(id), incident.isOpen,
            let expiry = EntryRule.expiry(incident.condition, incident.entry)
        else { return }
        if let due = entryDue[id], due <= expiry { return }
        entryDue[id] = expiry
        deadlines.add(.entry(id), at: expiry)
    }

    mutating func tellUpdate(_ id: String) { outgoing.noteChange(of: id) }
}
