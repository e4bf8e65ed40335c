internal import Incidents
internal import ValveModel

/// One team for one valve, however many of its axes call for one (contract, section 5: a valve never
/// has two teams that accepted, unless an operator adds one).
///
/// The gravest incident of the valve leads: the plan looks for its team. The others follow: whoever
/// is called to the first is called to them, and what its team reports on the way counts for all.
/// Only `safe` and `close` are said of each alone, and the team stays until the last is safe.
extension RescueDesk {
    /// Brings together what belongs to one valve, before the plan runs.
    mutating func joinSameValve(at now: Moment) {
        var valves: Set<String> = []
        let isStart = following == nil
        for id in isStart ? Array(book.open.keys) : book.changed {
            guard let incident = book.incident(id) else { continue }
            if incident.isFinished { following?[id] = nil }
            if incident.event == nil, incident.mode != .test {
                valves.insert(incident.place.valve)
            }
        }
        following = following ?? [:]
        for valve in valves.sorted() { join(valve, isStart: isStart, at: now) }
    }

    private mutating func join(_ valve: String, isStart: Bool, at now: Moment) {
        let all = callingOut(at: valve)
        guard let first = all.first else { return }
        guard all.count > 1 || leading(of: first.id) != first.id else { return }
        for held in all.dropFirst() {
            guard let team = held.team, roster.teams[team]?.holding == held.id, held.isHeld,
                book.incident(first.id)?.isHeld == false
            else { continue }
            passOn(team, from: held, to: first.id, at: now)
        }
        for old in all.dropFirst() where leading(of: old.id) == old.id {
            handOn(from: old.id, to: first.id, at: now)
        }
        lead(first.id, at: now)
        if let team = book.incident(first.id)?.team, book.incident(first.id)?.isHeld == true,
            all.contains(where: { $0.id == roster.teams[team]?.holding })
        {
            changeTeam(team) { $0.holding = first.id }
        }
        for id in all.dropFirst().map(\.id) {
            guard let own = book.incident(id), let leader = book.incident(first.id) else {
                continue
            }
            // Whoever accepted before they belonged together stays: nobody is sent home for it.
            let isAlone =
                own.isHeld && leader.isHeld && own.team != leader.team
                && following?[id] == nil
            if isAlone { continue }
            if following?[id] != first.id, !isStart {
                log("plan", id, "goes with \(first.id): one team for the valve")
            }
            following?[id] = first.id
            endJourney(id)
            table.remove(id)
            pinned[id] = nil
        }
    }

    /// The team that has accepted for something less grave is there, or on its way, already. Only
    /// where it would come too late for this and an idle team would not, the plan sends that one.
    private mutating func passOn(
        _ team: String, from held: Incident, to id: String, at now: Moment
    ) {
        guard let state = roster.teams[team], let incident = book.incident(id),
            let step = TeamStep.allCases.first(where: { $0.state == held.state })
        else { return }
        let called = held.calls.last { $0.team == team }?.at ?? now
        let arrival = held.eta.map { called + .seconds(Int64($0.seconds)) }
        let isLate = arrival.map { $0 > (incident.rescueBy ?? now) } ?? false
        if held.state < .onscene, isLate, incident.priority < held.priority,
            hasSooner(than: arrival, for: id, at: now)
        {
            return replace(state, on: held, Self.cannotArriveReason, at: now)
        }
        if !incident.calls.contains(where: { $0.team == team && $0.isOpen }) {
            call(team, to: id, at: now)
            book.change(id) { $0.reasons = [Self.sameValveReason] }
        }
        take(
            step, team: team, on: id, by: held.changedBy ?? Self.ourselves, isImplied: true,
            at: now)
    }

    /// What an operator has decided of the incident that led until now counts for the one that leads
    /// from now on; so does a team that was kept when the priority fell.
    private mutating func handOn(from old: String, to id: String, at now: Moment) {
        guard let before = book.incident(old), let leader = book.incident(id),
            !(before.isHeld && leader.isHeld && before.team != leader.team)
        else { return }
        for team in before.alsoTeams {
            guard let call = before.calls.last(where: { $0.team == team }) else { continue }
            book.change(id) { changed in
                if !changed.alsoTeams.contains(team) { changed.alsoTeams.append(team) }
                changed.calls.append(call)
            }
            noteCalled(team, id)
            if roster.teams[team]?.holding == old { changeTeam(team) { $0.holding = id } }
        }
        guard before.teamPinned, let team = before.team, hasFreshCall(team, before),
            let incident = book.incident(id), incident.isWaiting
        else { return }
        if before.isOperatorsChoice, !hasFreshCall(team, incident) { call(team, to: id, at: now) }
        guard book.incident(id)?.team == team else { return }
        book.change(id) { changed in
            changed.teamPinned = true
            if before.isOperatorsChoice { changed.reasons = before.reasons }
        }
    }

    /// Whether an idle team would be there before the one that is on its way.
    private mutating func hasSooner(than arrival: Moment?, for id: String, at now: Moment) -> Bool {
        guard let arrival else { return false }
        return candidates(of: id, at: now).contains { other in
            guard other.standing == .free, !other.isLast, let eta = other.eta else { return false }
            return now + .seconds(Int64(eta.seconds)) < arrival
        }
    }

    /// An incident that followed another one stands for the valve now.
    private mutating func lead(_ id: String, at now: Moment) {
        guard following?.removeValue(forKey: id) != nil, let incident = book.incident(id) else {
            return
        }
        guard incident.isWaiting else {
            if incident.state == .assigned { endVisit(incident, at: now) }
            return noteWord(id, at: now)
        }
        needsPlan = true
        // The plan's table takes in what has changed.
        book.change(quietly: id) { _ in }
        guard let ackBy = incident.ackBy, let team = incident.team, hasFreshCall(team, incident),
            let calledAt = incident.calls.last(where: { $0.team == team })?.at
        else { return scheduleStep(id, at: now) }
        // Its own window began when the team was called to it.
        let step = min(ackBy, calledAt + stepLength(incident, at: calledAt))
        if step != ackBy { book.change(id) { $0.ackBy = step } }
        if step <= now { climb(id, at: now) } else { deadlines.add(.ladder(id), at: step) }
    }

    /// It fell to a visit while it followed: nobody is called to one.
    private mutating func endVisit(_ incident: Incident, at now: Moment) {
        for team in Set(incident.calls.compactMap(\.team)).sorted() {
            standDown(team, from: incident.id, reason: "reassigned", at: now)
        }
        book.change(incident.id) { $0.awaitsTeam() }
    }

    /// Lets every follower do as its leader, after the plan has run.
    mutating func followLeaders(at now: Moment) {
        guard let pairs = following, !pairs.isEmpty else { return }
        let changed = Set(book.changed)
        for (id, leader) in pairs.sorted(by: { $0.key < $1.key }) {
            if changed.contains(id) || changed.contains(leader) { follow(id, leader, at: now) }
            // The next step of the one is that of the other; where nobody is asked it moves without
            // a revision.
            guard let own = book.incident(id), own.isWaiting,
                let step = book.incident(leader)?.ackBy, own.ackBy != step
            else { continue }
            if let mine = own.ackBy, mine < step, mine > now, let team = own.team,
                hasFreshCall(team, own),
                team == book.incident(leader)?.team
            {
                // Who was called to this one first has no longer to answer than it gave.
                book.change(leader) { $0.ackBy = mine }
                deadlines.add(.ladder(leader), at: mine)
                continue
            }
            book.change(quietly: id) { $0.ackBy = step }
            if own.team != nil { book.touch(id) }
        }
    }

    /// - Parameter isNamed: the team has just spoken of this incident, and need not be told of it.
    private mutating func follow(
        _ id: String, _ leaderID: String, isNamed: Bool = false, at now: Moment
    ) {
        guard let leader = book.incident(leaderID), !leader.isFinished, let own = book.incident(id),
            !own.isFinished
        else { return }
        if own.isHeld, !leader.isHeld || own.team != leader.team {
            endJourney(id)
            book.change(id) { $0.awaitsTeam() }
        }
        if leader.isHeld, let team = leader.team {
            followSteps(of: team, on: id, leader, isNamed: isNamed, at: now)
        } else {
            followCalls(id, leader, at: now)
        }
    }

    private mutating func followSteps(
        of team: String, on id: String, _ leader: Incident, isNamed: Bool, at now: Moment
    ) {
        guard let own = book.incident(id), own.state < leader.state,
            let step = TeamStep.allCases.first(where: { $0.state == leader.state })
        else { return }
        // The team is told what else it will find.
        if !isNamed, !own.calls.contains(where: { $0.team == team && $0.isOpen }) {
            call(team, to: id, at: now)
            book.change(id) { $0.reasons = [Self.sameValveReason] }
        }
        take(
            step, team: team, on: id, by: leader.changedBy ?? team, isImplied: !isNamed, at: now)
    }

    private mutating func followCalls(_ id: String, _ leader: Incident, at now: Moment) {
        takeOverAnswers(id, leader, at: now)
        for team in Set(leader.calls.compactMap(\.team)).sorted() {
            guard hasFreshCall(team, leader), !leader.alsoTeams.contains(team),
                let own = book.incident(id), !hasFreshCall(team, own),
                // Who has declined this one is not asked for it again.
                own.calls.last(where: { $0.team == team })?.answer != "decline"
            else { continue }
            call(team, to: id, at: now)
        }
        if leader.allTold, let own = book.incident(id), !own.allTold {
            tellEverybody(id, at: now)
        }
        guard var own = book.incident(id) else { return }
        let before = own
        if leader.team == nil {
            own.awaitsTeam()
        } else {
            own.state = leader.state
            own.team = leader.team
            own.centre = leader.centre
        }
        own.teamPinned = leader.teamPinned
        own.roundFrom = leader.roundFrom
        own.escalation = leader.escalation
        own.reasons = [Self.sameValveReason]
        own.rejected = []
        if own != before { book.change(id) { $0 = own } }
    }

    /// What a team answered to the leading incident it has answered to this one.
    private mutating func takeOverAnswers(_ id: String, _ leader: Incident, at now: Moment) {
        guard let own = book.incident(id) else { return }
        for index in own.calls.indices where own.calls[index].isOpen {
            let call = own.calls[index]
            guard let team = call.team, !own.alsoTeams.contains(team) else { continue }
            let answer = leader.calls.last { $0.team == team }
            if let answer, answer.isOpen {
                let isSilent = answer.answer == "silent" && call.answer != "silent"
                if isSilent { book.change(id) { $0.calls[index].answer = "silent" } }
            } else if answer?.answer == "decline" {
                // Who has said of this one that it comes is told that it is taken at its other word.
                let hasCome = call.answer.flatMap(TeamStep.init(rawValue:)) != nil
                if hasCome { standDown(team, from: id, reason: "declined", at: now) }
                book.change(id) { $0.calls[index].answer = "decline" }
            } else if answer != nil || call.answer != "silent" {
                standDown(team, from: id, reason: "reassigned", at: now)
            }
        }
    }

    /// In `reasons` of an incident whose team is the one of its valve.
    static let sameValveReason = "same_valve"

    /// The incident that stands for this one: itself, unless it follows another of its valve.
    func leading(of id: String) -> String { following?[id] ?? id }

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
            take(step, team: team, on: id, by: name, at: now)
            if leader != id, book.incident(leader)?.alsoTeams.contains(team) == true {
                take(step, team: team, on: leader, by: name, at: now)
            }
            return
        }
        let way = step == .safe ? .accept : step
        if way != .accept || book.incident(leader)?.isHeld == false {
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
        for follower in followers { follow(follower, id, at: now) }
    }

    /// What the valve's team goes on with when it is done here.
    func nextHeld(by team: String, after incident: Incident) -> String? {
        unfinished(at: incident.place.valve).first {
            $0.id != incident.id && $0.isHeld && $0.team == team
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
        return (incident.priority, incident.raisedAt, id)
            < (other.priority, other.raisedAt, other.id)
    }

    /// The unfinished incidents of a valve that a team is wanted for, the gravest first. A visit, to
    /// which an operator has sent a team, is none.
    private func callingOut(at valve: String) -> [Incident] {
        unfinished(at: valve).filter { $0.priority.callsOut || following?[$0.id] != nil }
    }

    /// The unfinished incidents of a valve, visits among them, the gravest first.
    private func unfinished(at valve: String) -> [Incident] {
        Axis.allCases.compactMap { axis in
            book.incident(in: IncidentBook.Slot(valve: valve, axis: axis, isTest: false))
        }.filter { !$0.isFinished }
            .sorted { ($0.priority, $0.raisedAt, $0.id) < ($1.priority, $1.raisedAt, $1.id) }
    }
}
