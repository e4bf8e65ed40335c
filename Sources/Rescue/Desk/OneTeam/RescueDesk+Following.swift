internal import Incidents
internal import ValveModel

/// The incidents of a valve that follow its gravest one: they get its calls, its answers and its steps.
extension RescueDesk {
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
    mutating func follow(
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
            let step = TeamStep(to: leader.state)
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
                own.calls.last(where: { $0.team == team })?.answer != .decline
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
                let isSilent = answer.answer == .silent && call.answer != .silent
                if isSilent { book.change(id) { $0.calls[index].answer = .silent } }
            } else if answer?.answer == .decline {
                // Who has said of this one that it comes is told that it is taken at its other word.
                let hasCome = call.answer?.step != nil
                if hasCome { standDown(team, from: id, reason: "declined", at: now) }
                book.change(id) { $0.calls[index].answer = .decline }
            } else if answer != nil || call.answer != .silent {
                standDown(team, from: id, reason: "reassigned", at: now)
            }
        }
    }
}
