public import ValveModel

/// Why an area event was opened, in the order of gravity.
public enum AreaCause: String, Codable, Sendable {
    /// A leak, and three valves lost or a shock in the building within ten minutes of it.
    case possibleExplosion = "possible_explosion"
    /// Three homes of a building with gas within half an hour, two of them on one riser.
    case buildingGas = "building_gas"
    /// Overpressure on two valves of a riser within a minute.
    case riserOverpressure = "riser_overpressure"
    /// More of a kind together than chance brings about.
    case manyTogether = "many_together"
    /// Our own connection to the valves' broker is gone: nobody can be heard.
    case brokerLost = "broker_lost"

    /// Whether a rule of the field opened it: such an event is P1.
    public var isFixed: Bool { self != .manyTogether && self != .brokerLost }

    private var rank: Int {
        switch self {
        case .possibleExplosion: 0
        case .buildingGas: 1
        case .riserOverpressure: 2
        case .manyTogether: 3
        case .brokerLost: 4
        }
    }

    static func graver(_ left: AreaCause, _ right: AreaCause) -> AreaCause {
        left.rank <= right.rank ? left : right
    }
}

/// One valve's part in an area event.
public struct AreaMember: Codable, Equatable, Sendable {
    /// What it showed when it joined, with its priority as it is now.
    public var sign: AreaSign
    /// Whether the condition holds.
    public var isStanding = true

    /// A member whose condition holds.
    public init(_ sign: AreaSign) { self.sign = sign }
}

/// What stays of an area event for its whole life: enough to go on with it after a restart.
public struct AreaFacts: Codable, Equatable, Sendable {
    /// The homes it is about.
    public var group: AreaGroup
    /// The kind that its members count as.
    public var family: FindingKind
    /// The kind it is shown as.
    public var of: FindingKind
    /// Which rule opened it.
    public var cause: AreaCause
    /// Members at its opening.
    public var openedWith: Int
    /// When it was opened.
    public var openedAt: Moment

    /// What is known when it is opened.
    public init(
        group: AreaGroup, family: FindingKind, of: FindingKind, cause: AreaCause,
        openedWith: Int, openedAt: Moment
    ) {
        self.group = group
        self.family = family
        self.of = of
        self.cause = cause
        self.openedWith = openedWith
        self.openedAt = openedAt
    }
}

/// An open area event: which homes, what, and every valve that belongs to it.
public struct AreaEvent: Sendable {
    /// The number by which the correlator's changes name it.
    public let serial: Int
    /// What stays.
    public internal(set) var facts: AreaFacts
    /// Every member so far, in the order of joining.
    public private(set) var members: [AreaMember] = []
    /// Members whose condition holds.
    public private(set) var standingCount = 0
    private var places: [AreaSign.Key: Int] = [:]
    private var standingBy = [0, 0, 0, 0]
    /// Times of the newest joins, as many as keep it open for more.
    private var joins: [Moment] = []

    init(serial: Int, _ facts: AreaFacts) {
        self.serial = serial
        self.facts = facts
    }

    /// The gravest of its standing members; P1 when a rule of the field opened it.
    public var priority: Priority {
        if facts.cause.isFixed { return .p1 }
        return Priority.allCases.first { standingBy[Int($0.rawValue) - 1] > 0 } ?? .p4
    }

    /// The names of its valves, in the order of joining, each once.
    public var valves: [String] {
        var seen: Set<String> = []
        return members.map(\.sign.place.valve).filter { seen.insert($0).inserted }
    }

    /// The member of this valve and kind.
    public func member(_ valve: String, _ kind: FindingKind) -> AreaMember? {
        places[AreaSign.Key(valve: valve, kind: kind)].map { members[$0] }
    }

    /// Whether it is over: fewer than half of those stand that it took to open it, or nine in ten of
    /// all have recovered and the rest have troubles of their own.
    var isOver: Bool {
        standingCount * 2 < facts.openedWith || standingCount * 10 < members.count
    }

    /// Whether a further finding belongs to it. Pipes join the homes of a riser and a building for
    /// as long as the event stands; in an area or the fleet findings come all the time, and only
    /// while half of what opened it joins within one window is it still growing.
    func accepts(at now: Moment, window: Lapse) -> Bool {
        if facts.group.scope <= .building { return true }
        guard let oldest = joins.first, joins.count >= joinsMin else { return true }
        return now - oldest <= window
    }

    private var joinsMin: Int { max(1, facts.openedWith / 2) }

    mutating func add(_ sign: AreaSign, at now: Moment) {
        joins.append(now)
        if joins.count > joinsMin { joins.removeFirst(joins.count - joinsMin) }
        if let place = places[sign.key] {
            count(members[place], by: -1)
            members[place] = AreaMember(sign)
            return count(members[place], by: 1)
        }
        places[sign.key] = members.count
        members.append(AreaMember(sign))
        count(members[members.count - 1], by: 1)
    }

    mutating func restore(_ member: AreaMember) {
        guard places[member.sign.key] == nil else { return }
        places[member.sign.key] = members.count
        members.append(member)
        count(member, by: 1)
        joins.append(member.sign.at)
        if joins.count > joinsMin { joins.removeFirst(joins.count - joinsMin) }
    }

    /// The member's condition is gone; whether it held.
    mutating func settle(_ key: AreaSign.Key) -> Bool {
        guard let place = places[key], members[place].isStanding else { return false }
        count(members[place], by: -1)
        members[place].isStanding = false
        return true
    }

    mutating func reprioritise(_ key: AreaSign.Key, _ priority: Priority) -> Bool {
        guard let place = places[key], members[place].sign.priority != priority else {
            return false
        }
        count(members[place], by: -1)
        members[place].sign.priority = priority
        count(members[place], by: 1)
        return true
    }

    mutating func setPlace(_ place: ValvePlace, ofMember member: Int) {
        members[member].sign.place = place
    }

    /// Takes a member out, as another event is about it.
    mutating func remove(_ key: AreaSign.Key) {
        guard let place = places.removeValue(forKey: key) else { return }
        count(members[place], by: -1)
        members.remove(at: place)
        for later in place..<members.count { places[members[later].sign.key] = later }
    }

    private mutating func count(_ member: AreaMember, by step: Int) {
        guard member.isStanding else { return }
        standingCount += step
        standingBy[Int(member.sign.priority.rawValue) - 1] += step
    }
}
