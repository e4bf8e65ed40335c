internal import ValveModel

/// What decides whether an incident is reached in time, without its names.
///
/// Plans look at millions of pairs; these two carry no strings, so looking costs no counting of
/// references.
struct IncidentClock: BitwiseCopyable {
    let isFirst: Bool
    /// The longest estimate of a team that answers; negative when none is in time.
    let limit: Int
    let overdue: Bool

    init(_ incident: PlanIncident) {
        isFirst = incident.priority == .p1
        overdue = incident.overdue
        limit = overdue ? .max : incident.remaining
    }

    /// The best that any team could achieve here.
    var best: PairClass { isFirst ? .firstInTime : .secondInTime }
    /// The worst that any team could achieve here.
    var worst: PairClass { isFirst ? .firstLate : .secondLate }
}

/// What decides where a team may be sent, without its names.
struct TeamDuty: BitwiseCopyable {
    let isSilent: Bool
    /// It has accepted an incident.
    let isBound: Bool
    /// It has accepted a P1 and leaves it for nothing.
    let isOnFirst: Bool

    init(_ team: PlanTeam) {
        isSilent = team.unresponsive
        isBound = team.heldPriority != nil
        isOnFirst = team.heldPriority == .p1
    }
}

/// What a pair of incident and team would achieve, the gravest first. Any pair of one class costs a
/// given team less than any pair of a later class.
enum PairClass: UInt32 {
    case firstInTime = 0
    case firstLate = 1
    case secondInTime = 2
    case secondLate = 3

    /// The class of a pair that is not forbidden, nil when the team may not be used for it.
    init?(_ incident: IncidentClock, _ team: TeamDuty, seconds: Int) {
        let inTime = incident.overdue || (!team.isSilent && seconds <= incident.limit)
        if team.isBound {
            guard !team.isOnFirst, incident.isFirst, inTime else { return nil }
        }
        self = inTime ? incident.best : incident.worst
    }

    /// The class of a pair named in full.
    init?(_ incident: PlanIncident, _ team: PlanTeam, seconds: Int) {
        self.init(IncidentClock(incident), TeamDuty(team), seconds: seconds)
    }

    var isInTime: Bool { self == .firstInTime || self == .secondInTime }
}
