internal import Glibc

/// How a household uses gas: meals, hot water, heating in some homes, sleep and days away.
package struct Habits: Sendable {
    /// A wall-hung boiler burns natural gas of 9.9 kWh/m³; 12 kW at 90 % take so much, m³/h.
    private static let boilerFlow = 1.35
    /// A water heater of 14 kW, m³/h. A boiler heats the water where there is one, and not the rooms
    /// at the same time.
    private static let waterFlow = 1.55
    /// A flat of 80 m² loses so many kW for each degree that it is colder outside than inside.
    private static let lossPerDegree = 0.16
    /// Nobody heats above this temperature outside, °C: the usual base of heating degree days.
    private static let heatingBase = 18.0
    /// Heating at night is turned down to this share.
    private static let setBack = 0.6
    /// Seconds from one start of the burner to the next.
    private static let boilerPeriod = 900.0

    private let dice: Dice
    private let cookingFlow: Double
    private let hasBoiler: Bool
    private let hasHeater: Bool
    /// Whole degrees to which the household heats more or less than others.
    private let comfort: Double

    package init(_ dice: Dice) {
        self.dice = dice
        // A stove's one or two burners take 0.2 to 0.5 m³/h.
        cookingFlow = dice.between(0.2, 0.5, 1)
        // District heating is the rule in Qingdao; the shares are assumptions.
        hasBoiler = dice.unit(2) < 0.3
        hasHeater = hasBoiler || dice.unit(4) < 0.5
        comfort = dice.between(-2, 2, 5)
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

    /// Whether everybody sleeps at a second of a day.
    package static func sleeps(second: Double) -> Bool {
        second < 5.5 * 3600 || second >= 22.5 * 3600
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
    package func flow(day: Int64, second: Double, outside: Double) -> Double {
        guard !isAway(day: day) else { return 0 }
        let cooking = cooks(day: day, second: second) ? cookingFlow : 0
        if hasHeater && takesHotWater(day: day, second: second) {
            return cooking + Self.waterFlow
        }
        return cooking + (hasBoiler ? heatingFlow(second: second, outside: outside) : 0)
    }

    /// A shower in the evening of most days.
    private func takesHotWater(day: Int64, second: Double) -> Bool {
        let today = dice.subject(UInt64(bitPattern: day))
        guard today.unit(32) < 0.7 else { return false }
        let begins = 20.2 * 3600 + dice.noise(33) * 3_000 + today.noise(34) * 900
        return second >= begins && second < begins + today.between(240, 720, 35)
    }

    /// The burner runs for the share of each quarter of an hour that the weather asks for.
    private func heatingFlow(second: Double, outside: Double) -> Double {
        let degrees = Self.heatingBase + comfort - outside
        guard degrees > 0, outside < Self.heatingBase else { return 0 }
        let need = Self.lossPerDegree * degrees * (Self.sleeps(second: second) ? Self.setBack : 1)
        // 12 kW reach the rooms while the burner is on.
        let share = min(1, need / 12)
        let phase = dice.between(0, Self.boilerPeriod, 36)
        let within = (second + phase).truncatingRemainder(dividingBy: Self.boilerPeriod)
        return within < share * Self.boilerPeriod ? Self.boilerFlow : 0
    }

    /// How heavily the district draws gas at a second of a day, 0 … 1: what bends the pressure.
    /// Boilers add to the meals as it gets colder.
    package static func districtLoad(second: Double, outside: Double) -> Double {
        var load = 0.1
        for meal in meals {
            let distance = (second - meal.begins - meal.length / 2) / 3600
            load += 0.6 * meal.share * exp(-distance * distance)
        }
        let cold = max(0, heatingBase - outside) / 28
        return min(1, load + 0.35 * cold * (sleeps(second: second) ? setBack : 1))
    }
}
