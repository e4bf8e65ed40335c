public import Incidents
public import ValveModel

/// A finding of the watch with the place it concerns.
public struct DeskFinding: Sendable {
    /// What happened to the condition.
    public enum Change: Sendable {
        case raised, repeated, cleared, priority, crossed, evidence, closeWanted, provenClosed
    }

    public var change: Change
    public var kind: FindingKind
    public var priority: Priority
    public var isTest: Bool
    public var place: ValvePlace
    public var condition: Incident.Condition
    /// How a close command is repeated for this valve's profile.
    public var closing: ClosingRules

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

/// How close commands to one model of valve are repeated.
public struct ClosingRules: Equatable, Sendable {
    public var every: Lapse
    public var atMost: Lapse
    public var lifeSeconds: Int

    /// The contract's numbers: every 5 s, at most for 10 min.
    public init(
        every: Lapse = .seconds(5), atMost: Lapse = .minutes(10), lifeSeconds: Int = 60
    ) {
        self.every = every
        self.atMost = atMost
        self.lifeSeconds = lifeSeconds
    }
}

/// What a centre or team answered.
public struct DeskReply: Equatable, Sendable {
    /// The words of the reply topic.
    public enum Word: String, Sendable {
        case received, accept, decline, enroute, onscene, rescue, safe, note
    }

    public var centre: String
    public var incident: String
    public var team: String?
    public var revision: Int?
    public var word: Word
    public var by: String?
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
    /// The incident has another revision; who changed it last and when.
    case revision(now: Int, by: String?, at: Moment?)
    /// Somebody was first.
    case first(code: String, by: String?, at: Moment?)
    /// The wish itself cannot be.
    case invalid(code: String, String)
}

/// What an operator, or a person at a centre's desk, asks for.
public struct DeskWish: Equatable, Sendable {
    public var by: String
    public var revision: Int?
    public var note: String?
    public var team: String?
    public var also = false
    public var accepted = false
    public var reason: String?
    public var verifiedBy: String?

    /// A wish of a person.
    public init(by: String) { self.by = by }
}
