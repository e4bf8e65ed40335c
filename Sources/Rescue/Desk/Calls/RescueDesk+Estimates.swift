internal import Incidents
internal import ValveModel

/// Estimates of teams, and the table of them that the plan stands on.
extension RescueDesk {
    /// The circle in seconds: the whole estimate of a household inside it (contract, section 5).
    public static let circleSeconds = 300

    /// Brings the plan's table up to date; the incidents that changed and wait, in order of id.
    mutating func syncTable(at now: Moment) -> [String] {
        let ids = roster.teams.keys.sorted()
        let isSameTeams = ids == table.teams
        setGround(at: now)
        table.setTeams(ids, ids.map { origin(of: $0, at: now) })
        var touched = book.takeWaitingTouched()
        // Other teams are other columns, so every incident says anew who is out of the question.
        if !isSameTeams { touched = book.open.keys.sorted() }
        return touched.filter { settleRow($0) }
    }

    /// Whether the incident is one for the plan.
    private mutating func settleRow(_ id: String) -> Bool {
        pinned[id] = nil
        guard let incident = book.incident(id), incident.isWaiting, leading(of: id) == id else {
            table.remove(id)
            return false
        }
        // Pinned is a team that may still answer: one that was silent when the priority fell, or that
        // may be asked anew in a new round, is the plan's again.
        if incident.teamPinned, let team = incident.team, hasFreshCall(team, incident) {
            pinned[id] = team
            table.remove(id)
            return false
        }
        let out = Set(incident.calls.compactMap(\.team)).filter { isForbidden($0, for: incident) }
        table.put(incident, forbidden: out)
        return true
    }

    mutating func setGround(at now: Moment) {
        table.setGround(travelModel(at: now), edition: roads.edition, middle: middleOfCentres)
    }

    /// Where a team starts from and how soon, at this hour.
    private func origin(of id: String, at now: Moment) -> PlanTable.Origin {
        guard let team = roster.teams[id] else {
            return PlanTable.Origin(place: nil, turnoutSeconds: 0)
        }
        return PlanTable.Origin(
            place: start(of: team, at: now).place,
            turnoutSeconds: turnout(of: team, at: now).seconds)
    }

    /// The estimate of one team; `nil` where its place or the home's is unknown, or no open road
    /// leads there.
    mutating func estimate(
        of id: String, to incident: Incident, at now: Moment
    ) -> Incident.ETA? {
        setGround(at: now)
        // The plan takes the middle of the centres for a home that is nowhere; nobody may read minutes
        // out of that.
        guard incident.place.location != nil,
            let reach = table.reach(of: id, from: origin(of: id, at: now)),
            let end = table.end(of: incident.place.location),
            let (estimate, source) = reach.estimate(to: end, floor: incident.place.floor)
        else { return nil }
        let added = roster.teams[id].map { turnout(of: $0, at: now).calibration } ?? 0
        return Incident.ETA(
            turnout: estimate.turnout, travel: estimate.travel, access: estimate.access,
            model: source.rawValue,
            calibration: added == 0 ? nil : added)
    }

    private var middleOfCentres: Coordinate? {
        guard !roster.centres.isEmpty else { return nil }
        let count = Double(roster.centres.count)
        return Coordinate(
            latitude: roster.centres.reduce(0) { $0 + $1.place.latitude } / count,
            longitude: roster.centres.reduce(0) { $0 + $1.place.longitude } / count)
    }

    /// The smallest estimate of any available team, busy ones included.
    mutating func bestEstimate(for incident: Incident, at now: Moment) -> Incident.ETA? {
        var best: Incident.ETA?
        // In order of id, so that among equals it is always the same.
        for id in roster.teams.keys.sorted() where roster.teams[id]?.isAvailable == true {
            guard let eta = estimate(of: id, to: incident, at: now) else { continue }
            if best.map({ eta.seconds < $0.seconds }) ?? true { best = eta }
        }
        return best
    }

    /// The estimate of the team that is called out, as roads and places are now.
    mutating func refreshEstimate(_ id: String, of team: String, at now: Moment) {
        guard let incident = book.incident(id) else { return }
        let eta = estimate(of: team, to: incident, at: now)
        if eta != incident.eta {
            book.change(id) { changed in
                changed.eta = eta
                changed.inCircle = eta.map { $0.seconds <= Self.circleSeconds } ?? false
                if eta == nil { changed.inTime = false }
            }
        }
        refreshInTime(id, at: now)
    }

    /// Whether the leading team's estimate still fits what remains.
    mutating func refreshInTime(_ id: String, at now: Moment) {
        guard let incident = book.incident(id), let eta = incident.eta,
            let rescueBy = incident.rescueBy
        else { return }
        let start = incident.calls.last { $0.team == incident.team }?.at ?? now
        let inTime = start + .seconds(Int64(eta.seconds)) <= rescueBy
        if incident.inTime != inTime { book.change(id) { $0.inTime = inTime } }
    }
}
