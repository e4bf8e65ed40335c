public import ValveModel

/// What most messages of a valve touch: one row of the valve table, two cache lines.
///
/// Five moments of six bytes each share eight with the small fields behind them. Everything that
/// begins and ends seldom stands in `ValveMemory`. A moment that has not come is
/// `Moment.distantPast`.
public struct ValveState: Sendable, BitwiseCopyable {
    /// When anything was heard from it last.
    @PackedMoment public var heardAt = Moment.distantPast
    /// Why it closed, where the newest message says so.
    public var cause = ShutoffCause.unknown
    /// Whether the valve is there.
    public var link = Link.unknown
    /// When gas was measured last.
    @PackedMoment public var gasAt = Moment.distantPast
    /// Flags of its newest message.
    public var flags: ReadingFlags = []
    /// When flow was measured and judged last.
    @PackedMoment public var flowAt = Moment.distantPast
    /// Temperature in tenths of °C, −400 … 1250; `Reading.temperatureAbsent` until the first.
    public var temperatureTenths = Reading.temperatureAbsent
    /// When pressure was measured and judged last.
    @PackedMoment public var pressureAt = Moment.distantPast
    /// Charge in %, 0 … 100; `Reading.byteAbsent` until the first.
    public var battery = Reading.byteAbsent
    /// Signal in −dBm, 0 … 150; `Reading.byteAbsent` until the first.
    public var signalLoss = Reading.byteAbsent
    /// When temperature was measured last.
    @PackedMoment public var temperatureAt = Moment.distantPast
    /// Where the valve stands, by the newest message that said so.
    public var position = Position.unknown
    /// Alarm in its newest message.
    public var alarm = Alarm.none

    /// The valve's own clock in its newest message.
    public var valveClock = Reading.clockAbsent
    /// The newest messages, by which a duplicate is known.
    var recent = RecentMessages()
    /// Position in the table of profiles.
    public var profile: UInt8 = 0
    /// Priority of the gas axis as it was told last; 0 when it has nothing.
    var gasPriority: UInt8 = 0
    /// How many of 20, 40 and 60 %LEL the open leak has crossed and not fallen well below again.
    var gasLevel: UInt8 = 0
    /// Newest boot counter.
    public var boot: UInt32 = 0
    /// Newest sequence number within `boot`.
    public var sequence: UInt32 = 0
    /// The area in its newest message: where receipts and commands go.
    public var area: Area

    /// Methane in %LEL, 0 … 100; NaN until the first.
    public var gas = Float.nan
    /// Flow in m³/h, 0 … 25; NaN until the first.
    public var flow = Float.nan
    /// Gauge pressure in kPa, −5 … 20; NaN until the first.
    public var pressure = Float.nan
    /// Kinds whose condition holds now.
    public var current = KindSet()
    /// Kinds that were raised and that nobody has settled.
    public var latched = KindSet()
    /// Which of its beginnings stand in its memory, by `Since`.
    var begun: UInt32 = 0
    var marks: Marks = []
    /// Reports in a row whose boot was lower than the newest.
    var lowerBootCount: UInt8 = 0

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
        /// The last pressure judged was too high, too low, or none, with the position open.
        static let pressureHigh = Marks(rawValue: 1 << 2)
        static let pressureLow = Marks(rawValue: 1 << 3)
        static let pressureNone = Marks(rawValue: 1 << 4)
        /// The newest gas reading was above the one before it.
        static let gasRising = Marks(rawValue: 1 << 5)
        /// Its long silence has been raised to a visit.
        static let offlineRaised = Marks(rawValue: 1 << 6)
        /// Its timer is set.
        static let timed = Marks(rawValue: 1 << 7)
        /// A person closed it (`alarm: shutoff` with `cause: manual`), or has made safe what it
        /// closed for: its opening is a person's too.
        static let closedByHand = Marks(rawValue: 1 << 8)
        /// The last flow judged was an overflow.
        static let flowHigh = Marks(rawValue: 1 << 9)
        /// Its sensor fault, or its low battery, is a trend we saw and nothing it says itself.
        static let sensorByTrend = Marks(rawValue: 1 << 10)
        static let batteryByTrend = Marks(rawValue: 1 << 11)

        /// It is off line because it was silent, and no link message or will has said so.
        static let offlineBySilence = Marks(rawValue: 1 << 12)

        /// Gas was told of to those who go there for something else, and clean air has not been since.
        static let gasTraced = Marks(rawValue: 1 << 13)
        /// Its sequence numbers have fallen within a boot; what is known of that stands in its memory.
        static let numbersFell = Marks(rawValue: 1 << 14)

        /// The registry names it no more: whoever is gone is missed by nobody.
        static let retired = Marks(rawValue: 1 << 15)

        /// What is true of the running detector only, and of no record.
        static let ofThisRun: Marks = [.timed, .numbersFell, .retired]
        static let all = Marks(rawValue: .max)
    }

    /// A valve of which nothing is known but its area.
    public init(area: Area) { self.area = area }

    /// Whether anything has been accepted from it.
    public var isHeard: Bool { marks.contains(.heard) }
    /// Whether its gas is rising.
    public var isGasRising: Bool { marks.contains(.gasRising) }
    /// Whether it has a leak or heat that nobody has made safe.
    public var isLeaking: Bool { latched.intersects(.leaking) }
    /// Whether anything of the gas axis holds or is latched.
    var hasGas: Bool { latched.intersects(.gas) || current.intersects(.gas) }
    /// Whether it is proven closed.
    public var isProvenClosed: Bool { hasBegun(.proven) }
    /// Whether a message may have brought its next moment nearer.
    var isHurried: Bool {
        isLeaking || link == .offline || begun & Since.hurrying != 0
    }

    /// Where receipts and commands go from now on; a topic without an area changes nothing.
    @inline(__always)
    mutating func move(to area: Area) {
        if area != .unknown { self.area = area }
    }

    @inline(__always)
    func hasBegun(_ what: Since) -> Bool { begun & what.bit != 0 }
}

/// The four newest messages of a valve: enough for what a broker or a gateway repeats.
///
/// Of a boot the lowest byte is kept and of a body half its hash: all three have to agree, and a
/// sequence number does not come twice within four messages unless a valve is broken.
struct RecentMessages: Sendable, BitwiseCopyable {
    var hashes: InlineArray<4, UInt32> = [0, 0, 0, 0]
    var sequences: InlineArray<4, UInt32> = [0, 0, 0, 0]
    var boots: InlineArray<4, UInt8> = [0, 0, 0, 0]
    /// Where the next one goes.
    var next: UInt8 = 0

    /// Half of a body's hash; never 0, which stands for no message.
    @inline(__always)
    static func folded(_ hash: UInt64) -> UInt32 {
        max(1, UInt32(truncatingIfNeeded: hash ^ hash >> 32))
    }

    func novelty(of reading: Reading) -> Detector.Novelty {
        let hash = Self.folded(reading.bodyHash)
        let boot = UInt8(truncatingIfNeeded: reading.boot)
        var isReused = false
        for index in 0..<4
        where hashes[index] != 0 && sequences[index] == reading.sequence && boots[index] == boot {
            if hashes[index] == hash { return .duplicate }
            isReused = true
        }
        return isReused ? .reused : .new
    }

    @inline(__always)
    mutating func remember(_ reading: Reading) {
        let slot = Int(next & 3)
        hashes[slot] = Self.folded(reading.bodyHash)
        sequences[slot] = reading.sequence
        boots[slot] = UInt8(truncatingIfNeeded: reading.boot)
        next = UInt8(slot + 1) & 3
    }
}
