package import ValveModel

/// The limits at which a device closes its valve by itself, each within the tolerance of its kind.
package struct SelfClosing: Equatable, Sendable {
    /// kPa: 8 ± 2 (self-closing valves for domestic gas, CJ/T 447).
    package let over: Double
    /// kPa: 0.8 ± 0.2, of the same standard.
    package let under: Double
    /// m³/h: a valve for a home with a boiler lets through 2.5 and closes above, at latest at twice
    /// that.
    package let overflow: Double

    package init(_ dice: Dice) {
        over = dice.between(6, 10, 42)
        under = dice.between(0.6, 1, 43)
        overflow = dice.between(2.8, 5, 44)
    }

    /// Why it closes at this pressure in kPa and flow in m³/h; nil when it does not.
    package func cause(pressure: Double, flow: Double) -> ShutoffCause? {
        if pressure >= over { return .overpressure }
        if pressure <= under { return .supplyLoss }
        return flow >= overflow ? .overflow : nil
    }
}
