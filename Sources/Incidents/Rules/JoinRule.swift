public import ValveModel

/// How a further finding changes an open incident of its axis.
public enum JoinRule {
    /// What a finding did.
    public struct Outcome: Equatable, Sendable {
        /// The centres have to be told.
        public var isUpdate = false
        /// The plan has to run again.
        public var isReplan = false

        /// Nothing to do.
        public init() {}
    }

    /// A further finding joins: the gravest kind, the highest priority, attention again for a new
    /// leak alarm.
    public static func join(
        _ incident: inout Incident, _ kind: FindingKind, _ priority: Priority, isNew: Bool,
        rules: ClockRules, at now: Moment
    ) -> Outcome {
        var outcome = Outcome()
        if !incident.kinds.contains(kind) { incident.kinds.append(kind) }
        if !incident.current.contains(kind) { incident.current.append(kind) }
        incident.kind = FindingKind.graver(incident.kind, kind)
        outcome.isReplan = raise(&incident, to: priority, rules: rules, at: now)
        if kind == .leak || isNew {
            incident.seenAt = nil
            incident.seenBy = nil
        }
        outcome.isUpdate = true
        return outcome
    }

    /// Raises the priority. The five minutes count from `raisedAt`; a rise after they have passed starts
    /// a new clock and keeps the first, and so does one of a visit after its arrival would have been
    /// due: what has just become a leak is not served as one that is overdue. Whether anything changed.
    @discardableResult
    public static func raise(
        _ incident: inout Incident, to priority: Priority, rules: ClockRules, at now: Moment
    ) -> Bool {
        guard priority < incident.priority else { return false }
        let before = incident.priority
        incident.priority = priority
        // The day of a visit begins when it is one; a clock that has run keeps its beginning.
        if priority == .p3, incident.rescueBy == nil { incident.clockFrom = now }
        guard priority.callsOut, incident.mode != .test else { return true }
        // A visit has no clock of five minutes; what it rises to counts from its raising all the same, unless
        // nobody could be in time any more.
        let isVisit = incident.rescueBy == nil
        if isVisit { rules.start(&incident, at: incident.raisedAt) }
        guard let rescueBy = incident.rescueBy, let arriveBy = incident.arriveBy,
            now > (isVisit ? arriveBy : rescueBy)
        else { return true }
        incident.milestones.append(
            Incident.Milestone(
                priority: before, raisedAt: incident.clockFrom, arriveBy: arriveBy,
                rescueBy: rescueBy))
        rules.start(&incident, at: now)
        return true
    }

    /// Lets the priority of a kind fall: a leak never below P2, no incident below what its other
    /// present kinds ask for, and only before a team has accepted. What has gone and is latched has its
    /// part in the priority that the watch tells of the whole axis.
    public static func fall(
        _ incident: inout Incident, _ kind: FindingKind, to priority: Priority
    ) -> Bool {
        var floor = incident.needsMadeSafe ? min(priority, .p2) : priority
        for other in incident.current where other != kind {
            floor = min(floor, other.usualPriority)
        }
        guard floor > incident.priority, incident.state < .accepted else { return false }
        incident.priority = floor
        return true
    }
}

/// The five-minute clock of the rescue circle.
public struct ClockRules: Equatable, Sendable {
    /// From the start of the clock to the vehicle at the building.
    public var arrival: Lapse
    /// From the start of the clock to the team at the door.
    public var rescue: Lapse

    /// The milestones of `centres.yaml`.
    public init(arrival: Lapse, rescue: Lapse) {
        self.arrival = arrival
        self.rescue = rescue
    }

    /// Starts the clock; nothing ever extends it.
    public func start(_ incident: inout Incident, at now: Moment) {
        incident.clockFrom = now
        incident.arriveBy = now + arrival
        incident.rescueBy = now + rescue
    }
}
