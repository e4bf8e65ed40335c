internal import Incidents
public import ValveModel

/// What time alone does to teams: shifts begin and end, and places that were told grow old.
extension RescueDesk {
    /// Where a team starts from now.
    public func start(of team: TeamState, at now: Moment) -> TeamStart {
        // Who waits at a post stays there until somebody says otherwise: that place does not age.
        if isAtPost(team) == true {
            return TeamStart(place: team.place, source: .post, isTooOld: false)
        }
        return roster.start(of: team, at: now, trusting: rules.locationAge)
    }

    /// Whether one of the team's shifts holds the moment; nil for a team without shifts.
    public func isOnShift(_ team: String, at now: Moment) -> Bool? {
        guard let shifts = roster.plan(of: team)?.shifts, !shifts.isEmpty else { return nil }
        return DutyRota(shifts, at: now, utcOffsetSeconds: utcOffsetSeconds).isOn
    }

    /// Why a team is counted from where it is, for the incident's reasons; empty where its own word
    /// is taken.
    func startReasons(of team: String, at now: Moment) -> [String] {
        guard let state = roster.teams[team], start(of: state, at: now).isTooOld else { return [] }
        return [TeamStart.tooOldReason]
    }

    /// Sees to it that the plan is made anew when the team's place grows too old. One timer a team,
    /// which finds the place that counts when it fires.
    mutating func watchPlace(of id: String, at now: Moment) {
        guard let placedAt = roster.teams[id]?.placedAt, let age = rules.locationAge,
            placedAt + age > now, !placesWatched.contains(id)
        else { return }
        placesWatched.insert(id)
        deadlines.add(.place(id), at: placedAt + age)
    }

    /// The time of a team's place may have come.
    mutating func checkPlace(of id: String, at now: Moment) {
        placesWatched.remove(id)
        guard let team = roster.teams[id], team.placedAt != nil else { return }
        guard start(of: team, at: now).isTooOld else { return watchPlace(of: id, at: now) }
        actions.append(.team(team))
        log("roster", id, "its location is too old and not counted on any more")
        needsPlan = true
    }

    /// Looks at every shift anew: after a start, new settings, or a change of local time.
    mutating func lookAtShifts(at now: Moment) {
        guard mode == .actual, shifts.utcOffsetSeconds != utcOffsetSeconds else { return }
        shifts.utcOffsetSeconds = utcOffsetSeconds
        changeShifts(at: now)
    }

    /// Teams whose shift has begun are available and those whose shift has ended are not. What a
    /// person or a roster says after that stands until the next change of shift: so somebody who
    /// stays longer can be sent, and a crew that is ill is not.
    mutating func changeShifts(at now: Moment) {
        var next: Moment?
        for plan in roster.centres.flatMap(\.teams) where !plan.shifts.isEmpty {
            let rota = DutyRota(plan.shifts, at: now, utcOffsetSeconds: utcOffsetSeconds)
            let before = roster.teams[plan.id]
            if roster.set(
                plan.id, available: rota.isOn, place: nil, by: Roster.shiftSource, at: rota.since)
            {
                teamChanged(plan.id, from: before, by: Roster.shiftSource, at: now)
            }
            next = min(next ?? rota.next, rota.next)
        }
        shifts.nextAt = next
        if let next { deadlines.add(.shift, at: next) }
    }
}

/// What is known of the shifts as a whole.
struct ShiftWatch: Sendable {
    /// When one begins or ends next.
    var nextAt: Moment?
    /// Local time by which they were looked at; `nil` when they have to be.
    var utcOffsetSeconds: Int?
}
