internal import Incidents
internal import Rescue
internal import ValveModel

/// The drills that run: their desk, and when each ends by itself.
struct DrillRoom: Sendable {
    var desk: RescueDesk
    /// By incident.
    private(set) var ends: [String: Moment] = [:]

    /// Drills beside this desk: its rules, its roads.
    init(beside actual: RescueDesk) {
        desk = RescueDesk(rules: actual.rules, commandPrefix: "drill", mode: .exercise)
        desk.take(roads: actual.roadNetwork)
    }

    /// Whether an incident belongs to a drill that runs.
    func holds(_ incident: String) -> Bool { desk.book.incident(incident) != nil }

    mutating func limit(_ incident: String, to end: Moment) { ends[incident] = end }

    /// The incidents whose time is over.
    mutating func takeEnded(at now: Moment) -> [String] {
        let ended = ends.filter { $0.value <= now }.keys.sorted()
        for incident in ended { ends[incident] = nil }
        return ended
    }

    mutating func forget(_ incident: String) { ends[incident] = nil }

    var nextDeadline: Moment? {
        [desk.nextDeadline, ends.values.min()].compactMap(\.self).min()
    }
}

/// How long a drill may run, as the journal keeps it.
struct DrillWindow: Codable, Sendable {
    var until: Moment
    var by: String
}
