internal import Incidents
internal import ValveModel

/// What a road that is closed, or opened again, means for the teams that are on their way.
extension RescueDesk {
    /// The word in stand-downs and updates.
    static let roadClosedReason = "road_closed"

    /// Looks at the way of every team that has accepted and is not there yet.
    ///
    /// - Parameter closedBefore: the segments that were closed until now.
    mutating func judgeWays(closedBefore: [Bool], at now: Moment) {
        let onTheWay = book.open.values.filter {
            $0.isHeld && $0.state < .onscene && $0.mode != .test && $0.event == nil
        }
        for id in onTheWay.map(\.id).sorted() {
            guard let incident = book.incident(id), let team = incident.team,
                let state = roster.teams[team],
                let way = way(of: state, to: incident, closedBefore, at: now)
            else { continue }
            judge(way, of: state, to: incident, at: now)
        }
    }

    /// A way that the change of roads has changed.
    private struct Way {
        /// From the call-out on; nil when no open road leads there.
        var eta: Incident.ETA?
        /// Whether it takes longer than before, or cannot be driven at all.
        var isSlower: Bool
        /// Whether the daemon knows where on it the team is: it has not left yet, or has told its
        /// place since. Of any other it may be that it is past the closed piece already.
        var isCertain: Bool
    }

    /// The way of a team; nil where the change of roads does not touch it.
    private mutating func way(
        of team: TeamState, to incident: Incident, _ closedBefore: [Bool], at now: Moment
    ) -> Way? {
        guard let call = incident.calls.last(where: { $0.team == team.id }),
            let place = start(of: team, at: now).place, place.isValid,
            let end = table.end(of: incident.place.location)
        else { return nil }
        let (turnout, calibration) = turnout(of: team, at: call.at)
        let leftAt = incident.enrouteAt ?? call.at + .seconds(Int64(turnout))
        let told = team.placedAt.flatMap { $0 > leftAt ? $0 : nil }
        // Of a place told on the way the time until then has been driven already.
        let spent = told.map { Int(($0 - call.at).milliseconds / 1_000) } ?? turnout
        var model = travelModel(at: now)
        let present = model.reach(from: place, turnout: spent)
            .estimate(to: end, floor: incident.place.floor)
        model.closed = closedBefore
        let past = model.reach(from: place, turnout: spent)
            .estimate(to: end, floor: incident.place.floor)
        guard past?.estimate != present?.estimate else { return nil }
        let isCertain = told != nil || leftAt > now
        return Way(
            eta: present.map { estimate, source in
                Incident.ETA(
                    turnout: estimate.turnout, travel: estimate.travel, access: estimate.access,
                    model: source.rawValue,
                    calibration: told == nil && calibration != 0 ? calibration : nil)
            },
            isSlower: (present?.estimate.total ?? .max) > (past?.estimate.total ?? .max),
            isCertain: isCertain)
    }

    private mutating func judge(
        _ way: Way, of team: TeamState, to incident: Incident, at now: Moment
    ) {
        let id = incident.id
        let wasInTime = incident.inTime == true
        book.change(id) { changed in
            changed.eta = way.eta ?? changed.eta
            if way.eta == nil { changed.inTime = false }
            changed.inCircle = way.eta.map { $0.seconds <= Self.circleSeconds } ?? false
        }
        if way.eta != nil { refreshInTime(id, at: now) }
        guard way.isSlower else { return }
        let seconds = way.eta.map { "\($0.seconds) s from its call-out" } ?? "no open road is left"
        log("roads", id, "the way of \(team.id) is closed: \(seconds)")
        let cannot = way.eta == nil || (wasInTime && book.incident(id)?.inTime == false)
        if way.isCertain, cannot, hasBetter(than: way.eta, for: id, at: now) {
            log("plan", id, "\(team.id) cannot make it any more and is replaced")
            standDown(team.id, from: id, reason: Self.roadClosedReason, at: now)
            changeTeam(team.id) { $0.holding = nil }
            loseLeader(id, at: now)
        } else if let centre = book.incident(id)?.centre {
            tell(id, .update, centre: centre, team: team.id, reason: Self.roadClosedReason)
        }
    }

    /// Whether an idle team would be in time, or at least has a way where there is none: the plan
    /// then sends one, and not the same team again.
    private mutating func hasBetter(than eta: Incident.ETA?, for id: String, at now: Moment) -> Bool
    {
        guard let incident = book.incident(id), let rescueBy = incident.rescueBy else {
            return false
        }
        for team in roster.teams.values.sorted(by: { $0.id < $1.id }) {
            guard team.isAvailable, team.holding == nil, !team.isUnresponsive,
                roster.links[team.centre] != false, callsOpen(of: team.id).isEmpty,
                !isForbidden(team.id, for: incident),
                let other = estimate(of: team.id, to: incident, at: now)
            else { continue }
            if now + .seconds(Int64(other.seconds)) <= rescueBy { return true }
            if eta == nil, other.seconds < Int(PlanTable.unknownSeconds) { return true }
        }
        return false
    }
}
