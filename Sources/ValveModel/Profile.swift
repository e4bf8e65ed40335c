/// The numbers by which one model of valve is judged: every limit of the contract's section 4.
///
/// The defaults are the contract's shipped default profile; `Config/profiles.yaml` names others.
public struct Profile: Equatable, Sendable {
    /// Name in `profiles.yaml` and in the registry's `profile` column.
    public var name = "default"

    /// How often the valve is expected to report. Three of these without a word are `offline`.
    public var reportPeriod = Lapse.seconds(300)
    /// Expected periods of silence before a valve counts as off line.
    public var offlinePeriods: Int64 = 3
    /// How long an off-line valve stays P4 before it becomes a P3 visit.
    public var offlineRaise = Lapse.hours(24)

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
    /// How far apart, in report periods, two readings may be and still be consecutive.
    public var consecutivePeriods: Int64 = 3

    /// Gas in %LEL that is `seepage` when every report for `seepageFor` shows it.
    public var seepageGas: Float = 3
    /// How long `seepageGas` must show; 30 min by the contract, section 4.
    public var seepageFor = Lapse.minutes(30)
    /// Gas in %LEL that is `seepage` after the shorter `seepageHighFor`.
    public var seepageGasHigh: Float = 5
    /// How long `seepageGasHigh` must show; 10 min by the contract, section 4.
    public var seepageHighFor = Lapse.minutes(10)
    /// Flow in m³/h that is `overtime` when every report for `overtimeFor` shows it.
    public var overtimeFlow: Float = 0.1
    /// How long `overtimeFlow` must show; 6 h by the contract, section 4.
    public var overtimeFor = Lapse.hours(6)
    /// How long flow above zero but never above `overtimeFlow` is `microflow`: one UK home's
    /// longest run of non-zero hours was 46 h, so nothing shorter than a day is meaningful.
    public var microflowFor = Lapse.hours(24)

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

    /// The shipped default profile.
    public init() {}
}
