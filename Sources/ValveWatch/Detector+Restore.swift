internal import FlatStore
public import ValveModel

/// The restart: rows from their records, latches from the journal's open incidents.
extension Detector {
    /// What the watch knows of a valve, as bytes for the journal.
    public func record(of valve: ValveIndex) -> [UInt8] {
        ValveRecord(table.rows[valve.offset], table.memories[valve.offset]).bytes
    }

    /// Takes a valve's row from its record and goes on from there. Decides nothing and tells
    /// nothing: the next sweep judges every restored leak.
    ///
    /// Riser and profile stay as `place` set them, in whichever order the two are called.
    ///
    /// - Returns: whether it was a record of this version with values that a valve can have; the row
    ///   stays as it is otherwise.
    @discardableResult
    public mutating func restore(
        _ valve: ValveIndex, _ bytes: Span<UInt8>, at now: Moment
    ) -> Bool {
        guard var record = ValveRecord(bytes) else { return false }
        record.limit(to: now)
        enrol(through: valve, area: record.state.area)
        let row = valve.offset
        let (riser, building) = (table.memories[row].riser, table.memories[row].building)
        let (profile, retired) = (
            table.rows[row].profile, table.rows[row].marks.intersection(.retired)
        )
        table.rows[row] = record.state
        table.rows[row].marks.formUnion(retired)
        table.rows[row].profile = profile
        table.memories[row] = record.memory
        table.memories[row].riser = riser
        table.memories[row].building = building
        table.memories[row].resumeRise(of: table.rows[row], limits[Int(profile)])
        forgetRiserLeak(valve)
        relist(valve)
        return true
    }

    /// Takes up a close command that runs and that the row was saved too early to know of.
    public mutating func resumeCommand(_ valve: ValveIndex, since moment: Moment) {
        let row = valve.offset
        guard row < table.rows.count, !table.rows[row].hasBegun(.commanded) else { return }
        beginCommand(of: row, at: moment)
    }

    /// Forgets what a restored row says is wrong and no open incident holds: the incident was settled
    /// after the row was saved. A row that still remembered the leak would take the next exceedance
    /// for the one that is known, and nobody would hear of it. On the other axes the condition
    /// stands, as it does when an incident is closed under it.
    ///
    /// - Parameter held: kinds of the valve's open incidents that nobody has settled.
    public mutating func forget(_ valve: ValveIndex, except held: [FindingKind]) {
        let row = valve.offset
        var kept = KindSet()
        for kind in held { kept.insert(kind) }
        if !kept.intersects(.gas), table.rows[row].hasGas {
            settleGas(valve)
        }
        // What people have settled no longer closes the valve, however young it was at the end.
        if !kept.contains(.overflow) { table.end(.overflow, of: row) }
        table.rows[row].latched = table.rows[row].latched.intersection(kept)
    }

    /// Latches what the journal's open incidents say is open: adds to what the row says and takes
    /// nothing away, as a row may be older than the newest incident after a crash.
    ///
    /// - Parameters:
    ///   - kinds: kinds raised and not settled.
    ///   - current: those of them whose condition held at last.
    ///   - leakAt: when the open leak was raised; `distantPast` without one.
    ///   - why: why the gravest of them was raised.
    public mutating func latch(
        _ valve: ValveIndex, kinds: [FindingKind], current: [FindingKind], leakAt: Moment,
        why: Evidence? = nil
    ) {
        enrol(through: valve, area: .unknown)
        let row = valve.offset
        for kind in kinds { table.rows[row].latched.insert(kind) }
        for kind in current {
            table.rows[row].latched.insert(kind)
            table.rows[row].current.insert(kind)
        }
        if !table.rows[row].hasBegun(.leak), leakAt != .distantPast {
            table.begin(.leak, of: row, at: leakAt)
        }
        if !table.rows[row].hasBegun(.lastLeak), leakAt != .distantPast {
            table.begin(.lastLeak, of: row, at: leakAt)
        }
        let limit = limits[Int(table.rows[row].profile)].leakGas
        if let why, why.kind == .leak, why.alarm == .leak, let gas = why.value, gas < limit {
            table.rows[row].begun |= Since.calledLow
        }
        relist(valve)
    }

    /// Lets time look at a valve whose row came from outside, and its riser know of its leak.
    private mutating func relist(_ valve: ValveIndex) {
        let row = valve.offset
        // What is restored may have come due long ago: the first sweep looks at it.
        table.rows[row].marks.insert(.timed)
        wheel.arm(row, at: listeningSince)
        listRiserLeak(valve, at: listeningSince)
    }
}
