internal import Incidents
internal import ValveModel

/// Estimates of teams, and the table of them that the plan stands on.
extension RescueDesk {
    /// The circle in seconds: the whole estimate of a household inside it (contract, section 5).
    public static let circleSeconds = 300

    /// Brings the plan's table up to date; the incidents that changed and wait, in order of id.
    mutating func syncTable() -> [String] {
        let ids = roster.teams.keys.sorted()
        let isSameTeams = ids == table.teams
        table.middle = middleOfCentres
        table.setTeams(
            ids,
            ids.map { id in
                PlanTable.Origin(
                    place: roster.teams[id].flatMap { roster.place(of: $0) },
                    turnoutSeconds: roster.teams[id]?.turnoutSeconds ?? 0)
            }, rules.travel)
        var touched = book.takeWaitingTouched()
        // Other teams are other columns, so every incident says anew who is out of the question.
        if !isSameTeams { touched = book.open.keys.sorted() }
        return touched.filter { settleRow($0) }
    }

    /// Whether the incident is one for the plan.
    private mutating func settleRow(_ id: String) -> Bool {
        pinned[id] = nil
        guard let incident = book.incident(id), incident.isWaiting else {
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

    /// The estimate of one team; `nil` where its place or the home's is unknown.
    func estimate(of id: String, to incident: Incident) -> Incident.ETA? {
        guard let team = roster.teams[id], let from = roster.place(of: team), from.isValid,
            let to = incident.place.location ?? middleOfCentres, to.isValid
        else { return nil }
        let estimate = rules.travel.estimate(
            turnout: team.turnoutSeconds, from: from, to: to, floor: incident.place.floor)
        return Incident.ETA(
            turnout: estimate.turnout, travel: estimate.travel, access: estimate.access,
            model: "detour")
    }

    private var middleOfCentres: Coordinate? {
        guard !roster.centres.isEmpty else { return nil }
        let count = Double(roster.centres.count)
        return Coordinate(
            latitude: roster.centres.reduce(0) { $0 + $1.place.latitude } / count,
            longitude: roster.centres.reduce(0) { $0 + $1.place.longitude } / count)
    }

    /// The smallest estimate of any available team, busy ones included.
    func bestEstimate(for incident: Incident) -> Incident.ETA? {
        roster.teams.values.filter(\.isAvailable)
            .compactMap { team in estimate(of: team.id, to: incident).map { ($0, team.id) } }
            .min { ($0.0.seconds, $0.1) < ($1.0.seconds, $1.1) }?.0
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
