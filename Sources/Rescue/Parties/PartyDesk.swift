public import Incidents
public import ValveModel

/// Who else is told, beside the call-outs and in parallel to them: every message is repeated until
/// somebody answers, and says how far it has come. Pure: incidents, answers and reports go in with
/// their time, and `settle` returns what leaves.
///
/// Test incidents tell nobody. Drills are told on the drill topics alone, whatever a party's ways
/// are otherwise.
public struct PartyDesk: Sendable {
    /// An incident and whom it told.
    struct File: Sendable {
        var incident: Incident
        var notices: [Notice] = []
        /// Since when gas has been dangerous without proof that the valve is closed.
        var dangerousSince: Moment?
    }

    /// Who is told, and when.
    public private(set) var rules: PartyRules
    var files: [String: File] = [:]
    /// Incidents of leaking homes by building.
    private var buildings: [String: Set<String>] = [:]
    /// Under which building an incident was counted.
    private var buildingOf: [String: String] = [:]
    var deadlines = DeadlineQueue<String>()
    var changed: [String] = []
    private var changedSet: Set<String> = []
    var actions: [PartyAction] = []
    /// Notices that wait for a duty officer's press.
    public private(set) var waiting: Set<NoticeName> = []
    /// Notices whose party could have been reached and was not.
    public private(set) var unreached: Set<NoticeName> = []
    /// Incidents that this batch has closed: their rows are still to be written with their notices.
    private var ended: [String] = []
    /// Those closed before it, until their last message is out.
    private var leaving: [String] = []

    /// A message of which nothing is heard for so long is tried again with its own reference: three
    /// times the ten seconds that an HTTP request may take.
    static let reportWaitMax = Lapse.seconds(30)
    /// The first pause after a failure; it doubles up to the party's own interval.
    static let retryFirst = Lapse.seconds(5)
    /// Failed tries of one message: with a minute between the later ones about ten minutes, the
    /// time for which a close command is repeated as well.
    static let failureCountMax = 13
    /// Failed tries of the message that it is over, which nobody waits for.
    static let overFailureCountMax = 5

    /// A desk without an incident.
    public init(rules: PartyRules) { self.rules = rules }

    /// When `settle` has to be called at the latest; `nil` when nothing waits for time.
    public var nextDeadline: Moment? { deadlines.next }

    /// What the parties were told of an incident.
    public func notices(of incident: String) -> [Notice] { files[incident]?.notices ?? [] }

    /// Whether an incident that may concern parties is actual or a drill; `nil` when it is over, or
    /// of no concern to them.
    public func mode(of incident: String) -> IncidentMode? { files[incident]?.incident.mode }

    /// Takes new rules at a reload: those told already are told no second time for it.
    public mutating func replace(rules: PartyRules) { self.rules = rules }

    /// Takes an incident as it stands now: raised, changed, measured anew, safe or closed.
    public mutating func note(_ incident: Incident, at now: Moment) {
        guard incident.mayConcernParties || files[incident.id] != nil else { return }
        guard files[incident.id] != nil || (!incident.isFinished && !rules.parties.isEmpty) else {
            return
        }
        let before = files[incident.id]?.incident
        files[incident.id, default: File(incident: incident)].incident = incident
        // An event has no door; its mark on the map moves as it grows.
        if let before, !incident.isFinished, incident.event == nil,
            !before.place.isSameDoor(as: incident.place)
        {
            tellMoved(incident.id, at: now)
        }
        noteDanger(incident, at: now)
        let neighbours = noteBuilding(incident)
        if incident.isFinished {
            end(incident.id, at: now)
        } else {
            for id in [incident.id] + neighbours { weigh(id, at: now) }
        }
        if !incident.isOpen { ended.append(incident.id) }
    }

    /// Takes back what the journal remembers of an open incident.
    public mutating func restore(_ incident: Incident, _ notices: [Notice], at now: Moment) {
        guard incident.mayConcernParties || !notices.isEmpty else { return }
        files[incident.id] = File(incident: incident, notices: notices)
        for notice in notices { mark(incident.id, notice) }
        noteDanger(incident, at: now)
        _ = noteBuilding(incident)
        // Nobody knows whether what was queued has left: it is tried again with its own reference.
        change(incident.id) { notice in
            for index in notice.ways.indices
            where notice.ways[index].state == .queued && notice.ways[index].nextAt != nil {
                notice.ways[index].state = .failed
                notice.ways[index].nextAt = now
            }
        }
        weigh(incident.id, at: now)
        schedule(incident.id)
    }

    private mutating func noteDanger(_ incident: Incident, at now: Moment) {
        guard rules.limits.isDangerous(incident), !incident.isFinished else {
            files[incident.id]?.dangerousSince = nil
            return
        }
        guard files[incident.id]?.dangerousSince == nil else { return }
        files[incident.id]?.dangerousSince = now
        deadlines.add(incident.id, at: now + rules.limits.unprovenFor)
    }

    /// Counts the leaking homes of a building; the other incidents there.
    private mutating func noteBuilding(_ incident: Incident) -> [String] {
        let building = incident.leakingBuilding
        if let before = buildingOf[incident.id], before != building {
            buildings[before]?.remove(incident.id)
            if buildings[before]?.isEmpty == true { buildings[before] = nil }
            buildingOf[incident.id] = nil
        }
        guard let building else { return [] }
        buildingOf[incident.id] = building
        buildings[building, default: []].insert(incident.id)
        return (buildings[building] ?? []).filter { $0 != incident.id }.sorted()
    }

    private func conditions(of file: File, at now: Moment) -> Set<PartyCondition> {
        var holding = rules.limits.conditions(of: file.incident)
        if let since = file.dangerousSince, since + rules.limits.unprovenFor <= now {
            holding.insert(.gasUnproven)
        }
        if let building = buildingOf[file.incident.id],
            buildings[building]?.count ?? 0 >= rules.limits.homes
        {
            holding.insert(.severalHomes)
        }
        return holding
    }

    /// Looks who has to be told by what holds now. What has held once stays a reason.
    mutating func weigh(_ id: String, at now: Moment) {
        guard let file = files[id], !file.incident.isFinished else { return }
        let holding = conditions(of: file, at: now)
        for party in rules.parties {
            let reasons = party.conditions.filter { holding.contains($0) }
            guard !reasons.isEmpty else { continue }
            tell(party, of: id, for: reasons, at: now)
        }
    }

    /// Ends a batch: passes what is due and returns what leaves, in order.
    public mutating func settle(at now: Moment) -> [PartyAction] {
        forgetEnded()
        while let due = deadlines.popDue(at: now) { pass(due.subject, at: now) }
        let ids = changed
        changed.removeAll(keepingCapacity: true)
        changedSet.removeAll(keepingCapacity: true)
        var decided: [PartyAction] = []
        for id in ids {
            guard let file = files[id] else { continue }
            decided.append(.changed(file.incident, file.notices))
        }
        decided.append(contentsOf: actions)
        actions.removeAll(keepingCapacity: true)
        return decided
    }

    /// A closed incident is kept until its last message is out, and through the batch that closes it.
    private mutating func forgetEnded() {
        let closed = leaving
        leaving = ended
        ended.removeAll(keepingCapacity: true)
        for id in closed {
            let isBusy = files[id]?.notices.contains { notice in
                notice.ways.contains { $0.nextAt != nil }
            }
            if isBusy == true {
                leaving.append(id)
            } else {
                files[id] = nil
            }
        }
    }

    private mutating func pass(_ id: String, at now: Moment) {
        guard let file = files[id] else { return }
        weigh(id, at: now)
        for notice in file.notices { pass(id, notice.party, at: now) }
        schedule(id)
    }

    mutating func touch(_ id: String) {
        if changedSet.insert(id).inserted { changed.append(id) }
    }

    /// Changes every notice of an incident.
    mutating func change(_ id: String, _ body: (inout Notice) -> Void) {
        guard let count = files[id]?.notices.count else { return }
        for index in 0..<count { change(id, at: index, body) }
    }

    /// Changes the notice of one party.
    mutating func change(_ id: String, _ party: String, _ body: (inout Notice) -> Void) {
        guard let index = files[id]?.notices.firstIndex(where: { $0.party == party }) else {
            return
        }
        change(id, at: index, body)
    }

    private mutating func change(_ id: String, at index: Int, _ body: (inout Notice) -> Void) {
        guard var notice = files[id]?.notices[index] else { return }
        let before = notice
        body(&notice)
        guard notice != before else { return }
        files[id]?.notices[index] = notice
        mark(id, notice)
        touch(id)
    }

    /// Keeps the lists of what a person has to look at.
    mutating func mark(_ id: String, _ notice: Notice) {
        let name = NoticeName(incident: id, party: notice.party)
        if notice.state == .held { waiting.insert(name) } else { waiting.remove(name) }
        if notice.isUnreached { unreached.insert(name) } else { unreached.remove(name) }
    }

    func notice(_ id: String, _ party: String) -> Notice? {
        files[id]?.notices.first { $0.party == party }
    }

    /// Comes back when the next thing is due.
    mutating func schedule(_ id: String) {
        guard let file = files[id] else { return }
        let times = file.notices.flatMap { notice in
            notice.ways.compactMap(\.nextAt)
                + (notice.state == .held ? [notice.pressBy].compactMap(\.self) : [])
        }
        if let next = times.min() { deadlines.add(id, at: next) }
    }

    mutating func log(_ id: String, by name: String? = nil, _ text: String) {
        actions.append(.entry(DeskEntry(kind: "notice", subject: id, by: name, text: text)))
    }
}

/// Which notice: of which incident, to which party.
public struct NoticeName: Hashable, Comparable, Sendable {
    /// Id of the incident.
    public var incident: String
    /// Id of the party.
    public var party: String

    /// In the order of incidents, then parties.
    public static func < (left: NoticeName, right: NoticeName) -> Bool {
        (left.incident, left.party) < (right.incident, right.party)
    }
}
