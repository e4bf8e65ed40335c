public import ValveModel

/// Every open incident, and by which valve and axis each is found: at most one open incident per
/// valve and axis. Pure.
public struct IncidentBook: Sendable {
    /// Where an incident belongs.
    public struct Slot: Hashable, Sendable {
        /// Name of the valve.
        public var valve: String
        /// Which of its axes.
        public var axis: Axis
        /// Whether it belongs to a declared test, which never meets an actual incident.
        public var isTest: Bool

        /// The slot of a valve's axis, actual or test.
        public init(valve: String, axis: Axis, isTest: Bool) {
            self.valve = valve
            self.axis = axis
            self.isTest = isTest
        }
    }

    /// Open incidents by id.
    public private(set) var open: [String: Incident] = [:]
    private var slots: [Slot: String] = [:]
    /// Stands before the number in every id: empty, or a letter for a book of another mode, so that
    /// two books never give out one id.
    private let mark: String
    /// Date of the newest id and its number within that date.
    private var date = ""
    private var number = 0
    /// Ids whose incidents changed since `takeTouched`, in the order of the first change.
    private var touched: [String] = []
    private var touchedSet: Set<String> = []
    /// Ids of those that changed without a new revision and are to be kept all the same.
    private var kept: Set<String> = []
    /// Incidents raised since `takeTouched`: their first revision covers what follows at once.
    private var fresh: Set<String> = []
    /// Incidents that waited for a team before or after a change since `takeWaitingTouched`.
    private var waitingTouched: Set<String> = []
    /// Incidents closed since `takeTouched`.
    private var closedNow: [String: Incident] = [:]

    /// An empty book.
    ///
    /// - Parameter mark: stands before the number in every id of this book.
    public init(mark: String = "") { self.mark = mark }

    /// The incident with this id, open or closed since the last `takeTouched`.
    public func incident(_ id: String) -> Incident? {
        if let found = open[id] { return found }
        return closedNow.isEmpty ? nil : closedNow[id]
    }

    /// The open incident of a slot.
    public func incident(in slot: Slot) -> Incident? { slots[slot].flatMap { open[$0] } }

    /// Takes back an incident that the journal remembers.
    public mutating func restore(_ incident: Incident) {
        noteNumber(of: incident.id)
        guard incident.isOpen else { return }
        open[incident.id] = incident
        if incident.isWaiting { waitingTouched.insert(incident.id) }
        let slot = slot(of: incident)
        // Of two in one slot the older was made safe before the other was raised.
        if let other = self.incident(in: slot), precedes(incident, other) { return }
        slots[slot] = incident.id
    }

    private func precedes(_ left: Incident, _ right: Incident) -> Bool {
        let isLeftSafe = left.state == .safe
        if isLeftSafe != (right.state == .safe) { return isLeftSafe }
        return (left.raisedAt, left.id.count, left.id) < (right.raisedAt, right.id.count, right.id)
    }

    /// Never gives out a number at or below one that was used (ids are `date-number`).
    public mutating func noteNumber(of id: String) {
        let parts = id.split(separator: "-")
        guard parts.count == 2, parts[1].hasPrefix(mark),
            let used = Int(parts[1].dropFirst(mark.count))
        else { return }
        note(number: used, on: String(parts[0]))
    }

    /// Goes on after this number of a local date.
    public mutating func note(number used: Int, on usedOn: String) {
        if usedOn > date {
            date = usedOn
            number = used
        } else if usedOn == date {
            number = max(number, used)
        }
    }

    /// The newest number that was given out on this local date, 0 before the first; of a later date
    /// where one was given out, because the date only goes forward.
    public func newestNumber(onOrAfter localDate: String) -> (date: String, number: Int) {
        localDate > date ? (localDate, 0) : (date, number)
    }

    /// Raises an incident and gives it an id from the local date.
    public mutating func raise(
        _ kind: FindingKind, _ priority: Priority, mode: IncidentMode, place: ValvePlace,
        localDate: String, at now: Moment
    ) -> String {
        // The date only goes forward, so that a clock set back can never repeat an id.
        if localDate > date {
            date = localDate
            number = 0
        }
        number += 1
        let digits = String(number)
        let id =
            date + "-" + mark + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let incident = Incident(
            id: id, kind: kind, priority: priority, mode: mode, place: place, at: now)
        open[id] = incident
        slots[slot(of: incident)] = id
        if incident.isWaiting { waitingTouched.insert(id) }
        fresh.insert(id)
        touch(id)
        return id
    }

    /// Changes an open incident in place and marks it as changed.
    public mutating func change(_ id: String, _ body: (inout Incident) -> Void) {
        guard open[id] != nil else { return }
        change(quietly: id, body)
        touch(id)
    }

    /// Changes an open incident without a new revision: measurements that nobody acts on.
    public mutating func change(quietly id: String, _ body: (inout Incident) -> Void) {
        guard var incident = open.removeValue(forKey: id) else { return }
        let wasWaiting = incident.isWaiting
        body(&incident)
        if wasWaiting || incident.isWaiting { waitingTouched.insert(id) }
        guard incident.isOpen else {
            let slot = slot(of: incident)
            if slots[slot] == id { slots[slot] = nil }
            closedNow[id] = incident
            return
        }
        open[id] = incident
    }

    /// Changes an open incident without a new revision, and has it kept: what a restart and the lists have
    /// to know, and nobody acts on.
    public mutating func change(keeping id: String, _ body: (inout Incident) -> Void) {
        guard open[id] != nil else { return }
        change(quietly: id, body)
        kept.insert(id)
    }

    /// Lets a new incident take the slot while this one stays open, as after `safe`.
    public mutating func vacateSlot(of id: String) {
        guard let incident = open[id] else { return }
        let slot = slot(of: incident)
        if slots[slot] == id { slots[slot] = nil }
    }

    /// Marks an incident as changed.
    public mutating func touch(_ id: String) {
        if touchedSet.insert(id).inserted { touched.append(id) }
    }

    /// Ids of the incidents that changed since `takeTouched`, in the order of the first change.
    public var changed: [String] { touched }

    /// Whether the incident was raised since `takeTouched`.
    public func isFresh(_ id: String) -> Bool { fresh.contains(id) }

    /// The revision an incident has, or gets at the end of this batch when it was changed in it.
    public func revisionAhead(of incident: Incident) -> Int {
        let isSealedLater = touchedSet.contains(incident.id) && !fresh.contains(incident.id)
        return isSealedLater ? incident.revision + 1 : incident.revision
    }

    /// Ids of incidents that wait for a team, or did, and changed since the last call, in order.
    public mutating func takeWaitingTouched() -> [String] {
        let taken = waitingTouched.sorted()
        waitingTouched.removeAll(keepingCapacity: true)
        return taken
    }

    /// Gives every changed incident its next revision (a fresh one keeps its first). What nobody has
    /// signed in this batch was changed by `name`.
    public mutating func sealRevisions(by name: String, at now: Moment) {
        for id in touched {
            if open[id] != nil {
                seal(&open[id], isFresh: fresh.contains(id), name, now)
            } else {
                seal(&closedNow[id], isFresh: fresh.contains(id), name, now)
            }
        }
    }

    private func seal(
        _ incident: inout Incident?, isFresh: Bool, _ name: String, _ now: Moment
    ) {
        if !isFresh { incident?.revision += 1 }
        guard incident?.changedAt != now else { return }
        incident?.changedBy = name
        incident?.changedAt = now
    }

    /// The incidents that changed since the last call, in order.
    public mutating func takeTouched() -> [Incident] {
        let changed = touched.compactMap { open[$0] ?? closedNow[$0] }
        kept.subtract(touchedSet)
        touched.removeAll(keepingCapacity: true)
        touchedSet.removeAll(keepingCapacity: true)
        fresh.removeAll(keepingCapacity: true)
        closedNow.removeAll(keepingCapacity: true)
        return changed
    }

    /// Those that are to be kept as they stand, under the revision they have, in order of id; after
    /// `takeTouched`, which has the others.
    public mutating func takeKept() -> [Incident] {
        guard !kept.isEmpty else { return [] }
        defer { kept.removeAll(keepingCapacity: true) }
        return kept.sorted().compactMap { open[$0] }
    }

    private func slot(of incident: Incident) -> Slot {
        Slot(
            valve: incident.place.valve, axis: incident.axis, isTest: incident.mode == .test)
    }
}
