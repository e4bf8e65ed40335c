import BenchNumbers
import Foundation

/// One leak: when, where, and how long a team is bound once it is at the door.
struct Leak {
    let at: Double
    let home: Int
    let service: Double
    /// Seconds until the called team accepts.
    let answer: Double
    var rescueBy: Double { at + Double(City.circle) }
}

/// Leaks drawn once for a city, so that every way of dispatching meets the same ones.
enum Calls {
    /// A team is bound ten minutes at the least: making safe, airing, waiting for the gas company.
    /// Twice the circle, so that no team serves two leaks of one storm in time.
    static let serviceMin = 600.0

    /// Sixty leaks inside ten seconds, as when pressure comes back to a district with a burst pipe.
    static func storm(_ city: City, _ numbers: inout SeededNumbers) -> [Leak] {
        (0..<60).map { _ in leak(at: 10 * numbers.uniform(), city, &numbers) }
            .sorted { $0.at < $1.at }
    }

    /// A week of leaks: bursts and lulls (gaps with a coefficient of variation of 1.55, as gas
    /// calls in Montgomery County have), more in the evening.
    ///
    /// - Parameter load: the share of time that a team is bound on average.
    static func week(_ city: City, load: Double, _ numbers: inout SeededNumbers) -> [Leak] {
        // Bound from the call to the return: a circle's way out, service, a way back.
        let bound = 180 + serviceMin + serviceMean + 100
        let meanGap = bound / (load * Double(city.teamCount))
        var leaks: [Leak] = []
        var now = 0.0
        while now < 7 * 86_400 {
            now += gap(meanGap, &numbers) / evening[Int(now / 3_600) % 24]
            leaks.append(leak(at: now, city, &numbers))
        }
        return leaks
    }

    private static let serviceMean = 900.0

    private static func leak(
        at time: Double, _ city: City, _ numbers: inout SeededNumbers
    ) -> Leak {
        Leak(
            at: time, home: Int.random(in: 0..<city.homeCount, using: &numbers),
            service: serviceMin + numbers.exponential(serviceMean),
            answer: 3 + 12 * numbers.uniform())
    }

    /// A mixture of two exponentials with balanced means: variation c² = 1.55² gives the share
    /// p = (1 + √((c² − 1) ⁄ (c² + 1))) ⁄ 2 of the short ones.
    private static func gap(_ mean: Double, _ numbers: inout SeededNumbers) -> Double {
        let square = 1.55 * 1.55
        let share = (1 + ((square - 1) / (square + 1)).squareRoot()) / 2
        return numbers.uniform() < share
            ? numbers.exponential(mean / (2 * share))
            : numbers.exponential(mean / (2 * (1 - share)))
    }

    /// Calls by hour against the mean: low at night, highest at supper, as dwelling fires in London
    /// 2009 and gas calls are. Twenty-four numbers with the mean 1.
    private static let evening: [Double] = [
        0.65, 0.5, 0.4, 0.35, 0.35, 0.4, 0.5, 0.7, 0.85, 0.95, 1.05, 1.15, 1.25, 1.2, 1.1, 1.15,
        1.3, 1.6, 1.75, 1.6, 1.4, 1.25, 1.1, 0.95,
    ].map { $0 / 1.0625 }
}
