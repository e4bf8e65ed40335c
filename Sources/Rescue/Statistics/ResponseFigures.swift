public import Incidents
public import ValveModel

/// How well the five-minute circle was kept: milestones reached, medians and 90th percentiles, per
/// centre and over all, and how far the estimates were from what happened.
///
/// Only P1 and P2 count, because only they have the clock. The clock of an incident is its first
/// one: a later rise of priority starts another and excuses nothing.
public struct ResponseFigures: Equatable, Sendable {
    /// One milestone over many incidents.
    public struct Milestone: Equatable, Sendable {
        /// Incidents that reached it, or whose time for it has passed before they were closed.
        public internal(set) var due = 0
        /// Of those, how many reached it in time.
        public internal(set) var inTime = 0
        /// Seconds from the start of the clock of all that reached it, in time or not; ascending.
        public internal(set) var seconds: [Int64] = []

        /// Half of those that reached it were as quick; `nil` when none did.
        public var median: Int64? { Quantile.of(seconds, 0.5) }
        /// Nine of ten were as quick; `nil` when none did.
        public var ninth: Int64? { Quantile.of(seconds, 0.9) }
    }

    /// What one centre reached.
    public struct Row: Equatable, Sendable {
        /// Id of the centre whose team led, else of the home centre; `nil` where there was neither.
        public internal(set) var centre: String?
        /// P1 and P2 incidents.
        public internal(set) var incidents = 0
        /// A team accepted (by default within 60 s).
        public internal(set) var response = Milestone()
        /// The vehicle was at the building (by default within 180 s).
        public internal(set) var arrival = Milestone()
        /// The team was at the door (by default within 300 s).
        public internal(set) var rescue = Milestone()
        /// Call-outs that were declined.
        public internal(set) var declined = 0
        /// Call-outs that nobody answered in their window.
        public internal(set) var silent = 0
    }

    /// Estimated against actual arrival of one centre's teams in one hour of the day.
    public struct Calibration: Equatable, Sendable {
        /// Id of the centre of the teams.
        public var centre: String
        /// Local hour of the call-out, 0 … 23.
        public var hour: Int
        /// Arrivals that were measured.
        public var count: Int
        /// Median of turnout and travel as they were estimated, seconds.
        public var estimated: Int64
        /// Median from the call-out to the vehicle at the building, seconds.
        public var actual: Int64
        /// Median of actual less estimated, seconds: positive where the estimate flatters.
        public var offset: Int64

        /// The figures of an hour.
        public init(
            centre: String, hour: Int, count: Int, estimated: Int64, actual: Int64, offset: Int64
        ) {
            self.centre = centre
            self.hour = hour
            self.count = count
            self.estimated = estimated
            self.actual = actual
            self.offset = offset
        }
    }

    /// Everything together; its centre is `nil`.
    public let total: Row
    /// By centre, in order of id.
    public let rows: [Row]
    /// By centre and hour, in that order; only hours in which something was measured.
    public let calibration: [Calibration]

    /// The figures of incidents of one mode as they stand at `now`.
    ///
    /// - Parameter localHour: the hour of the day, 0 … 23, where the operators are.
    public init(
        _ incidents: some Sequence<Incident>, rules: RescueRules, at now: Moment,
        localHour: @escaping (Moment) -> Int
    ) {
        var count = ResponseCount(rules: rules, at: now, localHour: localHour)
        for incident in incidents { count.note(incident) }
        self = count.figures
    }

    fileprivate init(_ count: ResponseCount) {
        total = count.total.sorted
        rows = count.byCentre.keys.sorted().compactMap { count.byCentre[$0]?.sorted }
        calibration = count.arrivals.keys.sorted().compactMap { key in
            Calibration(key, count.arrivals[key] ?? [])
        }
    }
}

/// Counts incidents of one mode one by one, so that a year of them need not be held at once.
public struct ResponseCount {
    fileprivate var total = ResponseFigures.Row()
    fileprivate var byCentre: [String: ResponseFigures.Row] = [:]
    fileprivate var arrivals: [Hour: [Arrival]] = [:]
    private let rules: RescueRules
    private let now: Moment
    private let localHour: (Moment) -> Int

    /// Begins with none, as things stand at `now`.
    ///
    /// - Parameter localHour: the hour of the day, 0 … 23, where the operators are.
    public init(rules: RescueRules, at now: Moment, localHour: @escaping (Moment) -> Int) {
        self.rules = rules
        self.now = now
        self.localHour = localHour
    }

    /// Counts one; those without a clock of the circle are passed over.
    public mutating func note(_ incident: Incident) {
        guard incident.rescueBy != nil, incident.priority.callsOut else { return }
        total.count(incident, rules, at: now)
        if let centre = incident.centre ?? incident.place.homeCentre {
            byCentre[centre, default: ResponseFigures.Row(centre: centre)]
                .count(incident, rules, at: now)
        }
        if let arrival = Arrival(incident) {
            let hour = Hour(centre: arrival.centre, hour: localHour(arrival.calledAt))
            arrivals[hour, default: []].append(arrival)
        }
    }

    /// What has been counted.
    public var figures: ResponseFigures { ResponseFigures(self) }
}

/// A centre's hour of the day.
fileprivate struct Hour: Hashable, Comparable {
    var centre: String
    var hour: Int

    static func < (left: Hour, right: Hour) -> Bool {
        (left.centre, left.hour) < (right.centre, right.hour)
    }
}

/// One way to a home, as it was estimated and as it went.
fileprivate struct Arrival {
    var centre: String
    var calledAt: Moment
    var estimated: Int64
    var actual: Int64

    /// `nil` unless the leading team told of its arrival by a word of its own: a later step sets
    /// the earlier times too, and says nothing about the way.
    init?(_ incident: Incident) {
        guard let onsceneAt = incident.onsceneAt, let eta = incident.eta,
            onsceneAt != incident.acceptedAt, onsceneAt != incident.safeAt,
            onsceneAt != incident.rescueAt, let team = incident.team,
            let call = incident.calls.last(where: { $0.team == team })
        else { return nil }
        centre = call.centre
        calledAt = call.at
        // As it would have been without a calibration: an offset is always the whole one.
        estimated = Int64(eta.turnout - (eta.calibration ?? 0) + eta.travel)
        actual = (onsceneAt - call.at).milliseconds / 1_000
    }
}

extension ResponseFigures.Calibration {
    fileprivate init?(_ hour: Hour, _ arrivals: [Arrival]) {
        guard let estimated = Quantile.of(arrivals.map(\.estimated).sorted(), 0.5),
            let actual = Quantile.of(arrivals.map(\.actual).sorted(), 0.5),
            let offset = Quantile.of(arrivals.map { $0.actual - $0.estimated }.sorted(), 0.5)
        else { return nil }
        self.init(
            centre: hour.centre, hour: hour.hour, count: arrivals.count, estimated: estimated,
            actual: actual, offset: offset)
    }
}

extension ResponseFigures.Row {
    fileprivate init(centre: String) {
        self.init()
        self.centre = centre
    }

    fileprivate mutating func count(_ incident: Incident, _ rules: RescueRules, at now: Moment) {
        incidents += 1
        // What was a visit before calls nobody out, and nobody was late for it.
        let first = incident.milestones.first { $0.priority.callsOut }
        let start = first?.raisedAt ?? incident.clockFrom
        let end = min(incident.closedAt ?? now, now)
        response.count(incident.acceptedAt, from: start, within: rules.response, until: end)
        arrival.count(incident.onsceneAt, from: start, within: rules.arrival, until: end)
        rescue.count(incident.rescueAt, from: start, within: rules.rescue, until: end)
        for call in incident.calls where call.team != nil {
            if call.answer == .decline { declined += 1 }
            if call.answer == .silent { silent += 1 }
        }
    }

    fileprivate mutating func sort() {
        response.seconds.sort()
        arrival.seconds.sort()
        rescue.seconds.sort()
    }

    fileprivate var sorted: Self {
        var row = self
        row.sort()
        return row
    }
}

extension ResponseFigures.Milestone {
    /// An incident that was closed before its time was up is no failure: nobody had to go on.
    fileprivate mutating func count(
        _ reached: Moment?, from start: Moment, within limit: Lapse, until end: Moment
    ) {
        guard reached != nil || end > start + limit else { return }
        due += 1
        guard let reached else { return }
        if reached <= start + limit { inTime += 1 }
        seconds.append(max(0, (reached - start).milliseconds) / 1_000)
    }
}

/// Quantiles by the nearest rank: always a value that was measured.
enum Quantile {
    /// The quantile of ascending values; `nil` of none.
    static func of(_ sorted: [Int64], _ share: Double) -> Int64? {
        guard !sorted.isEmpty else { return nil }
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }
}
