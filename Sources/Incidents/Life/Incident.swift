public import ValveModel

/// One incident: what is wrong, how urgent, who was called, what they did and when.
///
/// It holds everything that a restart needs, deadlines included, so that its JSON form is the whole
/// of it.
public struct Incident: Codable, Equatable, Sendable {
    /// One call-out of one team, or of a centre without a team.
    public struct Call: Codable, Equatable, Sendable {
        public var team: String?
        public var centre: String
        public var at: Moment
        /// `accept`, `decline`, `silent`, `standdown`, or the newest step the team reported.
        public var answer: String?

        /// A call-out just made.
        public init(team: String?, centre: String, at: Moment) {
            self.team = team
            self.centre = centre
            self.at = at
        }

        /// Whether the team may still be coming because of it.
        public var isOpen: Bool { answer != "decline" && answer != "standdown" }
    }

    /// A five-minute clock that a rise of priority replaced.
    public struct Milestone: Codable, Equatable, Sendable {
        public var priority: Priority
        public var raisedAt: Moment
        public var arriveBy: Moment
        public var rescueBy: Moment
    }

    /// The newest measurements of the valve.
    public struct Condition: Codable, Equatable, Sendable {
        public var gas: Float?
        public var gasAt: Moment?
        public var isGasRising = false
        public var flow: Float?
        public var pressure: Float?
        public var temperature: Float?
        public var position = "unknown"
        public var heardAt: Moment?

        /// Nothing measured yet.
        public init() {}
    }

    /// The estimate of the team that leads, or of the best one.
    public struct ETA: Codable, Equatable, Sendable {
        public var seconds: Int
        public var turnout: Int
        public var travel: Int
        public var access: Int
        public var model: String

        /// An estimate in its parts.
        public init(turnout: Int, travel: Int, access: Int, model: String) {
            seconds = turnout + travel + access
            self.turnout = turnout
            self.travel = travel
            self.access = access
            self.model = model
        }
    }

    /// A team that was nearer and was not taken, with the reason.
    public struct Rejection: Codable, Equatable, Sendable {
        public var team: String
        public var reason: String
        public var seconds: Int?

        /// A rejected candidate.
        public init(team: String, reason: String, seconds: Int?) {
            self.team = team
            self.reason = reason
            self.seconds = seconds
        }
    }

    public var id: String
    public var axis: Axis
    public var kind: FindingKind
    /// Every kind that has joined.
    public var kinds: [FindingKind]
    /// Kinds whose condition holds now.
    public var current: [FindingKind]
    public var priority: Priority
    public var state = IncidentState.raised
    public var mode: IncidentMode
    public var place: ValvePlace
    public var revision = 1
    public var condition = Condition()
    public var entry = Entry.forbidden

    public var raisedAt: Moment
    /// Start of the five-minute clock that runs now: `raisedAt`, or a later rise of priority.
    public var clockFrom: Moment
    public var orderedAt: Moment?
    public var ackBy: Moment?
    public var arriveBy: Moment?
    public var rescueBy: Moment?
    public var seenAt: Moment?
    public var seenBy: String?
    public var acceptedAt: Moment?
    public var enrouteAt: Moment?
    public var onsceneAt: Moment?
    public var rescueAt: Moment?
    public var rescueInferred = false
    public var safeAt: Moment?
    public var safeBy: String?
    public var closedAt: Moment?
    public var closedBy: String?
    public var reason: String?

    /// The team that leads: the newest called until one accepts, then the one that did.
    public var team: String?
    public var centre: String?
    /// Set when an operator named the team: the plan leaves it alone until it declines or is silent.
    public var teamPinned = false
    /// Further teams that an operator added; the leading team's steps alone drive the incident.
    public var alsoTeams: [String] = []
    /// Teams silent since here are not called again until every usable team has been called.
    public var roundFrom = Moment.distantPast
    /// Who changed it last, for the answer to somebody who comes second.
    public var changedBy: String?
    public var changedAt: Moment?
    public var eta: ETA?
    public var inCircle: Bool?
    public var inTime: Bool?
    public var escalation = 0
    public var reasons: [String] = []
    public var rejected: [Rejection] = []
    public var calls: [Call] = []
    /// Whether every centre has been told because nobody can be in time or the area is unknown.
    public var allTold = false
    public var milestones: [Milestone] = []
    public var partOf: String?
    public var previous: String?
    public var durable = true

    /// A new incident.
    public init(
        id: String, kind: FindingKind, priority: Priority, mode: IncidentMode, place: ValvePlace,
        at now: Moment
    ) {
        self.id = id
        axis = kind.axis
        self.kind = kind
        kinds = [kind]
        current = [kind]
        self.priority = priority
        self.mode = mode
        self.place = place
        raisedAt = now
        clockFrom = now
    }

    /// Goes back to waiting: its team was taken away, declined or cannot come.
    public mutating func awaitsTeam() {
        state = .raised
        team = nil
        teamPinned = false
        ackBy = nil
        acceptedAt = nil
        enrouteAt = nil
    }

    /// Whether it is not closed.
    public var isOpen: Bool { state != .closed }
    /// Whether the plan has to find a team for it.
    public var isWaiting: Bool {
        priority.callsOut && mode != .test && (state == .raised || state == .assigned)
    }
    /// Whether a team has accepted it and is not done.
    public var isHeld: Bool { state >= .accepted && state < .safe }
    /// Whether nobody can be called out for it any more.
    public var isFinished: Bool { state >= .safe }
    /// Whether a leak or heat is part of it.
    public var needsMadeSafe: Bool { kinds.contains { $0.needsMadeSafe } }
}
