public import ValveModel

/// What a team reports on its way, in order.
public enum TeamStep: String, Comparable, Sendable, CaseIterable {
    case accept, enroute, onscene, rescue, safe

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Order of the way.
    public static func < (left: TeamStep, right: TeamStep) -> Bool { left.rank < right.rank }

    /// The step that brings an incident to a state; `nil` before the first and after the last.
    public init?(to state: IncidentState) {
        guard let step = Self.allCases.first(where: { $0.state == state }) else { return nil }
        self = step
    }

    /// The state it brings an incident to.
    public var state: IncidentState {
        switch self {
        case .accept: .accepted
        case .enroute: .enroute
        case .onscene: .onscene
        case .rescue: .rescue
        case .safe: .safe
        }
    }
}

/// How a step of the team that holds an incident changes it.
public enum StepRule {
    /// A later step implies the earlier ones; a step that was taken before changes nothing.
    /// Whether anything changed.
    public static func take(
        _ step: TeamStep, on incident: inout Incident, by name: String, at now: Moment
    ) -> Bool {
        guard step.state > incident.state, incident.state < .safe else { return false }
        incident.acceptedAt = incident.acceptedAt ?? now
        if step >= .enroute { incident.enrouteAt = incident.enrouteAt ?? now }
        if step >= .onscene { incident.onsceneAt = incident.onsceneAt ?? now }
        if step >= .rescue, incident.rescueAt == nil {
            incident.rescueAt = now
            // Nobody said when the team was at the door: that it made safe proves it was.
            incident.rescueInferred = step == .safe
        }
        if step == .safe {
            incident.safeAt = now
            incident.safeBy = name
        }
        incident.ackBy = nil
        incident.state = step.state
        return true
    }

    /// The reasons with which an incident may be closed.
    public static let closingReasons = ["false_alarm", "duplicate", "no_access", "handed_over"]

    /// Why an incident may not be closed.
    public enum ClosingRefusal: Error, Equatable, Sendable {
        case reasonUnknown
        case reasonMissing
        /// A leak or heat is closed only after `safe`, or as a false alarm.
        case notMadeSafe
        /// Not by the one who said it was safe.
        case samePerson
        /// Before `safe`, a false alarm of a leak or heat needs a second name.
        case notVerified
    }

    /// Whether the incident may be closed like this.
    public static func mayClose(
        _ incident: Incident, by name: String, reason: String?, verifiedBy: String?
    ) -> ClosingRefusal? {
        if let reason, !closingReasons.contains(reason) { return .reasonUnknown }
        let isFalseAlarm = reason == "false_alarm"
        let isVerified = verifiedBy.map { !$0.isEmpty && !isOnePerson($0, name) } ?? false
        guard incident.needsMadeSafe, incident.mode != .test else {
            // That several homes with gas have nothing in common is for two people to say as well.
            let isOfLeaks = incident.event?.facts.family == .leak
            if isFalseAlarm, isOfLeaks, !isVerified { return .notVerified }
            return reason == nil && incident.state != .safe ? .reasonMissing : nil
        }
        if isFalseAlarm, isVerified { return nil }
        // After `safe` two people have looked at it whatever the reason is.
        guard incident.state == .safe else { return isFalseAlarm ? .notVerified : .notMadeSafe }
        return incident.safeBy.map { isOnePerson($0, name) } == true ? .samePerson : nil
    }

    /// Whether two signatures are one person's: `Alice` is not somebody else than `alice`.
    private static func isOnePerson(_ one: String, _ other: String) -> Bool {
        one.lowercased() == other.lowercased()
    }
}
