/// One team for one incident.
public struct Assignment: Hashable, Sendable {
    /// The `key` of the incident.
    public let incident: Int
    /// The place of the team in the plan's list.
    public let team: Int
    /// The estimate in seconds.
    public let seconds: Int
    /// Whether the estimate fits what remains to `rescueBy`, or `rescueBy` has passed.
    public let inTime: Bool

    /// Makes an assignment.
    public init(incident: Int, team: Int, seconds: Int, inTime: Bool) {
        self.incident = incident
        self.team = team
        self.seconds = seconds
        self.inTime = inTime
    }
}

/// Why an incident got its team; the raw value is the word on the wire.
public enum AssignmentReason: String, Sendable, CaseIterable {
    /// No team that could be used has a smaller estimate.
    case nearestAvailable = "nearest_available"
    /// A nearer team is unresponsive or bound, and no other team would be in time.
    case onlyInTime = "only_in_time"
    /// A nearer team serves an incident that this team would not reach in time.
    case keepsAnotherInTime = "keeps_another_in_time"
    /// A nearer team serves another incident, for the plan as a whole.
    case optimalTotal = "optimal_total"
    /// The team is taken from a P2 because one more P1 is then reached in time.
    case diverted
}

/// Why a team was not used for an incident; the raw value is the word on the wire.
public enum RejectionReason: String, Sendable, CaseIterable {
    /// It would come after `rescueBy`.
    case etaOverLimit = "eta_over_limit"
    /// The plan gives it to another incident.
    case servesAnother = "serves_another"
    /// The pair is forbidden: it declined here, or was called and stays silent.
    case declined
    /// It is bound to an incident it accepted, or unresponsive.
    case unavailable
    /// It could come in time, but not sooner than the chosen team.
    case farther
}

/// A team that was looked at and not used.
public struct RejectedTeam: Hashable, Sendable {
    /// The place of the team in the plan's list.
    public let team: Int
    /// Its estimate in seconds, nil when the matrix had none.
    public let seconds: Int?
    /// Why it was not used.
    public let reason: RejectionReason
}

/// Why one incident got its team, or none.
public struct AssignmentExplanation: Hashable, Sendable {
    /// The assignment, nil when the incident got no team.
    public let assignment: Assignment?
    /// Why this team; empty without one.
    public let reasons: [AssignmentReason]
    /// Up to three of the nearest teams that were not used here, nearest first.
    public let rejected: [RejectedTeam]
}
