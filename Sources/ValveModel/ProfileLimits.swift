/// Every limit of the contract's section 4, and those of our own further rules.
///
/// Where no source is named, the number is the contract's.
public struct ProfileLimits: Equatable, Sendable, BitwiseCopyable {
    // Link.

    /// How it keeps in touch.
    public var link = LinkClass.connected
    /// How often the valve is expected to report. Three of these without a word are `offline`.
    public var reportPeriod = Lapse.seconds(300)
    /// Expected periods of silence before a valve counts as off line.
    public var offlinePeriods: Int64 = 3
    /// Of a `daily` valve: how long its report may be overdue.
    public var overdueFor = Lapse.hours(24)
    /// How long an off-line valve stays P4 before it becomes a P3 visit.
    public var offlineRaise = Lapse.hours(24)
    /// How far apart, in report periods, two readings may be and still be consecutive.
    public var consecutivePeriods: Int64 = 3

    /// A condition that is gone so soon after it began has cleared itself: a default report period,
    /// within which a valve says once how it is. It is counted so; nothing is found by it.
    public var selfClear = Lapse.seconds(300)

    // Gas and heat.

    /// Gas in %LEL of which two consecutive reports are a leak (GB 15322.2 lets devices trip
    /// between 5 and 25).
    public var leakGas: Float = 10
    /// Rise in %LEL a minute at which one report over `leakGas` is enough.
    public var leakRisePerMinute: Float = 4
    /// Gas in %LEL of which a single report is a leak.
    public var leakGasAtOnce: Float = 20
    /// Temperature in °C that is `heat`.
    public var heatTemperature: Float = 65
    /// Rise in °C a minute that is `heat` when it lasts `heatRiseFor`.
    public var heatRisePerMinute: Float = 10
    /// How long the rise has to last.
    public var heatRiseFor = Lapse.minutes(2)
    /// Gas in %LEL that is `seepage` when every report for `seepageFor` shows it.
    public var seepageGas: Float = 3
    /// How long `seepageGas` must show.
    public var seepageFor = Lapse.minutes(30)
    /// Gas in %LEL that is `seepage` after the shorter `seepageHighFor`.
    public var seepageGasHigh: Float = 5
    /// How long `seepageGasHigh` must show.
    public var seepageHighFor = Lapse.minutes(10)
    /// How far in %LEL gas has to fall under `seepageGas` before a seepage counts as gone: five
    /// times the resolution of 0.1 %LEL, so that noise about the limit does not end and begin it.
    public var gasHysteresis: Float = 0.5

    // Closing.

    /// Flow in m³/h above which a valve is not shut.
    public var closedFlow: Float = 0.02
    /// How long after it should be closed a valve may still show flow or another position.
    public var shutoffGrace = Lapse.seconds(10)
    /// Silence of a leaking valve that is `suspect`.
    public var suspectSilence = Lapse.seconds(60)
    /// Gas in %LEL under which a leak may be P2 at all.
    public var provenGas: Float = 20
    /// Gas in %LEL under which it has to be from `provenSettle` after the proof.
    public var provenGasSettled: Float = 10
    /// When after the proof the lower limit begins.
    public var provenSettle = Lapse.seconds(120)
    /// How recently a P2 leak has to have been heard.
    public var provenHeard = Lapse.seconds(60)
    /// How recent another leak of the riser forbids P2.
    public var riserWindow = Lapse.minutes(10)
    /// Whether a closed valve that shows `open` again, with no leak open, counts as opened by a
    /// person. `false` is the rule's letter: it is `shutoff_failed`. A district whose residents
    /// close their valve at night sets it.
    public var handReopening = false
    /// Whether the valve closes by itself on its own leak alarm.
    public var selfClosing = true
    /// Whether the daemon commands `close` as the contract's section 4 says.
    public var autoClose = true
    /// How often the close command is repeated until the valve is proven closed.
    public var closeRepeat = Lapse.seconds(5)
    /// How long it is repeated at the most.
    public var closeRepeatFor = Lapse.minutes(10)
    /// `ttl` of a command: seconds after receipt for which the valve may still act on it.
    public var commandLifeSeconds: Int = 60

    // Supply.

    /// Flow in m³/h that is `overflow` in two consecutive reports.
    public var overflowFlow: Float = 2.5
    /// How long an overflow stays open before the valve is commanded to close.
    public var overflowClose = Lapse.seconds(10)
    /// Pressure in kPa that is `overpressure` in two consecutive reports.
    public var overpressure: Float = 6
    /// Pressure in kPa under which an open valve has `underpressure`.
    public var underpressure: Float = 0.8
    /// Pressure in kPa under which an open valve has lost its supply.
    public var supplyLossPressure: Float = 0.2
    /// How far in kPa pressure has to rise over a lower limit before its finding counts as gone:
    /// half of the ± 0.2 kPa about which self-closing valves' own limits differ would hide a return
    /// to 0.9, so a quarter of it.
    public var pressureHysteresis: Float = 0.05
    /// How far in m³/h flow has to fall under `overflowFlow` before an overflow counts as gone: a
    /// burner's smallest step in households' hourly records is about 0.1.
    public var flowHysteresis: Float = 0.1
    /// Flow in m³/h that is `overtime` when every report for `overtimeFor` shows more.
    public var overtimeFlow: Float = 0.1
    /// How long `overtimeFlow` must show.
    public var overtimeFor = Lapse.hours(6)
    /// How long flow above zero but never above `overtimeFlow` is `microflow`: one UK home's
    /// longest run of non-zero hours was 46 h, so nothing shorter than a day is meaningful.
    public var microflowFor = Lapse.hours(24)

    // The sensor and the battery: rules of our own that end in `sensor_fault` or `low_battery`.

    /// Gas in %LEL at or above which a sensor that stands still or never comes back is suspicious:
    /// the smallest step of the coarsest units met in payloads; below it a sensor rests.
    public var restGas: Float = 1
    /// How long the very same gas value, at or above `restGas`, is a stuck sensor: a kitchen's
    /// temperature swings daily and moves a healthy sensor of 0.1 %LEL; three days hold three swings.
    public var stuckFor = Lapse.hours(72)
    /// How long gas that is never below `restGas` is a drifted zero: no home is unaired for a week.
    public var driftFor = Lapse.hours(168)
    /// Fall in %LEL, to less than half, that no room allows within `stepSpan`: 20 %LEL to 10 in 30 s
    /// are 83 air changes an hour, an open window makes 5 to 15.
    public var stepGas: Float = 20
    /// The longest time between two readings for their difference to be a step.
    public var stepSpan = Lapse.seconds(30)
    /// Impossible steps within `stepWindow` that make a faulty sensor: one is a disturbance, two
    /// may be a bump test.
    public var stepCount: Int64 = 3
    /// The window in which steps count together.
    public var stepWindow = Lapse.hours(1)
    /// How long `preheat` may last: semiconductor and catalytic sensors of homes warm up in
    /// minutes; a valve that warms up for two hours is blind.
    public var warmUpFor = Lapse.hours(2)
    /// A battery whose fall will have emptied it within so long is low.
    public var batteryEmptyWithin = Lapse.hours(14 * 24)
    /// The shortest time over which the fall of a battery is measured: its level has steps of a
    /// per cent or more and moves with the temperature of the day.
    public var batterySpan = Lapse.hours(7 * 24)
    /// The least fall in per cent that counts as a trend at all, above those steps.
    public var batteryFall: Int64 = 5

    /// The shipped default profile's limits.
    public init() {}
}
