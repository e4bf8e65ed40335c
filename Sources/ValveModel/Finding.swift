/// One of the four latched aspects of a valve, each acknowledged alone.
public enum Axis: UInt8, Sendable, CaseIterable, BitwiseCopyable, Codable {
    case gas, supply, link, health

    /// The word in the API.
    public var word: String {
        switch self {
        case .gas: "gas"
        case .supply: "supply"
        case .link: "link"
        case .health: "health"
        }
    }
}

/// How urgent; a lower raw value is more urgent.
public enum Priority: UInt8, Comparable, Sendable, CaseIterable, BitwiseCopyable, Codable {
    /// A team on the five-minute clock, now.
    case p1 = 1
    /// A team on the five-minute clock, after every P1.
    case p2 = 2
    /// A visit with the day's clock.
    case p3 = 3
    /// A work list.
    case p4 = 4

    /// More urgent comes first.
    public static func < (left: Priority, right: Priority) -> Bool {
        left.rawValue < right.rawValue
    }

    /// `P1` … `P4`.
    public var word: String { "P\(rawValue)" }

    /// Reads `P1` … `P4`.
    public init?(word: String) {
        guard let match = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = match
    }

    /// Whether a team is called out for it.
    public var callsOut: Bool { self <= .p2 }
}

/// What is wrong with a valve, in the contract's words.
///
/// Within an axis the order of the cases is the contract's order of gravity, gravest first.
public enum FindingKind: UInt8, Sendable, CaseIterable, BitwiseCopyable, Codable {
    // Gas.
    case heat, leak, shutoffFailed, reopened, suspect, seepage
    // Supply.
    case overpressure, shutoff, supplyLoss, underpressure, overflow, overtime, microflow
    // Health.
    case shock, tamper, powerLoss, sensorFault, endOfLife, lowBattery
    // Link.
    case offline
    // Many valves together.
    case areaEvent

    /// The axis it belongs to.
    public var axis: Axis {
        switch self {
        case .heat, .leak, .shutoffFailed, .reopened, .suspect, .seepage: .gas
        case .overpressure, .shutoff, .supplyLoss, .underpressure, .overflow, .overtime,
            .microflow:
            .supply
        case .shock, .tamper, .powerLoss, .sensorFault, .endOfLife, .lowBattery: .health
        case .offline, .areaEvent: .link
        }
    }

    /// The word in the contract.
    public var word: String {
        switch self {
        case .heat: "heat"
        case .leak: "leak"
        case .shutoffFailed: "shutoff_failed"
        case .reopened: "reopened"
        case .suspect: "suspect"
        case .seepage: "seepage"
        case .overpressure: "overpressure"
        case .shutoff: "shutoff"
        case .supplyLoss: "supply_loss"
        case .underpressure: "underpressure"
        case .overflow: "overflow"
        case .overtime: "overtime"
        case .microflow: "microflow"
        case .shock: "shock"
        case .tamper: "tamper"
        case .powerLoss: "power_loss"
        case .sensorFault: "sensor_fault"
        case .endOfLife: "end_of_life"
        case .lowBattery: "low_battery"
        case .offline: "offline"
        case .areaEvent: "area_event"
        }
    }

    /// The kind a word stands for.
    public init?(word: String) {
        guard let match = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = match
    }

    /// The graver of two kinds of one axis.
    public static func graver(_ left: FindingKind, _ right: FindingKind) -> FindingKind {
        left.rawValue <= right.rawValue ? left : right
    }

    /// Leak and heat: closed only after the home was made safe or proved a false alarm.
    public var needsMadeSafe: Bool { self == .leak || self == .heat }
}
