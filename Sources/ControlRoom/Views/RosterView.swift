internal import ConsoleAPI
internal import Incidents
internal import Rescue
internal import ValveModel

/// Makes the views of teams and centres.
package enum RosterView {
    static func view(
        _ team: TeamState, of desk: RescueDesk, _ times: Timestamps,
        at now: Moment
    ) -> TeamView {
        var view = TeamView(
            id: team.id, name: team.name, centre: team.centre, configured: team.isConfigured,
            available: team.isAvailable, unresponsive: team.isUnresponsive,
            turnout: team.turnoutSeconds)
        view.incident = team.holding
        view.called = desk.called(team.id)
        if let place = team.place {
            view.location = LocationView(lat: place.latitude, lon: place.longitude)
        }
        let start = desk.start(of: team, at: now)
        view.locationAt = times.text(team.placedAt)
        view.locationTooOld = start.isTooOld
        view.countedFrom = start.source.rawValue
        view.post = desk.standby[team.id].map {
            LocationView(lat: $0.latitude, lon: $0.longitude)
        }
        view.atPost = desk.isAtPost(team)
        view.shifts = (desk.roster.plan(of: team.id)?.shifts ?? []).map(\.description)
        view.onShift = desk.isOnShift(team.id, at: now)
        view.changedAt = times.text(team.changedAt)
        view.changedBy = team.changedBy
        return view
    }

    static func view(_ centre: CentrePlan, roster: Roster, book: IncidentBook) -> CentreView {
        let link =
            switch roster.links[centre.id] {
            case true?: "online"
            case false?: "offline"
            case nil: "unknown"
            }
        var view = CentreView(
            id: centre.id, name: centre.name, link: link,
            location: LocationView(
                lat: centre.place.latitude, lon: centre.place.longitude))
        view.areas = centre.areas.map(\.description)
        let teams = roster.teams.values.filter { $0.centre == centre.id }
        view.teams = teams.map(\.id).sorted()
        view.teamsAvailable = teams.count(where: \.isReady)
        view.incidentsOpen = book.open.values.count {
            ($0.centre ?? $0.place.homeCentre) == centre.id && $0.mode != .test
        }
        return view
    }
}
