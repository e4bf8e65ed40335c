internal import Glibc

/// How a household uses gas: meals, a boiler in some homes, sleep and days away.
package struct Habits: Sendable {
    private let dice: Dice
    private let cookingFlow: Double
    private let hasBoiler: Bool

    package init(_ dice: Dice) {
        self.dice = dice
        // A stove's one or two burners take 0.2 to 0.5 m³/h.
        cookingFlow = dice.between(0.2, 0.5, 1)
        hasBoiler = dice.unit(2) < 0.3
    }

    /// Meals: middle of the day's second at which they begin, spread of it, length, and how often
    /// they are cooked at all.
    private static let meals: [(begins: Double, spread: Double, length: Double, share: Double)] = [
        (6.75 * 3600, 2_400, 720, 0.7),
        (11.4 * 3600, 1_800, 1_500, 0.8),
        (17.6 * 3600, 2_700, 2_400, 0.9),
    ]

    /// Whether the home stands empty on a day: one day in sixteen.
    package func isAway(day: Int64) -> Bool {
        dice.subject(UInt64(bitPattern: day)).unit(3) < 1 / 16.0
    }

    /// Whether somebody cooks at a second of a local day.
    package func cooks(day: Int64, second: Double) -> Bool {
        let today = dice.subject(UInt64(bitPattern: day))
        guard !isAway(day: day) else { return false }
        for (index, meal) in Self.meals.enumerated() {
            let question = UInt64(index) * 4 + 8
            guard today.unit(question) < meal.share else { continue }
            // The hour is the household's habit, the minutes are the day's.
            let begins =
                meal.begins + dice.noise(question) * meal.spread
                + today.noise(question + 1) * 420
            let length = meal.length * today.between(0.5, 1.5, question + 2)
            if second >= begins && second < begins + length { return true }
        }
        return false
    }

    /// Gas drawn at a second of a local day, m³/h.
    package func flow(day: Int64, second: Double) -> Double {
        guard !isAway(day: day) else { return 0 }
        var flow = cooks(day: day, second: second) ? cookingFlow : 0
        if hasBoiler && boilerBurns(day: day, second: second) { flow += 0.9 }
        return flow
    }

    /// A boiler burns for a part of each hour from 6 to 22 o'clock.
    private func boilerBurns(day: Int64, second: Double) -> Bool {
        guard (6 * 3600..<22 * 3600).contains(Int(second)) else { return false }
        let hour = UInt64(bitPattern: day) &* 24 &+ UInt64(second / 3600)
        let begins = dice.between(0, 3000, hour &+ 64)
        let within = second.truncatingRemainder(dividingBy: 3600)
        return within >= begins && within < begins + 480
    }

    /// How heavily the district draws gas at a second of a day, 0 … 1: what bends the pressure.
    package static func districtLoad(second: Double) -> Double {
        var load = 0.1
        for meal in meals {
            let distance = (second - meal.begins - meal.length / 2) / 3600
            load += 0.9 * meal.share * exp(-distance * distance)
        }
        return min(1, load)
    }
}
