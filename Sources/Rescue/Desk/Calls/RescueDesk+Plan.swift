internal import Incidents
internal import ValveModel

/// The exact plan over everything that waits, and what it changes.
extension RescueDesk {
    /// Whether `team` is out of the question for the incident: it declined here, or was silent in
    /// the present round.
    func isForbidden(_ team: String, for incident: Incident) -> Bool {
        guard let call = incident.calls.last(where: { $0.team == team }) else { return false }
        if call.answer == .decline { return true }
        return call.answer == .silent && call.at >= incident.roundFrom
    }

    mutating func replan(at now: Moment) {
        var touched = syncTable(at: now)
        isShortOfTeams = false
        guard !table.isEmpty else { return }
        var plan = plan(at: now)
        isShortOfTeams = plan.leavesAGraveOneLate
        if isShortOfTeams, releaseFallen() {
            touched += syncTable(at: now)
            plan = self.plan(at: now)
        }
        if plan.isShort, table.teams.contains(where: isOnVisit) {
            plan = self.plan(withVisitors: true, at: now)
            isShortOfTeams = plan.leavesAGraveOneLate
        }
        apply(plan, touched, at: now)
    }

    /// - Parameter withVisitors: teams on a visit count as free.
    private mutating func plan(
        withVisitors: Bool = false, at now: Moment
    ) -> AssignmentPlan {
        let taken = Set(pinned.values)
        let teams = table.teams.map { id in
            planTeam(
                id, isPinned: taken.contains(id), isFree: withVisitors && isOnVisit(id))
        }
        return table.plan(teams, at: now)
    }

    /// Whether the team has accepted a visit, on which an operator has sent it, and is not there yet. It
    /// is taken from it where anybody whom the plan has to serve would have nobody, or nobody in time, or
    /// only a team that leaves a P2.
    private func isOnVisit(_ id: String) -> Bool {
        guard let holding = roster.teams[id]?.holding, let visit = book.incident(holding) else {
            return false
        }
        return !visit.priority.callsOut && visit.mode != .test && visit.state < .onscene
            && visit.team == id
    }

    /// Gives the plan the teams that incidents kept when they fell to P2; whether there are any.
    private mutating func releaseFallen() -> Bool {
        let fallen = pinned.keys.filter { id in
            guard let incident = book.incident(id), incident.priority == .p2 else { return false }
            return !incident.isOperatorsChoice && !isAtOneDoor(incident)
        }
        for id in fallen.sorted() { book.change(id) { $0.teamPinned = false } }
        return !fallen.isEmpty
    }

    /// Whether its team was asked because it holds another incident of the valve, and still does. Once
    /// that is safe the team is one that was called to a P2.
    private func isAtOneDoor(_ incident: Incident) -> Bool {
        guard incident.reasons == [Self.sameValveReason], let team = incident.team,
            let holding = roster.teams[team]?.holding
        else { return false }
        return book.incident(holding)?.place.valve == incident.place.valve
    }

    /// A team as the plan sees it. One that cannot be sent counts as bound to a P1, which it leaves
    /// for nothing.
    private func planTeam(_ id: String, isPinned: Bool, isFree isVisitor: Bool) -> PlanTeam {
        guard let team = roster.teams[id] else {
            preconditionFailure(
                "The plan's table must name teams of the roster only; \(id) is not.")
        }
        var held: Priority?
        if !team.isAvailable || isPinned {
            held = .p1
        } else if let holding = team.holding, !isVisitor {
            let incident = book.incident(holding)
            let isFree = incident.map {
                $0.priority == .p2 && $0.mode != .test && $0.state < .onscene && $0.team == id
            }
            held = isFree == true ? .p2 : .p1
        }
        // A centre that is off line does not hear a call-out: the ladder passes over its teams while
        // anybody else is left, and calls them all the same when nobody is.
        let isReached = roster.links[team.centre] != false
        return PlanTeam(
            id: id, centre: team.centre, unresponsive: team.isUnresponsive || !isReached,
            heldPriority: held)
    }

    private mutating func apply(_ plan: AssignmentPlan, _ touched: [String], at now: Moment) {
        var planned: [String: Assignment] = [:]
        for assignment in plan.assignments {
            planned[plan.incidents[assignment.incident].id] = assignment
        }
        for team in plan.diverted { divert(plan.teams[team].id, at: now) }
        for team in plan.assignments.map({ plan.teams[$0.team].id }) where isOnVisit(team) {
            divert(team, at: now)
        }
        // Teams are first taken away and then given, so that none has two calls in between.
        var unsettled = Set(touched)
        for id in table.led.sorted() {
            guard let incident = book.incident(id), let leading = incident.team,
                planned[id].map({ plan.teams[$0.team].id }) != leading,
                hasFreshCall(leading, incident)
            else { continue }
            standDown(leading, from: id, reason: "reassigned", at: now)
            book.change(id) { $0.awaitsTeam() }
            unsettled.insert(id)
        }
        for assignment in plan.assignments {
            give(plan, assignment, at: now)
        }
        for id in unsettled.union(table.narrowed).sorted() where planned[id] == nil {
            // Who was silent may have become free since, without any change of this incident.
            if askSilentAgain(id, at: now) {
                needsPlan = true
            } else if unsettled.contains(id) {
                leaveWithout(id, at: now)
            }
        }
    }

    private mutating func give(_ plan: AssignmentPlan, _ assignment: Assignment, at now: Moment) {
        let id = plan.incidents[assignment.incident].id
        let team = plan.teams[assignment.team].id
        guard let incident = book.incident(id) else { return }
        if incident.team == team, hasFreshCall(team, incident) {
            return refreshEstimate(id, of: team, at: now)
        }
        let explanation = plan.explain(incident: assignment.incident)
        let start = startReasons(of: team, at: now)
        // What the plan reckons with where no way is known is no time that anybody needs.
        let estimated = Set(
            explanation.rejected.map { plan.teams[$0.team].id }
                .filter { estimate(of: $0, to: incident, at: now) != nil })
        book.change(id) { changed in
            changed.reasons = explanation.reasons.map(\.rawValue) + start
            changed.rejected = explanation.rejected.map { rejected in
                let other = plan.teams[rejected.team].id
                let answer = incident.calls.last { $0.team == other }?.answer
                // The plan knows forbidden pairs only; who was asked and said nothing declined nothing.
                let isSilent = rejected.reason == .declined && answer == .silent
                return Incident.Rejection(
                    team: other, reason: isSilent ? "silent" : rejected.reason.rawValue,
                    seconds: estimated.contains(other) ? rejected.seconds : nil)
            }
        }
        call(team, to: id, at: now)
    }

    /// Whether the team has a call-out here that it may still answer in its window.
    func hasFreshCall(_ team: String, _ incident: Incident) -> Bool {
        guard incident.state == .assigned,
            let call = incident.calls.last(where: { $0.team == team })
        else { return false }
        return call.isOpen && call.answer != .silent
    }

    /// Takes an en-route team off its visit, or off its P2: one more P1 is reached in time by it.
    private mutating func divert(_ team: String, at now: Moment) {
        guard let holding = roster.teams[team]?.holding else { return }
        log(
            "plan", holding,
            isOnVisit(team)
                ? "\(team) is taken from the visit: it is needed elsewhere"
                : "\(team) is diverted to a P1 that it alone reaches in time")
        standDown(team, from: holding, reason: "diverted", at: now)
        changeTeam(team) { $0.holding = nil }
        loseLeader(holding, at: now)
    }

    /// Nobody is left for it: the best estimate is named and everybody is told.
    private mutating func leaveWithout(_ id: String, at now: Moment) {
        guard let incident = book.incident(id), incident.isWaiting else { return }
        let hasSilentCall = incident.calls.contains { $0.team != nil && $0.isOpen }
        if incident.team == nil || !hasSilentCall {
            let best = bestEstimate(for: incident, at: now)
            let isKnown = incident.eta == best && incident.inTime == false
            if !isKnown {
                book.change(id) { changed in
                    changed.eta = best
                    changed.inCircle = best.map { $0.seconds <= Self.circleSeconds } ?? false
                    changed.inTime = false
                    changed.reasons = ["no_usable_team"]
                }
            }
        }
        // A centre whose team has just declined was told through that team alone.
        let called = Set(incident.calls.filter(\.isOpen).map(\.centre))
        let isEverybodyTold =
            openEvent(of: incident) != nil
            || roster.centres.allSatisfy { called.contains($0.id) }
        if incident.allTold, isEverybodyTold {
            // Whoever was told a while ago took it that somebody had been found.
            stepped.append(id)
        } else {
            tellEverybody(id, at: now)
        }
        if book.incident(id)?.ackBy == nil { scheduleStep(id, at: now) }
    }

    /// Tells every centre: alone, or together with the other leaks of an area event.
    mutating func tellEverybody(_ id: String, at now: Moment) {
        if let incident = book.incident(id), let event = openEvent(of: incident) {
            tellTogether(id, event, at: now)
        } else {
            tellAll(id, at: now)
        }
    }
}

extension AssignmentPlan {
    /// Whether a P1 is left that no team reaches in time.
    /// Whether somebody has nobody, or a P1 nobody in time, or a P2 would lose its team.
    fileprivate var isShort: Bool {
        leavesAGraveOneLate || assignments.count < incidents.count || !diverted.isEmpty
    }

    var leavesAGraveOneLate: Bool {
        let served = assignments.count { $0.inTime && incidents[$0.incident].priority == .p1 }
        return served < incidents.count { $0.priority == .p1 }
    }
}

extension Incident {
    /// Whether its team is the one that an operator named.
    var isOperatorsChoice: Bool { teamPinned && reasons.contains("operator") }
}
