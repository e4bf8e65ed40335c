internal import FlatStore
internal import ValveModel

/// The rows and memories of all valves, by `ValveIndex`.
struct ValveTable {
    let rows: Slab<ValveState>
    let memories: Slab<ValveMemory>

    init(capacity: Int) {
        rows = Slab(capacity: capacity)
        memories = Slab(capacity: capacity)
    }

    /// When something of a valve began; `distantPast` when it has not.
    @inline(__always)
    func since(_ what: Since, of row: Int) -> Moment {
        guard rows[row].hasBegun(what) else { return .distantPast }
        return Moment(milliseconds: memories[row].moments[what.rawValue])
    }

    func begin(_ what: Since, of row: Int, at moment: Moment) {
        rows[row].begun |= what.bit
        memories[row].moments[what.rawValue] = moment.milliseconds
    }

    @inline(__always)
    func end(_ what: Since, of row: Int) { rows[row].begun &= ~what.bit }
}
