internal import ConsoleAPI
internal import Foundation
internal import Incidents
internal import Journal
internal import LinuxPlatform
package import Rescue
internal import Synchronization
internal import ValveModel
internal import ValveWatch

/// The control room's thread: takes inputs in one order, runs them through the desk, hands what
/// happened to the journal and what follows to the outbox.
package final class ControlLoop: Stepped {
    struct State: Sendable {
        var desk: RescueDesk
        var parties: PartyDesk
        var drills: DrillRoom
        /// What was said of the centres' readiness last.
        var readiness = CentreReadiness()
        /// Whether the centres' messages can come, and ours can leave.
        var rescueWay = (comes: false, leaves: true)
        /// Valves that a finding of this batch is of.
        var raised: [ValveIndex] = []
        /// Valves that were measured in this batch and have an incident.
        var measured: Set<String> = []
        var nextSequence: UInt64
        var answers: [PendingAnswer] = []
        var batch = JournalBatch()
        var effects: [Effect] = []
        /// Which figures the journal holds, and since when.
        var figures = KeptFigures()
        /// Incident numbers that are reserved in the journal; `nil` before this life's first.
        var reservation: NumberReservation?
        /// The newest incidents that were closed: the commits that say so may be on their way.
        var closedLately: [Incident] = []
        /// Whether the registry or the centres' areas may name open incidents' homes otherwise.
        var mayHaveMoved = true
        /// What the desk was given and decided, from which each decision can be made again.
        var tape = DeskTape()

        /// The incident, where it was closed in this batch or lately.
        func closed(_ id: String) -> Incident? {
            if var now = desk.book.incident(id), !now.isOpen {
                now.revision = desk.book.revisionAhead(of: now)
                return now
            }
            return closedLately.last { $0.id == id }
        }
    }

    /// A request that was carried out and waits for the end of its batch.
    struct PendingAnswer: Sendable {
        var request: ControlRequest
        var subject: AnswerSubject
    }

    enum AnswerSubject: Sendable {
        case incident(String)
        case team(String)
        case command(CloseCommand)
        case road(RoadClosing)
        case calibration(TravelCalibration)
        case standby(centre: String)
        case nothing
    }

    let state: Mutex<State>
    let context: ControlContext
    private let isEnding = Atomic<Bool>(false)
    private let rounds = Atomic<Int>(0)

    package init(
        desk: RescueDesk, parties: PartyDesk = PartyDesk(rules: PartyRules()),
        nextSequence: UInt64, context: ControlContext
    ) {
        let drills = DrillRoom(beside: desk)
        state = Mutex(
            State(desk: desk, parties: parties, drills: drills, nextSequence: nextSequence))
        self.context = context
    }

    /// How long the thread sleeps at most, so that a watchdog sees it move and health is judged.
    static let restMax = Lapse.seconds(1)

    /// Runs on its own thread until `end`.
    package func run() {
        while !isEnding.load(ordering: .acquiring) {
            context.mailbox.parker.rest(step()) {
                !context.mailbox.isEmpty || isEnding.load(ordering: .acquiring)
            }
        }
        while !round() {}
        state.withLock { reserveNumbers(&$0, isLast: true, at: context.clock.now()) }
        writeTape()
    }

    package func step() -> Rest {
        rounds.wrappingAdd(1, ordering: .relaxed)
        guard round() else { return .none }
        let now = context.clock.now()
        var wake = now + Self.restMax
        let deadlines = state.withLock {
            [$0.desk.nextDeadline, $0.parties.nextDeadline, $0.drills.nextDeadline]
        }
        for case let deadline? in deadlines { wake = min(wake, deadline) }
        if let failOpen = context.outbox.nextFailOpen { wake = min(wake, failOpen) }
        return .atMost(wake - now)
    }

    package func takeNotice() -> Bool { context.mailbox.parker.takeNotice() }

    /// What the desk stands to do next; `nil` while a batch is under way, so that whoever checks
    /// the control thread never hangs with it.
    func promisesIfFree() -> DeskPromises? {
        state.withLockIfAvailable { $0.desk.promises() }
    }

    /// Lends the desk between two steps, to look at.
    package func withDesk<Result: Sendable>(_ body: (RescueDesk) -> Result) -> Result {
        state.withLock { body($0.desk) }
    }

    /// Lends the desk of the drills between two steps, to look at.
    package func withDrills<Result: Sendable>(_ body: (RescueDesk) -> Result) -> Result {
        state.withLock { body($0.drills.desk) }
    }

    package func end() {
        isEnding.store(true, ordering: .releasing)
        context.mailbox.parker.unpark()
    }

    package var roundCount: Int { rounds.load(ordering: .relaxed) }

    /// One batch; whether the mailbox was empty.
    private func round() -> Bool {
        let inputs = context.mailbox.take()
        let now = context.clock.now()
        state.withLock { state in
            state.desk.utcOffsetSeconds = context.times.offsetSeconds(at: now)
            for input in inputs { note(input, &state, at: now) }
            movePlaces(&state, at: now)
            settle(&state, at: now)
        }
        context.outbox.release(through: context.writer.durableTicket)
        let opened = context.outbox.failOpen(at: now)
        context.judgeHealth(hasFailedOpen: opened, at: now)
        return inputs.isEmpty
    }

    private func settle(_ state: inout State, at now: Moment) {
        let isRound = state.tape.needsRound || state.desk.isDue(at: now)
        // Without an input and a deadline the desk is left as it is: a batch that is on no tape must
        // not even change the order of what is due at the same instant.
        let actions = isRound ? state.desk.settle(at: now) : []
        let drilled = settleDrills(after: actions, &state, at: now)
        let told = tellParties(of: actions + drilled, &state, at: now)
        keepOnTape(actions, told, isRound: isRound, &state, at: now)
        for action in actions { take(action, &state, at: now) }
        for action in drilled { takeDrilled(action, &state, at: now) }
        for action in told { take(action, &state, at: now) }
        let isNews = told.contains { if case .changed = $0 { true } else { false } }
        if isNews { judgeParties(state, at: now) }
        // Behind its incident, which its axes show.
        state.effects += state.raised.map { .valve($0) }
        state.raised.removeAll(keepingCapacity: true)
        state.effects.putReceiptsLast()
        judgeCentres(after: actions, &state, at: now)
        answer(&state, at: now)
        keepFigures(&state, at: now)
        reserveNumbers(&state, at: now)
        // What nobody acts on waits for the next commit that has a reason.
        if !state.batch.isEmpty || state.tape.isFull { takeTape(&state, at: now) }
        guard !state.batch.isEmpty || !state.effects.isEmpty else { return }
        let ticket =
            state.batch.isEmpty ? context.writer.lastTicket : context.writer.append(state.batch)
        // The journal's second begins when it was given the batch, however long the desk took for it.
        context.outbox.hold(state.effects, until: ticket, at: context.clock.now())
        state.batch = JournalBatch()
        state.effects.removeAll(keepingCapacity: true)
    }

    /// Puts a line into the history.
    func log(
        _ kind: String, _ subject: String, by: String?, _ text: String, _ state: inout State,
        at now: Moment, because evidence: Evidence? = nil
    ) {
        let body = HistoryLine(by: by, text: text, evidence: evidence).json
        state.batch.entries.append(
            JournalEntry(
                sequence: state.nextSequence, at: now, kind: kind, subject: subject,
                body: body))
        state.nextSequence += 1
    }
}
