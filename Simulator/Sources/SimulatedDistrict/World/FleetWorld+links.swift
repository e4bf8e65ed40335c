internal import ValveModel

/// Links that break and come back: valves, centres, and teams that are away.
extension FleetWorld {
    mutating func breakLink(_ valve: Int, at now: Instant) {
        guard valves[valve].online else { return }
        valves[valve].online = false
        tally(.wills)
        actions.append(.cut(.valve(valve)))
    }

    /// The link is back without a restart of the device.
    mutating func restoreLink(_ valve: Int, at now: Instant) {
        guard !valves[valve].online else { return }
        valves[valve].online = true
        actions.append(.restore(.valve(valve), boot: valves[valve].boot))
        // What could not leave is said again at once, by the device's own rule.
        for key in valves[valve].owed { sendAgain(key, at: now) }
        report(valve, at: now)
    }

    mutating func centreLink(_ centre: Int, isUp: Bool, at now: Instant) {
        if isUp {
            silentCentres.remove(centre)
            actions.append(.restore(.centre(centre), boot: 0))
        } else {
            silentCentres.insert(centre)
            actions.append(.cut(.centre(centre)))
        }
    }

    /// A team goes out of the circle, or is back: its centre's roster says so.
    mutating func teamMoves(_ team: String, isHere: Bool, at now: Instant) {
        guard let centre = rescue.centre(of: team) else { return }
        if isHere { awayTeams.remove(team) } else { awayTeams.insert(team) }
        announce(centre, at: now)
    }

    /// The roster of a centre as it is now.
    mutating func announce(_ index: Int, at now: Instant) {
        let centre = rescue.centres[index]
        let wall = settings.wallStart + now.microseconds / 1000
        let teams = centre.teams.map { team in
            JSONText.object { text in
                text.member("id", team)
                text.member("available", !awayTeams.contains(team))
                text.member("at", wall)
            }
        }
        send(
            Publish(
                origin: .centre(index),
                topic: "\(settings.rescueRoot)/\(centre.id)/roster",
                payload: JSONText.object { text in
                    text.member("at", wall)
                    text.member("teams", list: teams)
                }, quality: 1, retained: true, planned: now))
    }
}
