internal import Incidents
public import ValveModel

/// Standby posts of a centre, switched on and off by an operator.
extension RescueDesk {
    /// Takes the posts of a centre in place of those it has; none switches them off.
    public mutating func take(
        standby posts: [StandbyPost], of centre: String, by name: String, at now: Moment
    ) throws(DeskRefusal) {
        guard roster.centre(centre) != nil else { throw .noSuchCentre(centre) }
        guard
            posts.allSatisfy({ roster.teams[$0.team]?.centre == centre && $0.place.isValid }),
            Set(posts.map(\.team)).count == posts.count
        else {
            throw .invalid(
                code: "invalid", "Every post needs another team of \(centre) and a place.")
        }
        for team in standby.values.filter({ $0.centre == centre }).map(\.team).sorted()
        where !posts.contains(where: { $0.team == team }) {
            standby[team] = nil
            actions.append(.post(team, nil))
        }
        for wanted in posts {
            var post = wanted
            post.centre = centre
            post.by = name
            post.at = now
            standby[post.team] = post
            actions.append(.post(post.team, post))
        }
        log(
            "standby", centre, by: name,
            posts.isEmpty
                ? "switched off" : "switched on: \(posts.map(\.team).joined(separator: ", "))")
        for team in roster.teams.keys.sorted() where roster.teams[team]?.centre == centre {
            watchPlace(of: team, at: now)
        }
        needsPlan = true
    }

    /// Whether a team has told that it is at its post; nil without one.
    public func isAtPost(_ team: TeamState) -> Bool? {
        guard let post = standby[team.id] else { return nil }
        guard team.placedAt != nil, let place = team.place else { return false }
        return post.holds(place)
    }
}
