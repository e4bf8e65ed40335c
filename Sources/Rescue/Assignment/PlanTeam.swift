public import ValveModel

/// A team that a plan may use.
public struct PlanTeam: Hashable, Sendable {
    /// Its id, unique within one plan.
    public var id: String
    /// The centre it belongs to.
    public var centre: String
    /// Whether it was silent at its last call-out: used last, and never counted as in time unless
    /// the incident is overdue.
    public var unresponsive: Bool
    /// The priority of the incident it has accepted; nil when it is free or holds only what it has
    /// not accepted. With `.p1` it is never used, with any other only to reach one more P1 in time.
    public var heldPriority: Priority?

    /// Makes a team for a plan.
    public init(id: String, centre: String, unresponsive: Bool, heldPriority: Priority?) {
        self.id = id
        self.centre = centre
        self.unresponsive = unresponsive
        self.heldPriority = heldPriority
    }
}
