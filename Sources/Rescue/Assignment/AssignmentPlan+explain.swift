internal import ValveModel

extension AssignmentPlan {
    /// Teams named as rejected at most, as many as a console line holds.
    private static let rejectedMax = 3

    /// Why an incident got its team, or none, and what became of the nearest other teams.
    ///
    /// Worked out on demand from the plan's own input; costs a pass over incidents and teams.
    ///
    /// - Parameter key: The `key` of an incident of this plan.
    public func explain(incident key: Int) -> AssignmentExplanation {
        guard let place = incidents.firstIndex(where: { $0.key == key }) else {
            preconditionFailure("Only an incident of the plan can be explained; \(key) is not one.")
        }
        let serving = Dictionary(uniqueKeysWithValues: assignments.map { ($0.team, $0) })
        let assignment = assignments.first { $0.incident == key }
        return AssignmentExplanation(
            assignment: assignment,
            reasons: assignment.map { reasons(for: $0, place: place, serving: serving) } ?? [],
            rejected: rejected(at: place, assignment: assignment, serving: serving))
    }

    private func estimate(_ place: Int, _ team: Int) -> Int {
        Int(seconds[place * teams.count + team])
    }

    private func kind(_ place: Int, _ team: Int) -> PairClass? {
        let estimate = estimate(place, team)
        guard estimate >= 0 else { return nil }
        return PairClass(incidents[place], teams[team], seconds: estimate)
    }

    private func reasons(
        for assignment: Assignment, place: Int, serving: [Int: Assignment]
    ) -> [AssignmentReason] {
        let isDiverted = teams[assignment.team].heldPriority != nil
        return (isDiverted ? [.diverted] : [])
            + [choice(of: assignment, place: place, serving: serving)]
    }

    private func choice(
        of assignment: Assignment, place: Int, serving: [Int: Assignment]
    ) -> AssignmentReason {
        let nearer = teams.indices.filter {
            $0 != assignment.team && kind(place, $0) != nil
                && estimate(place, $0) < assignment.seconds
        }
        let elsewhere = nearer.compactMap { serving[$0] }
        if !elsewhere.isEmpty {
            let keeps = elsewhere.contains { $0.inTime && !wouldBeInTime($0, by: assignment.team) }
            return keeps ? .keepsAnotherInTime : .optimalTotal
        }
        let others = teams.indices.filter {
            $0 != assignment.team && kind(place, $0)?.isInTime == true
        }
        if !nearer.isEmpty, assignment.inTime, others.isEmpty { return .onlyInTime }
        return .nearestAvailable
    }

    private func wouldBeInTime(_ other: Assignment, by team: Int) -> Bool {
        guard let place = incidents.firstIndex(where: { $0.key == other.incident }) else {
            return false
        }
        return kind(place, team)?.isInTime ?? false
    }

    private func rejected(
        at place: Int, assignment: Assignment?, serving: [Int: Assignment]
    ) -> [RejectedTeam] {
        let others = teams.indices.filter { $0 != assignment?.team }
        let looked = others.map { team -> (seconds: Int?, team: Int) in
            let estimate = estimate(place, team)
            if estimate >= 0 { return (estimate, team) }
            return (estimate == -1 ? nil : -1 - estimate, team)
        }
        let nearest = looked.sorted {
            let left = $0.seconds ?? .max
            let right = $1.seconds ?? .max
            return left == right ? teams[$0.team].id < teams[$1.team].id : left < right
        }
        return nearest.prefix(Self.rejectedMax).map {
            RejectedTeam(
                team: $0.team, seconds: $0.seconds,
                reason: rejection(of: $0.team, at: place, assignment, serving))
        }
    }

    private func rejection(
        of team: Int, at place: Int, _ assignment: Assignment?, _ serving: [Int: Assignment]
    ) -> RejectionReason {
        let seconds = estimate(place, team)
        if seconds < 0 { return .declined }
        let isElsewhere = serving[team] != nil
        if teams[team].heldPriority != nil, !isElsewhere { return .unavailable }
        let incident = incidents[place]
        let isLate = !incident.overdue && seconds > incident.remaining
        if isLate, assignment?.inTime == true { return .etaOverLimit }
        if isElsewhere { return .servesAnother }
        if teams[team].unresponsive { return .unavailable }
        return isLate ? .etaOverLimit : .farther
    }
}
