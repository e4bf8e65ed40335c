/// How many alarms people get, and from where: `GET stats/alarms`.
package struct AlarmStatsView: Decodable, Equatable, Sendable, JSONWritable {
    /// One centre, or all together.
    package struct Row: Decodable, Equatable, Sendable {
        /// `nil` for all together.
        package var centre: String?
        /// Alarms of the last ten minutes, and the most there have been since the start.
        package var rate = 0
        package var peak = 0
        /// Whether it is in a flood: from ten alarms in ten minutes until below five.
        package var flood = false
        package var floodSince: String?
        /// Seconds spent in floods since the start, and their share of the time.
        package var floodSeconds = 0
        package var floodShare = 0.0
        /// Open incidents whose condition holds, those of them for more than a day, and those set
        /// aside.
        package var standing = 0
        package var stale = 0
        package var shelved = 0
        /// Sources that began three times within a minute, lately.
        package var chattering = 0
        /// Alarms since the start, P1 first.
        package var alarms: [Int] = [0, 0, 0, 0]
        package init() {}
    }

    package struct Source: Decodable, Equatable, Sendable {
        package var valve: String
        package var count: Int
        package var kinds: [String]
        package init(valve: String, count: Int, kinds: [String]) {
            self.valve = valve
            self.count = count
            self.kinds = kinds
        }
    }

    package struct Clearing: Decodable, Equatable, Sendable {
        package var kind: String
        package var raised: Int
        package var selfCleared: Int
        package init(kind: String, raised: Int, selfCleared: Int) {
            self.kind = kind
            self.raised = raised
            self.selfCleared = selfCleared
        }
    }

    package struct Model: Decodable, Equatable, Sendable {
        package var profile: String
        package var leaks: Int
        package var falseLeaks: Int
        package init(profile: String, leaks: Int, falseLeaks: Int) {
            self.profile = profile
            self.leaks = leaks
            self.falseLeaks = falseLeaks
        }
    }

    package struct Swap: Decodable, Equatable, Sendable {
        package var valve: String
        package var inWeek: Int
        package var inMonth: Int
        package init(valve: String, inWeek: Int, inMonth: Int) {
            self.valve = valve
            self.inWeek = inWeek
            self.inMonth = inMonth
        }
    }

    package struct Task: Decodable, Equatable, Sendable {
        package var incident: String
        package var priority: String
        package var kind: String
        package var valve: String?
        /// Whether it comes behind the others of its priority.
        package var nuisance: Bool
        /// Why: `chattering`, `offender`, `cleared_itself`, `cooking`.
        package var nuisances: [String]
        package init(
            incident: String, priority: String, kind: String, valve: String?,
            nuisances: [String]
        ) {
            self.incident = incident
            self.priority = priority
            self.kind = kind
            self.valve = valve
            nuisance = !nuisances.isEmpty
            self.nuisances = nuisances
        }
    }

    package var since: String
    package var at: String
    package var total: Row
    package var centres: [Row]
    /// The valves that began most in the last day, ten at most.
    package var sources: [Source] = []
    package var chattering: [Source] = []
    package var clearing: [Clearing] = []
    /// Leak incidents closed in the last thirty days and the false ones among them, by profile.
    package var models: [Model] = []
    /// Devices with two false leaks in seven days or three in thirty.
    package var swaps: [Swap] = []
    /// Open P3 and P4 incidents in the order of work, a hundred at most.
    package var triage: [Task] = []

    package init(since: String, at: String, total: Row, centres: [Row]) {
        self.since = since
        self.at = at
        self.total = total
        self.centres = centres
    }
}
