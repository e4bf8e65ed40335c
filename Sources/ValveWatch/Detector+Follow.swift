internal import FlatStore
internal import ValveModel

/// What follows from a judgement: the priority of leaks, which depends on neighbours.
extension Detector {
    /// Tells the neighbours on the riser of a leak that has just begun.
    mutating func follow(_ valve: ValveIndex, hadLeak: Bool, at now: Moment) {
        guard !hadLeak, table.rows[valve.offset].latched.contains(.leak) else { return }
        let riser = table.memories[valve.offset].riser
        guard riser != 0 else { return }
        addRiserLeak(valve, on: riser, at: now)
        // A neighbour's leak may have been P2 until now.
        for leak in riserLeaks[riser, default: []] where leak.valve != valve {
            settle(blank(leak.valve, at: now), at: now)
            time(leak.valve, at: now)
        }
    }

    /// Remembers when a valve of the riser began to leak. What no window reaches any more goes.
    mutating func addRiserLeak(_ valve: ValveIndex, on riser: UInt32, at moment: Moment) {
        guard riser != 0 else { return }
        let window = limits[Int(table.rows[valve.offset].profile)].riserWindow
        riserLeaks[riser, default: []].removeAll { moment - $0.at > window || $0.valve == valve }
        riserLeaks[riser, default: []].append(RiserLeak(valve: valve, at: moment))
    }

    mutating func forgetRiserLeak(_ valve: ValveIndex, on riser: UInt32) {
        riserLeaks[riser]?.removeAll { $0.valve == valve }
        if riserLeaks[riser]?.isEmpty == true { riserLeaks[riser] = nil }
    }

    /// Whether another valve of the riser has begun to leak within the window.
    func hasOtherLeak(on riser: UInt32, than valve: ValveIndex, window: Lapse, at now: Moment)
        -> Bool
    {
        guard riser != 0, let leaks = riserLeaks[riser] else { return false }
        return leaks.contains { $0.valve != valve && now - $0.at <= window }
    }

    /// Tells the gas axis's priority when it changed, and the evidence of a valve with a call-out.
    mutating func settle(_ reading: Reading, at now: Moment, eventsFrom first: Int = .max) {
        let row = reading.valve.offset
        let isEvidence = reading.origin == .report || reading.origin == .alarm
        guard table.rows[row].latched.intersects(.gas) || table.rows[row].gasPriority != 0 else {
            if isEvidence,
                table.rows[row].current.contains(.overpressure)
                    || table.rows[row].latched.contains(.shutoff)
            {
                judge(reading, at: now) { $0.emit(.evidence, .shutoff, .p4) }
            }
            return
        }
        let other = hasOtherLeak(
            on: table.memories[row].riser, than: reading.valve,
            window: limits[Int(table.rows[row].profile)].riserWindow, at: now)
        judge(reading, at: now) { judgement in
            judgement.settleGasPriority(otherLeakOnRiser: other, eventsFrom: first)
            if isEvidence { judgement.emit(.evidence, .leak, .p4) }
        }
    }

    /// A message of nothing, for judgements that time alone brings about.
    func blank(_ valve: ValveIndex, at now: Moment) -> Reading {
        Reading(
            valve: valve, area: table.rows[valve.offset].area, origin: .linkUp, receivedAt: now)
    }
}
