/// How a message reached us; decides which rules apply to a `Reading`.
public enum Origin: UInt8, Sendable, BitwiseCopyable {
    /// A message on the report topic.
    case report
    /// A message on the alarm topic.
    case alarm
    /// The valve said on its link topic that it is there.
    case linkUp
    /// The valve, or its last will, said on its link topic that it is gone.
    case linkDown
    /// A message on the alarm topic that could not be accepted, from a valve that is known.
    case undecodableAlarm
}

/// Where the valve stands, as it reports itself.
public enum Position: UInt8, Codable, Sendable, CaseIterable, BitwiseCopyable {
    /// The message did not say, or said `unknown`.
    case unknown
    /// Gas can pass.
    case open
    /// Gas cannot pass.
    case closed
    /// On its way.
    case moving
    /// It could not reach where it was going.
    case stuck
}

/// What a valve's firmware says is wrong.
public enum Alarm: UInt8, Codable, Sendable, CaseIterable, BitwiseCopyable {
    /// No alarm in this message.
    case none
    case leak, overflow, overpressure, underpressure, supplyLoss, overtime, shock, tamper, shutoff
    case sensorFault
    /// The condition alarmed before is gone.
    case cleared
}

/// Why a valve closed, with `Alarm.shutoff`.
public enum ShutoffCause: UInt8, Codable, Sendable, CaseIterable, BitwiseCopyable {
    /// The message did not say.
    case unknown
    case leak, overflow, overpressure, underpressure, supplyLoss, overtime, shock
    case remote, manual, lowBattery
}

/// The flags of a message, and the marks the decoder adds.
///
/// They are computed, as other constants of this module that every message is compared with, so that
/// another module folds them into its code: a stored one is reached by a call.
public struct ReadingFlags: OptionSet, Hashable, Sendable, BitwiseCopyable {
    /// One bit a flag.
    public var rawValue: UInt16

    /// Makes a set from its bits.
    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The valve noticed that somebody tampered with it.
    @inlinable public static var tamper: ReadingFlags { ReadingFlags(rawValue: 1 << 0) }
    /// The battery is nearly empty by the valve's own judgement.
    @inlinable public static var lowBattery: ReadingFlags { ReadingFlags(rawValue: 1 << 1) }
    /// The valve has lost its outside power.
    @inlinable public static var powerLoss: ReadingFlags { ReadingFlags(rawValue: 1 << 2) }
    /// The gas sensor reports a fault of its own.
    @inlinable public static var sensorFault: ReadingFlags { ReadingFlags(rawValue: 1 << 3) }
    /// The gas sensor is past its service life, commonly 3 years.
    @inlinable public static var endOfLife: ReadingFlags { ReadingFlags(rawValue: 1 << 4) }
    /// The sensor is warming up: the gas value means nothing yet.
    @inlinable public static var preheat: ReadingFlags { ReadingFlags(rawValue: 1 << 5) }
    /// The valve's last self-test failed.
    @inlinable public static var selftestFailed: ReadingFlags { ReadingFlags(rawValue: 1 << 6) }
    /// The valve noticed a magnet close to it.
    @inlinable public static var magnet: ReadingFlags { ReadingFlags(rawValue: 1 << 7) }
    /// The valve does not trust its own clock: `valveClock` may be wrong.
    @inlinable public static var clockError: ReadingFlags { ReadingFlags(rawValue: 1 << 8) }

    /// The message had no readable `flags`: nothing is known of them, which is not "none".
    @inlinable public static var unstated: ReadingFlags { ReadingFlags(rawValue: 1 << 11) }

    /// The message says `test: true`.
    @inlinable public static var test: ReadingFlags { ReadingFlags(rawValue: 1 << 12) }
    /// The message had flags that the contract does not name; their text is kept beside the table.
    @inlinable public static var unnamed: ReadingFlags { ReadingFlags(rawValue: 1 << 13) }
    /// The broker delivered it as a retained message.
    @inlinable public static var retained: ReadingFlags { ReadingFlags(rawValue: 1 << 14) }
    /// The mailbox of a full ring merged several readings into this one.
    @inlinable public static var conflated: ReadingFlags { ReadingFlags(rawValue: 1 << 15) }

    /// The flags that the contract names, with their words on the wire.
    public static let named: [(flag: ReadingFlags, word: StaticString)] = [
        (.tamper, "tamper"), (.lowBattery, "low_battery"), (.powerLoss, "power_loss"),
        (.sensorFault, "sensor_fault"), (.endOfLife, "end_of_life"), (.preheat, "preheat"),
        (.selftestFailed, "selftest_failed"), (.magnet, "magnet"), (.clockError, "clock_error"),
    ]
}

/// One message of one valve in 64 bytes: what travels from the decoder to the detector.
///
/// A measured quantity that the message did not carry is `NaN` (gas, flow, pressure, temperature)
/// or the stated absent value. Not measured is never zero.
public struct Reading: Sendable, BitwiseCopyable {
    /// When it reached us, in the control room's time.
    public var receivedAt: Moment
    /// The valve's own clock in ms since 1970; `Int64.min` when absent. Never used for a deadline.
    public var valveClock: Int64
    /// Hash of the whole body: equal identity with another body is another message.
    public var bodyHash: UInt64
    /// Which valve.
    public var valve: ValveIndex
    /// The area in the topic.
    public var area: Area
    /// The valve's boot counter.
    public var boot: UInt32
    /// The message's number within the boot.
    public var sequence: UInt32
    /// Methane in %LEL, 0 … 100; NaN when not measured.
    public var gas: Float
    /// Flow in m³/h, 0 … 25; NaN when not measured.
    public var flow: Float
    /// Gauge pressure in kPa, −5 … 20; NaN when not measured.
    public var pressure: Float
    /// Temperature in °C, −40 … 125; the lowest finite value when not measured, in tenths.
    public var temperatureTenths: Int16
    /// The flags.
    public var flags: ReadingFlags
    /// Charge in %, 0 … 100; 255 when absent.
    public var battery: UInt8
    /// Signal in −dBm, 0 … 150; 255 when absent.
    public var signalLoss: UInt8
    /// Where the valve stands.
    public var position: Position
    /// The alarm in the message.
    public var alarm: Alarm
    /// Why it closed.
    public var cause: ShutoffCause
    /// How the message came.
    public var origin: Origin
    /// The report lane or alarm lane it came by.
    public var lane: UInt8
    /// Number of readings merged into this one, 1 when none was.
    public var mergedCount: UInt8

    /// `temperatureTenths` of a message without a temperature.
    @inlinable public static var temperatureAbsent: Int16 { .min }
    /// `battery` and `signalLoss` of a message without them.
    @inlinable public static var byteAbsent: UInt8 { 255 }
    /// `valveClock` of a message without one.
    @inlinable public static var clockAbsent: Int64 { .min }

    /// A message in which nothing was measured.
    @inlinable
    public init(
        valve: ValveIndex, area: Area, origin: Origin, boot: UInt32 = 0, sequence: UInt32 = 0,
        receivedAt: Moment
    ) {
        self.receivedAt = receivedAt
        valveClock = Self.clockAbsent
        bodyHash = 0
        self.valve = valve
        self.area = area
        self.boot = boot
        self.sequence = sequence
        gas = .nan
        flow = .nan
        pressure = .nan
        temperatureTenths = Self.temperatureAbsent
        flags = []
        battery = Self.byteAbsent
        signalLoss = Self.byteAbsent
        position = .unknown
        alarm = .none
        cause = .unknown
        self.origin = origin
        lane = 0
        mergedCount = 1
    }

    /// Temperature in °C; NaN when not measured.
    @inlinable
    public var temperature: Float {
        temperatureTenths == Self.temperatureAbsent ? .nan : Float(temperatureTenths) / 10
    }
}
