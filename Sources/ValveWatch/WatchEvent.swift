public import ValveModel

/// What the watch tells the control room.
public struct WatchEvent: Sendable, BitwiseCopyable {
    /// What happened.
    public enum Change: UInt8, Sendable, BitwiseCopyable {
        /// A condition began.
        case raised
        /// A new alarm of a kind whose condition already holds.
        case repeated
        /// A condition is gone.
        case cleared
        /// The priority of the kind's axis, or of the kind where it has its own, is another.
        case priority
        /// Gas crossed 20, 40 or 60 %LEL upward during a leak.
        case crossed
        /// A little gas is in the home, without a finding for it: told when it begins, and again
        /// every ten minutes that it lasts.
        case traced
        /// A newer reading of a valve that has a call-out.
        case evidence
        /// The valve is to be commanded to close.
        case closeWanted
        /// The valve is proven closed.
        case provenClosed
        /// Goes into the history and into no incident, such as a shutoff by hand.
        case recorded
        /// An alarm from the alarm lane was taken for the first time.
        case alarmTaken
        /// An alarm that was taken before came again.
        case alarmRepeated

        /// Whether a kind's condition is told with it.
        var isOfFinding: Bool { self == .raised || self == .repeated }
    }

    /// What happened.
    public var change: Change
    /// The kind it happened to; without meaning where the change concerns none.
    public var kind: FindingKind
    /// Priority of the kind's axis, or of the kind where it has its own, as told.
    public var priority: Priority
    /// Whether it belongs to a declared test.
    public var isTest = false
    /// Which clause of the kind's rule was met.
    public var ground = Ground.message
    /// Whether gas was above the reading before it.
    public var isGasRising: Bool
    /// Newest state of the valve when it was decided.
    public var position: Position
    /// When it was decided, in the control room's time.
    public var at: Moment
    /// Since when the condition of a raised kind has shown; `at` where it began just now.
    public var since: Moment
    /// The profile's limit that every reading of a run has reached; NaN where there is none.
    public var limit = Float.nan
    /// The measurement before the one that raised it, where two met the clause; else NaN.
    public var before = Float.nan
    /// Rise of gas in %LEL a minute between the last two readings; 0 where it does not rise.
    public var gasRate: Float = 0
    /// When the valve was heard last; `Moment.distantPast` when never.
    public var heardAt: Moment
    /// When `gas` was measured; `Moment.distantPast` when never.
    public var gasAt: Moment
    /// Newest methane in %LEL, 0 … 100; NaN when never measured.
    public var gas: Float
    /// Newest flow in m³/h, 0 … 25; NaN when never measured.
    public var flow: Float
    /// Newest gauge pressure in kPa, −5 … 20; NaN when never measured.
    public var pressure: Float
    /// Newest temperature in °C, −40 … 125; NaN when never measured.
    public var temperature: Float
    /// The message that made it; its valve is the valve concerned.
    public var reading: Reading

    init(
        _ change: Change, _ kind: FindingKind, _ priority: Priority, _ state: ValveState,
        _ reading: Reading, at: Moment
    ) {
        self.change = change
        self.kind = kind
        self.priority = priority
        self.at = at
        since = at
        self.reading = reading
        isGasRising = state.isGasRising
        position = state.position
        heardAt = state.heardAt
        gasAt = state.gasAt
        gas = state.gas
        flow = state.flow
        pressure = state.pressure
        temperature =
            state.temperatureTenths == Reading.temperatureAbsent
            ? .nan : Float(state.temperatureTenths) / 10
    }
}

/// What the watch counts; each a total since the start.
public struct WatchCounters: Sendable {
    /// Readings of every origin given to the watch, link messages and orders included.
    public var readings: UInt64 = 0
    /// Messages that carried an alarm, repeats included.
    public var alarms: UInt64 = 0
    /// Messages whose identity and body had come before.
    public var duplicates: UInt64 = 0
    /// Messages whose identity had come before with another body.
    public var identityReused: UInt64 = 0
    /// Reports with a boot below the newest, believed or not.
    public var bootLower: UInt64 = 0
    /// Messages of the newest boot with a sequence number below the newest.
    public var outOfOrder: UInt64 = 0
    /// How often a valve was believed that counts its messages anew within a boot.
    public var countedAnew: UInt64 = 0
    /// Readings into which a full ring's mailbox had merged others.
    public var conflated: UInt64 = 0
    /// Link messages and wills of an older boot, which are void.
    public var staleWills: UInt64 = 0

    /// All zero.
    public init() {}
}
