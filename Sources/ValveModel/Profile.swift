/// The numbers by which one model of valve is judged, under a name.
///
/// The defaults are the contract's shipped default profile; `Config/profiles.yaml` names others.
/// The limits are its members: `profile.leakGas` is `profile.limits.leakGas`.
@dynamicMemberLookup
public struct Profile: Equatable, Sendable {
    /// Name in `profiles.yaml` and in the registry's `profile` column.
    public var name = "default"
    /// Every limit, in one plain row that the watch reads where it stands.
    public var limits = ProfileLimits()

    /// The shipped default profile.
    public init() {}

    /// A limit by its name.
    public subscript<Value>(dynamicMember limit: WritableKeyPath<ProfileLimits, Value>) -> Value {
        get { limits[keyPath: limit] }
        set { limits[keyPath: limit] = newValue }
    }
}

/// How a model of valve keeps in touch: what its link topic and its silence mean.
public enum LinkClass: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    /// Stays connected: its last will or `link` false says at once that it is gone.
    case connected
    /// Wakes, reports and sleeps: a closed connection is how it lives, only overdue reports count.
    case dutyCycled
    /// Speaks when something happens and once a day: lost when a day's report is overdue by
    /// `overdueFor` (GB/T 45839: a signal report at least every 24 h, loss known within 24 h).
    case daily

    /// The word in `profiles.yaml`.
    public var word: String {
        switch self {
        case .connected: "connected"
        case .dutyCycled: "duty_cycled"
        case .daily: "daily"
        }
    }
}
