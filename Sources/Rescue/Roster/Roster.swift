public import ValveModel

/// A team as it stands now.
public struct TeamState: Codable, Equatable, Sendable {
    /// Unique over all centres, such as `C-1`.
    public var id: String
    /// For people; the id where a roster alone names the team.
    public var name: String
    /// Id of the centre it belongs to.
    public var centre: String
    /// Whether `centres.yaml` names it; a roster may add others.
    public var isConfigured: Bool
    /// Whether it may be called out.
    public var isAvailable: Bool
    /// It let a call-out pass unanswered and has not been heard since: it is used last.
    public var isUnresponsive = false
    /// Seconds from the call-out until the vehicle moves (NFPA 1710: 60–80).
    public var turnoutSeconds: Int
    /// Degrees north, WGS-84; `nil` means it waits at its centre.
    public var latitude: Double?
    /// Degrees east, WGS-84; `nil` means it waits at its centre.
    public var longitude: Double?
    /// When that place was told by a roster or by hand; `nil` for the one of `centres.yaml`.
    public var placedAt: Moment?
    /// The incident it has accepted and not finished.
    public var holding: String?
    /// When a roster or an operator changed it last.
    public var changedAt: Moment?
    /// The centre of that roster, or that operator.
    public var changedBy: String?

    /// Whether it can be sent now and has not stopped answering: what a person counts on. A plan without
    /// anybody else calls the silent ones too.
    public var isReady: Bool { isAvailable && holding == nil && !isUnresponsive }

    init(_ plan: TeamPlan) {
        id = plan.id
        name = plan.name
        centre = plan.centre
        isConfigured = true
        isAvailable = true
        turnoutSeconds = plan.turnoutSeconds
        latitude = plan.place?.latitude
        longitude = plan.place?.longitude
    }

    init(unconfigured id: String, centre: String, turnoutSeconds: Int) {
        self.id = id
        name = id
        self.centre = centre
        isConfigured = false
        isAvailable = true
        self.turnoutSeconds = turnoutSeconds
    }

    /// The same team when `centres.yaml` names it no more.
    fileprivate var leftOut: TeamState {
        var team = self
        team.isConfigured = false
        team.isAvailable = false
        team.changedBy = Roster.fileSource
        return team
    }

    /// Its own place, when it has told one or was given one.
    public var place: Coordinate? {
        guard let latitude, let longitude else { return nil }
        return Coordinate(latitude: latitude, longitude: longitude)
    }
}

/// One team in a centre's roster message.
public struct RosterLine: Codable, Equatable, Sendable {
    /// The team of a row whose id could not be read: it may be any, so that nobody counts as left out.
    public static let unreadable = ""

    /// Id of the team.
    public var team: String
    /// Whether it may be called out; `nil` where that could not be read, and everything stays as it was.
    public var isAvailable: Bool?
    /// Where it is, WGS-84; `nil` leaves it at the place known before.
    public var place: Coordinate?
    /// When the team was at that place; the roster's own time when it does not say.
    public var at: Moment

    /// A line of a roster.
    public init(team: String, isAvailable: Bool?, place: Coordinate?, at: Moment) {
        self.team = team
        self.isAvailable = isAvailable
        self.place = place
        self.at = at
    }
}

/// Who can be sent. Pure.
public struct Roster: Sendable {
    /// Teams by id.
    public internal(set) var teams: [String: TeamState] = [:]
    /// Centres in the order of the file.
    public internal(set) var centres: [CentrePlan] = []
    /// Teams of the file by id: every plan asks for all of them.
    private(set) var plans: [String: TeamPlan] = [:]
    /// What each centre's link topic said last; absent when it never has.
    public internal(set) var links: [String: Bool] = [:]
    /// Lines of rosters that named a team of another centre.
    public internal(set) var foreignLineCount = 0
    /// Lines of rosters that named a team for which there was no room.
    public internal(set) var crowdedLineCount = 0

    /// Teams at most that only rosters name: each is a column of every plan, and three centres have a
    /// dozen each.
    public static let unconfiguredMax = 100
    /// Teams of `centres.yaml` at most: what a plan takes without those of rosters.
    public static let configuredMax = AssignmentPlan.teamsMax - unconfiguredMax
    /// A roster from a clock that runs ahead counts as written so much later than now at most:
    /// enough for two of them in their order, and nobody else's word is refused for longer.
    static let aheadMax = Lapse.minutes(1)

    /// Turnout of a team that `centres.yaml` does not name (NFPA 1710: 60–80 s).
    static let unconfiguredTurnoutSeconds = 60
    /// Who changed a team when its shift did; no person and no centre can have this name.
    public static let shiftSource = "gaswatch/shift"
    /// Who made a team unavailable when `centres.yaml` named it no more.
    public static let fileSource = "gaswatch/centres"

    /// The centres and teams of `centres.yaml`, every team available until told otherwise.
    public init(centres: [CentrePlan]) {
        self.centres = centres
        for centre in centres {
            for team in centre.teams {
                teams[team.id] = TeamState(team)
                plans[team.id] = team
            }
        }
    }

    /// New centres and teams, with what was known of the old ones. A team that the file names no
    /// more stays, unavailable, while it holds an incident or may still accept one.
    ///
    /// - Parameter called: the teams that an open incident was called out to.
    init(centres: [CentrePlan], after known: Roster, called: Set<String>) {
        self.init(centres: centres)
        links = known.links
        foreignLineCount = known.foreignLineCount
        crowdedLineCount = known.crowdedLineCount
        // Who is out comes first, as there is room for so many only; in an order that a replay has too.
        func rank(_ team: TeamState) -> Int {
            team.holding != nil ? 0 : called.contains(team.id) ? 1 : 2
        }
        let order = known.teams.values.sorted { (rank($0), $0.id) < (rank($1), $1.id) }
        for team in order {
            if teams[team.id] == nil, team.holding != nil || called.contains(team.id), hasRoom {
                teams[team.id] = team.leftOut
            }
            restore(team)
            teams[team.id]?.holding = team.holding
        }
    }

    /// The centre with this id.
    public func centre(_ id: String) -> CentrePlan? { centres.first { $0.id == id } }

    /// Whether there is such a centre, in the file or of a team that is still out.
    public func speaks(_ centre: String) -> Bool {
        self.centre(centre) != nil || teams.values.contains { $0.centre == centre }
    }

    /// The centre whose areas contain `area`.
    public func homeCentre(of area: String) -> CentrePlan? {
        centres.first { $0.areas.contains { $0.description == area } }
    }

    /// Teams that only rosters name.
    var unconfigured: [TeamState] { teams.values.filter { !$0.isConfigured } }

    private var hasRoom: Bool { unconfigured.count < Self.unconfiguredMax }

    /// Keeps a team that nobody names any more and that was called to an open incident: its accept
    /// counts, and whoever is in a home is heard to the end.
    ///
    /// - Parameter saved: what the journal remembers of it.
    mutating func keep(called id: String, of centre: String, saved: TeamState?) {
        guard hasRoom else { return }
        let team =
            saved
            ?? TeamState(
                unconfigured: id, centre: centre, turnoutSeconds: Self.unconfiguredTurnoutSeconds)
        teams[id] = team.leftOut
    }

    /// Takes back a team that the journal remembers; what `centres.yaml` says of it stays.
    public mutating func restore(_ saved: TeamState) {
        if let kept = teams[saved.id], !kept.isConfigured {
            teams[saved.id] = saved.isConfigured ? saved.leftOut : saved
            teams[saved.id]?.holding = kept.holding
            return
        }
        guard var team = teams[saved.id] else {
            // One that the file left out stays for as long as it holds or may accept something.
            if centre(saved.centre) != nil, !saved.isConfigured, hasRoom,
                saved.changedBy != Self.fileSource
            {
                teams[saved.id] = saved
                // What a team holds is what the open incidents say.
                teams[saved.id]?.holding = nil
            }
            return
        }
        team.isUnresponsive = saved.isUnresponsive
        if saved.placedAt != nil {
            team.latitude = saved.latitude
            team.longitude = saved.longitude
            team.placedAt = saved.placedAt
        }
        // A shift that the file does not know any more has said nothing, nor has a file that left the
        // team out.
        let hasSaid =
            saved.changedBy == Self.shiftSource
            ? plan(of: saved.id)?.shifts.isEmpty == false : saved.changedBy != Self.fileSource
        if hasSaid {
            team.isAvailable = saved.isAvailable
            team.changedAt = saved.changedAt
            team.changedBy = saved.changedBy
        }
        teams[saved.id] = team
    }

    /// Takes a centre's roster for every team whose last change, from any source, is older. A team
    /// left out is unavailable; a team of another centre, or beyond `unconfiguredMax`, is refused.
    /// The ids that changed.
    ///
    /// - Parameters:
    ///   - at: when the roster says that it was written.
    ///   - now: no place is from later than this, whatever the centre's clock says.
    public mutating func take(
        _ lines: [RosterLine], from centre: String, at: Moment, now: Moment
    ) -> [String] {
        guard self.centre(centre) != nil else { return [] }
        let at = min(at, now + Self.aheadMax)
        var changed: [String] = []
        var named: Set<String> = []
        for line in lines {
            named.insert(line.team)
            guard let isAvailable = line.isAvailable else { continue }
            if let team = teams[line.team] {
                if team.centre != centre {
                    foreignLineCount += 1
                    continue
                }
            } else {
                guard hasRoom else {
                    crowdedLineCount += 1
                    continue
                }
                teams[line.team] = TeamState(
                    unconfigured: line.team, centre: centre,
                    turnoutSeconds: Self.unconfiguredTurnoutSeconds)
            }
            if set(
                line.team, available: isAvailable, place: line.place, seenAt: line.at,
                by: centre, at: at, now: now)
            {
                changed.append(line.team)
            }
        }
        if named.contains(RosterLine.unreadable) { return changed.sorted() }
        for team in teams.values where team.centre == centre && !named.contains(team.id) {
            if set(team.id, available: false, place: nil, by: centre, at: at) {
                changed.append(team.id)
            }
        }
        return changed.sorted()
    }

    /// Sets a team's availability and place when `at` is newer than its last change; whether it
    /// was.
    ///
    /// - Parameter seenAt: when it was at the place; a place known to be newer stays. `at` when nil.
    public mutating func set(
        _ id: String, available: Bool, place: Coordinate?, seenAt: Moment? = nil,
        by source: String, at: Moment, now: Moment = .distantFuture
    ) -> Bool {
        guard var team = teams[id] else { return false }
        if let changedAt = team.changedAt, at <= changedAt { return false }
        team.changedAt = at
        team.changedBy = source
        team.isAvailable = available
        let placedAt = min(seenAt ?? at, now)
        if let place, place.isValid, placedAt >= team.placedAt ?? .distantPast {
            team.latitude = place.latitude
            team.longitude = place.longitude
            team.placedAt = placedAt
        }
        teams[id] = team
        return true
    }
}
