internal import Journal
package import LinuxPlatform
package import RingBuffer
internal import Synchronization
internal import ValveModel
package import ValveWatch

/// The watch thread: drains the rings, judges, publishes faces and tells the control room.
///
/// The detector stands in a lock that the thread takes once a round; it is contended only by a
/// reload or a restart's restore.
package final class WatchLoop: Stepped {
    /// Reports taken from one ring in a round before the alarm ring is looked at again: at 150 ns
    /// a report, an alarm waits at most 0.6 ms behind them.
    static let drainCountMax = 4_096
    /// Alarms taken in a round: what they make is one batch for the desk, which takes a thousand
    /// events at once, and an alarm makes about four.
    static let alarmCountMax = 256
    /// How often time alone is looked at.
    static let sweepEvery = Lapse.seconds(1)
    /// How often the newest measurements of all valves go to the journal. A finding takes its
    /// valve's state with it at once, so at most a minute of plain telemetry is lost by a kill.
    static let stateEvery = Lapse.seconds(60)

    private struct State: ~Copyable {
        var detector: Detector
        var sweptAt: Moment
        var statesAt: Moment
        var alarmCursor: UInt64 = 0
    }

    private let state: Mutex<State>
    private let alarms: RingConsumer<Reading>
    private let reports: [RingConsumer<Reading>]
    private let boxes: [ConflationBox]
    private let orders = Mutex<[WatchOrder]>([])
    private let isEnding = Atomic<Bool>(false)
    private let rounds = Atomic<Int>(0)
    private let readings = Atomic<UInt64>(0)
    private let counters = Mutex(WatchCounters())
    /// Faces of all valves, for readers on any thread.
    package let faces: SnapshotTable<ValveFace>
    private let clock: HouseClock
    private let parker: Parker
    private let mailbox: ControlMailbox
    private let households: Households

    package init(
        detector: consuming sending Detector, lanes: LaneSet, clock: HouseClock, parker: Parker,
        mailbox: ControlMailbox, households: Households
    ) {
        let now = clock.now()
        state = Mutex(State(detector: detector, sweptAt: now, statesAt: now))
        alarms = lanes.alarms
        reports = lanes.reports
        boxes = lanes.boxes
        self.clock = clock
        self.parker = parker
        self.mailbox = mailbox
        self.households = households
        faces = SnapshotTable(capacity: households.capacity)
    }

    /// Runs on its own thread until `end`.
    package func run() {
        while !isEnding.load(ordering: .acquiring) {
            parker.rest(step()) { hasWork }
        }
        _ = round()
        state.withLock { saveStates(&$0, since: .distantPast, at: clock.now()) }
    }

    package func step() -> Rest {
        rounds.wrappingAdd(1, ordering: .relaxed)
        guard !round() else { return .none }
        let next = state.withLock { $0.sweptAt + Self.sweepEvery }
        return .atMost(next - clock.now())
    }

    package func takeNotice() -> Bool { parker.takeNotice() }

    package func end() {
        isEnding.store(true, ordering: .releasing)
        parker.unpark()
    }

    /// Rounds since the start: a watchdog sees that it moves.
    package var roundCount: Int { rounds.load(ordering: .relaxed) }

    /// Totals of the watch as of its last round.
    package var totals: WatchCounters { counters.withLock { $0 } }

    /// Posts an order of the control room.
    package func order(_ order: WatchOrder) {
        orders.withLock { $0.append(order) }
        parker.unpark()
    }

    /// Gives exclusive access to the detector between two rounds, for restore and reload.
    @discardableResult
    package func withDetector<Answer: Sendable>(_ body: (inout Detector) -> Answer) -> Answer {
        state.withLock { body(&$0.detector) }
    }

    /// Publishes every row: at the start, and when what they are judged by has changed.
    package func publishAll() {
        state.withLock { state in
            for row in 0..<state.detector.count {
                faces.publish(ValveFace(of: ValveIndex(UInt32(row)), state.detector), at: row)
            }
        }
    }

    /// Whether anything waits for the next step.
    package var hasWork: Bool {
        !alarms.isEmpty || reports.contains { !$0.isEmpty } || boxes.contains { !$0.isEmpty }
            || orders.withLock { !$0.isEmpty } || isEnding.load(ordering: .acquiring)
    }

    /// One round; whether there was anything to do.
    private func round() -> Bool {
        let orders = orders.withLock { orders in
            guard !orders.isEmpty else { return [WatchOrder]() }
            var taken: [WatchOrder] = []
            swap(&taken, &orders)
            return taken
        }
        return state.withLock { state in
            var count = orders.count
            let now = clock.now()
            for order in orders {
                state.detector.obey(order, at: now)
                let valve = order.valve
                if valve.offset < state.detector.count {
                    faces.publish(ValveFace(of: valve, state.detector), at: valve.offset)
                }
            }
            count += drain(alarms, Self.alarmCountMax, &state.detector)
            for ring in reports { count += drain(ring, Self.drainCountMax, &state.detector) }
            for (box, ring) in zip(boxes, reports) where !box.isEmpty {
                for reading in box.take(drained: ring.taken) {
                    take(reading, &state.detector)
                    count += 1
                    if state.detector.events.count >= ControlMailbox.eventCountMax {
                        tell(&state, at: now)
                    }
                }
            }
            if now - state.sweptAt >= Self.sweepEvery {
                // A fleet whose time has come in one instant is told in parts that the desk takes one
                // by one, with room for an acceptance between them.
                while !state.detector.sweep(at: now, eventsMax: ControlMailbox.eventCountMax) {
                    tell(&state, at: now)
                }
                state.sweptAt = now
                counters.withLock { $0 = state.detector.counters }
            }
            tell(&state, at: now)
            if now - state.statesAt >= Self.stateEvery {
                saveStates(&state, since: state.statesAt, at: now)
                state.statesAt = now
            }
            return count > 0
        }
    }

    private func drain(
        _ ring: RingConsumer<Reading>, _ countMax: Int, _ detector: inout Detector
    ) -> Int {
        let rows = detector.rowsAhead
        return ring.drain(countMax: min(countMax, ring.capacity), ahead: { rows.fetch($0.valve) }) {
            take($0, &detector)
        }
    }

    @inline(__always)
    private func take(_ reading: Reading, _ detector: inout Detector) {
        detector.note(reading, at: reading.receivedAt)
        faces.publish(ValveFace(of: reading.valve, detector), at: reading.valve.offset)
    }

    private func tell(_ state: inout State, at now: Moment) {
        let cursor = alarms.taken
        guard !state.detector.events.isEmpty || cursor != state.alarmCursor else { return }
        state.alarmCursor = cursor
        var events: [WatchEvent] = []
        swap(&events, &state.detector.events)
        state.detector.events.reserveCapacity(min(events.count, Self.drainCountMax))
        let changed = changedStates(events, &state)
        mailbox.post(
            .watch(WatchBatch(events: events, valves: changed, alarmCursor: cursor, at: now)))
    }

    /// A valve whose condition changed takes its state to the journal with the finding.
    private func changedStates(_ events: [WatchEvent], _ state: inout State) -> [ValveStateRow] {
        var rows: [ValveStateRow] = []
        var saved: Set<ValveIndex> = []
        for event in events {
            let valve = event.reading.valve
            faces.publish(ValveFace(of: valve, state.detector), at: valve.offset)
            switch event.change {
            case .raised, .cleared, .provenClosed, .closeWanted, .priority, .crossed:
                if saved.insert(valve).inserted { append(valve, &state, to: &rows) }
            default: continue
            }
        }
        return rows
    }

    private func append(_ valve: ValveIndex, _ state: inout State, to rows: inout [ValveStateRow]) {
        guard let name = households.name(valve) else { return }
        let area = state.detector.state(of: valve).area
        rows.append(
            ValveStateRow(valve: name, area: area, state: state.detector.record(of: valve)))
    }

    /// Saves the state of every valve that was heard since then, behind what was told before.
    private func saveStates(_ state: inout State, since: Moment, at now: Moment) {
        var rows: [ValveStateRow] = []
        for row in 0..<state.detector.count {
            let valve = ValveIndex(UInt32(row))
            if state.detector.state(of: valve).heardAt > since { append(valve, &state, to: &rows) }
        }
        guard !rows.isEmpty else { return }
        mailbox.post(
            .watch(WatchBatch(events: [], valves: rows, alarmCursor: state.alarmCursor, at: now)))
    }
}
