import Foundation
import Incidents
import Journal
import Rescue
import ValveModel

/// A seeded play for the desk: everything that can reach it, in any order, with stops in between.
/// The same seed gives the same inputs in every process; what the desk makes of them has to be the
/// same as well.
struct DeskScript {
    private var random: Seeded
    private var desk: RescueDesk
    private var tape = DeskTape()
    private var now = Moment(milliseconds: 1_800_000_000_000)
    private var projection: [String: Incident] = [:]
    private var teams: [String: TeamState] = [:]
    private var commands: [String: CloseCommand] = [:]
    /// The first program of a script is one that kept none.
    private var keepsDeliveries: Bool { starts > 1 }
    private var deliveries: [String: Delivery] = [:]
    private var members: [String: AreaMembership] = [:]
    private var shelves: [String: Shelf] = [:]
    private var calibrations: [String: TravelCalibration] = [:]
    private var posts: [String: StandbyPost] = [:]
    private var sequence: UInt64 = 0
    private var starts = 0
    private var hasBegunWhole = false
    /// The journal's rows, as a daemon would have written them.
    private(set) var entries: [JournalEntry] = []
    /// The lines of the histories.
    private(set) var lines: [DeskEntry] = []
    /// What each start began with.
    private(set) var beginnings: [DeskBeginning] = []

    static let valveCount = 40

    /// The incidents as the journal would hold them at the end.
    func rows() throws -> [IncidentRow] {
        try projection.values.sorted { $0.id < $1.id }.map { incident in
            IncidentRow(
                id: incident.id, isOpen: incident.isOpen, state: incident.state.rawValue,
                priority: incident.priority.word, kind: incident.kind.word,
                mode: incident.mode.rawValue, valve: incident.place.valve,
                area: incident.place.area, centre: "", raisedAt: incident.raisedAt,
                record: [UInt8](try JSONEncoder().encode(incident)))
        }
    }

    init(seed: UInt64, steps: Int) {
        random = Seeded(state: seed)
        desk = RescueDesk(rules: Self.rules(seed), commandPrefix: "none")
        start(isWhole: true)
        for count in 0..<steps {
            if count == steps / 2 { start(isWhole: false) }
            step()
        }
    }

    static func rules(_ seed: UInt64) -> RescueRules {
        var rules = RescueRules()
        rules.ackWindow = .seconds(15 + Int64(seed % 10))
        rules.locationAge = .seconds(90)
        // The play begins at 16:00 local time and lasts about twenty minutes.
        let shifts = ["16:04-16:09", "16:12-07:00"].compactMap { Shift($0) }
        rules.centres = ["east", "middle", "west"].enumerated().map { place, id in
            let longitude = 120.34 + 0.02 * Double(place)
            return CentrePlan(
                id: id, name: id, place: Coordinate(latitude: 36.06, longitude: longitude),
                areas: [Area(code: 370_202_010 + UInt32(place))],
                teams: (1...3).map {
                    TeamPlan(
                        id: "\(id)-\($0)", name: id, centre: id, turnoutSeconds: 50 + 10 * $0,
                        shifts: $0 == 3 ? shifts : [])
                })
        }
        return rules
    }

    private mutating func start(isWhole: Bool) {
        starts += 1
        hasBegunWhole = isWhole
        var beginning = DeskBeginning(
            rules: Self.rules(random.state), commandPrefix: "c\(starts)")
        beginning.incidents = projection.values.filter(\.isOpen).sorted { $0.id < $1.id }
        for incident in projection.values where !incident.isOpen {
            beginning.noteClosed(incident.id)
        }
        beginning.teams = teams.values.sorted { $0.id < $1.id }
        beginning.commands = commands.values.sorted { $0.valve < $1.valve }
        beginning.members = members.values.sorted { $0.name < $1.name }
        beginning.shelves = shelves
        beginning.standby = posts.values.sorted { $0.team < $1.team }
        beginning.calibrations = calibrations.values.sorted { $0.centre < $1.centre }
        if keepsDeliveries { beginning.deliveries = deliveries.values.sorted { $0.name < $1.name } }
        beginning.rates = desk.learnedRates
        beginnings.append(beginning)
        desk = RescueDesk(beginning, at: now)
        tape = DeskTape()
        tape.begin(beginning, isWhole: isWhole, at: now)
        settle()
    }

    private mutating func step() {
        now = now + .milliseconds(Int64(random.next(12_000)))
        if random.next(60) == 0 { return start(isWhole: random.next(3) == 0) }
        for _ in 0..<random.next(4) {
            let input = input()
            tape.note(input, at: now)
            do throws(DeskRefusal) { try desk.take(input, at: now) } catch { continue }
        }
        settle()
    }

    private mutating func settle() {
        let isRound = tape.needsRound || desk.isDue(at: now)
        desk.utcOffsetSeconds = 28_800
        guard isRound else { return }
        let actions = desk.settle(at: now)
        tape.settle(actions, utcOffsetSeconds: 28_800, at: now)
        // A whole start is written at once, with the document that says so.
        var hasFacts = hasBegunWhole
        hasBegunWhole = false
        for action in actions {
            switch action {
            case .changed(let incident), .kept(let incident): projection[incident.id] = incident
            case .team(let team): teams[team.id] = team
            case .command(let command, isRepeat: false): commands[command.valve] = command
            case .commandOver(let valve): commands[valve] = nil
            case .member(let part): members[part.name] = part
            case .memberOver(let name): members[name] = nil
            case .delivery(let delivery):
                if keepsDeliveries { deliveries[delivery.name] = delivery }
            case .deliveryOver(let name): deliveries[name] = nil
            case .shelf(let name, let shelf): shelves[name] = shelf
            case .calibration(let centre, let accepted): calibrations[centre] = accepted
            case .post(let team, let post): posts[team] = post
            case .entry(let line): lines.append(line)
            default: continue
            }
            hasFacts = true
        }
        guard hasFacts || tape.isFull, let row = tape.take() else { return }
        sequence += 1
        entries.append(
            JournalEntry(
                sequence: sequence, at: now, kind: DeskTape.entryKind,
                subject: DeskTape.entrySubject, body: row))
    }

    private mutating func input() -> DeskInput {
        switch random.next(24) {
        case 0..<8: .finding(finding())
        case 8..<14: .reply(reply())
        case 14: roster()
        case 15: .centreLink(centre: centre(), isOnline: random.next(2) == 0)
        case 16: random.next(3) == 0 ? .rescueLost : .rescueConnected
        case 17:
            .team(
                team(), available: random.next(4) > 0,
                place: random.next(2) == 0
                    ? nil : Coordinate(latitude: 36.06, longitude: 120.35), by: "D")
        case 18: wish()
        case 19: valveSide()
        case 20: .rules(Self.rules(random.state))
        case 21: calibration()
        case 22: standby()
        default:
            .closeValve(
                "V\(random.next(Self.valveCount))", area: "370202010", by: "D", ClosingRules())
        }
    }

    private mutating func finding() -> DeskFinding {
        let changes: [DeskFinding.Change] = [
            .raised, .raised, .raised, .repeated, .cleared, .priority, .crossed, .evidence,
            .closeWanted, .provenClosed, .trace,
        ]
        let kinds: [FindingKind] = [.leak, .leak, .heat, .suspect, .overpressure, .shock, .offline]
        let valve = random.next(Self.valveCount)
        var place = ValvePlace(valve: "V\(valve)", area: "37020201\(valve % 4)")
        place.address = "第\(valve)号"
        place.floor = valve % 7 == 0 ? nil : valve % 7
        if valve % 5 > 0 {
            place.latitude = 36.06 + 0.0007 * Double(valve)
            place.longitude = 120.34 + 0.0013 * Double(valve)
        }
        place.homeCentre = ["east", "middle", "west", nil][valve % 4]
        var condition = Incident.Condition()
        condition.gas = Float(random.next(600)) / 10
        condition.gasAt = now - .milliseconds(Int64(random.next(40_000)))
        condition.isGasRising = random.next(2) == 0
        condition.heardAt = now
        let priority = Priority.allCases[random.next(Priority.allCases.count)]
        place.building = "B\(valve % 3)"
        place.riser = "R\(valve % 6)"
        var finding = DeskFinding(
            changes[random.next(changes.count)], kinds[random.next(kinds.count)], priority,
            isTest: random.next(15) == 0, place: place, condition: condition)
        if finding.change == .raised {
            var evidence = Evidence(finding.kind, .twice)
            evidence.value = condition.gas
            finding.evidence = evidence
        }
        finding.neighbours.riser = 7
        finding.neighbours.building = 14
        finding.neighbours.area = 40
        finding.neighbours.fleet = 40
        return finding
    }

    private mutating func reply() -> DeskReply {
        let words: [DeskReply.Word] = [
            .received, .accept, .accept, .accept, .decline, .enroute, .onscene, .rescue, .safe,
            .note,
        ]
        let team = team()
        return DeskReply(
            centre: String(team.prefix { $0 != "-" }), incident: incident(),
            team: random.next(9) == 0 ? nil : team, revision: random.next(6),
            word: words[random.next(words.count)], by: "组长", text: nil)
    }

    private mutating func roster() -> DeskInput {
        let centre = centre()
        let lines = (1...4).filter { _ in random.next(5) > 0 }.map { number in
            RosterLine(
                team: "\(centre)-\(number)", isAvailable: random.next(4) > 0,
                place: random.next(2) == 0
                    ? nil : Coordinate(latitude: 36.07, longitude: 120.37), at: now)
        }
        return .roster(centre: centre, sentAt: now, lines: lines)
    }

    private mutating func standby() -> DeskInput {
        let centre = centre()
        let posts = (1...3).filter { _ in random.next(2) == 0 }.map { number in
            StandbyPost(
                team: "\(centre)-\(number)", centre: centre,
                place: Coordinate(latitude: 36.07, longitude: 120.37), gained: 9, by: "D", at: now)
        }
        return .standby(centre, posts: posts, by: "D")
    }

    private mutating func calibration() -> DeskInput {
        if random.next(3) == 0 { return .revokeCalibration(centre(), by: "D") }
        let hours = [8, 16].map {
            TravelCalibration.Hour(hour: $0, seconds: random.next(140) - 30, count: 7)
        }
        return .accept(TravelCalibration(centre: centre(), hours: hours, by: "D", at: now))
    }

    private mutating func valveSide() -> DeskInput {
        if random.next(2) == 0 {
            let names = (0..<Self.valveCount).map { "V\($0)" }
            return .valveBroker(isConnected: random.next(2) == 0, valves: names)
        }
        return .serve(
            "V\(random.next(Self.valveCount))", by: "D", reason: "维修",
            lapse: random.next(3) == 0 ? nil : .minutes(5))
    }

    private mutating func wish() -> DeskInput {
        let acts: [DeskAct] = [
            .ack, .dispatch, .accept, .safe, .close, .note,
            .shelve, .unshelve, .handover,
        ]
        var wish = DeskWish(by: "D\(random.next(2))")
        wish.team = team()
        wish.also = random.next(3) == 0
        wish.note = "看过"
        wish.centre = centre()
        wish.lapse = .minutes(Int64(1 + random.next(30)))
        wish.reason = random.next(2) == 0 ? "false_alarm" : nil
        wish.verifiedBy = "V"
        return .wish(acts[random.next(acts.count)], incident: incident(), wish)
    }

    private mutating func incident() -> String {
        let open = desk.book.open.keys.sorted()
        guard !open.isEmpty, random.next(12) > 0 else { return "20270115-9999" }
        return open[random.next(open.count)]
    }

    private mutating func centre() -> String { ["east", "middle", "west"][random.next(3)] }

    private mutating func team() -> String { "\(centre())-\(1 + random.next(3))" }
}

/// SplitMix64: small, and the same in every process.
struct Seeded {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) % UInt64(bound))
    }
}
