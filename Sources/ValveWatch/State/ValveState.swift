public import ValveModel

/// Everything the watch knows of one valve: one row of the valve table.
///
/// A moment that has not come is `Moment.distantPast`.
public struct ValveState: Sendable, BitwiseCopyable {
    /// When anything was heard from it last.
    public var heardAt = Moment.distantPast
    /// When gas was measured last.
    public var gasAt = Moment.distantPast
    /// When flow was measured last.
    public var flowAt = Moment.distantPast
    /// When pressure was measured last.
    public var pressureAt = Moment.distantPast
    /// When temperature was measured last.
    public var temperatureAt = Moment.distantPast
    /// Since when the temperature has risen as fast as a fire makes it.
    var heatRiseSince = Moment.distantPast
    /// When the valve was proven closed, by a reading received with or after its finding.
    public var provenAt = Moment.distantPast
    /// Since when the valve ought to be closed: it said so, was commanded, or was due.
    var closedDueSince = Moment.distantPast
    /// When our newest close command was decided.
    var commandedAt = Moment.distantPast
    /// When a report showed it closed without saying why; judged after `plainClosingHold`.
    var plainClosingAt = Moment.distantPast
    /// When its open leak was raised.
    public var leakAt = Moment.distantPast
    /// Since when the overflow holds for which no close command has gone yet.
    var overflowSince = Moment.distantPast
    /// Since when it counts as off line.
    public var offlineSince = Moment.distantPast
    /// End of its declared test window.
    public var testUntil = Moment.distantPast
    /// Since when a test shows gas that is dangerous even in a test.
    var testGasSince = Moment.distantPast
    /// The valve's own clock in its newest message.
    public var valveClock = Reading.clockAbsent

    /// Body hashes of the newest messages, by which a duplicate is known.
    var recentHashes: InlineArray<4, UInt64> = [0, 0, 0, 0]
    /// Sequence numbers of those messages, in the boot of `recentBoot`.
    var recentSequences: InlineArray<4, UInt32> = [0, 0, 0, 0]
    var recentBoots: InlineArray<4, UInt32> = [0, 0, 0, 0]

    /// Newest boot counter.
    public var boot: UInt32 = 0
    /// Newest sequence number within `boot`.
    public var sequence: UInt32 = 0
    /// The area in its newest message: where receipts and commands go.
    public var area: Area
    /// Its riser, or its building where no riser is known; 0 where neither is.
    public var riser: UInt32 = 0

    /// Methane in %LEL, 0 … 100; NaN until the first.
    public var gas = Float.nan
    /// Flow in m³/h, 0 … 25; NaN until the first.
    public var flow = Float.nan
    /// Gauge pressure in kPa, −5 … 20; NaN until the first.
    public var pressure = Float.nan
    /// Temperature in tenths of °C, −400 … 1250; `Reading.temperatureAbsent` until the first.
    public var temperatureTenths = Reading.temperatureAbsent
    /// Flags of its newest message.
    public var flags: ReadingFlags = []
    /// Charge in %, 0 … 100; `Reading.byteAbsent` until the first.
    public var battery = Reading.byteAbsent
    /// Signal in −dBm, 0 … 150; `Reading.byteAbsent` until the first.
    public var signalLoss = Reading.byteAbsent
    /// Where the valve stands, by the newest message that said so.
    public var position = Position.unknown
    /// Alarm in its newest message.
    public var alarm = Alarm.none
    /// Why it closed, where the newest message says so.
    public var cause = ShutoffCause.unknown
    /// Whether the valve is there.
    public var link = Link.unknown
    /// Position in the table of profiles.
    public var profile: UInt8 = 0

    /// Kinds whose condition holds now.
    public var current = KindSet()
    /// Kinds that were raised and that nobody has settled.
    public var latched = KindSet()
    /// Kinds raised inside the present test window.
    var tested = KindSet()
    /// Priority of the gas axis as it was told last; 0 when it has nothing.
    var gasPriority: UInt8 = 0
    /// How many of 20, 40 and 60 %LEL the open leak has crossed.
    var gasLevel: UInt8 = 0
    /// Reports in a row whose boot was lower than the newest.
    var lowerBootCount: UInt8 = 0
    /// Cursor into the recent messages.
    var recentNext: UInt8 = 0
    var marks: Marks = []

    /// Whether the valve is there, as its link topic, its will or its silence say.
    public enum Link: UInt8, Sendable, BitwiseCopyable {
        case unknown, online, offline
    }

    struct Marks: OptionSet, Sendable, BitwiseCopyable {
        var rawValue: UInt16
        /// A message has been accepted from it.
        static let heard = Marks(rawValue: 1 << 0)
        /// It has been seen closed since it became due.
        static let closedSeen = Marks(rawValue: 1 << 1)
        /// The last pressure measured was too high, too low, or none, with the position open.
        static let pressureHigh = Marks(rawValue: 1 << 2)
        static let pressureLow = Marks(rawValue: 1 << 3)
        static let pressureNone = Marks(rawValue: 1 << 4)
        /// The newest gas reading was above the one before it.
        static let gasRising = Marks(rawValue: 1 << 5)
        /// Its long silence has been raised to a visit.
        static let offlineRaised = Marks(rawValue: 1 << 6)
        /// It stands in the detector's list of leaking or of waiting valves.
        static let listedLeaking = Marks(rawValue: 1 << 7)
        static let listedWaiting = Marks(rawValue: 1 << 8)

        /// What is true of the running detector only, and of no record.
        static let ofThisRun: Marks = [.listedLeaking, .listedWaiting]
        /// A person closed it: `alarm: shutoff` with `cause: manual`.
        static let closedByHand = Marks(rawValue: 1 << 9)
        static let all = Marks(rawValue: (1 << 10) - 1)
    }

    /// A valve of which nothing is known but its area.
    public init(area: Area) { self.area = area }

    /// Whether anything has been accepted from it.
    public var isHeard: Bool { marks.contains(.heard) }
    /// Whether its gas is rising.
    public var isGasRising: Bool { marks.contains(.gasRising) }
    /// Whether it has a leak or heat that nobody has made safe.
    public var isLeaking: Bool { latched.contains(.leak) || latched.contains(.heat) }
    /// Whether a delay of its own is running.
    var isWaiting: Bool { plainClosingAt != .distantPast || overflowSince != .distantPast }
    /// Whether it is proven closed.
    public var isProvenClosed: Bool { provenAt != .distantPast }
}
