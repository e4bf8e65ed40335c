public import ValveModel

/// How much longer, or shorter, one centre's teams were found to need than they are estimated, hour
/// by hour, as an operator has accepted it. It is added to the turnout, where it shows.
public struct TravelCalibration: Codable, Equatable, Sendable {
    /// One hour of the local day.
    public struct Hour: Codable, Equatable, Sendable {
        /// 0 … 23.
        public var hour: Int
        /// Seconds added to every estimate in this hour, within `bounds`.
        public var seconds: Int
        /// Arrivals it was measured by.
        public var count: Int

        /// An hour.
        public init(hour: Int, seconds: Int, count: Int) {
            self.hour = hour
            self.seconds = seconds
            self.count = count
        }
    }

    /// Id of the centre whose teams it is about.
    public var centre: String
    /// The hours in their order; at least one.
    public var hours: [Hour]
    /// Who accepted it.
    public var by: String
    /// When.
    public var at: Moment

    /// Seconds that may be accepted. More than two minutes is no trait of a district but a fault of
    /// its data (a team that waits elsewhere, arrivals told late), and would push homes out of the
    /// circle of 300 s that a team does reach. Below minus half a turnout (60 s) the turnout in
    /// `centres.yaml` is wrong: an estimate that flatters is the dangerous one.
    public static let bounds = -30...120
    /// Arrivals an hour needs. Of five the median of all ways to come lies between the least and the
    /// greatest with 1 − 2 · 0.5⁵ = 94 %.
    public static let arrivalsMin = 5

    /// A calibration that is accepted now.
    public init(centre: String, hours: [Hour], by name: String, at now: Moment) {
        self.centre = centre
        self.hours = hours
        by = name
        at = now
    }

    /// What can be accepted of a centre's figures, brought into the bounds; nil when no hour has
    /// enough arrivals.
    public init?(
        _ figures: [ResponseFigures.Calibration], of centre: String, by name: String, at now: Moment
    ) {
        let hours = figures.filter { $0.centre == centre && $0.count >= Self.arrivalsMin }
            .map { figure in
                let least = Int64(Self.bounds.lowerBound)
                let most = Int64(Self.bounds.upperBound)
                return Hour(
                    hour: figure.hour, seconds: Int(min(max(figure.offset, least), most)),
                    count: figure.count)
            }
        guard !hours.isEmpty else { return nil }
        self.init(centre: centre, hours: hours, by: name, at: now)
    }

    /// Seconds added in an hour; 0 where none was accepted.
    public func seconds(atHour hour: Int) -> Int {
        hours.first { $0.hour == hour }?.seconds ?? 0
    }

    /// Whether its hours are hours of a day, each once, in order, and within the bounds.
    var isSound: Bool {
        !hours.isEmpty
            && hours.allSatisfy {
                (0..<24).contains($0.hour) && Self.bounds.contains($0.seconds)
                    && $0.count >= Self.arrivalsMin
            }
            && zip(hours, hours.dropFirst()).allSatisfy { $0.hour < $1.hour }
    }
}
