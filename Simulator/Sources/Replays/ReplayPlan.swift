package import Recordings
package import SimulatedDistrict
package import ValveModel

/// Turns the rows of a recording into messages of the contract and the instants to send them at.
///
/// A plan is fed row by row, so that a replay of any length needs memory only for its valves.
package struct ReplayPlan {
    /// One valve of the replay, so that a transport can connect it.
    package struct Valve: Equatable, Sendable {
        package let id: ValveID
        /// The area of its first row.
        package let area: Area
    }

    /// How much faster than recorded. A recording to the year 9999 at a tenth of its speed is
    /// 2.5 · 10^18 µs, which 64 bits hold; beyond a million nothing is left between two rows.
    package static let speeds = 0.1...1_000_000.0

    private struct Identity {
        let number: Int
        var boot: UInt32
        var seq: UInt32
    }

    private let root: String
    private let defaultArea: Area
    private let defaultBoot: UInt32
    private let speed: Double
    private var first: Int64?
    private var identities: [ValveID: Identity] = [:]

    /// The valves in the order of their first rows; the number in `Publish.Origin.valve` counts
    /// along it.
    package private(set) var valves: [Valve] = []

    /// - Parameters:
    ///   - root: the valves' root topic, such as `gas/v1`.
    ///   - area: of the rows that name none.
    ///   - boot: of the rows that name none. Give each replay a higher one: a message with the
    ///     identity and body of an earlier replay would count as its duplicate.
    ///   - speed: within `speeds`.
    package init(root: String, area: Area, boot: UInt32, speed: Double) {
        precondition(Self.speeds.contains(speed), "The caller checks the speed it was given.")
        self.root = root
        defaultArea = area
        defaultBoot = boot
        self.speed = speed
    }

    /// The message of a row: alarms on the alarm topic with QoS 1, the rest as reports with QoS 0.
    ///
    /// Rows must come in the order of their time, as the reader gives them.
    package mutating func send(_ reading: RecordedReading) -> Publish {
        let first = first ?? reading.at
        self.first = first
        let area = reading.area ?? defaultArea
        let identity = identity(of: reading, area: area)
        let isAlarm = reading.alarm != .none
        let microseconds = Double(reading.at - first) * 1000 / speed
        return Publish(
            origin: .valve(identity.number),
            topic: "\(root)/\(area)/\(reading.valve)/\(isAlarm ? "alarm" : "report")",
            payload: Self.body(reading, boot: identity.boot, seq: identity.seq),
            quality: isAlarm ? 1 : 0,
            planned: Instant(microseconds: Int64(microseconds.rounded())))
    }

    /// What the row says of boot and sequence, or the next of the valve.
    private mutating func identity(of reading: RecordedReading, area: Area) -> Identity {
        var identity: Identity
        if let known = identities[reading.valve] {
            identity = known
            // Only a hostile recording comes to the last number; it then begins again at 0.
            identity.seq = reading.seq ?? known.seq &+ 1
        } else {
            identity = Identity(
                number: valves.count, boot: defaultBoot, seq: reading.seq ?? 1)
            valves.append(Valve(id: reading.valve, area: area))
        }
        identity.boot = reading.boot ?? identity.boot
        identities[reading.valve] = identity
        return identity
    }

    /// The body of section 2 of the contract. What was not measured is left out.
    private static func body(_ reading: RecordedReading, boot: UInt32, seq: UInt32) -> [UInt8] {
        JSONText.object { text in
            text.member("boot", boot)
            text.member("seq", seq)
            if let clock = reading.clock { text.member("ts", clock) }
            // More decimals than any detector resolves, so that the replay adds no steps.
            if let gas = reading.gas { text.member("gas", gas, decimals: 3) }
            if let flow = reading.flow { text.member("flow", flow, decimals: 4) }
            if let pressure = reading.pressure { text.member("pressure", pressure, decimals: 3) }
            if let temperature = reading.temperature {
                text.member("temp", temperature, decimals: 2)
            }
            if let battery = reading.battery { text.member("battery", battery, decimals: 0) }
            if let rssi = reading.rssi { text.member("rssi", rssi, decimals: 0) }
            if let position = reading.position { text.member("position", position.word) }
            if reading.alarm != .none { text.member("alarm", reading.alarm.word) }
            if let cause = reading.cause { text.member("cause", cause.word) }
            if let flags = reading.flags {
                text.member("flags", list: flags.map(JSONText.quoted))
            }
            if let isTest = reading.isTest { text.member("test", isTest) }
        }
    }
}
