/// The words of the contract for the small vocabularies, in one place for decoder, API and CLI.
extension Position {
    /// The word on the wire.
    public var word: String {
        switch self {
        case .unknown: "unknown"
        case .open: "open"
        case .closed: "closed"
        case .moving: "moving"
        case .stuck: "stuck"
        }
    }

    /// The position a word stands for.
    public init?(word: String) {
        guard let match = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = match
    }
}

extension Alarm {
    /// The word on the wire; empty for no alarm.
    public var word: String {
        switch self {
        case .none: ""
        case .leak: "leak"
        case .overflow: "overflow"
        case .overpressure: "overpressure"
        case .underpressure: "underpressure"
        case .supplyLoss: "supply_loss"
        case .overtime: "overtime"
        case .shock: "shock"
        case .tamper: "tamper"
        case .shutoff: "shutoff"
        case .sensorFault: "sensor_fault"
        case .cleared: "cleared"
        }
    }
}

extension ShutoffCause {
    /// The word on the wire; empty when the message did not say.
    public var word: String {
        switch self {
        case .unknown: ""
        case .leak: "leak"
        case .overflow: "overflow"
        case .overpressure: "overpressure"
        case .underpressure: "underpressure"
        case .supplyLoss: "supply_loss"
        case .overtime: "overtime"
        case .shock: "shock"
        case .remote: "remote"
        case .manual: "manual"
        case .lowBattery: "low_battery"
        }
    }
}

extension ReadingFlags {
    /// The words of the named flags in this set.
    public var words: [String] {
        Self.named.filter { contains($0.flag) }.map { String(describing: $0.word) }
    }
}
