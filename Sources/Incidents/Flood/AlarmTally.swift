public import ValveModel

/// How many alarms people get, and from where. Counts only: it lowers, hides and delays nothing.
///
/// An alarm is a call for attention: a new incident, a further kind or leak on an open one, a gas
/// level crossed, an area event. What is set aside or lives in an area event calls nobody.
public struct AlarmTally: Codable, Sendable {
    /// Numbers of the field (EEMUA 191, ISA-18.2).
    public enum Limits {
        /// The span over which alarms are counted: ten minutes.
        public static let window = Lapse.minutes(10)
        /// A flood begins with so many alarms in the window.
        public static let floodStart = 10
        /// A flood ends below so many alarms in the window.
        public static let floodEnd = 5
        /// A source chatters when it begins so often within a minute.
        public static let chatterCount = 3
        /// The minute.
        public static let chatterSpan = Lapse.seconds(60)
        /// What has chattered counts as chattering for one window longer.
        public static let chatterKeep = Lapse.minutes(10)
        /// An alarm that stands longer is stale.
        public static let stale = Lapse.hours(24)
        /// So many beginnings in a day make a repeat offender: three visits would have been made.
        public static let offender = 3
    }

    /// What one valve has begun in the last day.
    public struct Source: Equatable, Sendable {
        /// Name of the valve.
        public var valve: String
        /// How often something began, in the last twelve to twenty-four hours.
        public var count: Int
        /// What began.
        public var kinds: [FindingKind]
    }

    /// How often a kind began, and cleared itself.
    public struct Clearing: Codable, Equatable, Sendable {
        /// Which kind.
        public var kind: FindingKind
        /// How often it began.
        public var raised: Int
        /// How often it was gone within the time of its valve's profile.
        public var selfCleared: Int

        init(_ kind: FindingKind) {
            self.kind = kind
            (raised, selfCleared) = (0, 0)
        }
    }

    struct Halves: Codable, Sendable {
        var half: Int64
        var now = 0
        var before = 0
        var kinds: Set<FindingKind> = []
    }

    /// When counting began.
    public internal(set) var startedAt: Moment
    /// Grows with everything that is counted.
    public private(set) var edition: UInt64 = 0
    /// Gas that comes with cooking.
    public internal(set) var cooking = CookingPulses()
    var centres: [String: Centre] = [:]
    /// The same of the whole district: what calls several centres counts once. `nil` in figures of before
    /// it was counted.
    public internal(set) var district: Centre?
    var sources: [String: Halves] = [:]
    var begun: [AreaSign.Key: Moment] = [:]
    var recent: [AreaSign.Key: [Moment]] = [:]
    var sweepAbove = Self.recentMax
    var chatters: [AreaSign.Key: Moment] = [:]
    /// What cleared itself last time, and when.
    var selfCleared: [AreaSign.Key: Moment] = [:]
    var clearings: [FindingKind: Clearing] = [:]

    /// Nothing counted yet.
    public init(at now: Moment) { startedAt = now }

    /// People were called to attention by one alarm, at these centres; by none an alarm that no centre is
    /// home to.
    public mutating func alarmed(_ called: [String], _ priority: Priority, at now: Moment) {
        edition += 1
        for centre in called.isEmpty ? [""] : called {
            centres[centre, default: Centre()].alarmed(priority, at: now)
        }
        district = district ?? Centre()
        district?.alarmed(priority, at: now)
    }

    /// A condition began.
    public mutating func began(_ valve: String, _ kind: FindingKind, at now: Moment) {
        let key = AreaSign.Key(valve: valve, kind: kind)
        edition += 1
        begun[key] = now
        selfCleared[key] = nil
        clearings[kind, default: Clearing(kind)].raised += 1
        let half = now.milliseconds / Lapse.hours(12).milliseconds
        var source = sources.removeValue(forKey: valve) ?? Halves(half: half)
        source.turn(to: half)
        source.now += 1
        source.kinds.insert(kind)
        sources[valve] = source
        var times = recent.removeValue(forKey: key) ?? []
        times.removeAll { now - $0 > Limits.chatterSpan }
        times.append(now)
        if times.count >= Limits.chatterCount { chatters[key] = now }
        recent[key] = times
        if recent.count > sweepAbove {
            forgetOld(at: now)
            // In a storm nothing is old: the next sweep waits until there is twice as much.
            sweepAbove = max(Self.recentMax, 2 * recent.count)
        }
    }

    /// The look-back of a minute is swept when so many valves have entries, a tenth of a city.
    private static let recentMax = 4_096

    mutating func forgetOld(at now: Moment) {
        recent = recent.filter { now - ($0.value.last ?? .distantPast) <= Limits.chatterSpan }
        chatters = chatters.filter { now - $0.value <= Limits.chatterKeep }
        selfCleared = selfCleared.filter { now - $0.value <= Limits.stale }
    }

    /// A condition is gone.
    ///
    /// - Parameter within: one that began so recently has cleared itself.
    public mutating func ended(
        _ valve: String, _ kind: FindingKind, within: Lapse, at now: Moment
    ) {
        let key = AreaSign.Key(valve: valve, kind: kind)
        guard let began = begun.removeValue(forKey: key) else { return }
        edition += 1
        guard now - began <= within else { return }
        clearings[kind, default: Clearing(kind)].selfCleared += 1
        selfCleared[key] = now
    }

    /// Gas below a leak began or ended in a home, or more than that.
    public mutating func cooked(_ change: CookingPulses.Change, _ valve: String, at now: Moment) {
        edition += 1
        cooking.note(change, valve, at: now)
    }

    /// Why an open P3 or P4 of a valve is a nuisance rather than a visit of its own; empty when it
    /// is none.
    public func nuisances(
        _ valve: String, _ kinds: [FindingKind], isGone: Bool, at now: Moment
    ) -> [TriageRule.Nuisance] {
        var found: [TriageRule.Nuisance] = []
        let isChattering = FindingKind.allCases.contains { kind in
            chatters[AreaSign.Key(valve: valve, kind: kind)]
                .map { now - $0 <= Limits.chatterKeep } ?? false
        }
        if isChattering { found.append(.chattering) }
        if isOffender(valve, at: now) { found.append(.offender) }
        if isGone,
            kinds.allSatisfy({ selfCleared[AreaSign.Key(valve: valve, kind: $0)] != nil })
        {
            found.append(.clearedItself)
        }
        if kinds == [.seepage], cooking.isCooking(valve, at: now) { found.append(.cooking) }
        return found
    }

    /// Every centre that had an alarm, as it stands at `now`.
    public func centres(at now: Moment) -> [String: Centre] {
        centres.mapValues { centre in
            var copy = centre
            copy.advance(to: now)
            return copy
        }
    }

    /// The district as it stands at `now`.
    public func district(at now: Moment) -> Centre? {
        var copy = district
        copy?.advance(to: now)
        return copy
    }

    /// The valves that began most in the last day, the worst first.
    public func topSources(_ count: Int, at now: Moment) -> [Source] {
        let half = now.milliseconds / Lapse.hours(12).milliseconds
        let all = sources.compactMap { valve, halves -> Source? in
            var halves = halves
            halves.turn(to: half)
            guard halves.now + halves.before > 0 else { return nil }
            return Source(
                valve: valve, count: halves.now + halves.before,
                kinds: halves.kinds.sorted { $0.rawValue < $1.rawValue })
        }
        return Array(all.sorted { ($1.count, $0.valve) < ($0.count, $1.valve) }.prefix(count))
    }

    /// Whether a valve has begun so often in the last day that it wants repair and not visits.
    public func isOffender(_ valve: String, at now: Moment) -> Bool {
        guard var halves = sources[valve] else { return false }
        halves.turn(to: now.milliseconds / Lapse.hours(12).milliseconds)
        return halves.now + halves.before >= Limits.offender
    }

    /// Valves and kinds that chatter, by name.
    public func chattering(at now: Moment) -> [(valve: String, kind: FindingKind)] {
        chatters.filter { now - $0.value <= Limits.chatterKeep }.keys
            .sorted { ($0.valve, $0.kind.rawValue) < ($1.valve, $1.kind.rawValue) }
            .map { ($0.valve, $0.kind) }
    }

    /// How often each kind cleared itself, in the order of gravity.
    public var selfClearing: [Clearing] {
        clearings.keys.sorted { $0.rawValue < $1.rawValue }.map { kind in
            clearings[kind] ?? Clearing(kind)
        }
    }
}

extension AlarmTally.Halves {
    /// Moves on to another half of a day.
    mutating func turn(to next: Int64) {
        guard next != half else { return }
        before = next == half + 1 ? now : 0
        now = 0
        if before == 0 { kinds = [] }
        half = next
    }
}
