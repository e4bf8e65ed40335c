public import Incidents
internal import ValveModel

/// What is asked and said of one incident of a valve, and concerns all of them.
extension RescueDesk {
    /// In `reasons` of an incident whose team is the one of its valve.
    static let sameValveReason = "same_valve"

    /// The incident that stands for this one: itself, unless it follows another of its valve.
    func leading(of id: String) -> String { following?[id] ?? id }

    /// What a word about an incident claims: the incident itself where its team holds it, and else the one
    /// that leads. A follower may still name the team that its leader has lost in the same batch.
    func claimed(by incident: Incident) -> Incident {
        guard let leader = book.incident(leading(of: incident.id)), !leader.isFinished else {
            return incident
        }
        return incident.isHeld && leader.isHeld && leader.team == incident.team ? incident : leader
    }

    /// The graver incident of the valve for which the team of this one is being asked: what is ordered
    /// of the one is ordered of the other.
    func askedInstead(of id: String) -> String {
        guard let own = book.incident(id), own.isHeld, own.state < .onscene, let team = own.team,
            own.mode != .test
        else { return id }
        return callingOut(at: own.place.valve).first {
            $0.leads(own) && $0.team == team && hasFreshCall(team, $0)
        }?.id ?? id
    }

    /// The other incidents of the valve that have the same team.
    func goingAlong(with id: String) -> [String] {
        guard let pairs = following, !pairs.isEmpty else { return [] }
        let leader = leading(of: id)
        let all = [leader] + pairs.filter { $0.value == leader }.keys.sorted()
        return all.count > 1 ? all.filter { $0 != id } : []
    }

    /// A step that is told of any incident of a valve is one on the way to all of them.
    mutating func takeForValve(
        _ step: TeamStep, team: String, on id: String, by name: String, at now: Moment
    ) {
        let leader = leading(of: id)
        // Whom an operator has added reports to what he was added to.
        let isAdded = book.incident(id)?.alsoTeams.contains(team) == true
        guard leader != id, !isAdded else {
            if step == .safe, !isAdded { bringFollowers(of: id, team, by: name, at: now) }
            let before = book.incident(id)?.state
            take(step, team: team, on: id, by: name, at: now)
            // A word that is known, or comes when all is safe, may be a repeat from before the other one.
            if !isAdded, book.incident(id)?.state != before {
                answerOthers(step, team: team, of: id, by: name, at: now)
            }
            if leader != id, let graver = book.incident(leader), !graver.isFinished,
                graver.alsoTeams.contains(team)
            {
                take(step, team: team, on: leader, by: name, at: now)
            }
            return
        }
        // Who has made one thing safe has stood in the home.
        let way = step == .safe ? .onscene : step
        let isKnown = step == .safe || step == .accept
        if !isKnown || book.incident(leader).map({ $0.state < way.state }) == true {
            take(way, team: team, on: leader, by: name, at: now)
        }
        let before = book.incident(id)?.state
        follow(id, leader, isNamed: true, at: now)
        guard step == .safe else {
            guard book.incident(id)?.state == before else { return }
            return log("note", id, by: name, "\(team): \(step.rawValue), known already")
        }
        take(.safe, team: team, on: id, by: name, at: now)
    }

    /// A team that has made one incident safe is at the door, and goes on with the others.
    private mutating func bringFollowers(
        of id: String, _ team: String, by name: String, at now: Moment
    ) {
        let followers = goingAlong(with: id)
        guard !followers.isEmpty else { return }
        if book.incident(id)?.isHeld == false {
            take(.accept, team: team, on: id, by: name, at: now)
        }
        for follower in followers {
            follow(follower, id, at: now)
            guard book.incident(follower).map({ $0.state < .onscene }) == true else { continue }
            take(.onscene, team: team, on: follower, by: name, isImplied: true, at: now)
        }
    }

    /// What a team says on its way to a valve it says of everything there that it is asked for. `safe`
    /// is no answer: it may leave, and not have heard of the other.
    private mutating func answerOthers(
        _ step: TeamStep, team: String, of id: String, by name: String, at now: Moment
    ) {
        guard step != .safe, let incident = book.incident(id), incident.mode != .test else {
            return
        }
        for other in callingOut(at: incident.place.valve) {
            guard other.id != id, other.isWaiting, following?[other.id] == nil,
                other.calls.contains(where: { $0.team == team && $0.isOpen })
            else { continue }
            take(step, team: team, on: other.id, by: name, isImplied: true, at: now)
        }
    }

    /// What a team of the valve, or one that was added there, goes on with when it is done here.
    func nextHeld(by team: String, after incident: Incident) -> String? {
        unfinished(at: incident.place.valve).first {
            $0.id != incident.id && $0.holders.contains(team)
        }?.id
    }

    /// Another incident of the valve that another team has accepted.
    func heldElsewhere(at incident: Incident, but team: String) -> Incident? {
        let leader = leading(of: incident.id)
        return callingOut(at: incident.place.valve).first {
            $0.id != incident.id && $0.isHeld && $0.team != team && leading(of: $0.id) != leader
        }
    }

    /// Call-outs of the incident and of those that go with it.
    func callsOfValve(_ incident: Incident) -> [Incident.Call] {
        let leader = leading(of: incident.id)
        let others = callingOut(at: incident.place.valve).filter {
            $0.id != incident.id && leading(of: $0.id) == leader
        }
        return incident.calls + others.flatMap(\.calls)
    }

    /// Whether both incidents are of one valve and want its team: neither is a test or a visit.
    func isSameValve(_ id: String, _ incident: Incident) -> Bool {
        guard incident.mode != .test, book.incident(id)?.place.valve == incident.place.valve else {
            return false
        }
        let all = callingOut(at: incident.place.valve).map(\.id)
        return all.contains(id) && all.contains(incident.id)
    }

    /// Whether an incident is the graver one of two of one valve.
    func leads(_ id: String, before other: Incident) -> Bool {
        guard let incident = book.incident(id), isSameValve(id, other) else { return false }
        return incident.leads(other)
    }

    /// The unfinished incidents of a valve that a team is wanted for, the gravest first. A visit, to
    /// which an operator has sent a team, is none.
    func callingOut(at valve: String) -> [Incident] {
        unfinished(at: valve).filter { $0.priority.callsOut || following?[$0.id] != nil }
    }

    /// The unfinished incidents of a valve, visits among them, the gravest first.
    func unfinished(at valve: String) -> [Incident] {
        Axis.allCases.compactMap { axis in
            book.incident(in: IncidentBook.Slot(valve: valve, axis: axis, isTest: false))
        }.filter { !$0.isFinished }.sorted { $0.leads($1) }
    }
}

extension Incident {
    /// Whether it stands for its valve before another one: gas first where both are as urgent.
    public func leads(_ other: Incident) -> Bool {
        (priority, axis.rawValue, raisedAt, id)
            < (other.priority, other.axis.rawValue, other.raisedAt, other.id)
    }

    /// The order in which calls that have waited come.
    func isGraver(than other: Incident) -> Bool {
        (priority, raisedAt, id) < (other.priority, other.raisedAt, other.id)
    }
}
