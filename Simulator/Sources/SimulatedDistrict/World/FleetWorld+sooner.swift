internal import ValveModel

/// Could anyone have been faster than the team that was called first?
///
/// An exact plan may send a farther team because the nearer one is worth more elsewhere. It is held
/// against the plan only where the nearer team stays free: then nothing would have been lost.
extension FleetWorld {
    /// Seconds a nearer team has to stay free: the plan for other leaks of the same moment is out
    /// by then.
    private static let staysFree = 5.0
    /// A free team has been known to the daemon for so many seconds.
    private static let knownFree = 2.0
    /// Seconds below which two estimates are the same: each is rounded up to a whole one.
    private static let rounding = 1.0

    /// A team that would be there so many seconds before the one that was called.
    struct Nearer {
        let team: String
        let seconds: Double
    }

    /// Looks for teams that are nearer and free when the first team is called.
    mutating func seekSooner(_ leak: Int, than called: String, at now: Instant) {
        let place = valves[leaks[leak].valve].place
        guard let location = place.location, let post = rescue.post(of: called) else { return }
        let seconds = settings.travel.seconds(from: post, to: location, floor: place.floor)
        var nearer: [Nearer] = []
        for team in rescue.freeTeams(for: Self.knownFree, at: now) where team != called {
            guard let post = rescue.post(of: team), isReachable(team) else { continue }
            let other = settings.travel.seconds(from: post, to: location, floor: place.floor)
            if seconds - other > Self.rounding {
                nearer.append(Nearer(team: team, seconds: seconds - other))
            }
        }
        guard !nearer.isEmpty else { return }
        nearer.sort { ($0.seconds, $1.team) > ($1.seconds, $0.team) }
        agenda.add(.sooner(leak: leak, nearer, since: now), at: now + Self.staysFree)
    }

    /// Whether the roster offers the team and its centre can hear.
    private func isReachable(_ team: String) -> Bool {
        guard let centre = rescue.centre(of: team) else { return false }
        return !awayTeams.contains(team) && !silentCentres.contains(centre)
    }

    mutating func judgeSooner(
        _ leak: Int, _ nearer: [Nearer], since: Instant, at now: Instant
    ) {
        let free = Set(rescue.freeTeams(for: now - since, at: now))
        guard let best = nearer.first(where: { free.contains($0.team) && isReachable($0.team) })
        else { return }
        tell(.sooner(leak: leak, team: best.team, seconds: best.seconds), at: now)
    }
}
