/// Why a finding was raised: the clause of its rule that was met, and the numbers that met it.
///
/// It holds no text, so that it costs little on its way and in the journal; `Evidence+Words` makes
/// the sentence where people read it.
public struct Evidence: Codable, Equatable, Sendable, BitwiseCopyable {
    /// What was raised.
    public var kind: FindingKind
    /// The clause of its rule.
    public var ground: Ground
    /// The measurement that met it, in the unit of `quantity`; `nil` when the message had none.
    public var value: Float?
    /// The measurement before it, where two in a row or their difference met the clause.
    public var before: Float?
    /// The profile's limit that every reading of a run has reached, in the same unit.
    public var limit: Float?
    /// Rise of gas in %LEL a minute between the last two readings; `nil` where it does not rise.
    public var rate: Float?
    /// For how long the condition has shown; `nil` where it began with this message.
    public var lapse: Lapse?
    /// Where the valve stood, for what is about its position.
    public var position: Position?
    /// The alarm in the message.
    public var alarm: Alarm?
    /// Why the valve closed, where the message says so.
    public var cause: ShutoffCause?

    /// Evidence without a number yet.
    public init(_ kind: FindingKind, _ ground: Ground) {
        self.kind = kind
        self.ground = ground
    }

    /// What `value`, `before` and `limit` measure.
    public enum Quantity: Sendable {
        /// Methane in %LEL.
        case gas
        /// m³/h.
        case flow
        /// Gauge pressure in kPa.
        case pressure
        /// °C.
        case temperature
        /// Charge in %.
        case battery
    }

    /// What the kind is judged by; `nil` for one that no measurement shows.
    public static func quantity(of kind: FindingKind) -> Quantity? {
        switch kind {
        case .leak, .seepage, .suspect, .sensorFault: .gas
        case .heat: .temperature
        case .overflow, .overtime, .microflow, .shutoffFailed: .flow
        case .overpressure, .underpressure, .supplyLoss: .pressure
        case .lowBattery: .battery
        case .reopened, .shutoff, .shock, .tamper, .powerLoss, .endOfLife, .offline, .areaEvent:
            nil
        }
    }
}
