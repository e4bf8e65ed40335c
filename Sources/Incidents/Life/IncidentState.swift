/// How far the rescue of one incident has come (contract, section 5).
///
/// From every state before `onscene` an incident goes back to `raised` or `assigned` when its team
/// declines, is diverted or cannot arrive; from any state it ends in `closed`.
public enum IncidentState: String, Codable, Comparable, Sendable, CaseIterable {
    /// No team is called out. → `assigned`, `closed`
    case raised
    /// A team is called out and has not accepted. → `accepted`, `raised`, `closed`
    case assigned
    /// A team has accepted. → `enroute`, `raised`, `assigned`, `closed`
    case accepted
    /// The team is on its way. → `onscene`, `raised`, `assigned`, `closed`
    case enroute
    /// The vehicle is at the building. → `rescue`, `closed`
    case onscene
    /// The team is at the door. → `safe`, `closed`
    case rescue
    /// The home was made safe; somebody else has to close the incident. → `closed`
    case safe
    /// Nothing is left to do.
    case closed

    private var rank: Int {
        switch self {
        case .raised: 0
        case .assigned: 1
        case .accepted: 2
        case .enroute: 3
        case .onscene: 4
        case .rescue: 5
        case .safe: 6
        case .closed: 7
        }
    }

    /// Order of the life cycle.
    public static func < (left: IncidentState, right: IncidentState) -> Bool {
        left.rank < right.rank
    }
}

/// Whether an incident is real (contract, section 5, Mode).
public enum IncidentMode: String, Codable, Sendable, CaseIterable {
    /// Real people may be in danger.
    case actual
    /// A drill; reaches only the drill root.
    case exercise
    /// A declared test of one valve: no team, no call-out, no command.
    case test
}

/// Whether a team may enter, by the newest gas reading (above 10 %LEL an atmosphere is hazardous to
/// enter: OSHA).
public enum Entry: String, Codable, Sendable {
    case open, caution, forbidden
}
