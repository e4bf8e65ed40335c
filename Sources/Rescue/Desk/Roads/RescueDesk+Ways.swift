internal import Incidents
internal import ValveModel

/// What a road that is closed, or opened again, and a place that is told mean for the teams that are
/// on their way.
extension RescueDesk {
    /// Words in stand-downs and updates.
    static let roadClosedReason = "road_closed"
    static let cannotArriveReason = "cannot_arrive"

    /// Looks at the way of every team that has accepted and is not there yet.
    ///
    /// - Parameter closedBefore: the segments that were closed until now.
    mutating func roadsChanged(closedBefore: [Bool], at now: Moment) {
        needsPlan = true
        setGround(at: now)
        let onTheWay = book.open.values.filter {
            $0.isHeld && $0.state < .onscene && $0.mode != .test && $0.event == nil
                && leading(of: $0.id) == $0.id
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
        guard let leg = leg(of: team, to: incident, at: now) else { return nil }
        let present = eta(leg, to: incident, travelModel(at: now))
        var model = travelModel(at: now)
        model.closed = closedBefore
        let past = eta(leg, to: incident, model)
        guard past != present else { return nil }
        return Way(
            eta: present, isSlower: (present?.seconds ?? .max) > (past?.seconds ?? .max),
            isCertain: leg.isTold || leg.leftAt > now)
    }

    /// What lies before a team that has accepted.
    private struct Leg {
        var place: Coordinate
        /// Seconds from the call-out until it was, or will be, at that place and moves.
        var spent: Int
        var calibration: Int
        var leftAt: Moment
        /// Whether it has told the place since it left.
        var isTold: Bool
    }

    private func leg(of team: TeamState, to incident: Incident, at now: Moment) -> Leg? {
        guard let call = incident.calls.last(where: { $0.team == team.id }),
            let place = start(of: team, at: now).place, place.isValid
        else { return nil }
        let (turnout, calibration) = turnout(of: team, at: call.at)
        let leftAt = incident.enrouteAt ?? call.at + .seconds(Int64(turnout))
        guard let told = team.placedAt, told > leftAt else {
            return Leg(
                place: place, spent: turnout, calibration: calibration, leftAt: leftAt,
                isTold: false)
        }
        // Of a place told on the way the time until then has been driven already.
        return Leg(
            place: place, spent: Int((told - call.at).milliseconds / 1_000), calibration: 0,
            leftAt: leftAt, isTold: true)
    }

    /// From the call-out on; nil when no open road leads there.
    private func eta(_ leg: Leg, to incident: Incident, _ model: TravelModel) -> Incident.ETA? {
        guard incident.place.location != nil, let end = table.end(of: incident.place.location),
            let (estimate, source) = model.reach(from: leg.place, turnout: leg.spent)
                .estimate(to: end, floor: incident.place.floor)
        else { return nil }
        return Incident.ETA(
            turnout: estimate.turnout, travel: estimate.travel, access: estimate.access,
            model: source.rawValue, calibration: leg.calibration == 0 ? nil : leg.calibration)
    }

    /// A team that is on its way has told its place: one that stands still, or is slower than it was
    /// estimated, is replaced once it cannot be in time any more and an idle team can. Only that
    /// turn is an event; the seconds in between are not.
    mutating func judgeProgress(of id: String, at now: Moment) {
        guard let team = roster.teams[id], let holding = team.holding,
            let incident = book.incident(holding), incident.team == id, incident.isHeld,
            incident.state < .onscene, incident.mode != .test
        else { return }
        noteJourney(holding, heardAt: now)
        setGround(at: now)
        guard let leg = leg(of: team, to: incident, at: now), leg.isTold,
            let eta = eta(leg, to: incident, travelModel(at: now)),
            let call = incident.calls.last(where: { $0.team == id }),
            let rescueBy = incident.rescueBy
        else { return }
        let isInTime = call.at + .seconds(Int64(eta.seconds)) <= rescueBy
        guard isInTime != (incident.inTime == true) else {
            // It was late before, and somebody has become free since.
            if !isInTime, hasBetter(than: eta, for: holding, at: now) {
                replace(team, on: incident, Self.cannotArriveReason, at: now)
            }
            return
        }
        book.change(holding) { changed in
            changed.eta = eta
            changed.inTime = isInTime
        }
        hastenJourney(holding)
        log("plan", holding, "\(id) tells its place: \(eta.seconds) s from its call-out")
        guard !isInTime else { return }
        if hasBetter(than: eta, for: holding, at: now) {
            replace(team, on: incident, Self.cannotArriveReason, at: now)
        } else if let centre = incident.centre {
            tell(holding, .update, centre: centre, team: id, reason: Self.cannotArriveReason)
        }
    }

    /// Estimates anew the way of the team that has accepted, as its home is elsewhere or a visit has become
    /// grave, and replaces it where it cannot be in time and an idle team can. Who is there already has
    /// its estimate behind it.
    mutating func judgeWay(to id: String, at now: Moment) {
        guard let incident = book.incident(id), incident.isHeld, incident.state < .onscene,
            let team = incident.team.flatMap({ roster.teams[$0] }),
            let leg = leg(of: team, to: incident, at: now)
        else { return }
        setGround(at: now)
        let eta = eta(leg, to: incident, travelModel(at: now))
        book.change(id) { changed in
            changed.eta = eta
            changed.inCircle = eta.map { $0.seconds <= Self.circleSeconds } ?? false
            if eta == nil { changed.inTime = false }
        }
        refreshInTime(id, at: now)
        hastenJourney(id)
        guard incident.priority.callsOut, book.incident(id)?.inTime == false,
            leading(of: id) == id, hasBetter(than: eta, for: id, at: now)
        else { return }
        replace(team, on: incident, Self.cannotArriveReason, at: now)
    }

    /// Takes a team off an incident that it cannot make; the plan finds another.
    mutating func replace(
        _ team: TeamState, on incident: Incident, _ reason: String, at now: Moment
    ) {
        log("plan", incident.id, "\(team.id) cannot make it any more and is replaced")
        standDown(team.id, from: incident.id, reason: reason, at: now)
        changeTeam(team.id) { $0.holding = nil }
        loseLeader(incident.id, at: now)
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
        hastenJourney(id)
        guard way.isSlower else { return }
        let seconds = way.eta.map { "\($0.seconds) s from its call-out" } ?? "no open road is left"
        log("roads", id, "the way of \(team.id) is closed: \(seconds)")
        let cannot = way.eta == nil || (wasInTime && book.incident(id)?.inTime == false)
        if way.isCertain, cannot, hasBetter(than: way.eta, for: id, at: now) {
            replace(team, on: incident, Self.roadClosedReason, at: now)
        } else if let centre = book.incident(id)?.centre {
            tell(id, .update, centre: centre, team: team.id, reason: Self.roadClosedReason)
        }
    }

    /// Whether an idle team would be in time, or at least has a way where there is none: the plan
    /// then sends one, and not the same team again.
    mutating func hasBetter(than eta: Incident.ETA?, for id: String, at now: Moment) -> Bool {
        guard let incident = book.incident(id), let rescueBy = incident.rescueBy else {
            return false
        }
        for team in roster.teams.values.sorted(by: { $0.id < $1.id }) {
            guard team.isReady, roster.links[team.centre] != false, callsOpen(of: team.id).isEmpty,
                !isForbidden(team.id, for: incident),
                let other = estimate(of: team.id, to: incident, at: now)
            else { continue }
            if now + .seconds(Int64(other.seconds)) <= rescueBy { return true }
            if eta == nil, other.seconds < Int(PlanTable.unknownSeconds) { return true }
        }
        return false
    }
}
