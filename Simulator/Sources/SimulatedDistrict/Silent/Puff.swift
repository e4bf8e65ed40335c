internal import Glibc

/// Something that a detector takes for gas and that is none: a pan of spirits, a spray, a smoking
/// oil. Up within a minute, and away with the air within some.
struct Puff: Equatable, Sendable {
    /// Seconds after the start of the recording.
    let begins: Double
    /// The most that it looks like, %LEL.
    let peak: Double
    private let rise: Double
    private let decay: Double

    /// - Parameter number: of the home's puffs, by which it is drawn.
    init(_ number: UInt64, begins: Double, _ dice: Dice) {
        let dice = dice.subject(number)
        self.begins = begins
        // Under the limit of 10 as often as over it, and seldom as much as a leak makes soon.
        peak = dice.between(4, 18, 1)
        rise = dice.between(15, 60, 2)
        decay = dice.between(30, 150, 3)
    }

    /// What it looks like in %LEL.
    func gas(at second: Double) -> Double {
        let age = second - begins
        guard age > 0 else { return 0 }
        return age < rise ? peak * age / rise : peak * exp(-(age - rise) / decay)
    }

    /// Seconds after which nothing is left of it that a detector would show.
    var ends: Double { begins + rise + 8 * decay }
}
