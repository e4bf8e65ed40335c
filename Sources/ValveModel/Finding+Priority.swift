extension FindingKind {
    /// The priority of the contract's table for the kinds whose priority does not depend on the
    /// valve's state; leak, suspect, shutoff and offline have rules of their own.
    public var usualPriority: Priority {
        switch self {
        case .heat, .leak, .shutoffFailed, .reopened: .p1
        case .suspect, .overpressure: .p2
        case .seepage, .shutoff, .supplyLoss, .underpressure, .overflow, .overtime, .microflow,
            .shock, .tamper:
            .p3
        case .powerLoss, .sensorFault, .endOfLife, .lowBattery, .offline: .p4
        case .areaEvent: .p3
        }
    }
}
