/// What a column of a recording can stand for, under the names that the contract gives them.
public enum RecordingField: String, CaseIterable, Sendable {
    case valve, at, area, building, riser, boot, seq, ts
    case gas, flow, pressure, temp, battery, rssi
    case position, alarm, cause, flags, test

    /// The units that its column may be written in, the contract's own first; empty when the
    /// field has none.
    public var units: [RecordingUnit] {
        switch self {
        case .at, .ts: [.milliseconds, .seconds, .iso]
        case .gas: [.percentLEL, .partsPerMillion, .percentVolume, .tenths, .thousandths]
        case .flow:
            [.cubicMetresPerHour, .litresPerHour, .kilowattHoursPerHour, .cubicMetres]
        case .pressure: [.kilopascal, .pascal, .millibar, .bar]
        case .temp: [.celsius, .fahrenheit]
        default: []
        }
    }

    /// Whether the contract has a JSON number for it.
    var isNumber: Bool {
        switch self {
        case .boot, .seq, .ts, .gas, .flow, .pressure, .temp, .battery, .rssi: true
        case .valve, .at, .area, .building, .riser, .position, .alarm, .cause, .flags, .test:
            false
        }
    }

    /// Whether one value can stand for every row. Time and sequence are what tells rows apart.
    var mayBeConstant: Bool { self != .at && self != .seq && self != .ts }
}
