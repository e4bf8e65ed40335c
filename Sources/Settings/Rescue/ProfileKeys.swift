internal import ValveModel

/// The keys of a profile: the field each one fills and the range a sane number lies in.
extension ProfilesFile {
    /// A measured quantity in the unit of its field.
    struct Quantity: Sendable {
        let key: String
        let field: any WritableKeyPath<ProfileLimits, Float> & Sendable
        let range: ClosedRange<Double>
    }

    /// A length of time in seconds.
    struct Period: Sendable {
        let key: String
        let field: any WritableKeyPath<ProfileLimits, Lapse> & Sendable
    }

    /// A number of things.
    struct Count: Sendable {
        let key: String
        let field: any WritableKeyPath<ProfileLimits, Int64> & Sendable
        let range: ClosedRange<Int>
    }

    /// From the resolution of a lapse to a year, beyond which no report period or run makes sense.
    static let periodRange = 0.001...31_536_000.0

    // The ranges are those a reading can have by the contract's section 2, so that a limit can be
    // crossed at all.
    private static let gas = 0.0...100.0
    private static let flow = 0.0...25.0
    private static let pressure = -5.0...20.0

    static let quantities: [Quantity] = [
        Quantity(key: "leak_gas", field: \.leakGas, range: gas),
        Quantity(key: "leak_rise_per_minute", field: \.leakRisePerMinute, range: gas),
        Quantity(key: "leak_gas_at_once", field: \.leakGasAtOnce, range: gas),
        Quantity(key: "heat_temperature", field: \.heatTemperature, range: -40...125),
        Quantity(key: "heat_rise_per_minute", field: \.heatRisePerMinute, range: 0...125),
        Quantity(key: "closed_flow", field: \.closedFlow, range: flow),
        Quantity(key: "proven_gas", field: \.provenGas, range: gas),
        Quantity(key: "proven_gas_settled", field: \.provenGasSettled, range: gas),
        Quantity(key: "overflow_flow", field: \.overflowFlow, range: flow),
        Quantity(key: "overpressure", field: \.overpressure, range: pressure),
        Quantity(key: "underpressure", field: \.underpressure, range: pressure),
        Quantity(key: "supply_loss_pressure", field: \.supplyLossPressure, range: pressure),
        Quantity(key: "seepage_gas", field: \.seepageGas, range: gas),
        Quantity(key: "seepage_gas_high", field: \.seepageGasHigh, range: gas),
        Quantity(key: "overtime_flow", field: \.overtimeFlow, range: flow),
        Quantity(key: "gas_hysteresis", field: \.gasHysteresis, range: gas),
        Quantity(key: "flow_hysteresis", field: \.flowHysteresis, range: flow),
        Quantity(key: "pressure_hysteresis", field: \.pressureHysteresis, range: 0...20),
        Quantity(key: "rest_gas", field: \.restGas, range: gas),
        Quantity(key: "step_gas", field: \.stepGas, range: gas),
    ]

    static let periods: [Period] = [
        Period(key: "report_period", field: \.reportPeriod),
        Period(key: "offline_raise", field: \.offlineRaise),
        Period(key: "self_clear", field: \.selfClear),
        Period(key: "heat_rise_for", field: \.heatRiseFor),
        Period(key: "shutoff_grace", field: \.shutoffGrace),
        Period(key: "suspect_silence", field: \.suspectSilence),
        Period(key: "proven_settle", field: \.provenSettle),
        Period(key: "proven_heard", field: \.provenHeard),
        Period(key: "riser_window", field: \.riserWindow),
        Period(key: "overflow_close", field: \.overflowClose),
        Period(key: "seepage_for", field: \.seepageFor),
        Period(key: "seepage_high_for", field: \.seepageHighFor),
        Period(key: "overtime_for", field: \.overtimeFor),
        Period(key: "microflow_for", field: \.microflowFor),
        Period(key: "close_repeat", field: \.closeRepeat),
        Period(key: "close_repeat_for", field: \.closeRepeatFor),
        Period(key: "overdue_for", field: \.overdueFor),
        Period(key: "stuck_for", field: \.stuckFor),
        Period(key: "drift_for", field: \.driftFor),
        Period(key: "step_span", field: \.stepSpan),
        Period(key: "step_window", field: \.stepWindow),
        Period(key: "warm_up_for", field: \.warmUpFor),
        Period(key: "battery_empty_within", field: \.batteryEmptyWithin),
        Period(key: "battery_span", field: \.batterySpan),
    ]

    static let counts: [Count] = [
        Count(key: "offline_periods", field: \.offlinePeriods, range: 1...1_000),
        Count(key: "consecutive_periods", field: \.consecutivePeriods, range: 1...1_000),
        // The watch counts steps in a byte.
        Count(key: "step_count", field: \.stepCount, range: 1...250),
        Count(key: "battery_fall", field: \.batteryFall, range: 1...100),
    ]

    /// Pairs of which the first may not be above the second.
    static let ascending = [
        ("leak_gas", "leak_gas_at_once"),
        ("proven_gas_settled", "proven_gas"),
        ("gas_hysteresis", "seepage_gas"),
        ("rest_gas", "leak_gas"),
        ("seepage_gas", "seepage_gas_high"),
        ("seepage_gas_high", "leak_gas"),
        ("seepage_high_for", "seepage_for"),
        ("closed_flow", "overtime_flow"),
        ("overtime_flow", "overflow_flow"),
        ("flow_hysteresis", "overflow_flow"),
        ("supply_loss_pressure", "underpressure"),
        ("underpressure", "overpressure"),
        ("close_repeat", "close_repeat_for"),
    ]
}
