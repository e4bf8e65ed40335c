internal import Glibc

/// The air in which a leak gathers and the detector hangs: one well-mixed volume.
///
/// Methane rises, so that this is the layer under the kitchen's ceiling rather than the whole room.
/// Its balance is V·dC/dt = Q_leak − Q_vent·C with C the share of methane by volume; between two
/// changes of Q_leak or Q_vent the solution is exponential and is used as such.
package struct LeakRoom: Equatable, Sendable {
    /// Volume of the layer, m³.
    package var volume: Double
    /// Escaping gas, m³/h.
    package var leak: Double
    /// Air exchanged with the outside, m³/h; above 0.
    package var ventilation: Double
    /// Share of methane, 0 … 1.
    package private(set) var share = 0.0

    package init(volume: Double, leak: Double, ventilation: Double) {
        precondition(
            volume > 0 && ventilation > 0 && leak >= 0,
            "A room has a volume and some ventilation, and a leak never sucks gas in.")
        self.volume = volume
        self.leak = leak
        self.ventilation = ventilation
    }

    /// 1 %LEL of methane is 500 ppm, so that a share of 5 % is 100 %LEL.
    package static let sharePerLEL = 0.000_5

    /// The gas concentration in %LEL.
    package var gas: Double { share / Self.sharePerLEL }

    /// Lets time pass.
    package mutating func advance(seconds: Double) {
        guard seconds > 0 else { return }
        // The balance may lie above 1 where little air moves: it is approached, and cut off at pure
        // gas, which no detector tells from 100 %LEL anyway.
        let balance = leak / ventilation
        let left = exp(-ventilation / volume * seconds / 3600)
        share = min(1, balance + (share - balance) * left)
    }

    /// Seconds until the gas reaches a level from where it is now, nil when it never does.
    package func secondsUntil(gas level: Double) -> Double? {
        let target = level * Self.sharePerLEL
        let balance = leak / ventilation
        if share >= target { return 0 }
        guard balance > target else { return nil }
        return -volume / ventilation * 3600 * log((balance - target) / (balance - share))
    }
}
