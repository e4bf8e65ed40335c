public import ValveModel

/// What an incident that is an area event holds besides: which homes, what, and whom it concerns.
public struct AreaRecord: Codable, Equatable, Sendable {
    /// A leaking home that no team is left for, as the centres are told of it.
    public struct Home: Codable, Equatable, Sendable {
        /// Id of its own incident.
        public var incident: String
        /// Name of the valve.
        public var valve: String
        /// Postal address from the registry: personal data.
        public var address: String?
        /// Floor, 1 is the ground floor.
        public var floor: Int?
        /// How urgent its own incident is.
        public var priority: Priority
        /// Newest methane in %LEL.
        public var gas: Float?

        /// A home by its own incident.
        public init(_ incident: Incident) {
            self.incident = incident.id
            valve = incident.place.valve
            address = incident.place.address
            floor = incident.place.floor
            priority = incident.priority
            gas = incident.condition.gas
        }
    }

    /// Group, kind and rule.
    public var facts: AreaFacts
    /// Every valve that belongs or belonged to it, in the order of joining.
    public var valves: [String]
    /// Findings of it that still stand.
    public var standing: Int
    /// Leaking homes of it that no team is left for.
    public var unled: [Home] = []
    /// When it fell apart or its findings were gone; `nil` while it stands.
    public var overAt: Moment?

    /// The record of an event whose valves have no findings of their own.
    public init(_ facts: AreaFacts, valves: [String]) {
        self.facts = facts
        self.valves = valves
        standing = valves.count
    }

    /// The record of an open event.
    public init(_ event: AreaEvent) {
        facts = event.facts
        valves = event.valves
        standing = event.standingCount
    }
}

/// One valve's part in an area event, as the journal keeps it.
public struct AreaMembership: Codable, Equatable, Sendable {
    /// Id of the event's incident; `nil` while it is still being decided.
    public var event: String?
    /// The valve's part.
    public var member: AreaMember

    /// A part in an event.
    public init(event: String?, _ member: AreaMember) {
        self.event = event
        self.member = member
    }

    /// Name under which the journal keeps it: one a valve and kind.
    public var name: String { Self.name(member.sign.place.valve, member.sign.kind) }

    /// Name under which the journal keeps the part of a valve's kind.
    public static func name(_ valve: String, _ kind: FindingKind) -> String {
        "\(valve)/\(kind.word)"
    }
}
