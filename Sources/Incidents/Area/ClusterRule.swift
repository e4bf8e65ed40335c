public import ValveModel

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// How improbable so many findings of one kind are in one group, and from how many on they count as
/// one event.
///
/// **The rule.** Without a common cause the findings of a kind come independently: by Poisson, at
/// the base rate λ a valve. In a group of N valves the window W then holds Nλ W on average. Every
/// finding of the fleet begins a window, and an event would be false when n − 1 others of its group
/// fall into it by chance. So the false events of one kind and scope a year are
///
///     (findings of the kind a year in the fleet) × P(Poisson(N λ W) ≥ n − 1),
///
/// and n is the smallest number that keeps this within the budget. It is the scan statistic of
/// Naus (1965) in the form that counts expected clusters, which errs on the side of asking for more
/// findings because windows that overlap are counted more than once.
public struct ClusterRules: Equatable, Sendable {
    /// How long findings count together. A condition that begins everywhere at once is in the next
    /// report of every valve, one default period (300 s) apart; two reports in a row confirm it:
    /// two periods.
    public var window = Lapse.minutes(10)
    /// How long a cluster may show its extent before its scope is decided. The sweep finds silence
    /// at most 2 s after it is due; wills and alarms come within milliseconds.
    public var settle = Lapse.seconds(3)
    /// How long an event of which little is left waits for the rest to recover: a default report
    /// period, after which every valve has said how it is.
    public var recovery = Lapse.seconds(300)
    /// False events a year, over all kinds and scopes, that are put up with: one.
    public var falseEventsPerYear = 1.0
    /// The base rate is never taken below this, in findings a valve, year and kind. Taiyuan's 230
    /// homes raised 6,420 alarms in four months, 84 a home and year, over the seven kinds of alarm
    /// a household device has: 12 each. A quieter district only asks for more than it has to.
    public var ratePerValveYear = 12.0
    /// The base rate follows what is seen with this time constant: a month holds every weekday four
    /// times, and one bad night does not move it far.
    public var learning = Lapse.hours(24 * 30)

    /// The numbers above.
    public init() {}

    /// Fewer than this are not many, however improbable. On a riser and in a building three: two
    /// may be one door and its neighbour, and the rules of the field for two stand beside this
    /// one. Where no pipe joins the homes ten: so many in ten minutes are a flood to one operator
    /// (EEMUA 191), fewer are read one by one.
    static func countMin(_ scope: AreaScope) -> Int {
        switch scope {
        case .riser, .building: 3
        case .area, .fleet: 10
        }
    }

    private static let hoursPerYear = 8_766.0

    /// The floor of the base rate in findings a valve and hour.
    var rateFloor: Double { ratePerValveYear / Self.hoursPerYear }

    /// From how many findings on a group of `population` valves has an event; `nil` when the group
    /// is too small to ever have one.
    ///
    /// - Parameters:
    ///   - fleet: valves in all.
    ///   - rate: findings of the kind a valve and hour.
    public func need(
        _ scope: AreaScope, population: Int, fleet: Int, rate: Double
    ) -> Int? {
        let least = Self.countMin(scope)
        guard population >= least, fleet >= population else { return nil }
        let looks = Double(AreaScope.allCases.count * AreaSign.families.count)
        let perYear = rate * Double(fleet) * Self.hoursPerYear
        let chance = falseEventsPerYear / looks / perYear
        let mean = Double(population) * rate * window.seconds / 3_600
        var need = least
        // Grows by a twentieth where the numbers are large, so that the search stays short.
        while need <= population, PoissonTail.atLeast(need - 1, mean: mean) > chance {
            need += max(1, need / 20)
        }
        return need <= population ? need : nil
    }
}

/// The upper tail of the Poisson distribution.
enum PoissonTail {
    /// Above this mean the exact sum runs out of range, and six standard deviations (a chance of
    /// 1e-9) decide.
    private static let exactMeanMax = 500.0

    /// The chance of at least `count` where `mean` are expected.
    static func atLeast(_ count: Int, mean: Double) -> Double {
        let least = Double(count)
        guard count > 0, least > mean else { return 1 }
        guard mean > 0 else { return 0 }
        guard mean <= exactMeanMax else { return least > mean + 6 * mean.squareRoot() ? 0 : 1 }
        // P(X = count), its factors taken in turn so that none leaves the range.
        let share = exp(-mean / least)
        var term = 1.0
        for factor in 1...count { term *= mean / Double(factor) * share }
        var sum = 0.0
        var next = least
        while term > sum * 1e-12 {
            sum += term
            next += 1
            term *= mean / next
        }
        return min(1, sum)
    }
}

/// What was learned of how often a kind comes by itself, for the next start.
public struct LearnedRate: Codable, Equatable, Sendable {
    var family: FindingKind
    var rate: BaseRate
}

/// How often a kind comes without being part of an event, learned slowly and never below a floor.
struct BaseRate: Equatable, Sendable, Codable {
    /// Findings, each forgotten with the time constant of the rules.
    private(set) var weight = 0.0
    private(set) var at = Moment.distantPast

    /// Notes one finding that stayed alone.
    mutating func note(at now: Moment, _ rules: ClusterRules) {
        weight = decayed(at: now, rules) + 1
        at = max(at, now)
    }

    /// Findings a valve and hour in a fleet of so many.
    func perHour(fleet: Int, at now: Moment, _ rules: ClusterRules) -> Double {
        guard fleet > 0 else { return rules.rateFloor }
        let hours = rules.learning.seconds / 3_600
        return max(rules.rateFloor, decayed(at: now, rules) / hours / Double(fleet))
    }

    private func decayed(at now: Moment, _ rules: ClusterRules) -> Double {
        guard at != .distantPast, now > at else { return weight }
        return weight * exp(-(now - at).seconds / rules.learning.seconds)
    }
}
