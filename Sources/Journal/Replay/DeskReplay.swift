package import Incidents
package import Rescue
package import ValveModel

/// Makes every decision of the rescue desk again from what the journal holds, and compares. Pure:
/// the same desk as the daemon's, fed the same inputs at the same moments.
package struct DeskReplay: Sendable {
    /// How much was made again.
    package struct Tally: Equatable, Sendable {
        package var starts = 0
        package var rounds = 0
        package var inputs = 0
        package var incidents = 0
        package var changes = 0
        /// Changes of an incident that called a team out.
        package var assignments = 0
        package var firstAt: Moment?
        package var lastAt: Moment?
    }

    /// The desk as it stands; `nil` before the first start that is whole.
    package private(set) var desk: RescueDesk?
    package private(set) var tally = Tally()
    /// Fields that the writing program knew and this one does not, or the other way round: they
    /// are not compared.
    package private(set) var strangeFields: Set<String> = []
    /// The newest face of every incident; the closed ones are kept for `previous` and the story.
    package private(set) var incidents: [String: Incident] = [:]
    /// What the last round decided.
    package private(set) var actions: [DeskAction] = []

    /// The next round is the first of a start: that one settles whatever is due.
    private var isBeginning = false
    private var teams: [String: TeamState] = [:]
    private var commands: [String: CloseCommand] = [:]
    private(set) var comparedFields: Set<String> = []
    private var closings: [String: RoadClosing] = [:]
    private var shelves: [String: Shelf] = [:]
    private var calibrations: [String: TravelCalibration] = [:]
    private var standby: [String: StandbyPost] = [:]
    private var members: [String: AreaMembership] = [:]
    private var deliveries: [String: Delivery] = [:]
    /// Whether the program that wrote the present rounds kept its deliveries: one that did not began
    /// without them, and so does the one after it.
    private var keepsDeliveries = false
    private let roads: [RoadNetwork]
    /// Road graphs that the journal names and that were not given: without them estimates differ.
    package private(set) var missingRoads: Set<String> = []

    /// - Parameter roads: The road graphs that the daemon had loaded, if any.
    package init(roads: [RoadNetwork] = []) { self.roads = roads }

    /// Makes one record again; the first thing in which it differs, `nil` when it does not.
    /// Records before the first whole start are passed over.
    package mutating func play(_ record: TapeRecord) -> ReplayDifference? {
        switch record {
        case .start(let start): play(start)
        case .round(let round): play(round)
        }
    }

    /// Every team as it stands to an incident after the last record, the nearest first.
    package func candidates(of incident: String, at now: Moment) -> [DeskCandidate] {
        // A copy: what is asked here must not touch what is played on.
        var copy = desk
        return copy?.candidates(of: incident, at: now) ?? []
    }

    private mutating func play(_ start: DeskStart) -> ReplayDifference? {
        if desk == nil, !start.isWhole { return nil }
        let difference = desk == nil ? nil : compare(start)
        var beginning = start.beginning
        if start.isWhole {
            take(beginning)
        } else {
            beginning.incidents = incidents.values.filter(\.isOpen)
            beginning.teams = Array(teams.values)
            beginning.commands = Array(commands.values)
            beginning.closings = Array(closings.values)
            beginning.shelves = shelves
            beginning.calibrations = Array(calibrations.values)
            beginning.standby = Array(standby.values)
            beginning.members = Array(members.values)
            beginning.deliveries = beginning.deliveries.map { _ in Array(deliveries.values) }
        }
        keepsDeliveries = beginning.deliveries != nil
        miss(beginning.roads)
        desk = RescueDesk(beginning, roads: roads, at: start.at)
        let known = Set(Incident.fieldNames)
        comparedFields = known.intersection(start.incidentFields)
        strangeFields.formUnion(known.symmetricDifference(start.incidentFields))
        isBeginning = true
        tally.starts += 1
        tally.firstAt = tally.firstAt ?? start.at
        tally.lastAt = start.at
        actions = []
        return difference
    }

    /// What a whole start names is taken in place of what the rounds before have made.
    private mutating func take(_ beginning: DeskBeginning) {
        for incident in beginning.incidents { incidents[incident.id] = incident }
        teams = Dictionary(uniqueKeysWithValues: beginning.teams.map { ($0.id, $0) })
        commands = Dictionary(uniqueKeysWithValues: beginning.commands.map { ($0.valve, $0) })
        closings = Dictionary(uniqueKeysWithValues: beginning.closings.map { ($0.id, $0) })
        shelves = beginning.shelves
        standby = Dictionary(uniqueKeysWithValues: beginning.standby.map { ($0.team, $0) })
        calibrations = Dictionary(
            uniqueKeysWithValues: beginning.calibrations.map { ($0.centre, $0) })
        members = Dictionary(uniqueKeysWithValues: beginning.members.map { ($0.name, $0) })
        deliveries = Dictionary(
            uniqueKeysWithValues: (beginning.deliveries ?? []).map { ($0.name, $0) })
    }

    private mutating func miss(_ identity: String?) {
        guard let identity, !roads.contains(where: { $0.identity == identity }) else { return }
        missingRoads.insert(identity)
    }

    private func compare(_ start: DeskStart) -> ReplayDifference? {
        let rebuilt = incidents.values.filter(\.isOpen)
        let ids = Set(rebuilt.map(\.id)).union(start.restored.keys).sorted()
        for id in ids {
            let ours = incidents[id].flatMap { $0.isOpen ? $0.revision : nil }
            let theirs = start.restored[id]
            if ours == theirs { continue }
            return ReplayDifference(
                at: start.at, record: tally.starts + tally.rounds, incident: id, field: "revision",
                journalled: theirs.map { "\($0)" } ?? "not open at the restart",
                rebuilt: ours.map { "\($0)" } ?? "not open", inputs: ["restart"])
        }
        return nil
    }

    private mutating func play(_ round: DeskRound) -> ReplayDifference? {
        // Taken out, so that no copy of it is made.
        guard var desk = desk.take() else { return nil }
        desk.utcOffsetSeconds = round.utcOffsetSeconds
        for (at, input) in round.inputs {
            if case .roads(let identity) = input { miss(identity) }
            // A wish that was refused then is refused now; it changed nothing either time.
            do throws(DeskRefusal) { try desk.take(input, at: at) } catch { continue }
        }
        // A round that only says what was written settled nothing then, and so does not now: even
        // the order of what is due at one instant would be another.
        let isSettled = isBeginning || !round.inputs.isEmpty || desk.isDue(at: round.at)
        isBeginning = false
        actions = isSettled ? desk.settle(at: round.at) : []
        for id in round.saved where incidents[id] != nil {
            incidents[id] = desk.book.incident(id) ?? incidents[id]
        }
        self.desk = consume desk
        tally.rounds += 1
        tally.inputs += round.inputs.count
        tally.lastAt = round.at
        return compare(round)
    }

    private mutating func compare(_ round: DeskRound) -> ReplayDifference? {
        var rebuilt: [String: Incident] = [:]
        var before: [String: Incident] = [:]
        for case .changed(let incident) in actions where before[incident.id] == nil {
            before[incident.id] = incidents[incident.id]
        }
        for action in actions { note(action, &rebuilt) }
        var seen: Set<String> = []
        for theirs in round.changed {
            let id = theirs["id"]?.text ?? "?"
            seen.insert(id)
            guard let incident = rebuilt[id] else {
                return difference(round, id, "change", "changed", "unchanged")
            }
            let found = FaceComparison(fields: comparedFields).difference(theirs, incident)
            if let found {
                return difference(round, id, found.field, found.journalled, found.rebuilt)
            }
        }
        if let id = rebuilt.keys.filter({ !seen.contains($0) }).min(), let after = rebuilt[id] {
            let fields = Self.differingFields(before[id], after)
            return difference(
                round, id, "change", "unchanged", "changed in \(fields.joined(separator: ", "))")
        }
        if DecisionDigest(actions).value != round.digest, strangeFields.isEmpty {
            return difference(
                round, nil, "call-outs, commands and lines of the history", "others",
                actions.compactMap(\.words).joined(separator: "; "))
        }
        return nil
    }

    /// In which fields two forms of an incident differ, with both values.
    private static func differingFields(_ before: Incident?, _ after: Incident) -> [String] {
        guard let before else { return ["everything: it is new"] }
        let pairs = zip(Mirror(reflecting: before).children, Mirror(reflecting: after).children)
        return pairs.compactMap { left, right in
            let (was, is_) = ("\(left.value)", "\(right.value)")
            return was == is_ ? nil : "\(left.label ?? "?") (\(was.prefix(80)), \(is_.prefix(80)))"
        }
    }

    private mutating func note(_ action: DeskAction, _ rebuilt: inout [String: Incident]) {
        switch action {
        case .changed(let incident):
            rebuilt[incident.id] = incident
            tally.changes += 1
            let before = incidents.updateValue(incident, forKey: incident.id)
            if before == nil { tally.incidents += 1 }
            let calls = incident.calls.count { $0.team != nil }
            let callsBefore = before?.calls.count { $0.team != nil } ?? 0
            if calls > callsBefore { tally.assignments += 1 }
        case .team(let team): teams[team.id] = team
        case .teamForgotten(let id): teams[id] = nil
        case .command(let command, isRepeat: false): commands[command.valve] = command
        case .commandOver(let valve): commands[valve] = nil
        case .road(let closing): closings[closing.id] = closing
        case .roadOpened(let id): closings[id] = nil
        case .calibration(let centre, let accepted): calibrations[centre] = accepted
        case .post(let team, let post): standby[team] = post
        case .shelf(let name, let shelf): shelves[name] = shelf
        case .member(let part): members[part.name] = part
        case .memberOver(let name): members[name] = nil
        case .delivery(let delivery):
            if keepsDeliveries { deliveries[delivery.name] = delivery }
        case .deliveryOver(let name): deliveries[name] = nil
        default: return
        }
    }

    private func difference(
        _ round: DeskRound, _ incident: String?, _ field: String, _ journalled: String,
        _ rebuilt: String
    ) -> ReplayDifference {
        ReplayDifference(
            at: round.at, record: tally.starts + tally.rounds, incident: incident, field: field,
            journalled: journalled, rebuilt: rebuilt, inputs: round.inputs.map { $0.input.words })
    }
}
