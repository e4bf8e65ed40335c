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
        if first.isHeld { endVisits(beside: first, at: now) }
        guard all.count > 1 || leading(of: first.id) != first.id else { return }
        for held in all.dropFirst() { askHolder(of: held, for: first.id, at: now) }
        for old in all.dropFirst() where leading(of: old.id) == old.id {
            handOn(from: old.id, to: first.id, at: now)
        }
        lead(first.id, at: now)
        if let team = book.incident(first.id)?.team, book.incident(first.id)?.isHeld == true,
            all.contains(where: { $0.id == roster.teams[team]?.holding })
        {
            changeTeam(team) { $0.holding = first.id }
        }
        for other in all.dropFirst() { link(other.id, to: first.id, isStart: isStart, at: now) }
    }

    /// Lets an incident follow the one that leads.
    private mutating func link(_ id: String, to first: String, isStart: Bool, at now: Moment) {
        guard let own = book.incident(id), let leader = book.incident(first) else { return }
        if own.isHeld, following?[id] == nil, !leader.isHeld || own.team != leader.team {
            // Whoever has accepted this one keeps it until somebody has accepted the graver one. Who
            // is at the door by then, or was sent by an operator, stays: nobody is sent home for it.
            guard leader.isHeld, isLeft(own) else { return }
            leave(own, to: leader, at: now)
            // Whom an operator has added there has accepted, and goes along now.
            handOn(from: id, to: first, at: now)
        }
        if following?[id] != first, !isStart {
            log("plan", id, "goes with \(first): one team for the valve")
        }
        following?[id] = first
        endJourney(id)
        table.remove(id)
        pinned[id] = nil
        // A team that goes on to the graver one is where it is.
        if own.isHeld, leader.isHeld, own.team == leader.team, own.state > leader.state,
            let team = own.team, let step = TeamStep(to: own.state)
        {
            take(
                step, team: team, on: first, by: own.changedBy ?? Self.ourselves, isImplied: true,
                at: now)
        }
    }

    /// Whether its team leaves an incident when another one has accepted what is graver there.
    func isLeft(_ own: Incident) -> Bool {
        own.state < .onscene && !own.reasons.contains("operator")
    }

    /// Another team has accepted the graver incident of the valve.
    private mutating func leave(_ own: Incident, to leader: Incident, at now: Moment) {
        guard let team = own.team else { return }
        standDown(
            team, from: own.id, reason: "accepted_by_another", acceptedBy: leader.team, at: now)
        if roster.teams[team]?.holding == own.id { changeTeam(team) { $0.holding = nil } }
        endJourney(own.id)
        book.change(own.id) { $0.awaitsTeam() }
        needsPlan = true
    }

    /// The team that has accepted for something less grave is there, or on its way, already: it is
    /// asked before any other, and has its window to answer as any other. Only where it would come
    /// too late for this and an idle team would be there sooner, the plan sends that one.
    private mutating func askHolder(of held: Incident, for id: String, at now: Moment) {
        guard held.isHeld, let team = held.team, let state = roster.teams[team],
            state.holding == held.id, let incident = book.incident(id), incident.isWaiting,
            state.isAvailable, !state.isUnresponsive, roster.links[state.centre] != false,
            !incident.calls.contains(where: { $0.team == team })
        else { return }
        let called = held.calls.last { $0.team == team }?.at ?? now
        let arrival = held.eta.map { called + .seconds(Int64($0.seconds)) }
        let isLate = arrival.map { $0 > (incident.rescueBy ?? now) } ?? false
        if held.state < .onscene, isLate, incident.priority < held.priority,
            hasSooner(than: arrival, for: id, at: now)
        {
            return replace(state, on: held, Self.cannotArriveReason, at: now)
        }
        // Whom the plan had called to it is free for something else.
        if incident.team != nil { needsPlan = true }
        call(team, to: id, at: now)
        book.change(id) { changed in
            changed.teamPinned = true
            changed.reasons = [Self.sameValveReason]
            changed.rejected = []
        }
    }

    /// What an operator has decided of the incident that led until now counts for the one that leads
    /// from now on; so does a team that was kept when the priority fell.
    private mutating func handOn(from old: String, to id: String, at now: Moment) {
        guard let before = book.incident(old), let leader = book.incident(id),
            !(before.isHeld && leader.isHeld && before.team != leader.team)
        else { return }
        for team in before.alsoTeams where !leader.alsoTeams.contains(team) {
            // Who has accepted the one has not accepted the other; it goes along once somebody has.
            guard let call = before.calls.last(where: { $0.team == team }),
                leader.isHeld || call.answer?.step == nil
            else { continue }
            book.change(id) { changed in
                changed.alsoTeams.append(team)
                changed.calls.append(call)
            }
            noteCalled(team, id)
            if roster.teams[team]?.holding == old { changeTeam(team) { $0.holding = id } }
        }
        guard before.teamPinned, let team = before.team, hasFreshCall(team, before),
            let incident = book.incident(id), incident.isWaiting
        else { return }
        if before.isOperatorsChoice, !hasFreshCall(team, incident) {
            // Chosen for what is less grave: not where it keeps help in time from the graver one.
            let eta = estimate(of: team, to: incident, at: now)
            let isInTime = eta.flatMap { eta in
                incident.rescueBy.map { now + .seconds(Int64(eta.seconds)) <= $0 }
            }
            if isInTime == false, hasBetter(than: eta, for: id, at: now) { return }
            call(team, to: id, at: now)
        }
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

    /// A team that was sent on a visit and has not answered is not needed once a team has accepted
    /// what is grave. One that is sent after that is an addition.
    private mutating func endVisits(beside leader: Incident, at now: Moment) {
        guard let acceptedAt = leader.acceptedAt else { return }
        for visit in unfinished(at: leader.place.valve) {
            guard !visit.priority.callsOut, visit.state == .assigned, following?[visit.id] == nil,
                visit.team != leader.team,
                visit.calls.allSatisfy({ $0.at < acceptedAt })
            else { continue }
            endVisit(visit, acceptedBy: leader.team, at: now)
        }
    }

    /// Nobody is called to a visit: it fell to one while it followed, or its valve has a team.
    private mutating func endVisit(
        _ incident: Incident, acceptedBy other: String? = nil, at now: Moment
    ) {
        let reason = other == nil ? "reassigned" : "accepted_by_another"
        for team in Set(incident.calls.compactMap(\.team)).sorted() {
            standDown(team, from: incident.id, reason: reason, acceptedBy: other, at: now)
        }
        book.change(incident.id) { $0.awaitsTeam() }
    }
}
