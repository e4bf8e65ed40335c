public import ValveModel

/// A finding as the correlator sees it: one valve begins to show one kind.
public struct AreaSign: Codable, Equatable, Sendable {
    /// What the valve shows.
    public var kind: FindingKind
    /// How urgent it is by itself.
    public var priority: Priority
    /// What it counts as: a shutoff counts as what closed the valve. `nil` for kinds that come by
    /// age or habit and say nothing of a common cause.
    public var family: FindingKind?
    /// The valve and where it is.
    public var place: ValvePlace
    /// When it began.
    public var at: Moment
    /// Methane in %LEL when it began; `nil` when not measured.
    public var gas: Float?
    /// Whether the valve has never been heard; `nil` is no.
    public var isUnheard: Bool?
    /// Gas of the building-gas rule without a finding of its own.
    public var isTrace = false

    /// A finding that began.
    ///
    /// - Parameters:
    ///   - cause: what closed the valve, for a shutoff.
    ///   - ground: which clause of its rule was met, where that is known.
    public init(
        _ kind: FindingKind, _ priority: Priority, cause: ShutoffCause = .unknown,
        ground: Ground? = nil, place: ValvePlace, gas: Float? = nil, at moment: Moment
    ) {
        self.kind = kind
        self.priority = priority
        family = Self.family(kind, cause)
        self.place = place
        self.gas = gas
        at = moment
        if ground == .unheard { isUnheard = true }
    }

    /// Gas seen in a home that has no finding for it.
    public static func trace(_ gas: Float, place: ValvePlace, at moment: Moment) -> AreaSign {
        var sign = AreaSign(.seepage, .p3, place: place, gas: gas, at: moment)
        sign.isTrace = true
        sign.family = nil
        return sign
    }

    /// Kinds that head a family: what area events are `of`.
    public static let families: [FindingKind] = [
        .leak, .seepage, .overpressure, .supplyLoss, .shutoff, .overflow, .shock, .tamper,
        .powerLoss, .sensorFault, .offline,
    ]

    /// What a kind counts as. Batteries, ages and habits (`low_battery`, `end_of_life`, `overtime`,
    /// `microflow`) come to many homes in one season without a common cause; `suspect`,
    /// `shutoff_failed` and `reopened` follow from a leak that is counted already.
    static func family(_ kind: FindingKind, _ cause: ShutoffCause) -> FindingKind? {
        switch kind {
        case .leak, .heat: .leak
        case .underpressure: .supplyLoss
        case .shutoff:
            switch cause {
            case .supplyLoss, .underpressure: .supplyLoss
            case .overpressure: .overpressure
            case .shock: .shock
            default: .shutoff
            }
        default: families.contains(kind) ? kind : nil
        }
    }

    var key: Key { Key(valve: place.valve, kind: kind) }

    /// One kind of one valve: what belongs to at most one event.
    struct Key: Codable, Hashable, Sendable {
        var valve: String
        var kind: FindingKind
    }

    /// Whether the valve cannot be heard any more: one that never was has not been lost.
    var isLoss: Bool { (kind == .offline || kind == .suspect) && isUnheard != true }
    /// Whether gas was found in the home.
    var isGas: Bool { kind == .leak || kind == .seepage }
}
