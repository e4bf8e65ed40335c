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
    }

    public var change: Change
    public var kind: FindingKind
    public var priority: Priority
    /// Whether it belongs to a declared test.
    public var isTest: Bool
    /// Whether gas was above the reading before it.
    public var isGasRising: Bool
    /// Newest state of the valve when it was decided.
    public var position: Position
    public var at: Moment
    public var gasAt: Moment
    public var gas: Float
    public var flow: Float
    public var pressure: Float
    public var temperature: Float
    /// The message that made it; its valve is the valve concerned.
    public var reading: Reading

    init(
        _ change: Change, _ kind: FindingKind, _ priority: Priority, _ state: ValveState,
        _ reading: Reading, at: Moment, isTest: Bool = false
    ) {
        self.change = change
        self.kind = kind
        self.priority = priority
        self.isTest = isTest
        self.at = at
        self.reading = reading
        isGasRising = state.isGasRising
        position = state.position
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
    public var readings: UInt64 = 0
    public var alarms: UInt64 = 0
    public var duplicates: UInt64 = 0
    public var identityReused: UInt64 = 0
    public var bootLower: UInt64 = 0
    public var outOfOrder: UInt64 = 0
    public var conflated: UInt64 = 0
    public var staleWills: UInt64 = 0

    /// All zero.
    public init() {}
}
