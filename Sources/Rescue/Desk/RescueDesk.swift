public import Incidents
public import ValveModel

/// The desk that answers every finding with help: incidents, the plan, call-outs and their
/// repetition, the take-over ladder, and close commands. Pure: every input comes with its time, and
/// `settle` returns what is to be done.
///
/// Inputs of one batch are noted one after the other; the plan runs once at the end, in `settle`,
/// over everything that waits.
public struct RescueDesk: Sendable {
    /// Open incidents.
    public internal(set) var book: IncidentBook
    /// The mode of what it raises, declared tests apart: actual, or exercise for the desk of drills.
    public let mode: IncidentMode
    /// Teams and centres.
    public internal(set) var roster: Roster
    /// Milestones, windows and travel.
    public internal(set) var rules: RescueRules
    /// Local time east of Greenwich, for the dates in ids; the caller keeps it current.
    public var utcOffsetSeconds = 0

    /// How many alarms people get.
    public internal(set) var tally: AlarmTally?
    /// How often each kind comes by itself, as it was learned.
    public var learnedRates: [LearnedRate] { area.correlator.learnedRates }
    /// What is set aside, by valve, or by valve and axis.
    public internal(set) var shelves: [String: Shelf] = [:]
    /// Area events and the findings on their way to them.
    var area = AreaDesk()
    var deadlines = DeadlineQueue<Deadline>()
    /// What goes to the centres, and what is repeated until they answer.
    var outgoing = Outgoing()
    /// Close commands to valves.
    var closeCommands: CloseCommands
    var actions: [DeskAction] = []
    var needsPlan = false
    /// Everything that the plan may give a team.
    var table = PlanTable()
    /// The roads teams drive on, when a graph is loaded, and those that are closed.
    var roads = DistrictRoads()
    /// What operators have accepted of the measured arrivals, by centre.
    public internal(set) var calibrations: [String: TravelCalibration] = [:]
    /// Where teams are to wait, by team, at the centres that have it switched on.
    public internal(set) var standby: [String: StandbyPost] = [:]
    /// Teams of the operator's choice that are called out, by incident: not the plan's to move.
    var pinned: [String: String] = [:]
    /// Whether the last plan left a P1 that nobody reaches in time.
    var isShortOfTeams = false
    /// Incidents that called a team out, by team; some of them may be over.
    var calledTo: [String: Set<String>] = [:]
    /// When the entry of an incident is looked at next without a reading.
    var entryDue: [String: Moment] = [:]
    /// The last word of the people on scene, by incident.
    var words: [String: SceneWord] = [:]
    /// The teams on their way, by incident.
    var journeys: [String: Journey] = [:]
    /// Teams whose place has a timer.
    var placesWatched: Set<String> = []
    var shifts = ShiftWatch()
    /// Incidents whose step has come in this batch, or for which the plan found nobody: those without
    /// a call-out are told again.
    var stepped: [String] = []
    /// Incidents that call for attention in this batch, and since when.
    var alarmed: [(id: String, at: Moment)] = []
    /// Incidents whose valve has a graver one, by which their team is found: the id of that one.
    /// `nil` until the first batch of a start has looked.
    public internal(set) var following: [String: String]?
    /// What a start remembers of the end before it.
    var restart = RestartMemory()

    enum Deadline: Sendable {
        case ladder(String)
        case overdue(String)
        case entry(String)
        case delivery(Delivery.Key)
        case close(valve: String, command: String)
        case road(String)
        case shelf(String)
        /// Something of the area events is due.
        case area
        case word(String)
        case arrival(String)
        case place(String)
        case shift
    }

    /// A desk without an incident.
    ///
    /// - Parameters:
    ///   - commandPrefix: differs from start to start.
    ///   - mode: `exercise` for a desk of drills, which has incidents, teams and a plan of its own.
    public init(rules: RescueRules, commandPrefix: String, mode: IncidentMode = .actual) {
        self.rules = rules
        self.mode = mode
        book = IncidentBook(mark: mode == .exercise ? "X" : "")
        closeCommands = CloseCommands(prefix: commandPrefix)
        roster = Roster(centres: rules.centres)
    }

    /// The five-minute clock.
    var clock: ClockRules { ClockRules(arrival: rules.arrival, rescue: rules.rescue) }

    /// When `settle` has to be called at the latest; `nil` when nothing waits for time.
    public var nextDeadline: Moment? {
        [deadlines.next, area.correlator.nextDeadline].compactMap(\.self).min()
    }

    /// Ends a batch: passes the deadlines that are due, runs the plan when something changed, and
    /// returns what is to be done, in order.
    public mutating func settle(at now: Moment) -> [DeskAction] {
        takeUpRestored(at: now)
        lookAtShifts(at: now)
        while let due = deadlines.popDue(at: now) { pass(due.subject, due: due.at, at: now) }
        passArea(at: now)
        // A plan that diverts a team leaves a P2 behind that has to be planned for; as no team is
        // diverted twice without accepting in between, this ends.
        repeat {
            joinSameValve(at: now)
            if needsPlan {
                needsPlan = false
                replan(at: now)
            }
            followLeaders(at: now)
        } while needsPlan
        tellUncalled(at: now)
        tellUnled(at: now)
        countAlarmed()
        sendPending(at: now)
        let changed = book.takeTouched()
        var decided = changed.map { DeskAction.changed($0) }
        decided.append(contentsOf: book.takeKept().map { DeskAction.kept($0) })
        decided.append(contentsOf: actions)
        actions.removeAll(keepingCapacity: true)
        return decided
    }

    private mutating func pass(_ deadline: Deadline, due: Moment, at now: Moment) {
        switch deadline {
        case .ladder(let id): climb(id, at: now)
        case .overdue(let id):
            if book.incident(id)?.isWaiting == true { needsPlan = true }
        case .entry(let id):
            guard entryDue[id] == due else { return }
            entryDue[id] = nil
            refreshEntry(id, isByAge: true, at: now)
        case .delivery(let key): repeatDelivery(key, at: now)
        case .close(let valve, let command): repeatClose(valve, command, at: now)
        case .road(let id): expire(road: id, at: now)
        case .shelf(let name): endShelf(name, at: now)
        // `passArea` runs in every batch.
        case .area: break
        case .word(let id): checkWord(id, at: now)
        case .arrival(let id): checkJourney(id, due: due, at: now)
        case .place(let id): checkPlace(of: id, at: now)
        case .shift: if shifts.nextAt == due { changeShifts(at: now) }
        }
    }

    mutating func log(
        _ kind: String, _ subject: String, by: String? = nil, _ text: String,
        _ evidence: Evidence? = nil
    ) {
        actions.append(
            .entry(
                DeskEntry(kind: kind, subject: subject, by: by, text: text, evidence: evidence)))
    }

    /// Changes a team and has it saved.
    mutating func changeTeam(_ id: String, _ body: (inout TeamState) -> Void) {
        guard var team = roster.teams[id] else { return }
        let before = team
        body(&team)
        guard team != before else { return }
        roster.teams[id] = team
        actions.append(.team(team))
    }

    /// Takes new rules at a reload. Teams keep what is known of them; nothing latched is cleared.
    public mutating func replace(rules: RescueRules, at now: Moment) {
        let known = roster
        self.rules = rules
        let called = book.open.values.lazy.flatMap(\.calls).compactMap(\.team)
        roster = Roster(centres: rules.centres, after: known, called: Set(called))
        for id in roster.teams.keys.sorted() { watchPlace(of: id, at: now) }
        for team in roster.unconfigured.sorted(by: { $0.id < $1.id })
        where known.teams[team.id]?.isConfigured == true { actions.append(.team(team)) }
        for id in known.teams.keys.sorted() where roster.teams[id] == nil {
            actions.append(.teamForgotten(id))
        }
        for id in book.open.keys.sorted() where book.incident(id)?.isOnTheWay == true {
            // Who has been asked for and is silent gets no new minute by it.
            if journeys[id]?.isAsked == true, rules.silentOnWay != nil { continue }
            noteJourney(id, heardAt: journeys[id]?.heardAt ?? now)
        }
        shifts = ShiftWatch()
        needsPlan = true
    }
}
