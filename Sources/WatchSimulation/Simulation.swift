internal import ControlRoom
internal import Logging
internal import ValveModel

/// What one run is asked to be.
package struct SimulationPlan: Sendable {
    package var seed: UInt64
    package var valveCount = 1_000
    package var minutes: Int64 = 60
    /// Takes a line for everything that happens.
    package var trace: (@Sendable (String) -> Void)?

    package init(seed: UInt64) { self.seed = seed }
}

/// What was found to be wrong.
package struct Violation: Error, Sendable {
    package var invariant: Invariant
    /// Milliseconds since the begin of the run.
    package var at: Int64
    package var text: String
}

/// How a run went.
package struct SimulationOutcome: Sendable {
    package var seed: UInt64
    package var violation: Violation?
    package var faults = FaultCounts()
    /// Milliseconds of the district's time.
    package var virtualMilliseconds: Int64 = 0
    package var stepCount = 0
    package var messageCount = 0
    package var alarmCount = 0
    package var incidentCount = 0
    package var calloutCount = 0
    /// Of everything that left the room, with its time: two runs of one seed have the same.
    package var digest: UInt64 = 0
}

/// One run: the production room, stepped on this thread through a time of its own, between a broker,
/// valves, centres, a store and a clock that chance breaks in every way it can.
package final class Simulation {
    let plan: SimulationPlan
    let district: District
    let time = VirtualTime()
    let store: SimulatedStore
    let valveOutbound: SimulatedOutbound
    let rescueOutbound: SimulatedOutbound
    let gateway = SimulatedGateway()
    var dice: Dice
    var roadDice: Dice
    var radioDice: Dice
    /// Decides which valves are in trouble on two axes at once.
    var axisDice: Dice
    /// Decides which replies come once more when much has happened since: a store of a centre's gateway
    /// that is sent again.
    var repeatDice: Dice
    let repeatsLate: Bool
    /// Decides where a connection breaks between the disk and the acknowledgement.
    var lossDice: Dice
    let losesAcknowledgements: Bool
    /// The homes that the registry's file names now.
    var registry: [Household]
    let weather: Weather
    var agenda = Agenda<Happening>()
    var outcome: SimulationOutcome
    var checks = Checks()

    var room: ControlRoom?
    var clockwork = Clockwork()
    var valves: [SimulatedValve]
    var lanes: [Lane] = [
        Lane(.alarm, isPersistent: true), Lane(.report, isPersistent: false),
        Lane(.rescue, isPersistent: true),
    ]
    var senders: [Sender]
    var centres: Centres
    var desk = OperatorDesk()
    /// What the broker retains: links by valve, other topics by their text.
    var retainedLinks: [Int: Parcel] = [:]
    var retainedRescue: [String: Parcel] = [:]
    let indexByName: [String: Int]
    /// From here on nothing goes wrong any more, so that what was promised has to come true.
    let calmFrom: Int64
    let end: Int64
    var isCalm: Bool { time.now >= calmFrom }

    package init(_ plan: SimulationPlan) {
        self.plan = plan
        district = District.of(plan.valveCount)
        store = SimulatedStore(time)
        valveOutbound = SimulatedOutbound(store)
        rescueOutbound = SimulatedOutbound(store)
        senders = [Sender(valveOutbound), Sender(rescueOutbound)]
        dice = Dice(seed: plan.seed)
        weather = Weather(&dice)
        roadDice = Dice(seed: ~plan.seed)
        radioDice = Dice(seed: plan.seed << 20)
        axisDice = Dice(seed: plan.seed << 21)
        repeatDice = Dice(seed: plan.seed << 22 ^ Self.repeatSalt)
        repeatsLate = repeatDice.chance(0.3)
        lossDice = Dice(seed: plan.seed << 23 ^ Self.lossSalt)
        losesAcknowledgements = lossDice.chance(0.3)
        registry = district.households
        outcome = SimulationOutcome(seed: plan.seed)
        end = plan.minutes * 60_000
        // Long enough for every ladder: five minutes of a clock and the teams' ways.
        calmFrom = max(60_000, end - 900_000)
        valves = district.homes.enumerated().map { index, home in
            SimulatedValve(
                index: index, area: home.household.area.description, name: home.name)
        }
        centres = Centres(district)
        var names: [String: Int] = [:]
        for (index, home) in district.homes.enumerated() { names[home.name] = index }
        indexByName = names
    }

    /// Chosen so that no seed that once found something draws late repeats or lost acknowledgements: what
    /// it tells stays the same.
    private static let repeatSalt: UInt64 = 3_667
    private static let lossSalt: UInt64 = 19_011

    /// Runs to the end, or to the first thing that is wrong.
    package func run() -> SimulationOutcome {
        do throws(Violation) {
            planEverything()
            while try stepOnce() {}
            try checkTheEnd()
            try checkReplay()
        } catch {
            outcome.violation = error
        }
        outcome.virtualMilliseconds = time.now
        outcome.incidentCount = store.withCommitted { $0.incidents.count }
        outcome.alarmCount = store.withCommitted { $0.alarms.count }
        return outcome
    }

    func trace(_ line: @autoclosure () -> String) {
        guard let trace = plan.trace else { return }
        let seconds = time.now / 1_000
        let rest = String(1_000 + time.now % 1_000).dropFirst()
        trace("\(seconds / 60)m\(seconds % 60).\(rest)s \(line())")
    }

    func count(_ fault: Fault) { outcome.faults[fault] += 1 }
}
