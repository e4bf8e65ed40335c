package import ValveModel

/// One row of a recording in the contract's units; nil is not measured, which is never zero.
package struct RecordedReading: Equatable, Sendable {
    /// The row's first line in the file, from 1.
    package var line: Int
    package var valve: ValveID
    /// When it was received, in ms since 1970, or since the first row when the file has no time.
    package var at: Int64
    /// nil when the recording does not say.
    package var area: Area?
    package var boot: UInt32?
    package var seq: UInt32?
    /// The valve's own clock, in ms since 1970.
    package var clock: Int64?
    /// Methane in %LEL.
    package var gas: Double?
    /// Flow in m³/h.
    package var flow: Double?
    /// Gauge pressure in kPa.
    package var pressure: Double?
    /// Temperature in °C.
    package var temperature: Double?
    /// Charge in %.
    package var battery: Double?
    /// Signal in dBm.
    package var rssi: Double?
    package var position: Position?
    /// `.none` for a report; anything else was a message on the alarm topic.
    package var alarm = Alarm.none
    package var cause: ShutoffCause?
    /// The flags word for word, those that the contract does not name included; nil when the
    /// recording does not speak of flags in this row.
    package var flags: [String]?
    package var isTest: Bool?

    package init(line: Int, valve: ValveID, at: Int64) {
        self.line = line
        self.valve = valve
        self.at = at
    }
}
