public import ValveModel

/// One incident: what is wrong, how urgent, who was called, what they did and when.
///
/// It holds everything that a restart needs, deadlines included, so that its JSON form is the whole
/// of it.
public struct Incident: Codable, Equatable, Sendable {
    /// One call-out of one team, or of a centre without a team.
    public struct Call: Codable, Equatable, Sendable {
        /// Id of the team; `nil` when the centre as a whole was told.
        public var team: String?
        /// Id of the centre that was called, as `centres.yaml` names it.
        public var centre: String
        /// When the call-out was decided.
        public var at: Moment
        /// What became of it; `nil` while nobody has answered.
        public var answer: CallAnswer?

        /// A call-out just made.
        public init(team: String?, centre: String, at: Moment) {
            self.team = team
            self.centre = centre
            self.at = at
        }

        /// Whether the team may still be coming because of it.
        public var isOpen: Bool { answer != .decline && answer != .standdown }
    }

    /// A five-minute clock that a rise of priority replaced.
    public struct Milestone: Codable, Equatable, Sendable {
        /// Priority under which that clock ran, before the rise.
        public var priority: Priority
        /// When that clock started.
        public var raisedAt: Moment
        /// When a team had to be on scene: by default 180 s after the start (contract, section 5).
        public var arriveBy: Moment
        /// When the rescue had to begin: by default 300 s after the start (contract, section 5).
        public var rescueBy: Moment
    }

    /// The newest measurements of the valve.
    public struct Condition: Codable, Equatable, Sendable {
        /// Methane in %LEL, 0 … 100; `nil` when never measured.
        public var gas: Float?
        /// When `gas` was measured.
        public var gasAt: Moment?
        /// Whether gas rises by more than the noise of a sensor.
        public var isGasRising = false
        /// Flow in m³/h, 0 … 25; `nil` when never measured.
        public var flow: Float?
        /// Gauge pressure in kPa, −5 … 20; `nil` when never measured.
        public var pressure: Float?
        /// Temperature in °C, −40 … 125; `nil` when never measured.
        public var temperature: Float?
        /// Where the valve stands: `open`, `closed`, `moving`, `stuck` or `unknown`.
        public var position = "unknown"
        /// When the valve was heard last; `nil` before its first message.
        public var heardAt: Moment?

        /// Nothing measured yet.
        public init() {}
    }

    /// The estimate of the team that leads, or of the best one.
    public struct ETA: Codable, Equatable, Sendable {
        /// The whole estimate in seconds: the sum of the three parts.
        public var seconds: Int
        /// Seconds from the call-out until the vehicle moves (NFPA 1710: 60–80).
        public var turnout: Int
        /// Seconds on the way to the building.
        public var travel: Int
        /// Seconds from the vehicle to the door, by the floor.
        public var access: Int
        /// How `travel` was found: `roads` by the road graph, `detour` by the distance.
        public var model: String
        /// Seconds of `turnout` that an accepted calibration adds; `nil` without one.
        public var calibration: Int?

        /// An estimate in its parts.
        public init(
            turnout: Int, travel: Int, access: Int, model: String, calibration: Int? = nil
        ) {
            seconds = turnout + travel + access
            self.turnout = turnout
            self.travel = travel
            self.access = access
            self.model = model
            self.calibration = calibration
        }
    }

    /// A team that was nearer and was not taken, with the reason.
    public struct Rejection: Codable, Equatable, Sendable {
        /// Id of the team.
        public var team: String
        /// Why not, such as `eta_over_limit`.
        public var reason: String
        /// Its estimate in seconds; `nil` when there is none.
        public var seconds: Int?

        /// A rejected candidate.
        public init(team: String, reason: String, seconds: Int?) {
            self.team = team
            self.reason = reason
            self.seconds = seconds
        }
    }

    /// Local date of the raise and a number within it, such as `20261123-0042`.
    public var id: String
    /// The axis of the valve it is about, for its whole life.
    public var axis: Axis
    /// The gravest kind that has joined.
    public var kind: FindingKind
    /// Every kind that has joined.
    public var kinds: [FindingKind]
    /// Kinds whose condition holds now.
    public var current: [FindingKind]
    /// How urgent it is now; P1 and P2 call a team out.
    public var priority: Priority
    /// How far the rescue has come.
    public var state = IncidentState.raised
    /// Whether it is actual, an exercise or a test.
    public var mode: IncidentMode
    /// Which valve, and where it is.
    public var place: ValvePlace
    /// Grows by one with every batch of changes; replies and wishes name the one they saw.
    public var revision = 1
    /// Why its kind was raised, in numbers; `nil` where nothing was measured for it.
    public var why: Evidence?
    /// What the valve measured last.
    public var condition = Condition()
    /// Whether a person may go in, by the newest gas reading.
    public var entry = Entry.forbidden

    /// When it was raised: the milestones count from here unless the priority rises.
    public var raisedAt: Moment
    /// Start of the clock that runs now, of five minutes or of a visit's day: `raisedAt`, or a later rise
    /// of priority.
    public var clockFrom: Moment
    /// When the first team was called out: start of the national clock (GB 51080).
    public var orderedAt: Moment?
    /// When the next take-over step is due: by default 20 s after a call-out; `nil` when none is.
    public var ackBy: Moment?
    /// When a team has to be on scene; `nil` while no five-minute clock has started.
    public var arriveBy: Moment?
    /// When the rescue has to begin; `nil` while no five-minute clock has started.
    public var rescueBy: Moment?
    /// When an operator acknowledged it; a new leak alarm or a gas level crossed clears it.
    public var seenAt: Moment?
    /// The operator who acknowledged it.
    public var seenBy: String?
    /// When a team accepted; the contract's milestone is 60 s.
    public var acceptedAt: Moment?
    /// When the team set out.
    public var enrouteAt: Moment?
    /// When the vehicle was at the building; the contract's milestone is 180 s.
    public var onsceneAt: Moment?
    /// When the team was at the door; the contract's milestone is 300 s.
    public var rescueAt: Moment?
    /// Whether `rescueAt` is only the time of `safe`, because nobody told of the rescue.
    public var rescueInferred = false
    /// When the home was said to be safe.
    public var safeAt: Moment?
    /// Who said so; somebody else has to close a leak or heat.
    public var safeBy: String?
    /// When it was closed.
    public var closedAt: Moment?
    /// Who closed it.
    public var closedBy: String?
    /// Why it was closed, such as `false_alarm` or `handed_over`.
    public var reason: String?

    /// The team that leads: the newest called until one accepts, then the one that did.
    public var team: String?
    /// Centre of the leading team.
    public var centre: String?
    /// Set when an operator named the team: the plan leaves it alone until it declines or is silent.
    public var teamPinned = false
    /// Further teams that an operator added; the leading team's steps alone drive the incident.
    public var alsoTeams: [String] = []
    /// Teams silent since here are not called again until every usable team has been called.
    public var roundFrom = Moment.distantPast
    /// Who changed it last, for the answer to somebody who comes second.
    public var changedBy: String?
    /// When `changedBy` changed it.
    public var changedAt: Moment?
    /// Estimate of the leading team, else of the best one; `nil` when there is none.
    public var eta: ETA?
    /// Whether the whole estimate is at most 300 s; `nil` before a team was sought.
    public var inCircle: Bool?
    /// Whether the estimate fits into what remains to `rescueBy`; `nil` before a team was sought.
    public var inTime: Bool?
    /// How often the next step was taken because call-outs stayed unanswered.
    public var escalation = 0
    /// Why this team, in the words of the plan, such as `nearest_available`.
    public var reasons: [String] = []
    /// Nearer teams that the plan did not take.
    public var rejected: [Rejection] = []
    /// Every call-out so far, in order.
    public var calls: [Call] = []
    /// Whether every centre has been told because nobody can be in time or the area is unknown.
    public var allTold = false
    /// Earlier five-minute clocks, oldest first.
    public var milestones: [Milestone] = []
    /// Set when a person has set it aside for a while; it is found and recorded all the same.
    public var shelf: Shelf?
    /// What it is about when it is an area event: many valves together.
    public var event: AreaRecord?
    /// Id of the area event it belongs to.
    public var partOf: String?
    /// Id of the incident of the same valve that was made safe before this one.
    public var previous: String?
    /// False when its call-out left before the journal had committed it.
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

    /// Calls of one team that stayed unanswered and are kept: a team that nobody answers for is called
    /// once a minute, and each revision is written whole.
    public static let silentCallsMax = 10

    /// Takes a new call-out of a team. Of many in vain the first and the newest stay; the history has all.
    public mutating func called(_ team: String, of centre: String, at now: Moment) {
        let silent = calls.indices.filter {
            calls[$0].team == team && calls[$0].answer == .silent
        }
        if silent.count >= Self.silentCallsMax { calls.remove(at: silent[1]) }
        calls.append(Call(team: team, centre: centre, at: now))
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
        priority.callsOut && mode != .test && event == nil
            && (state == .raised || state == .assigned)
    }
    /// Whether a team has accepted it and is not done.
    public var isHeld: Bool { state >= .accepted && state < .safe }
    /// Whether nobody can be called out for it any more.
    public var isFinished: Bool { state >= .safe }
    /// By when somebody is to have been there: the day of a visit that a P3 is (contract, section 4,
    /// Priorities). `nil` for what calls a team out, is a work list, a test, or over.
    public var visitBy: Moment? {
        guard priority == .p3, !isFinished, mode != .test else { return nil }
        return clockFrom + .hours(24)
    }
    /// Whether a leak or heat is part of it.
    public var needsMadeSafe: Bool { kinds.contains { $0.needsMadeSafe } }
}
