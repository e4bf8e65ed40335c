public import Incidents
public import ValveModel

/// What a call-out asks of a centre.
public enum CalloutWord: String, Codable, Sendable {
    case new, update, takeover, standdown
}

/// One call-out message to one centre.
public struct Callout: Equatable, Sendable {
    /// What is asked of the centre.
    public var word: CalloutWord
    /// Id of the centre it goes to.
    public var centre: String
    /// The team that is meant; `nil` when the centre as a whole is told.
    public var team: String?
    /// The incident as it stands with this call-out.
    public var incident: Incident
    /// Why, for a stand-down.
    public var reason: String?
    /// Who has it, for a stand-down.
    public var acceptedBy: String?
    /// Whether it repeats one that was not answered.
    public var isRepeat = false

    /// A call-out.
    public init(
        word: CalloutWord, centre: String, team: String?, incident: Incident, reason: String?,
        acceptedBy: String?, isRepeat: Bool = false
    ) {
        self.word = word
        self.centre = centre
        self.team = team
        self.incident = incident
        self.reason = reason
        self.acceptedBy = acceptedBy
        self.isRepeat = isRepeat
    }
}

/// One line of the history of an incident, a valve or a team.
public struct DeskEntry: Equatable, Sendable {
    /// `finding`, `callout`, `reply`, `step`, `plan`, `command`, `result`, `roster`, `note`, `test`,
    /// `calibration`, `standby`.
    public var kind: String
    /// Id of the incident or team, or the name of the valve, whose history it belongs to.
    public var subject: String
    /// Who did it; `nil` when the desk decided by itself.
    public var by: String?
    /// What happened, in words for people.
    public var text: String
    /// Why, for a finding: numbers, from which a reader makes the sentence.
    public var evidence: Evidence?
}

/// A close command that is repeated until the valve is proven closed.
public struct CloseCommand: Codable, Equatable, Sendable {
    /// Id on the wire; every repeat keeps it.
    public var id: String
    /// Name of the valve.
    public var valve: String
    /// Area of the valve's topic, nine digits.
    public var area: String
    /// Who or what wanted it closed.
    public var by: String
    /// The finding that asked for it; `nil` where a person did.
    public var kind: FindingKind?
    /// The incident of that finding.
    public var incident: String?
    /// When it was sent first.
    public var firstAt: Moment
    /// When the repeats end; 10 min after `firstAt` unless the profile differs.
    public var until: Moment
    /// `ttl` in seconds.
    public var lifeSeconds: Int
    /// How often it is repeated.
    public var every: Lapse

    enum CodingKeys: String, CodingKey {
        case id, valve, area, by, kind, incident, firstAt, until, lifeSeconds, everyMilliseconds
    }

    /// Reads the form the journal keeps.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        valve = try container.decode(String.self, forKey: .valve)
        area = try container.decode(String.self, forKey: .area)
        by = try container.decode(String.self, forKey: .by)
        kind = try container.decodeIfPresent(FindingKind.self, forKey: .kind)
        incident = try container.decodeIfPresent(String.self, forKey: .incident)
        firstAt = try container.decode(Moment.self, forKey: .firstAt)
        until = try container.decode(Moment.self, forKey: .until)
        lifeSeconds = try container.decode(Int.self, forKey: .lifeSeconds)
        every = .milliseconds(try container.decode(Int64.self, forKey: .everyMilliseconds))
    }

    /// Writes the form the journal keeps.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(valve, forKey: .valve)
        try container.encode(area, forKey: .area)
        try container.encode(by, forKey: .by)
        try container.encodeIfPresent(kind, forKey: .kind)
        try container.encodeIfPresent(incident, forKey: .incident)
        try container.encode(firstAt, forKey: .firstAt)
        try container.encode(until, forKey: .until)
        try container.encode(lifeSeconds, forKey: .lifeSeconds)
        try container.encode(every.milliseconds, forKey: .everyMilliseconds)
    }

    init(
        id: String, valve: String, area: String, by: String, kind: FindingKind?,
        incident: String?, firstAt: Moment, until: Moment, lifeSeconds: Int, every: Lapse
    ) {
        self.id = id
        self.valve = valve
        self.area = area
        self.by = by
        self.kind = kind
        self.incident = incident
        self.firstAt = firstAt
        self.until = until
        self.lifeSeconds = lifeSeconds
        self.every = every
    }

    /// How grave what asked for it is: gas, then the supply, then a person's wish.
    public var gravity: Int { Self.gravity(of: kind) }

    /// Whether what asks now has no need of a command of its own.
    func serves(_ kind: FindingKind?, of incident: String?) -> Bool {
        let asked = Self.gravity(of: kind)
        return gravity > asked || (gravity == asked && self.incident == incident)
    }

    static func gravity(of kind: FindingKind?) -> Int {
        switch kind?.axis {
        case .gas?: 2
        case .supply?, .link?, .health?: 1
        case nil: 0
        }
    }
}

/// What the desk decided; the control room journals it and then carries it out, in this order.
public enum DeskAction: Sendable {
    /// The incident changed; the value is how it stands now.
    case changed(Incident)
    /// The incident is kept as it stands, under the revision that it has: a receipt, a note. Older programs
    /// kept none, so it is no decision that a replay compares.
    case kept(Incident)
    case callout(Callout)
    /// This update or stand-down is on its way, until it is answered or has been told often enough.
    case delivery(Delivery)
    case deliveryOver(String)
    /// A reply named an incident that is not open: the centre is told to stand down.
    case standdownUnknown(incident: String, centre: String, team: String?, reason: String)
    case entry(DeskEntry)
    case command(CloseCommand, isRepeat: Bool)
    /// The command to this valve is over.
    case commandOver(valve: String)
    case team(TeamState)
    /// A team that only rosters had named is none any more.
    case teamForgotten(String)
    /// A valve's part in an area event, kept until it is over.
    case member(AreaMembership)
    /// What this name stands for is set aside, or not any more.
    case shelf(String, Shelf?)
    /// The part that has this name is over.
    case memberOver(String)
    case centreLink(centre: String, isOnline: Bool)
    /// A road is closed, and opened again.
    case road(RoadClosing)
    case roadOpened(String)
    /// The team is to wait there, or at no post any more.
    case post(String, StandbyPost?)
    /// The centre's estimates are corrected from now on, or not any more.
    case calibration(String, TravelCalibration?)
    /// The watch is to forget the gas axis, or an axis, of this valve.
    case gasSettled(valve: String)
    case axisSettled(valve: String, axis: Axis)
    /// The watch wanted this valve closed, and the incident was over by then: it is not commanded.
    case closeDeclined(valve: String)
}
