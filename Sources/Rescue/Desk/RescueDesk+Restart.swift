public import Incidents
public import ValveModel

/// Going on after a restart (contract, section 5, Restart).
extension RescueDesk {
    /// An `ackBy` that passed while the daemon was down waits this long after the broker session is
    /// back, so that replies queued there come first.
    static let repliesFirst = Lapse.seconds(5)
    /// Without a broker the ladder goes on after this: one and a half windows.
    static let brokerWaitMax = Lapse.seconds(30)

    /// Takes back an open incident. Deadlines stay where they were; one that a clock set back would
    /// have pushed out is brought in to its original length.
    public mutating func restore(_ saved: Incident, at now: Moment) {
        var incident = saved
        incident.arriveBy = clamp(incident.arriveBy, rules.arrival, now)
        incident.rescueBy = clamp(incident.rescueBy, rules.rescue, now)
        incident.ackBy = clamp(incident.ackBy, originalStep(of: incident, at: now), now)
        bringBack(&incident, to: now)
        book.restore(incident)
        guard incident.isOpen else { return }
        // On disk before the next restart, which would otherwise give it the whole length again.
        if incident != saved { book.touch(incident.id) }
        area.isRestoring = true
        following = nil
        if let rescueBy = incident.rescueBy {
            deadlines.add(.overdue(incident.id), at: rescueBy + .milliseconds(1))
        }
        if let ackBy = incident.ackBy, incident.isWaiting {
            if ackBy <= now { restart.late.insert(incident.id) }
            let wait = ackBy > now ? ackBy : now + Self.brokerWaitMax
            deadlines.add(.ladder(incident.id), at: wait)
        }
        scheduleEntry(incident.id)
        for call in incident.calls {
            guard let team = call.team else { continue }
            noteCalled(team, incident.id)
            if roster.teams[team] == nil { keep(team, of: call.centre) }
        }
        for team in incident.holders {
            if roster.teams[team] == nil, let centre = incident.centre { keep(team, of: centre) }
            // Of several incidents of one valve the gravest is what its team holds.
            if let other = restart.holding[team], leads(other, before: incident) { continue }
            restart.holding[team] = incident.id
            roster.teams[team]?.holding = incident.id
        }
        // Nobody could be heard while the daemon was down.
        noteWord(incident.id, at: now)
        noteJourney(incident.id, heardAt: now + Self.repliesFirst - (rules.silentOnWay ?? .zero))
        if incident.isWaiting {
            needsPlan = true
            callAgain(incident, at: now)
        } else if let event = incident.event, event.overAt == nil {
            callAgain(incident, at: now)
        } else if incident.isHeld {
            callAgain(incident, onlyHolders: true, at: now)
        }
    }

    /// A team that `centres.yaml` named when it was called out and names no more.
    private mutating func keep(_ team: String, of centre: String) {
        roster.keep(called: team, of: centre, saved: restart.leftOut[team])
        roster.teams[team].map { actions.append(.team($0)) }
    }

    /// How long the step that ends at `ackBy` was when it began.
    private func originalStep(of incident: Incident, at now: Moment) -> Lapse {
        guard incident.state == .assigned,
            let call = incident.calls.last(where: { $0.team == incident.team })
        else { return Self.overdueStep }
        return stepLength(incident, at: min(call.at, now))
    }

    /// Brings back what lies in the future because the wall clock was set back between two runs: a
    /// call-out was made by now at the latest, and a reading of unknown age says nothing of the air.
    private func bringBack(_ incident: inout Incident, to now: Moment) {
        for index in incident.calls.indices {
            incident.calls[index].at = min(incident.calls[index].at, now)
        }
        incident.roundFrom = min(incident.roundFrom, now)
        if let heardAt = incident.condition.heardAt {
            incident.condition.heardAt = min(heardAt, now)
        }
        if let gasAt = incident.condition.gasAt, gasAt > now { incident.condition.gasAt = nil }
    }

    /// Takes back a valve's part in an area event; taken up with the first batch, when the incidents
    /// are there.
    public mutating func restore(_ membership: AreaMembership) {
        area.restored.append(membership)
        area.isRestoring = true
    }

    /// Goes on with the area events that the journal holds.
    mutating func takeUpRestored(at now: Moment) {
        guard area.isRestoring else { return }
        area.isRestoring = false
        for id in book.open.keys.sorted() {
            guard let incident = book.incident(id), incident.mode == .actual else { continue }
            if let record = incident.event {
                guard record.overAt == nil else { continue }
                // It has no members: the broker alone says when it is over.
                if record.facts.cause == .brokerLost {
                    area.brokerEvent = id
                    continue
                }
                let serial = area.correlator.restore(record.facts)
                area.incidents[serial] = id
                area.serials[id] = serial
                if !record.unled.isEmpty { area.unled[serial] = record.unled.map(\.incident) }
            } else if !incident.isFinished {
                for kind in incident.current {
                    let sign = AreaSign(
                        kind, incident.priority,
                        ground: incident.why?.kind == kind ? incident.why?.ground : nil,
                        place: incident.place,
                        gas: incident.condition.gas, at: incident.raisedAt)
                    area.correlator.restore(
                        sign,
                        isApart: isOutOfService(
                            incident.place.valve, kind, incident.priority, at: now), at: now)
                }
            }
        }
        let memberships = area.restored
        area.restored = []
        for membership in memberships.sorted(by: { $0.member.sign.at < $1.member.sign.at }) {
            takeUp(membership, at: now)
        }
        apply(area.correlator.settleRestored(at: now), at: now)
    }

    private mutating func takeUp(_ membership: AreaMembership, at now: Moment) {
        let sign = membership.member.sign
        if let event = membership.event {
            guard let serial = area.serials[event] else {
                return actions.append(.memberOver(membership.name))
            }
            return area.correlator.restore(membership.member, into: serial)
        }
        // It waited for a decision that the end cut short: it has its own incident.
        actions.append(.memberOver(membership.name))
        var condition = Incident.Condition()
        condition.gas = sign.gas
        condition.gasAt = sign.gas.map { _ in sign.at }
        openAlone(
            DeskFinding(
                .raised, sign.kind, sign.priority, place: sign.place, condition: condition),
            at: now)
        // What follows is seen with it.
        area.correlator.restore(sign, at: now)
    }

    /// Nobody knows whether the last call-out left before the end: it is sent again.
    private mutating func callAgain(
        _ incident: Incident, onlyHolders: Bool = false, at now: Moment
    ) {
        let firstTeam = incident.calls.firstIndex { $0.team != nil }
        for (index, call) in incident.calls.enumerated()
        where call.isOpen && call.answer == nil {
            let isAdded = call.team.map(incident.alsoTeams.contains) ?? false
            if onlyHolders, !isAdded, call.team != incident.team { continue }
            // A centre's window that has passed is over where a team is called by now.
            let window = stepLength(incident, at: call.at)
            if call.team == nil, incident.team != nil, call.at + window <= now { continue }
            // The word of before: only a second team takes over.
            let isFirst = call.team == nil || index == firstTeam || isAdded
            tell(
                incident.id, isFirst ? .new : .takeover, centre: call.centre, team: call.team)
        }
    }

    private func clamp(_ deadline: Moment?, _ original: Lapse, _ now: Moment) -> Moment? {
        deadline.map { min($0, now + original) }
    }

    /// Takes back a team's state.
    public mutating func restore(_ saved: TeamState, at now: Moment) {
        var team = saved
        // A roster of today is newer than a change that a clock ahead of its time has dated.
        if let changedAt = team.changedAt { team.changedAt = min(changedAt, now) }
        team.placedAt = team.placedAt.map { min($0, now) }
        roster.restore(team)
        // The file names it no more: should it be out, it is known by this.
        if roster.teams[team.id] == nil { restart.leftOut[team.id] = team }
        watchPlace(of: team.id, at: now)
        roster.teams[team.id]?.holding = restart.holding[team.id]
        // The next start must not take it for one that the file still names.
        if let kept = roster.teams[team.id], team.isConfigured, !kept.isConfigured {
            actions.append(.team(kept))
        }
    }

    /// Whether a late ladder still waits for replies that the broker has queued.
    mutating func waitsForReplies(_ id: String, at now: Moment) -> Bool {
        guard restart.late.contains(id) else { return false }
        if now < restart.repliesUntil { return true }
        restart.late.remove(id)
        return false
    }

    /// Takes back a close command that was running. One whose time passed while the daemon was down
    /// ends here, or a clock that is set back later would bring it to life again.
    public mutating func restore(_ saved: CloseCommand, at now: Moment) {
        var command = saved
        command.until = min(command.until, now + (command.until - command.firstAt))
        closeCommands.running[command.valve] = command
        guard saved.until > now else { return endClosingLate(command.valve) }
        guard command == saved else {
            // On disk before the next restart, which would otherwise give it the whole length again.
            actions.append(.command(command, isRepeat: false))
            return deadlines.add(
                .close(valve: command.valve, command: command.id), at: now + command.every)
        }
        deadlines.add(.close(valve: command.valve, command: command.id), at: now)
    }

    /// The rescue broker's session is there: what nobody has answered is sent at once, as it may not
    /// have left. Windows that passed while the daemon was down end a little later; for that only the
    /// first session counts, or a connection that comes and goes would hold the ladder up.
    public mutating func rescueConnected(at now: Moment) {
        outgoing.hasRoad = true
        repeatOutgoing(at: now)
        guard !restart.late.isEmpty, restart.repliesUntil == .distantPast else { return }
        restart.repliesUntil = now + Self.repliesFirst
        for id in restart.late.sorted() { deadlines.add(.ladder(id), at: restart.repliesUntil) }
    }
}

/// What the desk has to remember of its end for as long as it goes on from there.
struct RestartMemory: Sendable {
    /// Teams as the journal remembers them that the file names no more.
    var leftOut: [String: TeamState] = [:]
    /// What each team held when the daemon stopped.
    var holding: [String: String] = [:]
    /// Incidents whose `ackBy` passed while the daemon was down.
    var late: Set<String> = []
    /// Their ladders do not go on before this, so that queued replies come first.
    var repliesUntil = Moment.distantPast
}

extension Incident {
    /// The teams that have accepted it and are not done.
    var holders: [String] {
        guard isHeld else { return [] }
        let also = alsoTeams.filter { team in
            let answer = calls.last { $0.team == team }?.answer
            return answer?.step.map { $0 < .safe } ?? false
        }
        return [team].compactMap(\.self) + also
    }
}
