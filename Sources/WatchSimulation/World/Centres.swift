internal import Rescue

/// One thing a team does, later.
struct TeamAct {
    var team: String
    var incident: String
    var valve: String
    var word: String
    var revision: Int
    /// A stand-down in between makes it void.
    var epoch: Int
}

/// The centres and their teams, as people: they accept, decline, say nothing, come late, and lose
/// their connection.
struct Centres {
    static let root = "rescue/v1"
    static let drillRoot = "rescue-drill/v1"

    struct Team {
        var id: String
        var centre: String
        var busyWith: String?
        /// The valve of `busyWith`.
        var busyAt: String?
        /// What else it was called to at that valve.
        var also: [String] = []
        var epoch = 0
        var isAvailable = true
    }

    struct Answered {
        var at: Int64
        var revision: Int
    }

    var teams: [String: Team] = [:]
    let teamIDs: [String]
    let centreIDs: [String]
    var isAway: Set<String> = []
    /// What the broker keeps for a centre that is away.
    var waiting: [String: [[UInt8]]] = [:]
    var answered: [String: Answered] = [:]
    /// What each team said last of an incident, as it is sent once more long after.
    var said: [String: [String: Parcel]] = [:]
    var replyCount = 0

    /// A team that has nothing to do.
    var idle: String? { teamIDs.first { teams[$0]?.busyWith == nil } }

    init(_ district: District) {
        centreIDs = district.rules.centres.map(\.id)
        for centre in district.rules.centres {
            for team in centre.teams { teams[team.id] = Team(id: team.id, centre: centre.id) }
        }
        teamIDs = district.rules.centres.flatMap(\.teams).map(\.id)
    }
}
