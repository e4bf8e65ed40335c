internal import Glibc

/// The air outside, over Qingdao, by season.
package struct Weather: Equatable, Sendable {
    /// °C.
    package var temperature: Double
    /// Relative humidity, %.
    package var humidity: Double

    /// What a season is like. Means are those of January, April, July and October for 1991–2020 at
    /// Qingdao, rounded to whole degrees and five percent (China Meteorological Administration).
    private struct Climate {
        let mean: Double
        let humidity: Double
        /// Half the way from the coldest to the warmest hour of a day, °C.
        let swing: Double
    }

    private static func climate(_ season: Season) -> Climate {
        switch season {
        case .winter: Climate(mean: 0, humidity: 60, swing: 3.5)
        case .spring: Climate(mean: 12, humidity: 65, swing: 4)
        case .summer: Climate(mean: 25, humidity: 85, swing: 2.5)
        case .autumn: Climate(mean: 17, humidity: 65, swing: 4)
        }
    }

    /// The warmest hour is about 14 o'clock.
    private static let warmest = 14.0 * 3600
    /// How far one day is from the next, °C, and in humidity, %.
    private static let spread = (temperature: 3.0, humidity: 10.0)

    /// - Parameters:
    ///   - day: counts the local days.
    ///   - second: of that day.
    package init(_ season: Season, day: Int64, second: Double, _ dice: Dice) {
        let climate = Self.climate(season)
        let today = dice.subject(UInt64(bitPattern: day))
        let hours = (second - Self.warmest) / 86_400 * 2 * Double.pi
        temperature =
            climate.mean + climate.swing * cos(hours) + Self.spread.temperature * today.noise(1)
        let wetness = climate.humidity - 8 * cos(hours) + Self.spread.humidity * today.noise(2)
        humidity = min(100, max(20, wetness))
    }
}
