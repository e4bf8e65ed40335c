/// The three centres and their teams: call-outs and time go in, replies come out.
package struct RescueSide: Sendable {
    /// A step a team takes later.
    package struct Step: Equatable, Sendable {
        package var team: String
        package var incident: String
        package var word: Reply.Word
    }

    /// What follows from an input.
    package enum Outcome: Equatable, Sendable {
        case reply(centre: Int, Reply)
        case later(Step, Instant)
        /// The team is in the home: it shuts the gas off and opens the windows.
        case atTheDoor(valve: String)
        /// The team has stopped the leak and aired the home.
        case madeSafe(valve: String)
    }

    private struct Engagement {
        var valve: String?
        var silent: Bool
        var turnout: Double
        var travel: Double
        var access: Double
    }

    private struct Team {
        var centre: Int
        var engagements: [String: Engagement] = [:]
        /// The incident it has accepted and not yet made safe.
        var holding: String?
        var idleSince = Instant.start
        /// Its last call has had no answer: whoever calls teams out may call it last.
        var isUnheard = false
    }

    package let centres: [CentreSetup]
    private let habits: RescueHabits
    private let dice: Dice
    private var teams: [String: Team] = [:]
    /// The newest revision seen of an incident.
    private var revisions: [String: Int64] = [:]

    package init(_ centres: [CentreSetup], habits: RescueHabits, dice: Dice) {
        self.centres = centres
        self.habits = habits
        self.dice = dice
        for (index, centre) in centres.enumerated() {
            for team in centre.teams { teams[team] = Team(centre: index) }
        }
    }

    /// A call-out has arrived at a centre.
    package mutating func calledOut(
        centre: Int, _ callout: Callout, at now: Instant
    ) -> [Outcome] {
        revisions[callout.incident] = max(revisions[callout.incident] ?? 0, callout.revision)
        if callout.kind == .standdown {
            standDown(centre: centre, callout, at: now)
            return [receipt(centre: centre, callout)]
        }
        guard let name = callout.team, teams[name]?.centre == centre else {
            return [receipt(centre: centre, callout)]
        }
        if let engagement = teams[name]?.engagements[callout.incident] {
            return engagement.silent ? [] : [receipt(centre: centre, callout)]
        }
        let waits = callout.state == "assigned" || callout.state == "raised" || callout.state == ""
        guard callout.calls || waits, teams[name]?.holding != callout.incident else {
            return [receipt(centre: centre, callout)]
        }
        return engage(name, centre: centre, callout, at: now)
    }

    /// A step of a team is due.
    package mutating func due(_ step: Step, at now: Instant) -> [Outcome] {
        guard let team = teams[step.team], let engagement = team.engagements[step.incident] else {
            return []
        }
        switch step.word {
        case .accept:
            guard team.holding == nil else {
                release(step.team, from: step.incident, at: now)
                return [reply(step.team, step.incident, .decline, centre: team.centre)]
            }
            teams[step.team]?.holding = step.incident
            return [
                reply(step.team, step.incident, .accept, centre: team.centre),
                next(step, .enroute, after: engagement.turnout, at: now),
            ]
        case .decline:
            release(step.team, from: step.incident, at: now)
            return [reply(step.team, step.incident, .decline, centre: team.centre)]
        case .received: return []
        case .enroute, .onscene, .rescue, .safe:
            guard team.holding == step.incident else { return [] }
            return [reply(step.team, step.incident, step.word, centre: team.centre)]
                + onward(step, engagement, at: now)
        }
    }

    /// A team that has been idle throughout the last seconds: nobody called it and it holds
    /// nothing. Nil when there is none.
    package func idleTeam(for seconds: Double, at now: Instant) -> String? {
        teams.filter {
            $0.value.holding == nil && $0.value.engagements.isEmpty
                && now - $0.value.idleSince >= seconds
        }.keys.min()
    }

    /// The teams that have been free throughout the last seconds and answered their last call.
    package func freeTeams(for seconds: Double, at now: Instant) -> [String] {
        teams.filter {
            $0.value.holding == nil && $0.value.engagements.isEmpty && !$0.value.isUnheard
                && now - $0.value.idleSince >= seconds
        }.keys.sorted()
    }

    /// Where a team waits; nil when nobody said so.
    package func post(of team: String) -> TeamPost? {
        teams[team].flatMap { centres[$0.centre].posts[team] }
    }

    /// The centre a team belongs to.
    package func centre(of team: String) -> Int? { teams[team]?.centre }

    /// The team that holds an incident.
    package func holder(of incident: String) -> String? {
        teams.first { $0.value.holding == incident }?.key
    }

    private mutating func engage(
        _ name: String, centre: Int, _ callout: Callout, at now: Instant
    ) -> [Outcome] {
        let dice = dice.subject(name).subject(callout.incident)
        let share = dice.unit(1)
        let silent = share < habits.silentShare
        let scatter = dice.between(0.8, 1.3, 2)
        teams[name]?.engagements[callout.incident] = Engagement(
            valve: callout.valve, silent: silent, turnout: callout.turnout * scatter,
            travel: callout.travel * dice.between(0.8, 1.5, 3),
            access: callout.access * dice.between(0.7, 1.6, 4))
        teams[name]?.isUnheard = silent
        if silent { return [] }
        let declines = share < habits.silentShare + habits.declineShare
        let answer = dice.between(habits.answerAfter.lowerBound, habits.answerAfter.upperBound, 5)
        let step = Step(
            team: name, incident: callout.incident, word: declines ? .decline : .accept)
        return [receipt(centre: centre, callout), .later(step, now + answer)]
    }

    private mutating func onward(
        _ step: Step, _ engagement: Engagement, at now: Instant
    ) -> [Outcome] {
        switch step.word {
        case .enroute: return [next(step, .onscene, after: engagement.travel, at: now)]
        case .onscene: return [next(step, .rescue, after: engagement.access, at: now)]
        case .rescue:
            let work = dice.subject(step.team).subject(step.incident)
                .between(habits.workFor.lowerBound, habits.workFor.upperBound, 6)
            return [next(step, .safe, after: work, at: now)]
                + (engagement.valve.map { [.atTheDoor(valve: $0)] } ?? [])
        default:
            release(step.team, from: step.incident, at: now)
            return engagement.valve.map { [.madeSafe(valve: $0)] } ?? []
        }
    }

    /// Who is meant: everybody but the team that was accepted; without one the teams whose calls
    /// have ended, or else the team it names, or else all.
    private mutating func standDown(centre: Int, _ callout: Callout, at now: Instant) {
        let ours = centres[centre].teams
        var meant = ours.filter { $0 != callout.acceptedBy }
        if callout.acceptedBy == nil {
            let ended = ours.filter(callout.stoodDown.contains)
            let named = ours.filter { $0 == callout.team }
            meant = !ended.isEmpty ? ended : !named.isEmpty ? named : ours
        }
        for name in meant { release(name, from: callout.incident, at: now) }
    }

    private mutating func release(_ name: String, from incident: String, at now: Instant) {
        guard teams[name]?.engagements.removeValue(forKey: incident) != nil else { return }
        if teams[name]?.holding == incident { teams[name]?.holding = nil }
        teams[name]?.idleSince = now
    }

    private func next(
        _ step: Step, _ word: Reply.Word, after seconds: Double, at now: Instant
    ) -> Outcome {
        .later(
            Step(team: step.team, incident: step.incident, word: word),
            now + seconds / habits.driveSpeed)
    }

    private func receipt(centre: Int, _ callout: Callout) -> Outcome {
        let team = callout.team.flatMap { teams[$0]?.centre == centre ? $0 : nil }
        return .reply(
            centre: centre,
            Reply(
                incident: callout.incident, team: team, revision: callout.revision,
                word: .received, by: "Desk \(centres[centre].id)"))
    }

    private func reply(
        _ team: String, _ incident: String, _ word: Reply.Word, centre: Int
    ) -> Outcome {
        .reply(
            centre: centre,
            Reply(
                incident: incident, team: team, revision: revisions[incident] ?? 0, word: word,
                by: "Lead \(team)"))
    }
}
