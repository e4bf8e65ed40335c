internal import ConsoleAPI
internal import Incidents
internal import Rescue
internal import ValveModel

extension Problem {
    /// Somebody was first: the incident is closed, by whom and when.
    ///
    /// - Parameter revision: the one that was seen by who asks; another than the last is a conflict like
    ///   any other.
    static func closed(_ incident: Incident, asked revision: Int?, _ times: Timestamps) -> Problem {
        let isStale = revision.map { $0 != incident.revision } ?? false
        var problem = Problem(
            status: 409, code: isStale ? "revision_conflict" : "incident_closed",
            title: isStale ? "Somebody was first" : "The incident is closed",
            detail: "Incident \(incident.id) is closed: nothing can be changed any more.")
        problem.by = incident.closedBy
        problem.at = times.text(incident.closedAt)
        problem.revision = incident.revision
        return problem
    }
}
