public import ValveModel

/// Whether a team may enter the home (contract, section 5, `entry`).
public enum EntryRule {
    /// A gas reading older than this says nothing about the air now.
    public static let readingAgeMax = Lapse.seconds(30)
    /// %LEL under which a home may be entered while gas is not rising.
    public static let openGas: Float = 5
    /// %LEL up to which it may be entered with caution.
    public static let cautionGas: Float = 10

    /// The rule at `now`. Without a fresh reading entry is forbidden.
    public static func entry(_ condition: Incident.Condition, at now: Moment) -> Entry {
        guard let gas = condition.gas, let gasAt = condition.gasAt, now - gasAt < readingAgeMax
        else { return .forbidden }
        if gas < openGas { return condition.isGasRising ? .forbidden : .open }
        return gas <= cautionGas ? .caution : .forbidden
    }

    /// When the entry changes without a new reading; `nil` when it cannot.
    public static func expiry(_ condition: Incident.Condition, _ entry: Entry) -> Moment? {
        guard entry != .forbidden, let gasAt = condition.gasAt else { return nil }
        return gasAt + readingAgeMax
    }
}
