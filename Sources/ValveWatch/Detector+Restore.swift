internal import FlatStore
public import ValveModel

/// The restart: rows from their records, latches from the journal's open incidents.
extension Detector {
    /// Takes a valve's row from its record and goes on from there. Decides nothing and tells
    /// nothing: the next sweep judges every restored leak.
    ///
    /// Riser and profile stay as `place` set them, in whichever order the two are called.
    public mutating func restore(_ valve: ValveIndex, _ state: ValveState) {
        enrol(through: valve, area: state.area)
        let before = table.rows[valve.offset]
        var state = state
        state.riser = before.riser
        state.profile = before.profile
        state.marks.subtract(.ofThisRun)
        state.marks.formUnion(before.marks.intersection(.ofThisRun))
        table.rows[valve.offset] = state
        forgetRiserLeak(valve, on: state.riser)
        relist(valve)
    }

    /// Latches what the journal's open incidents say is open: adds to what the row says and takes
    /// nothing away, as a row may be older than the newest incident after a crash.
    ///
    /// - Parameters:
    ///   - kinds: kinds raised and not settled.
    ///   - current: those of them whose condition held at last.
    ///   - leakAt: when the open leak was raised; `distantPast` without one.
    public mutating func latch(
        _ valve: ValveIndex, kinds: [FindingKind], current: [FindingKind], leakAt: Moment
    ) {
        enrol(through: valve, area: .unknown)
        let row = valve.offset
        for kind in kinds { table.rows[row].latched.insert(kind) }
        for kind in current {
            table.rows[row].latched.insert(kind)
            table.rows[row].current.insert(kind)
        }
        if table.rows[row].leakAt == .distantPast { table.rows[row].leakAt = leakAt }
        relist(valve)
    }

    /// Puts a valve whose row came from outside into the sets it belongs to.
    private mutating func relist(_ valve: ValveIndex) {
        list(valve)
        let state = table.rows[valve.offset]
        guard state.latched.contains(.leak), state.leakAt != .distantPast else { return }
        addRiserLeak(valve, on: state.riser, at: state.leakAt)
    }
}
