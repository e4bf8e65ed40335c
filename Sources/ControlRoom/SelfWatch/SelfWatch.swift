internal import FlatStore
internal import Incidents
internal import LinuxPlatform
internal import Logging
internal import Rescue
internal import RingBuffer
internal import Synchronization
internal import ValveModel
internal import ValveWatch
internal import ValveWire

/// The daemon's watch over itself: canaries, dropped messages and what follows from them, and the
/// audit of the desk. On a thread of its own, which none of what it looks at can hold up.
package final class SelfWatch: Stepped {
    /// How often it comes round.
    static let roundEvery = Lapse.seconds(1)
    /// While the desk is busy with a batch the audit looks again after this.
    static let auditAgainAfter = Lapse.milliseconds(50)

    private struct State: Sendable {
        var roundAt = Moment.distantPast
        var resurvey = Resurvey()
        var askCount = 0
        /// Whether our messages could leave to the centres when the control room was told last.
        var rescueLeaves = true
        var auditor = DeskAudit()
    }

    package let valveRoad: BrokerRoad
    package let rescueRoad: BrokerRoad
    /// The threads that have to come round for the daemon to count as alive.
    package let roll = RollCall()
    private let loop: ControlLoop
    private let context: ControlContext
    private let board: IncidentBoard
    private let scheme: TopicScheme
    private let spelledAreas: SpelledAreas
    private let valveOutbound: any Outbound
    /// A structure, because a mutex wraps a bare closure anew at every look.
    private struct Reader: Sendable {
        var read: @Sendable (BrokerRoad.Side) -> Void
    }

    private let logger: Logger
    /// Differs from start to start, so that no valve takes a new question for an old one.
    private let askPrefix: String
    private let state = Mutex(State())
    private let rounds = Atomic<Int>(0)
    private let isEnding = Atomic<Bool>(false)
    private let parker: Parker
    private let readAgain = Mutex<Reader?>(nil)

    init(
        _ roads: BrokerRoads, loop: ControlLoop, board: IncidentBoard, scheme: TopicScheme,
        spelledAreas: SpelledAreas, valveOutbound: any Outbound, logger: Logger
    ) throws(SystemFault) {
        valveRoad = roads.valve
        rescueRoad = roads.rescue
        self.loop = loop
        context = loop.context
        self.board = board
        self.scheme = scheme
        self.spelledAreas = spelledAreas
        self.valveOutbound = valveOutbound
        self.logger = logger
        askPrefix = "r\(loop.context.clock.now().milliseconds)"
        parker = try Parker()
    }

    /// Sets how a broker is asked for what it has kept: its lanes subscribe once more.
    package func onReadAgain(_ body: @escaping @Sendable (BrokerRoad.Side) -> Void) {
        readAgain.withLock { $0 = Reader(read: body) }
    }

    /// Runs on its own thread until `end`.
    package func run() {
        while !isEnding.load(ordering: .acquiring) {
            parker.rest(step()) { isEnding.load(ordering: .acquiring) }
        }
    }

    package func end() {
        isEnding.store(true, ordering: .releasing)
        parker.unpark()
    }

    package func takeNotice() -> Bool { parker.takeNotice() }

    /// Rounds since the start: a watchdog sees that it moves.
    package var roundCount: Int { rounds.load(ordering: .relaxed) }

    package func step() -> Rest {
        rounds.wrappingAdd(1, ordering: .relaxed)
        let now = context.clock.now()
        return state.withLock { state in
            if now - state.roundAt >= Self.roundEvery {
                state.roundAt = now
                for road in [valveRoad, rescueRoad] { look(at: road, at: now) }
                tellRescueWay(&state)
                followDrops(&state, at: now)
                countStrangers(at: now)
            }
            let isAudited = state.auditor.look(
                { loop.promisesIfFree() }, context.health, logger, at: now)
            let next = state.roundAt + Self.roundEvery - now
            return .atMost(isAudited ? next : min(next, Self.auditAgainAfter))
        }
    }

    /// What an update or a stand-down has left by is what it has been sent: a try that could not leave
    /// must not count as one.
    private func tellRescueWay(_ state: inout State) {
        let leaves = rescueRoad.hasLeft
        guard leaves != state.rescueLeaves else { return }
        state.rescueLeaves = leaves
        context.mailbox.post(.rescueWay(isOpen: leaves))
    }

    private func look(at road: BrokerRoad, at now: Moment) {
        road.look(at: now)
        road.tell(context.health, at: now)
        context.health.set("canary_\(road.side.rawValue)", road.fault(at: now), at: now)
        context.health.set(
            "\(road.side.rawValue)_broker_twin", road.twinFault(at: now), at: now)
        context.health.set(
            "\(road.side.rawValue)_broker_refuses", road.refusalFault(at: now), at: now)
    }

    private func countStrangers(at now: Moment) {
        let count = context.households.strangerCount
        context.health.set(
            "strangers",
            count < Households.strangerReportMax
                ? nil
                : "The table has no room for more unknown valves: \(count) have spoken, and of new "
                    + "ones only alarms are taken. Register those that are real, and keep invented "
                    + "names out by the broker's access rules.", at: now)
    }

    /// A gap: silence is counted from it, the broker is asked for what it has kept, and valves that
    /// have not spoken since are asked for their state.
    private func followDrops(_ state: inout State, at now: Moment) {
        if valveRoad.takeDropped() > 0 { state.resurvey.note() }
        let rescueGap = rescueRoad.takeDropped() > 0
        if rescueGap { readAgain.withLock { $0 }?.read(.rescue) }
        // While nothing is heard nobody can answer, and silence says nothing of anybody: it waits.
        if context.watch.withDetector({ $0.isListening }),
            state.resurvey.begin(urgent: urgentRows, at: now)
        {
            context.watch.withDetector { $0.noteGap(at: now) }
            readAgain.withLock { $0 }?.read(.valve)
        }
        var asked = state.askCount
        state.resurvey.pass(rowCount: context.households.index.count, at: now) { row in
            // A valve that was never heard has no state that could have been lost.
            guard let face = context.watch.faces.read(at: row), face.isHeard else { return nil }
            return Resurvey.Row(heardAt: face.heardAt, isOffline: face.link == .offline)
        } ask: { row in
            asked += 1
            return ask(ValveIndex(UInt32(row)), number: asked)
        }
        state.askCount = asked
        tell(state.resurvey, at: now)
    }

    private var urgentRows: [Int] {
        board.open.compactMap { incident in
            ValveID(incident.place.valve).flatMap { context.households.find($0)?.offset }
        }
    }

    /// Asks one valve; whether the question could leave. No fact stands behind it, so it leaves at once.
    private func ask(_ valve: ValveIndex, number: Int) -> Bool {
        guard let name = context.households.name(valve),
            let area = context.watch.faces.read(at: valve.offset)?.area
        else { return true }
        let id = "\(askPrefix)-\(number)"
        return valveOutbound.send(
            topic: scheme.command(level: spelledAreas.level(of: valve, area), valve: name),
            payload: Array("{\"id\":\"\(id)\",\"action\":\"read\",\"ttl\":60}".utf8),
            retained: false, expirySeconds: 60)
    }

    private func tell(_ resurvey: Resurvey, at now: Moment) {
        let progress =
            resurvey.isUnderWay
            ? " Every valve that has not spoken since is being asked for its state"
                + " (\(resurvey.askedNow) asked)."
            : " Every valve that had not spoken since was asked for its state"
                + " (\(resurvey.askedNow) asked)."
        context.health.set(
            "valve_broker_dropped",
            valveRoad.dropFault(at: now, context.times).map { $0 + progress }, at: now)
        context.health.set(
            "rescue_broker_dropped",
            rescueRoad.dropFault(at: now, context.times).map {
                $0 + " Rosters and links were read again; call-outs are repeated until answered."
            }, at: now)
    }

    /// What is counted of it.
    var counts: (asked: Int, audits: Int, auditFaults: Int, late: Int) {
        state.withLock { state in
            let auditor = state.auditor
            return (
                state.resurvey.askedCount, auditor.auditCount, auditor.faultCount,
                auditor.lateCount
            )
        }
    }
}
