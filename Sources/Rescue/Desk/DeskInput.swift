public import Incidents
public import ValveModel

/// A finding of the watch with the place it concerns.
public struct DeskFinding: Codable, Equatable, Sendable {
    /// What happened to the condition.
    public enum Change: String, Codable, Sendable {
        case raised, repeated, cleared, priority, crossed, evidence, closeWanted, provenClosed
        /// Gas of at least 3 %LEL without a finding of its own, for the building-gas rule.
        case trace
    }

    /// What happened.
    public var change: Change
    /// The kind it happened to.
    public var kind: FindingKind
    /// Priority that the watch gives the kind now.
    public var priority: Priority
    /// Whether it belongs to a declared test.
    public var isTest: Bool
    /// Which valve, and where it is.
    public var place: ValvePlace
    /// What the valve measured last.
    public var condition: Incident.Condition
    /// How a close command is repeated for this valve's profile.
    public var closing: ClosingRules
    /// What closed the valve, for a shutoff.
    public var cause = ShutoffCause.unknown
    /// Of a cleared one: within which time after it began it has cleared itself.
    public var selfClear: Lapse?
    /// Why it was raised, in numbers; `nil` for what raises nothing.
    public var evidence: Evidence?
    /// How many valves the registry knows around it.
    public var neighbours = Neighbourhood()

    /// A finding.
    public init(
        _ change: Change, _ kind: FindingKind, _ priority: Priority, isTest: Bool = false,
        place: ValvePlace, condition: Incident.Condition, closing: ClosingRules = ClosingRules()
    ) {
        self.change = change
        self.kind = kind
        self.priority = priority
        self.isTest = isTest
        self.place = place
        self.condition = condition
        self.closing = closing
    }
}

extension DeskFinding {
    /// Reads the form of the tape, of older programs too.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try fields.decode(Change.self, forKey: .change),
            try fields.decode(FindingKind.self, forKey: .kind),
            try fields.decode(Priority.self, forKey: .priority),
            isTest: try fields.decode(.isTest, or: false),
            place: try fields.decode(ValvePlace.self, forKey: .place),
            condition: try fields.decode(Incident.Condition.self, forKey: .condition),
            closing: try fields.decode(.closing, or: ClosingRules()))
        cause = try fields.decode(.cause, or: .unknown)
        selfClear = try fields.decodeIfPresent(Lapse.self, forKey: .selfClear)
        evidence = try fields.decodeIfPresent(Evidence.self, forKey: .evidence)
        neighbours = try fields.decode(.neighbours, or: Neighbourhood())
    }
}

/// How close commands to one model of valve are repeated.
public struct ClosingRules: Codable, Equatable, Sendable {
    /// Time between two repeats; 5 s by the contract, section 4.
    public var every: Lapse
    /// Time after which no repeat follows; 10 min by the contract, section 4.
    public var atMost: Lapse
    /// `ttl` of the command: seconds after receipt in which the valve may act on it.
    public var lifeSeconds: Int

    /// The contract's numbers: every 5 s, at most for 10 min.
    public init(
        every: Lapse = .seconds(5), atMost: Lapse = .minutes(10), lifeSeconds: Int = 60
    ) {
        self.every = every
        self.atMost = atMost
        self.lifeSeconds = lifeSeconds
    }

    /// Those of a valve's profile.
    public init(_ profile: Profile) {
        self.init(
            every: profile.closeRepeat, atMost: profile.closeRepeatFor,
            lifeSeconds: profile.commandLifeSeconds)
    }
}

/// What a centre or team answered.
public struct DeskReply: Codable, Equatable, Sendable {
    /// The words of the reply topic.
    public enum Word: String, Codable, Sendable {
        case received, accept, decline, enroute, onscene, rescue, safe, note
    }

    /// Id of the centre whose topic it came by.
    public var centre: String
    /// Id of the incident as the reply names it; it may be unknown here.
    public var incident: String
    /// Id of the team that answers; `nil` when the centre itself does.
    public var team: String?
    /// Revision of the incident that the reply answers; `nil` when it does not say.
    public var revision: Int?
    /// What is answered.
    public var word: Word
    /// The person who answered, as the reply says.
    public var by: String?
    /// What the person added, for the history.
    public var text: String?

    /// A reply.
    public init(
        centre: String, incident: String, team: String?, revision: Int?, word: Word, by: String?,
        text: String?
    ) {
        self.centre = centre
        self.incident = incident
        self.team = team
        self.revision = revision
        self.word = word
        self.by = by
        self.text = text
    }
}

/// Why an operator's wish was not carried out.
public enum DeskRefusal: Error, Equatable, Sendable {
    case noSuchIncident
    case noSuchTeam(String)
    /// The road graph has nothing at the place, or no way of the id.
    case noSuchRoad
    case noSuchClosing(String)
    case noSuchParty(String)
    case noSuchCentre(String)
    case noSuchCalibration(String)
    /// The incident has another revision; who changed it last and when.
    case revision(now: Int, by: String?, at: Moment?)
    /// Somebody was first.
    case first(code: String, by: String?, at: Moment?)
    /// The wish itself cannot be.
    case invalid(code: String, String)
}

/// What an operator, or a person at a centre's desk, asks for.
public struct DeskWish: Codable, Equatable, Sendable {
    /// The person who asks.
    public var by: String
    /// Revision the person saw: another one refuses the wish; `nil` takes any.
    public var revision: Int?
    /// What the person adds, for the history.
    public var note: String?
    /// Id of the team that is meant; for a team's step, `nil` means the leading one.
    public var team: String?
    /// For a hand-over: the centre that takes it.
    public var centre: String?
    /// For `dispatch`: the team comes in addition to the one that leads.
    public var also = false
    /// For `dispatch`: the team has already accepted, as by telephone.
    public var accepted = false
    /// For `close`: why, such as `false_alarm`, `duplicate`, `no_access` or `handed_over`.
    public var reason: String?
    /// For `shelve`: for how long.
    public var lapse: Lapse?
    /// For `close` as `false_alarm`: the second person who verified it.
    public var verifiedBy: String?

    /// A wish of a person.
    public init(by: String) { self.by = by }
}

extension DeskWish {
    /// Reads the form of the tape, of older programs too.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(by: try fields.decode(String.self, forKey: .by))
        revision = try fields.decodeIfPresent(Int.self, forKey: .revision)
        note = try fields.decodeIfPresent(String.self, forKey: .note)
        team = try fields.decodeIfPresent(String.self, forKey: .team)
        centre = try fields.decodeIfPresent(String.self, forKey: .centre)
        also = try fields.decode(.also, or: false)
        accepted = try fields.decode(.accepted, or: false)
        reason = try fields.decodeIfPresent(String.self, forKey: .reason)
        lapse = try fields.decodeIfPresent(Lapse.self, forKey: .lapse)
        verifiedBy = try fields.decodeIfPresent(String.self, forKey: .verifiedBy)
    }
}
