internal import ValveModel

/// The whole district as one machine: time and messages go in, messages come out, and the score
/// is kept on the way. The same seed and the same inputs give the same outputs.
package struct FleetWorld {
    /// A birth and a report of every valve wait on the agenda at first: each takes nine bytes there,
    /// and what is large and rare is kept beside.
    enum Event {
        case birth(Int)
        case report(UInt32, pace: UInt32)
        case leakBegins(Int)
        case sample(Int)
        case selfClose(Int)
        indirect case commandedClose(valve: Int, id: String)
        indirect case repeatAlarm(AlarmKey)
        case other(Int)
        indirect case followUp(valve: Int, Alarm, ShutoffCause)
        case reconnect(Int)
        indirect case team(RescueSide.Step)
        case idleCheck
        indirect case sooner(leak: Int, [Nearer], since: Instant)
        case happening(Int)
        indirect case step(Step)
    }

    struct AlarmKey: Hashable {
        let valve: Int
        let boot: UInt32
        let seq: UInt32
    }

    struct OutstandingAlarm {
        var publish: Publish
        let planned: Instant
        let leak: Int?
        /// Seconds until the next repeat.
        var pause: Double
    }

    package let settings: FleetSettings
    package private(set) var score = Score()
    /// Facts that nobody has taken for the log yet, and what was only counted since.
    private var facts: [WitnessedFact] = []
    private var tallies: [Fact.Counted: Int] = [:]
    private var tallied = Instant.start
    private let keepsFacts: Bool
    var valves: [SimulatedValve] = []
    var valveNumbers: [String: Int] = [:]
    var leaks: [ActiveLeak] = []
    var agenda = Agenda<Event>()
    var actions: [WorldAction] = []
    var outstanding: [AlarmKey: OutstandingAlarm] = [:]
    /// Valves that have a reason for a P1 or P2 other than a leak.
    var causes: Set<Int> = []
    var rescue: RescueSide
    /// The leak behind an incident, as its call-outs named the valve.
    var incidentLeaks: [String: Int] = [:]
    /// Leaks whose incident somebody closed: no team is owed to them.
    var closedLeaks: Set<Int> = []
    /// Seconds between two reports of a valve at present, and how often that has changed.
    private(set) var period: Double
    private var pace: UInt32 = 0
    /// Centres whose link is broken: they hear and say nothing.
    var silentCentres: Set<Int> = []
    /// Teams out of the circle.
    var awayTeams: Set<String> = []
    /// Valves whose device called something a leak that is none.
    var falseLeaks: Set<Int> = []
    /// Gas that leaks out of each riser's homes, m³/h.
    var riserLeaks: [Double] = []
    let dice: Dice

    /// Room for what waits besides each valve's birth and report: samples of leaks, teams, repeats.
    private static let othersOnAgenda = 4_000

    /// - Parameter keepsFacts: whether facts are kept until they are taken; without it memory does
    ///   not grow with the length of a run.
    package init(
        _ settings: FleetSettings, valves places: [ValvePlace], centres: [CentreSetup],
        keepsFacts: Bool = false
    ) {
        precondition(!places.isEmpty, "A fleet has at least one valve.")
        self.settings = settings
        self.keepsFacts = keepsFacts
        period = settings.period
        dice = Dice(seed: settings.seed)
        rescue = RescueSide(centres, habits: settings.rescue, dice: dice.subject("teams"))
        let valveDice = dice.subject("valves")
        valves.reserveCapacity(places.count)
        agenda.reserve(2 * places.count + Self.othersOnAgenda)
        var risers: [String: Int] = [:]
        for (number, place) in places.enumerated() {
            // A home without a riser's name has one of its own.
            let name = place.riser.isEmpty ? place.valve.description : place.riser
            let riser = risers[name] ?? risers.count
            risers[name] = riser
            valves.append(
                SimulatedValve(
                    place, number: number, riser: riser, dice: valveDice, boot: settings.boot))
            valveNumbers[place.valve.description] = number
            // Spread evenly over the period and held to it: an open loop without bursts.
            let phase = (Double(number) + 0.5) / Double(places.count)
            let birth = min(FleetSettings.birthSpread, settings.period) * phase
            agenda.add(.birth(number), at: .seconds(birth))
            agenda.add(.report(UInt32(number), pace: 0), at: .seconds(settings.period * phase))
        }
        riserLeaks = Array(repeating: 0, count: risers.count)
        if settings.leaksPerMinute > 0 {
            agenda.add(.leakBegins(0), at: .seconds(settings.leakSpacing * 0.5))
        }
        if settings.othersPerMinute > 0 {
            agenda.add(.other(0), at: .seconds(60 / settings.othersPerMinute))
        }
        agenda.add(.idleCheck, at: .seconds(1))
        for centre in rescue.centres.indices { announce(centre, at: .start) }
        for (index, event) in settings.events.enumerated() {
            agenda.add(.happening(index), at: .seconds(event.at))
        }
    }

    /// From now on all valves together report so often a second, spread evenly.
    package mutating func setRate(_ perSecond: Double, at now: Instant) {
        precondition(perSecond > 0, "A fleet that reports has a rate above 0.")
        pace += 1
        period = Double(valves.count) / perSecond
        for valve in valves.indices {
            let phase = (Double(valve) + 0.5) / Double(valves.count)
            agenda.add(.report(UInt32(valve), pace: pace), at: now + period * phase)
        }
    }

    /// Seconds until a valve reports again: shorter and shorter on a ramp.
    private func pause(at now: Instant) -> Double {
        guard let end = settings.rampTo, let duration = settings.duration else { return period }
        let begin = Double(valves.count) / period
        let rate = begin + (end - begin) * min(1, now.seconds / duration)
        return Double(valves.count) / rate
    }

    /// An alarm without a danger behind it, whose receipt measures the way: somebody has closed a
    /// valve by hand. The number chooses the valve.
    package mutating func probe(_ number: Int, at now: Instant) {
        raise(.shutoff, cause: .manual, valve: number % valves.count, at: now)
    }

    /// Measures receipts and call-outs anew from now on.
    package mutating func forgetTimes() {
        score.forgetTimes()
    }

    package var valveCount: Int { valves.count }

    /// Whether no answer is under way: every alarm has its receipt and every leak that tripped its
    /// valve is called out.
    package var isSettled: Bool {
        score.outstanding == 0
            && score.leaks.allSatisfy { $0.alarmed == nil || $0.calledOut != nil }
    }

    /// When something is due next.
    package var next: Instant? { actions.isEmpty ? agenda.next : .start }

    /// Lets time pass and takes what is to be sent, in order of its time.
    package mutating func step(to now: Instant) -> [WorldAction] {
        while let (due, event) = agenda.take(by: now) { perform(event, at: due) }
        let taken = actions
        actions = []
        return taken
    }

    private mutating func perform(_ event: Event, at now: Instant) {
        switch event {
        case .birth(let valve): birth(valve, at: now)
        case .report(let number, let pace):
            guard pace == self.pace else { return }
            let valve = Int(number)
            if valves[valve].online { report(valve, at: now) }
            agenda.add(.report(number, pace: pace), at: now + pause(at: now))
        case .leakBegins(let number): beginLeak(number, at: now)
        case .sample(let leak): sample(leak, at: now)
        case .selfClose(let valve): close(valve, at: now)
        case .commandedClose(let valve, let id): closeOnCommand(valve, id: id, at: now)
        case .repeatAlarm(let key): repeatAlarm(key, at: now)
        case .other(let number): beginOther(number, at: now)
        case .followUp(let valve, let alarm, let cause):
            valves[valve].position = .closed
            valves[valve].flowOffset = 0
            raise(alarm, cause: cause, valve: valve, at: now)
        case .reconnect(let valve): reconnect(valve, at: now)
        case .team(let step): apply(rescue.due(step, at: now), at: now)
        case .idleCheck: checkIdleTeams(at: now)
        case .sooner(let leak, let nearer, let since):
            judgeSooner(leak, nearer, since: since, at: now)
        case .happening(let index): begin(index, at: now)
        case .step(let step): perform(step, at: now)
        }
    }

    /// A message has arrived.
    package mutating func received(topic: String, payload: [UInt8], at now: Instant) {
        if topic.hasPrefix(settings.rescueRoot + "/") {
            let levels = topic.dropFirst(settings.rescueRoot.count + 1).split(separator: "/")
            guard levels.count == 2, levels[1] == "callout" else { return }
            calledOut(centreID: String(levels[0]), payload, at: now)
        } else if topic.hasPrefix(settings.root + "/") {
            let levels = topic.dropFirst(settings.root.count + 1).split(separator: "/")
            guard levels.count == 3, let valve = valveNumbers[String(levels[1])] else {
                // Receipts for the garbage that named no valve of the fleet.
                if levels.count == 3, levels[2] == "receipt" { tally(.garbageNaks) }
                return
            }
            switch levels[2] {
            case "receipt": receipt(valve, payload, at: now)
            case "command": command(valve, payload, at: now)
            default: break
            }
        }
    }

    /// What a silent link cannot carry stays unsaid; an alarm is repeated by its device.
    mutating func send(_ publish: Publish) {
        switch publish.origin {
        case .valve(let valve) where !valves[valve].online: return
        case .centre(let centre) where silentCentres.contains(centre): return
        default: actions.append(.publish(publish))
        }
    }

    /// Notes a fact.
    package mutating func tell(_ fact: Fact, at now: Instant) {
        score.note(fact, at: now)
        if keepsFacts { facts.append(WitnessedFact(at: now.seconds, fact: fact)) }
    }

    /// Counts something of which only the number matters.
    mutating func tally(_ what: Fact.Counted) {
        score.note(.counted(what: what, count: 1), at: .start)
        if keepsFacts { tallies[what, default: 0] += 1 }
    }

    /// Takes the facts since the last call, for the log; what is only counted comes once a second
    /// and at the end.
    package mutating func takeFacts(at now: Instant, isEnd: Bool = false) -> [WitnessedFact] {
        defer { facts = [] }
        guard isEnd || now - tallied >= 1 else { return facts }
        tallied = now
        for (what, count) in tallies.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            facts.append(WitnessedFact(at: now.seconds, fact: .counted(what: what, count: count)))
        }
        tallies = [:]
        return facts
    }

    func topic(_ valve: Int, _ leaf: String) -> String {
        let place = valves[valve].place
        return "\(settings.root)/\(place.area)/\(place.valve)/\(leaf)"
    }
}
