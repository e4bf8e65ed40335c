internal import Glibc

/// What a device says of itself: battery, its board's temperature, its radio.
package struct DeviceHealth: Equatable, Sendable {
    /// Months since it was installed.
    private let age: Double
    private let indoors: Double
    private let signal: Double
    private let fading: Double

    /// A lithium cell lasts a little longer than the sensor's three years.
    private static let batteryMonths = 42.0

    /// - Parameter floor: radio is worse in the lowest floors.
    package init(_ dice: Dice, floor: Int?) {
        age = dice.between(0, 36, 21)
        indoors = dice.between(-2, 2, 20)
        let height = Double(min(max(floor ?? 1, -1), 6))
        signal = dice.between(-92, -66, 22) + 1.5 * height
        fading = dice.between(0.5, 4, 28)
    }

    /// Charge in %, less in the cold of an unheated kitchen.
    package func battery(days: Double, inside: Double) -> Double {
        let left = 100 * (1 - (age + days / 30.4) / Self.batteryMonths)
        return min(100, max(5, left - 0.3 * max(0, 15 - inside)))
    }

    /// The air in the kitchen, °C: heated in winter, a little warmer than outside in summer.
    package func inside(outside: Double, cooks: Bool) -> Double {
        // District heating keeps 18 °C at least; here the homes keep 20.
        max(20 + indoors, outside + 1.5) + (cooks ? 2.5 : 0)
    }

    /// Signal in dBm: fades with what moves around, over minutes.
    package func rssi(at seconds: Double, _ noise: Dice) -> Int {
        let slow = fading * sin(seconds / 240 + fading * 7)
        return Int((signal + slow + 1.5 * noise.noise(2)).rounded())
    }
}
