public import ValveModel

/// Gas below a leak that comes with cooking, again and again: burners that light late, fumes that a
/// sensor takes for gas. It changes the order of work among P3 and nothing else.
///
/// **The rule.** A *pulse* is a seepage of one home. It is shaped like cooking when it began at a meal,
/// while gas was drawn, and lasts no longer than a meal. A home's newest pulse is known as cooking when
/// it has that shape and so had pulses on two more of the last seven days. Whatever does not fit (at
/// night, without flow, longer than a meal, a leak) is no cooking, and a leak forgets the whole habit.
///
/// A joint behind the burner's tap that leaks while somebody cooks looks the same. Therefore such a
/// home keeps its P3 and its visit; it only comes after those whose gas has no such explanation.
public struct CookingPulses: Codable, Sendable {
    /// What a home shows.
    public enum Change: Sendable {
        /// A seepage, since when, and the flow in m³/h while it showed; `nil` when not measured.
        case began(since: Moment, flow: Float?, utcOffsetSeconds: Int)
        /// The seepage is gone.
        case ended
        /// A leak: nothing about this home is explained by cooking any more.
        case leaked
    }

    struct Pulse: Codable, Equatable, Sendable {
        var began: Moment
        /// The local day on which it began.
        var day: Int64
        var ended: Moment?
        /// Whether it began as cooking does.
        var isAtMeal: Bool
    }

    private(set) var pulses: [String: [Pulse]] = [:]

    /// Minutes of the local day in which a household cooks, the middle of each meal an hour and a half
    /// to either side: about half past six, noon and six in the evening, where the draw of a
    /// district has its three humps.
    static let meals: [Range<Int64>] = [300..<480, 630..<810, 990..<1_200]
    /// No meal takes longer.
    static let mealMax = Lapse.hours(2)
    /// m³/h that the smallest burner exceeds and a tight valve does not (contract, section 4).
    static let burnerFlow: Float = 0.02
    /// A habit shows on so many days.
    static let dayCount = 3
    /// Of the last so many.
    static let daySpan: Int64 = 7
    /// Three meals a day for the whole span.
    private static let pulseMax = 21

    /// No home has shown anything yet.
    public init() {}

    mutating func note(_ change: Change, _ valve: String, at now: Moment) {
        switch change {
        case .leaked: pulses[valve] = nil
        case .ended:
            guard let last = pulses[valve]?.indices.last else { return }
            pulses[valve]?[last].ended = now
        case .began(let since, let flow, let offset):
            let local = since.milliseconds + Int64(offset) * 1_000
            let dayLength = Lapse.hours(24).milliseconds
            let day = local / dayLength
            let minute = (local - day * dayLength) / Lapse.minutes(1).milliseconds
            let pulse = Pulse(
                began: since, day: day, ended: nil,
                isAtMeal: (flow ?? 0) > Self.burnerFlow
                    && Self.meals.contains { $0.contains(minute) })
            var known = pulses.removeValue(forKey: valve) ?? []
            known.removeAll { day - $0.day >= Self.daySpan }
            known = known.suffix(Self.pulseMax - 1) + [pulse]
            pulses[valve] = known
        }
    }

    /// What a restart needs: of homes that showed anything in the span, so many of the newest.
    func kept(_ countMax: Int, at now: Moment) -> CookingPulses {
        let oldest = now - .hours(24) * Self.daySpan
        let recent = pulses.compactMap { valve, known in
            known.last.flatMap { $0.began > oldest ? (valve: valve, at: $0.began) : nil }
        }
        let newest = recent.sorted { ($1.at, $0.valve) < ($0.at, $1.valve) }.prefix(countMax)
        var kept = CookingPulses()
        for home in newest { kept.pulses[home.valve] = pulses[home.valve] }
        return kept
    }

    /// Whether what the home shows, or showed last, is its cooking.
    public func isCooking(_ valve: String, at now: Moment) -> Bool {
        guard let known = pulses[valve], let newest = known.last, isShaped(newest, at: now) else {
            return false
        }
        let days = Set(
            known.filter { isShaped($0, at: now) && newest.day - $0.day < Self.daySpan }.map(\.day))
        return days.count >= Self.dayCount
    }

    private func isShaped(_ pulse: Pulse, at now: Moment) -> Bool {
        pulse.isAtMeal && (pulse.ended ?? now) - pulse.began <= Self.mealMax
    }
}
