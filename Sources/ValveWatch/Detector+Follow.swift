internal import FlatStore
internal import ValveModel

/// What follows from a judgement: the priority of leaks, which depends on neighbours.
extension Detector {
    /// Tells the neighbours on the riser of a leak that has begun, or that goes on.
    ///
    /// - Parameter first: the first event that came of the message.
    mutating func follow(
        _ reading: Reading, hadLeak: Bool, eventsFrom first: Int, at now: Moment
    ) {
        let valve = reading.valve
        let row = valve.offset
        guard table.rows[row].latched.contains(.leak) else { return }
        let limits = limits[Int(table.rows[row].profile)]
        let isTold = events[first...].contains { $0.kind == .leak && $0.change.isOfFinding }
        let isShown = table.rows[row].current.contains(.leak) && reading.gas >= limits.leakGas
        guard !hadLeak || isTold || isShown else { return }
        let before = table.since(.lastLeak, of: row)
        table.begin(.lastLeak, of: row, at: now)
        addRiserLeak(valve, at: now)
        guard !hadLeak || now - before > limits.riserWindow else { return }
        // A neighbour's leak may have been P2 until now.
        for leak in otherLeaks(than: valve) {
            settle(blank(leak.valve, at: now), at: now)
            time(leak.valve, at: now)
        }
    }

    /// Lists a valve that leaked a while ago, or whose leak is open, on the riser where it hangs.
    mutating func listRiserLeak(_ valve: ValveIndex, at now: Moment) {
        let row = valve.offset
        guard table.rows[row].hasBegun(.lastLeak) else { return }
        let last = table.since(.lastLeak, of: row)
        let window = limits[Int(table.rows[row].profile)].riserWindow
        guard table.rows[row].latched.contains(.leak) || now - last <= window else { return }
        addRiserLeak(valve, at: last)
    }

    /// Remembers when a valve leaked last, for its riser and for its building. What no window reaches
    /// any more goes, unless the leak is open: its priority may depend on the others'.
    mutating func addRiserLeak(_ valve: ValveIndex, at moment: Moment) {
        let window = limits[Int(table.rows[valve.offset].profile)].riserWindow
        let memory = table.memories[valve.offset]
        let (riser, building) = (memory.riser, memory.building)
        let leak = RiserLeak(valve: valve, at: moment, isOfRiser: riser != building)
        for group in riser == building ? [riser] : [riser, building] where group != 0 {
            riserLeaks[group, default: []].removeAll { other in
                let isOpen = table.rows[other.valve.offset].latched.contains(.leak)
                return other.valve == valve || (moment - other.at > window && !isOpen)
            }
            riserLeaks[group, default: []].append(leak)
        }
    }

    mutating func forgetRiserLeak(_ valve: ValveIndex) {
        for group in [table.memories[valve.offset].riser, table.memories[valve.offset].building] {
            riserLeaks[group]?.removeAll { $0.valve == valve }
            if riserLeaks[group]?.isEmpty == true { riserLeaks[group] = nil }
        }
    }

    /// The remembered leaks of other valves on the riser. A valve whose riser nobody knows may hang
    /// on any of its building: for it they are those of the building, and for its neighbours its own
    /// counts as one of theirs.
    func otherLeaks(than valve: ValveIndex) -> [RiserLeak] {
        let riser = table.memories[valve.offset].riser
        let building = table.memories[valve.offset].building
        guard !riserLeaks.isEmpty, riser != 0 else { return [] }
        let own = (riserLeaks[riser] ?? []).filter { $0.valve != valve }
        guard building != riser, let others = riserLeaks[building] else { return own }
        return own + others.filter { !$0.isOfRiser && $0.valve != valve }
    }

    /// Tells the gas axis's priority when it changed, and the evidence of a valve with a call-out.
    mutating func settle(_ reading: Reading, at now: Moment, eventsFrom first: Int = .max) {
        let row = reading.valve.offset
        let isEvidence = reading.origin == .report || reading.origin == .alarm
        guard table.rows[row].latched.intersects(.gas) || table.rows[row].gasPriority != 0 else {
            if isEvidence, bearsOnEntry(reading) {
                judge(reading, at: now) { $0.emit(.evidence, .shutoff, .p4) }
            }
            return
        }
        let window = limits[Int(table.rows[row].profile)].riserWindow
        let other = otherLeaks(than: reading.valve).contains { now - $0.at <= window }
        judge(reading, at: now) { judgement in
            judgement.settleGasPriority(otherLeakOnRiser: other, eventsFrom: first)
            if isEvidence { judgement.emit(.evidence, .leak, .p4) }
        }
    }

    /// Whether a reading of a valve without a leak concerns those who go to its home: what called a team
    /// out has to be told how it goes on, and of anything open that the air is not clean, and when it is
    /// again.
    private mutating func bearsOnEntry(_ reading: Reading) -> Bool {
        let row = reading.valve.offset
        let latched = table.rows[row].latched
        if latched.intersects(KindSet(.overpressure, .shutoff)) { return true }
        guard !latched.isEmpty || !table.rows[row].current.isEmpty else { return false }
        if reading.gas >= Self.tracedGas {
            table.rows[row].marks.insert(.gasTraced)
            return true
        }
        guard !reading.gas.isNaN, table.rows[row].marks.contains(.gasTraced) else { return false }
        table.rows[row].marks.remove(.gasTraced)
        return true
    }

    /// %LEL from which gas has to be told of where people go for something else: seepage begins there.
    private static let tracedGas: Float = 3

    /// A message of nothing, for judgements that time alone brings about.
    func blank(_ valve: ValveIndex, at now: Moment) -> Reading {
        Reading(
            valve: valve, area: table.rows[valve.offset].area, origin: .linkUp, receivedAt: now)
    }
}
