public import ValveModel

/// One row of a recording in the contract's units; nil is not measured, which is never zero.
public struct RecordedReading: Equatable, Sendable {
    /// The row's first line in the file, from 1.
    public var line: Int
    /// Whose row it is.
    public var valve: ValveID
    /// When it was received, in ms since 1970, or since the first row when the file has no time.
    public var at: Int64
    /// nil when the recording does not say.
    public var area: Area?
    /// Name of the building, as the registry has it.
    public var building: String?
    /// Name of the gas riser, as the registry has it.
    public var riser: String?
    /// Boot counter, 0 … 2^32−1.
    public var boot: UInt32?
    /// Number within the boot, 0 … 2^32−1.
    public var seq: UInt32?
    /// The valve's own clock, in ms since 1970.
    public var clock: Int64?
    /// Methane in %LEL.
    public var gas: Double?
    /// Flow in m³/h.
    public var flow: Double?
    /// Gauge pressure in kPa.
    public var pressure: Double?
    /// Temperature in °C.
    public var temperature: Double?
    /// Charge in %.
    public var battery: Double?
    /// Signal in dBm.
    public var rssi: Double?
    /// Where the valve stands; nil is unknown.
    public var position: Position?
    /// `.none` for a report; anything else was a message on the alarm topic.
    public var alarm = Alarm.none
    /// Why it closed, with a shutoff.
    public var cause: ShutoffCause?
    /// The flags word for word, those that the contract does not name included; nil when the
    /// recording does not speak of flags in this row.
    public var flags: [String]?
    /// Whether it was sent as a test; nil when the row does not say.
    public var isTest: Bool?

    /// A row in which nothing was measured.
    public init(line: Int, valve: ValveID, at: Int64) {
        self.line = line
        self.valve = valve
        self.at = at
    }
}
