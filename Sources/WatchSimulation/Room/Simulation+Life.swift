internal import ControlRoom
internal import Logging
internal import Rescue
internal import Synchronization
internal import ValveModel

/// Lets the watch make room in a full ring, as its own thread would meanwhile.
private final class RingRelief: Sendable {
    private let watch = Mutex<WatchLoop?>(nil)
    private let waits = Atomic<Int>(0)

    func set(_ loop: WatchLoop) { watch.withLock { $0 = loop } }

    func relieve() {
        waits.wrappingAdd(1, ordering: .relaxed)
        _ = watch.withLock { $0 }?.step()
    }
}

/// The life of the daemon: start, end without warning, start again from what is on disk.
extension Simulation {
    /// Starts the daemon from the store.
    func startRoom() throws(Violation) {
        var options = ControlRoomOptions(
            node: "simulated", version: "1", timeZoneName: "Asia/Shanghai",
            valveRoot: SimulatedValve.root, rescueRoot: Centres.root, reportLaneCount: 1,
            rules: district.rules, profiles: [Profile()], households: registry,
            logger: Logger(label: "simulated", factory: { _ in SwiftLogNoOpLogHandler() }))
        let relief = RingRelief()
        options.time = time.source
        options.parties = Parties.rules
        options.roads = roads
        options.rings.reportLog2 = weather.reportRingLog2
        options.rings.alarmLog2 = weather.alarmRingLog2
        options.rings.whenFull = { relief.relieve() }
        var ports = ControlRoomPorts(
            journal: store, valveOutbound: valveOutbound,
            rescueOutbound: rescueOutbound, secondChannel: gateway,
            readRegistry: { _ in ([], ["No registry is read in a simulation."]) },
            writeRegistry: { _, _ in [] }, storeRegistry: { _ in })
        ports.notices = gateway
        let room: ControlRoom
        do {
            room = try ControlRoom(options, ports)
        } catch {
            throw violation(.restartKeeps, "The room does not start: \(error)")
        }
        relief.set(room.watch)
        self.room = room
        clockwork.life += 1
        clockwork.startedAt = time.now
        clockwork.excusedUntil = max(clockwork.excusedUntil, time.now + 3_000)
        clockwork.disturbedUntil = max(clockwork.disturbedUntil, time.now + 3_000)
        for place in valves.indices { valves[place].given = nil }
        trace("the daemon starts, life \(clockwork.life)")
        try checkRestart(room)
        checks.beginLife()
        clockwork.watch.due = time.now + dice.between(0, 3)
        clockwork.control.due = time.now + dice.between(0, 3)
        clockwork.journal.due = time.now + dice.between(0, 3)
        let life = clockwork.life
        for lane in Lane.Name.allCases {
            agenda.plan(.laneReturns(lane, life: life), at: time.now + dice.between(5, 2_000))
            lanes[lane.rawValue].isReturnPlanned = true
        }
        for side in [Sender.Side.valves, .rescue] {
            agenda.plan(.senderReturns(side, life: life), at: time.now + dice.between(5, 2_000))
        }
    }

    /// Ends the daemon between two instructions.
    func killRoom() {
        guard let room else { return }
        count(.crash)
        trace("the daemon is killed")
        checks.noteEnd(of: room)
        self.room = nil
        _ = gateway.take()
        clockwork.stop()
        for place in lanes.indices {
            if let held = lanes[place].held, !held.isCut, lanes[place].isPersistent {
                lanes[place].putBack(held.parcels)
                outcome.faults[.redelivered] += held.parcels.count
            }
            lanes[place].held = nil
            lanes[place].isUp = false
            lanes[place].isTurnPlanned = false
            if !lanes[place].isPersistent { lanes[place].forgetAll() }
        }
        for place in senders.indices {
            senders[place].isUp = false
            senders[place].parked = []
            _ = senders[place].outbound.take()
            senders[place].outbound.set(connected: false)
            senders[place].outbound.gone(.max)
        }
        agenda.plan(
            .roomStarts, at: time.now + (isCalm ? 500 : dice.pick([300, 2_000, 15_000, 90_000])))
    }

    /// New settings come; nothing that is latched may be cleared by them.
    func reload(_ room: ControlRoom) {
        count(.reloaded)
        changeRegistry()
        trace("settings are read again")
        room.reload(
            rules: district.rules, parties: Parties.rules, profiles: [Profile()]
        ) { registry }
        checks.hasNewInputs = true
    }
}
