internal import ConsoleAPI

extension Problem {
    /// Somebody was first: the incident is closed, by whom and when.
    ///
    /// - Parameters:
    ///   - revision: its last one.
    ///   - asked: the one that was seen by who asks; another than the last is a conflict like any other.
    static func closed(
        _ id: String, revision: Int, by name: String?, at time: String?, asked: Int?
    ) -> Problem {
        let isStale = asked.map { $0 != revision } ?? false
        var problem = Problem(
            status: 409, code: isStale ? "revision_conflict" : "incident_closed",
            title: isStale ? "Somebody was first" : "The incident is closed",
            detail: "Incident \(id) is closed: nothing can be changed any more.")
        (problem.by, problem.at, problem.revision) = (name, time, revision)
        return problem
    }
}
