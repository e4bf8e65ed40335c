public import ValveModel

/// What the correlator decided about one finding or one event.
public enum AreaChange: Sendable {
    /// The finding may belong to an event that is forming: a P3 or P4 waits for the decision.
    case held(AreaSign)
    /// A finding that was held belongs to no event.
    case freed(AreaSign)
    /// An event was opened with its present members.
    case opened(Int)
    /// A finding joined the event.
    case joined(Int, AreaSign)
    /// A member's condition is gone.
    case left(Int, valve: String, FindingKind)
    /// Group, kind, cause or priority of the event is another.
    case altered(Int)
    /// The first event became part of the second, which has its members now.
    case merged(Int, into: Int)
    /// The event has fallen apart; its members that still stand are on their own.
    case over(AreaEvent)
}

/// Finds out which findings belong together. Pure: findings and time in, changes out.
///
/// Two ways lead to an event. The statistical rule (`ClusterRules`) finds that more of a kind came
/// together than chance brings about, waits a moment for the extent to show, and takes the widest
/// group over which the findings are spread. The rules of the field (`FixedRules`) open at once.
///
/// It knows nothing of incidents: the desk and the offline tools run it alike.
public struct AreaCorrelator: Sendable {
    /// The numbers of the statistical rule.
    public let rules: ClusterRules
    /// Open events by number.
    public internal(set) var events: [Int: AreaEvent] = [:]
    var nextSerial = 1
    /// The open event of each member.
    var eventOf: [AreaSign.Key: Int] = [:]

    /// Findings of the last window that belong to no event, by family.
    var fresh: [FindingKind: FreshSigns] = [:]
    /// Valves known in each group, as the newest finding from it says.
    var population: [AreaGroup: Int] = [:]
    /// How often each family comes by itself.
    var rates: [FindingKind: BaseRate] = [:]
    /// Families with a cluster whose extent is still showing, and when it is decided.
    var pending: [FindingKind: Moment] = [:]
    /// Events of which little is left, and when they end if it stays so.
    var ending: [Int: Moment] = [:]
    /// Members that are gas without a finding, and when they are evidence no longer: nothing tells
    /// that such gas has gone but that it is not seen again.
    var fading: [AreaSign.Key: Moment] = [:]
    /// What the rules of the field look at, by building.
    var buildings: [AreaGroup: BuildingSigns] = [:]
    /// Overpressure of the last minute, by riser.
    var overpressures: [AreaGroup: [AreaSign]] = [:]
    /// Those of them whose condition has ended since.
    var overpressuresOver: Set<AreaSign.Key> = []
    var changes: [AreaChange] = []

    /// A correlator that has seen nothing.
    public init(rules: ClusterRules = ClusterRules()) { self.rules = rules }

    /// When `pass` has to be called at the latest; `nil` when nothing waits.
    public var nextDeadline: Moment? {
        [pending.values.min(), ending.values.min(), fading.values.min()].compactMap(\.self).min()
    }

    /// The event that a finding belongs to.
    public func event(of valve: String, _ kind: FindingKind) -> AreaEvent? {
        eventOf[AreaSign.Key(valve: valve, kind: kind)].flatMap { events[$0] }
    }

    /// Whether a finding waits for the decision of its cluster.
    public func isHeld(_ valve: String, _ kind: FindingKind, in family: FindingKind) -> Bool {
        guard pending[family] != nil else { return false }
        return fresh[family]?.held.contains(AreaSign.Key(valve: valve, kind: kind)) ?? false
    }

    /// A finding began, or began anew.
    ///
    /// - Parameter isApart: its valve is out of service. It makes no crowd with others; for the rules of
    ///   the field it is what it is.
    public mutating func raised(
        _ sign: AreaSign, among neighbours: Neighbourhood, isApart: Bool = false, at now: Moment
    ) -> [AreaChange] {
        note(neighbours, of: sign.place)
        forgetOld(at: now)
        if let serial = eventOf[sign.key] {
            join(sign, serial, at: now)
        } else if isApart {
            // Nothing is gathered of it.
        } else if let serial = growing(for: sign, at: now) {
            join(sign, serial, at: now)
        } else if sign.family != nil {
            gather(sign, at: now)
        }
        applyFixedRules(sign, at: now)
        return take()
    }

    /// Gas of at least 3 %LEL was seen in a home, for the building-gas rule.
    public mutating func traced(
        _ gas: Float, place: ValvePlace, among neighbours: Neighbourhood, at now: Moment
    ) -> [AreaChange] {
        note(neighbours, of: place)
        let sign = AreaSign.trace(gas, place: place, at: now)
        // A finding of the same home says more than a trace.
        if let known = event(of: place.valve, .seepage)?.member(place.valve, .seepage),
            !known.sign.isTrace
        {
            return take()
        }
        if let serial = eventOf[sign.key] ?? growing(for: sign, at: now) {
            join(sign, serial, at: now)
        }
        applyFixedRules(sign, at: now)
        return take()
    }

    /// The condition of a finding is gone, or people have settled it.
    public mutating func cleared(_ kind: FindingKind, _ place: ValvePlace, at now: Moment)
        -> [AreaChange]
    {
        let key = AreaSign.Key(valve: place.valve, kind: kind)
        for family in AreaSign.families { dropFresh(key, family, at: now) }
        if kind == .offline || kind == .suspect { forgetLoss(key, place) }
        noteOver(key, place)
        settle(key, at: now)
        return take()
    }

    /// Notes that a member of an event no longer stands.
    mutating func settle(_ key: AreaSign.Key, at now: Moment) {
        fading[key] = nil
        guard let serial = eventOf[key], var event = events.removeValue(forKey: serial) else {
            return
        }
        let priority = event.priority
        let stood = event.settle(key)
        events[serial] = event
        guard stood else { return }
        changes.append(.left(serial, valve: key.valve, key.kind))
        if event.priority != priority { changes.append(.altered(serial)) }
        endWhenOver(serial, at: now)
    }

    /// The priority of a finding is another.
    public mutating func reprioritised(
        _ valve: String, _ kind: FindingKind, _ priority: Priority
    ) -> [AreaChange] {
        let key = AreaSign.Key(valve: valve, kind: kind)
        guard let serial = eventOf[key], var event = events.removeValue(forKey: serial) else {
            return []
        }
        let before = event.priority
        _ = event.reprioritise(key, priority)
        events[serial] = event
        if event.priority != before { changes.append(.altered(serial)) }
        return take()
    }

    /// Somebody ended the event: its members are settled with it.
    public mutating func end(_ serial: Int) {
        guard let event = events.removeValue(forKey: serial) else { return }
        ending[serial] = nil
        forget(event)
    }

    /// Decides the clusters whose extent has had time to show.
    public mutating func pass(at now: Moment) -> [AreaChange] {
        let due = pending.filter { $0.value <= now }.keys.sorted { $0.rawValue < $1.rawValue }
        for family in due {
            pending[family] = nil
            decide(family, at: now)
        }
        for key in fading.filter({ $0.value <= now }).keys.sorted(by: { $0.valve < $1.valve }) {
            settle(key, at: now)
        }
        for serial in ending.filter({ $0.value <= now }).keys.sorted() {
            ending[serial] = nil
            if let event = events[serial], event.isOver { finish(event) }
        }
        return take()
    }

    /// What was learned of how often each family comes by itself, in the order of the families.
    public var learnedRates: [LearnedRate] {
        AreaSign.families.compactMap { family in
            rates[family].map { LearnedRate(family: family, rate: $0) }
        }
    }

    /// Takes back what was learned.
    public mutating func restore(_ learned: [LearnedRate]) {
        for one in learned { rates[one.family] = one.rate }
    }

    /// Takes back an open event without its members; the number it has now.
    public mutating func restore(_ facts: AreaFacts) -> Int {
        let serial = nextSerial
        nextSerial += 1
        events[serial] = AreaEvent(serial: serial, facts)
        return serial
    }

    /// Takes back a member of an open event.
    public mutating func restore(_ member: AreaMember, into serial: Int) {
        guard events[serial] != nil else { return }
        events[serial]?.restore(member)
        eventOf[member.sign.key] = serial
        // A leak has an incident of its own as well, and came back with that: it stands alone no more.
        if let family = member.sign.family { _ = fresh[family]?.remove(member.sign.key) }
        if member.isStanding { watchTrace(member.sign) }
    }

    /// Takes back a finding that stood by itself, so that what follows is seen with it.
    public mutating func restore(_ sign: AreaSign, isApart: Bool = false, at now: Moment) {
        if !isApart, let family = sign.family, now - sign.at < rules.window,
            fresh[family]?.signs[sign.key] == nil
        {
            fresh[family, default: FreshSigns()].add(sign)
        }
        rememberInBuilding(sign)
        if sign.family == .overpressure, now - sign.at <= FixedRules.pressureWindow {
            _ = rememberPressure(sign, at: now)
        }
    }

    /// What `move` has changed of the events.
    public mutating func takeMoved() -> [AreaChange] { take() }

    /// Ends restored events of which too few members have come back.
    public mutating func settleRestored(at now: Moment) -> [AreaChange] {
        for serial in events.keys.sorted() { endWhenOver(serial, at: now) }
        return take()
    }
}

extension AreaCorrelator {
    private mutating func take() -> [AreaChange] {
        let taken = changes
        changes.removeAll(keepingCapacity: true)
        return taken
    }

    /// What is gone is no evidence any more. It came by itself unless a cluster is just showing, and
    /// one that was held back gets its incident: a short condition is one too.
    private mutating func dropFresh(
        _ key: AreaSign.Key, _ family: FindingKind, at now: Moment
    ) {
        guard let sign = fresh[family]?.remove(key) else { return }
        if pending[family] == nil {
            rates[family, default: BaseRate()].note(at: now, rules)
        } else if fresh[family]?.unhold(key) == true {
            changes.append(.freed(sign))
        }
    }

    private mutating func note(_ neighbours: Neighbourhood, of place: ValvePlace) {
        for scope in AreaScope.allCases where neighbours[scope] > 0 {
            guard let group = AreaGroup(scope, of: place) else { continue }
            population[group] = neighbours[scope]
        }
    }

    /// The open event that a finding belongs to by where and what it is, the narrowest first.
    private func growing(for sign: AreaSign, at now: Moment) -> Int? {
        var found: AreaEvent?
        for serial in events.keys.sorted() {
            guard let event = events[serial], takes(event, sign),
                event.accepts(at: now, window: rules.window) || isConsequence(of: event, sign),
                found.map({ event.facts.group.scope < $0.facts.group.scope }) ?? true
            else { continue }
            found = event
        }
        return found?.serial
    }

    /// Whether the event is about this home and kind.
    private func takes(_ event: AreaEvent, _ sign: AreaSign) -> Bool {
        guard let own = AreaGroup(event.facts.group.scope, of: sign.place),
            own == event.facts.group
        else { return false }
        if sign.family == event.facts.family || isConsequence(of: event, sign) { return true }
        switch event.facts.cause {
        case .buildingGas: return sign.isGas
        case .possibleExplosion:
            return sign.isGas || sign.kind == .shock || (sign.isLoss && !isExplained(sign.place))
        case .riserOverpressure, .manyTogether, .brokerLost: return false
        }
    }

    /// Whether the link went because the mains had gone before: a home that stands in a power cut
    /// and falls silent is one more sign of it and no second event.
    private func isConsequence(of event: AreaEvent, _ sign: AreaSign) -> Bool {
        event.facts.family == .powerLoss && sign.kind == .offline
            && event.member(sign.place.valve, .powerLoss)?.isStanding ?? false
    }

    /// Whether the loss of a home is part of something wider than its building.
    func isExplained(_ place: ValvePlace) -> Bool {
        events.values.contains { event in
            let family = event.facts.family
            return (family == .offline || family == .powerLoss)
                && event.facts.group.scope >= .area
                && AreaGroup(event.facts.group.scope, of: place) == event.facts.group
        }
    }

    mutating func join(_ sign: AreaSign, _ serial: Int, at now: Moment) {
        guard var event = events.removeValue(forKey: serial) else { return }
        let before = (event.priority, event.standingCount, event.members.count)
        event.add(sign, at: now)
        events[serial] = event
        watchTrace(sign)
        if let other = eventOf.updateValue(serial, forKey: sign.key), other != serial {
            events[other]?.remove(sign.key)
            changes.append(.altered(other))
            endWhenOver(other, at: now)
        }
        if let family = sign.family { _ = fresh[family]?.remove(sign.key) }
        if before.1 != event.standingCount || before.2 != event.members.count {
            changes.append(.joined(serial, sign))
        }
        if event.priority != before.0 { changes.append(.altered(serial)) }
        endWhenOver(serial, at: now)
    }

    /// Ends an event of which nothing is left, and one of which little is left after a while: who
    /// recovers with the others has said so by then.
    mutating func endWhenOver(_ serial: Int, at now: Moment) {
        guard let event = events[serial] else { return }
        if event.standingCount == 0 { return finish(event) }
        if !event.isOver {
            ending[serial] = nil
        } else if ending[serial] == nil {
            ending[serial] = now + rules.recovery
        }
    }

    private mutating func finish(_ event: AreaEvent) {
        events[event.serial] = nil
        ending[event.serial] = nil
        forget(event)
        changes.append(.over(event))
    }

    private mutating func forget(_ event: AreaEvent) {
        for member in event.members where eventOf[member.sign.key] == event.serial {
            eventOf[member.sign.key] = nil
            fading[member.sign.key] = nil
        }
    }

    /// Gas without a finding is evidence for the window of its rule; a finding ends by itself.
    mutating func watchTrace(_ sign: AreaSign) {
        fading[sign.key] = sign.isTrace ? sign.at + FixedRules.gasWindow : nil
    }
}
