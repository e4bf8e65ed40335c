public import ValveModel

/// An incident that waits for a team, as the plan sees it.
public struct PlanIncident: Hashable, Sendable {
    /// The caller's number for it, repeated in the plan; unique within one plan.
    public var key: Int
    /// P1 or P2; nothing else gets a team.
    public var priority: Priority
    /// When it was raised, any unit, only compared.
    public var raisedAt: Int64
    /// Its id, the last word on order.
    public var id: String
    /// Whether its `rescueBy` has passed: any team then counts as in time.
    public var overdue: Bool
    /// Seconds left to its `rescueBy`; an estimate up to this is in time.
    public var remaining: Int
    /// The centre whose teams come first among equals.
    public var homeCentre: String?

    /// Makes an incident for a plan.
    public init(
        key: Int, priority: Priority, raisedAt: Int64, id: String, overdue: Bool, remaining: Int,
        homeCentre: String?
    ) {
        self.key = key
        self.priority = priority
        self.raisedAt = raisedAt
        self.id = id
        self.overdue = overdue
        self.remaining = remaining
        self.homeCentre = homeCentre
    }
}
