public import Incidents
public import ValveModel

/// What is set aside: one axis of a valve, one area event, or a whole valve out of service. It lasts
/// beyond the incident it was set for, so that an alarm that comes and goes stays quiet.
extension RescueDesk {
    /// Sets an alarm aside.
    public mutating func shelve(
        _ id: String, _ wish: DeskWish, for lapse: Lapse, at now: Moment
    ) throws(DeskRefusal) {
        let incident = try found(id, wish)
        let reason = wish.reason ?? ""
        if let refusal = ShelfRule.refusal(incident, for: lapse, reason: reason) {
            throw .invalid(code: refusal.code, refusal.advice)
        }
        put(
            Shelf(until: now + lapse, by: wish.by, reason: reason), on: shelfName(of: incident),
            at: now)
        log("step", id, by: wish.by, "shelved for \(lapse.milliseconds / 60_000) min: \(reason)")
        sign(id, wish, at: now)
    }

    /// Brings an alarm back.
    public mutating func unshelve(_ id: String, _ wish: DeskWish, at now: Moment)
        throws(DeskRefusal)
    {
        let incident = try found(id, wish)
        guard incident.shelf != nil else {
            throw .invalid(code: "not_shelved", "The incident is not shelved.")
        }
        takeDown(shelfName(of: incident), because: "unshelved", by: wish.by, at: now)
        sign(id, wish, at: now)
    }

    /// Takes a valve out of service, or back into it with a `nil` lapse: its P3 and P4 alarms are
    /// set aside; leaks and everything that calls a team out are not.
    public mutating func serve(
        _ valve: String, by name: String, reason: String, for lapse: Lapse?, at now: Moment
    ) throws(DeskRefusal) {
        guard let lapse else {
            guard shelves[valve] != nil else {
                throw .invalid(code: "in_service", "The valve is in service.")
            }
            return takeDown(valve, because: "back in service", by: name, at: now)
        }
        if ShelfRule.isBlank(reason) {
            let refusal = ShelfRule.Refusal.reasonMissing
            throw .invalid(code: refusal.code, refusal.advice)
        }
        guard lapse > .zero, lapse <= ShelfRule.serviceMax else {
            throw .invalid(code: "too_long", "minutes goes from 1 to 43200: thirty days.")
        }
        put(
            Shelf(until: now + lapse, by: name, reason: reason, isService: true), on: valve,
            at: now)
        log("service", valve, by: name, "out of service: \(reason)")
    }

    /// Takes back what was set aside before a restart.
    public mutating func restore(_ shelf: Shelf, named name: String, at now: Moment) {
        shelves[name] = shelf
        deadlines.add(.shelf(name), at: max(shelf.until, now))
    }

    /// A new incident of something that is set aside is born so.
    func shelf(for kind: FindingKind, _ priority: Priority, _ valve: String, at now: Moment)
        -> Shelf?
    {
        guard ShelfRule.covers(kind, priority) else { return nil }
        let shelf = shelves[valve] ?? shelves["\(valve)/\(kind.axis.word)"]
        return shelf.flatMap { $0.until > now ? $0 : nil }
    }

    /// What has become graver is not set aside any more.
    mutating func unshelveGraver(_ id: String, at now: Moment) {
        guard let incident = book.incident(id), incident.shelf != nil else { return }
        let isQuiet = incident.kinds.allSatisfy { ShelfRule.covers($0, incident.priority) }
        guard !isQuiet else { return }
        book.change(id) { changed in
            changed.shelf = nil
            changed.seenAt = nil
            changed.seenBy = nil
        }
        log("step", id, "no longer set aside: it has become graver")
    }

    mutating func endShelf(_ name: String, at now: Moment) {
        guard let shelf = shelves[name], shelf.until <= now else { return }
        takeDown(name, because: "the time is over", by: nil, at: now)
    }

    private func shelfName(of incident: Incident) -> String {
        "\(incident.place.valve)/\(incident.axis.word)"
    }

    private mutating func put(_ shelf: Shelf, on name: String, at now: Moment) {
        shelves[name] = shelf
        deadlines.add(.shelf(name), at: shelf.until)
        actions.append(.shelf(name, shelf))
        for id in incidents(under: name) {
            guard let incident = book.incident(id),
                incident.kinds.allSatisfy({ ShelfRule.covers($0, incident.priority) })
            else { continue }
            book.change(id) { $0.shelf = shelf }
        }
    }

    private mutating func takeDown(
        _ name: String, because why: String, by person: String?, at now: Moment
    ) {
        guard shelves.removeValue(forKey: name) != nil else { return }
        actions.append(.shelf(name, nil))
        for id in incidents(under: name) {
            book.change(id) { $0.shelf = nil }
            log("step", id, by: person, "no longer set aside: \(why)")
        }
    }

    /// Open incidents of an axis, or of a whole valve.
    private func incidents(under name: String) -> [String] {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isWhole = !name.hasPrefix("@") && parts.count == 1
        if isWhole {
            return Axis.allCases.compactMap { axis in
                book.incident(in: IncidentBook.Slot(valve: name, axis: axis, isTest: false))?.id
            }
        }
        guard let word = parts.last, let axis = Axis.allCases.first(where: { $0.word == word })
        else { return [] }
        let valve = parts.dropLast().joined(separator: "/")
        let slot = IncidentBook.Slot(valve: valve, axis: axis, isTest: false)
        return book.incident(in: slot).map { [$0.id] } ?? []
    }
}

extension ShelfRule.Refusal {
    /// The stable word of the API.
    public var code: String {
        switch self {
        case .reasonMissing: "reason_missing"
        case .tooLong: "too_long"
        case .neverShelved, .callsOut: "never_shelved"
        }
    }

    /// What to do.
    public var advice: String {
        switch self {
        case .reasonMissing: "reason is missing: say why it is set aside."
        case .tooLong: "minutes goes from 1 to 480: eight hours, a shift."
        case .neverShelved(let kind): "A \(kind.word) is never shelved: acknowledge it instead."
        case .callsOut: "A P1 or P2 is never shelved: acknowledge it instead."
        }
    }
}
