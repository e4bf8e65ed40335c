internal import Glibc

/// What a detector shows of the air around it: late, a little off, and not only of methane.
package struct GasSensor: Equatable, Sendable {
    /// Seconds to 90 % of a step: the standard allows 30 (GB 15322.2); catalytic sensors behind
    /// their filter take 5 to 12.
    package let t90: Double
    /// The zero as it has drifted since the last adjustment, %LEL.
    private let zero: Double
    /// What wet air adds, %LEL for each percent of humidity above a half.
    private let wetness: Double
    /// How much of the fumes of cooking passes its filter.
    private let openness: Double

    /// Fumes and drift never look like a leak here: the rate of false alarms is the scenario's, so
    /// that nobody is blamed for answering one.
    private static let fumesMax = 6.0
    /// Standard deviation of a reading, %LEL: the last digit of a tenth of a volt.
    private static let noise = 0.12

    package init(_ dice: Dice) {
        t90 = dice.between(5, 12, 25)
        // 0.7 %LEL after three years is what makers promise at most of a zero.
        zero = dice.between(0, 0.7, 23)
        wetness = dice.between(0, 0.012, 26)
        openness = exp(-0.2 + 0.7 * dice.noise(27))
    }

    /// The gas it shows after some seconds in air that now holds so much, both in %LEL.
    package func shown(_ shown: Double, in air: Double, after seconds: Double) -> Double {
        // After t90 a tenth of the step is left: ln 10 time constants.
        air + (shown - air) * exp(-max(0, seconds) * 2.302_585 / t90)
    }

    /// What it reports, %LEL: the gas it shows and everything else it takes for gas.
    ///
    /// - Parameters:
    ///   - gas: that it shows of a leak.
    ///   - fumes: 0 … 1, how thick the fumes of cooking are.
    ///   - humidity: of the air, %.
    package func reading(gas: Double, fumes: Double, humidity: Double, _ noise: Dice) -> Double {
        let strange =
            zero + wetness * max(0, humidity - 50) + min(Self.fumesMax, openness * fumes)
        return min(100, max(0, gas + strange + Self.noise * noise.noise(4)))
    }
}

/// The kitchen's air beside the gas.
package enum Kitchen {
    /// Fumes of frying come and go in a meal: thick for a part of each minute, 0 … 1.
    package static func fumes(second: Double, _ dice: Dice) -> Double {
        let minute = UInt64(max(0, second) / 60)
        let peak = dice.unit(minute &+ 100)
        let within = second.truncatingRemainder(dividingBy: 60) / 60
        // Up in ten seconds, away with the hood in half a minute.
        return peak * min(1, within * 6) * exp(-max(0, within - 1 / 6.0) * 3)
    }

    /// Air changes an hour: closed windows in winter, open ones in summer, a hood over the stove.
    package static func airing(_ season: Season, cooks: Bool, sleeps: Bool) -> Double {
        let windows =
            switch season {
            case .winter: 0.7
            case .spring, .autumn: 1.2
            case .summer: 2.2
            }
        // A hood moves a few hundred m³/h, of which the layer under the ceiling has its share.
        return windows * (cooks ? 3 : 1) * (sleeps ? 0.7 : 1)
    }
}
