public import ValveModel

/// Where a team starts from, and how that is known.
public struct TeamStart: Equatable, Sendable {
    /// How its place is known; the raw value is the word on the wire.
    public enum Source: String, Sendable {
        /// It was told by a roster or by hand, and is not too old.
        case location
        /// It has told that it is at its standby post, or `centres.yaml` gives it a place of its own.
        case post
        /// It waits at its centre.
        case centre
    }

    /// The place; nil for a team of no known centre.
    public var place: Coordinate?
    /// How it is known.
    public var source: Source
    /// Whether a place was told that is too old to be trusted.
    public var isTooOld: Bool

    /// The word in an incident's `reasons`.
    public static let tooOldReason = "location_too_old"
}

extension Roster {
    /// Where a team starts from: the place it has told while that is younger than `age`, else the
    /// place `centres.yaml` gives it, else its centre.
    ///
    /// - Parameter age: nil trusts a place for ever.
    public func start(of team: TeamState, at now: Moment, trusting age: Lapse?) -> TeamStart {
        let isTooOld = zip(team.placedAt, age).map { now - $0 >= $1 } ?? false
        if team.placedAt != nil, !isTooOld, let place = team.place {
            return TeamStart(place: place, source: .location, isTooOld: false)
        }
        if let post = plan(of: team.id)?.place {
            return TeamStart(place: post, source: .post, isTooOld: isTooOld)
        }
        return TeamStart(place: centre(team.centre)?.place, source: .centre, isTooOld: isTooOld)
    }

    /// What `centres.yaml` says of a team; nil for one that only a roster names.
    public func plan(of team: String) -> TeamPlan? { plans[team] }

    private func zip(_ told: Moment?, _ age: Lapse?) -> (Moment, Lapse)? {
        guard let told, let age else { return nil }
        return (told, age)
    }
}
