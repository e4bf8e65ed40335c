internal import FlatStore
public import ValveModel

/// The watch over every valve: readings in, events out. Pure: time comes in with each call.
///
/// One thread owns it. The caller drains `events` after each batch and keeps its storage, so the
/// steady state allocates nothing.
public struct Detector: ~Copyable {
    /// Events decided since the caller emptied it, in order.
    public var events: [WatchEvent] {
        _read { yield judgement.events }
        _modify { yield &judgement.events }
    }
    /// Totals since the start.
    public var counters = WatchCounters()

    let table: ValveTable
    /// The limits of every profile, by a row's `profile`.
    var limits: [ProfileLimits] = []
    /// Where every message is judged; it stays, so that nothing it refers to is counted again.
    private var judgement: Judgement
    /// Identities of alarms taken, with the hash of their body: an alarm is new only once.
    var alarmsTaken = IdentityMap()
    /// Newest leaks by riser, each with its valve: a second one forbids P2.
    var riserLeaks: [UInt32: [RiserLeak]] = [:]
    /// The earliest moment of each valve at which time alone could change anything.
    var wheel: TimingWheel
    /// Silence counts from here at the earliest: our own start, or the broker's return.
    var listeningSince: Moment
    /// Valves inside their test window that have shown anything in it.
    var rehearsals: [ValveIndex: Rehearsal] = [:]
    /// Whether the broker is away, so that nobody can be heard.
    var isDeaf = false

    /// A row has one byte for its profile.
    static let profileCountMax = 256

    struct RiserLeak {
        var valve: ValveIndex
        var at: Moment
        /// Whether its riser is known, beside the building.
        var isOfRiser: Bool
    }

    /// A watch over no valve yet, listening from `now`.
    ///
    /// - Parameter profiles: the first is the default profile.
    public init(profiles: [Profile], capacity: Int, now: Moment) {
        table = ValveTable(capacity: capacity)
        judgement = Judgement(memories: table.memories, limits: Profile().limits, now: now)
        wheel = TimingWheel(capacity: capacity, now: now)
        listeningSince = now
        events.reserveCapacity(1_024)
        take(profiles)
    }

    private mutating func take(_ profiles: [Profile]) {
        precondition(!profiles.isEmpty, "The watch needs at least the default profile.")
        precondition(
            profiles.count <= Self.profileCountMax, "A valve's row has one byte for its profile.")
        limits = profiles.map(\.limits)
        judgement.profile = limits[0]
        judgement.profileNumber = 0
    }

    /// Valves in the table.
    public var count: Int { table.rows.count }

    /// The row of a valve.
    public func state(of valve: ValveIndex) -> ValveState {
        var state = table.rows[valve.offset]
        // The newest measurement is shown, though a sensor that warms up took it.
        if state.hasBegun(.coldGas) {
            state.gas = table.memories[valve.offset].coldGas
            state.gasAt = table.since(.coldGas, of: valve.offset)
        }
        return state
    }

    /// End of the valve's declared test window; `distantPast` without one.
    public func testUntil(of valve: ValveIndex) -> Moment {
        table.since(.testUntil, of: valve.offset)
    }

    /// When the valve's open leak was raised; `distantPast` without one.
    public func leakAt(of valve: ValveIndex) -> Moment { table.since(.leak, of: valve.offset) }

    /// When the valve was proven closed; `distantPast` while it is not.
    public func provenAt(of valve: ValveIndex) -> Moment { table.since(.proven, of: valve.offset) }

    /// Fetches rows ahead of their use, for the caller that drains a batch. It holds for the
    /// detector's whole life.
    public var rowsAhead: RowsAhead { RowsAhead(rows: table.rows, memories: table.memories) }

    /// The rows of a detector as far as they can be asked for in advance.
    public struct RowsAhead {
        let rows: Slab<ValveState>
        let memories: Slab<ValveMemory>

        /// Begins to bring the valve's row near, where there is one.
        @inline(__always)
        public func fetch(_ valve: ValveIndex) {
            guard valve.offset < rows.count else { return }
            rows.prefetch(valve.offset)
            memories.prefetch(valve.offset)
        }
    }

    /// Makes rows up to and with `valve`; rows are dense and come in order of enrolment.
    @inline(__always)
    public func enrol(through valve: ValveIndex, area: Area) {
        if valve.offset >= table.rows.count { addRows(through: valve, area: area) }
    }

    private func addRows(through valve: ValveIndex, area: Area) {
        while table.rows.count <= valve.offset { _ = table.rows.append(ValveState(area: area)) }
        table.memories.grow(to: table.rows.count)
        wheel.grow(to: table.rows.count)
    }

    /// Tells where a valve hangs and what it is judged by; from now on its silence counts.
    ///
    /// - Parameters:
    ///   - riser: number of its riser; the building's where no riser is known, 0 where neither is.
    ///   - building: number of its building among the same numbers, 0 where none is known.
    ///   - isRetired: whether the registry names it no more: that it is silent is no finding then.
    public mutating func place(
        _ valve: ValveIndex, area: Area?, riser: UInt32, building: UInt32 = 0, profile: UInt8,
        isRetired: Bool = false
    ) {
        precondition(Int(profile) < limits.count, "A valve's profile has to be in the table.")
        let row = valve.offset
        let before = (table.memories[row].riser, table.memories[row].building)
        if table.rows[row].profile != profile {
            table.rows[row].profile = profile
            // Another period: the timer is set anew.
            table.rows[row].marks.remove(.timed)
        }
        if table.rows[row].marks.contains(.retired) != isRetired { retire(row, isRetired) }
        if before != (riser, building) {
            forgetRiserLeak(valve)
            table.memories[row].riser = riser
            table.memories[row].building = building
            listRiserLeak(valve, at: listeningSince)
        }
        if let area, !table.rows[row].isHeard { table.rows[row].area = area }
        time(valve, at: listeningSince)
    }

    /// A valve that the registry names no more is not looked for; one that it names again is, as if it had
    /// been named all the time.
    private mutating func retire(_ row: Int, _ isRetired: Bool) {
        if isRetired {
            table.rows[row].marks.insert(.retired)
        } else {
            table.rows[row].marks.remove(.retired)
        }
        table.rows[row].marks.remove(.timed)
    }

    /// Takes new profiles in place of the old ones; latched findings stay.
    public mutating func replaceProfiles(_ profiles: [Profile]) {
        take(profiles)
        // A profile that is no longer there leaves its valves to the default until `place` says more.
        for row in 0..<table.rows.count {
            if Int(table.rows[row].profile) >= profiles.count { table.rows[row].profile = 0 }
            table.rows[row].marks.remove(.timed)
            time(ValveIndex(UInt32(row)), at: listeningSince)
        }
    }

    /// Notes one message of one valve.
    public mutating func note(_ reading: Reading, at now: Moment) {
        enrol(through: reading.valve, area: reading.area)
        counters.readings &+= 1
        switch reading.origin {
        case .report, .alarm: noteBody(reading, at: now)
        case .linkUp, .linkDown: noteLink(reading, at: now)
        case .undecodableAlarm: noteUndecodable(reading, at: now)
        }
        time(reading.valve, at: now)
    }

    /// Runs `body` on a judgement of the valve in its row, with the moment since when we listen.
    @inline(__always)
    mutating func judge(
        _ reading: Reading, at now: Moment, isNewest: Bool = true,
        _ body: (inout Judgement, Moment) -> Void
    ) {
        let row = reading.valve.offset
        let listening = listening(at: now)
        judgement.state = table.rows[row]
        judgement.row = row
        judgement.reading = reading
        judgement.now = now
        judgement.heardBefore = judgement.state.heardAt
        judgement.isNewest = isNewest
        if judgement.profileNumber != judgement.state.profile { takeProfile() }
        body(&judgement, listening)
        table.rows[row] = judgement.state
    }

    @inline(never)
    private mutating func takeProfile() {
        judgement.profileNumber = judgement.state.profile
        judgement.profile = limits[Int(judgement.state.profile)]
    }

    /// Runs `body` on a judgement of the valve in its row.
    @inline(__always)
    mutating func judge(
        _ reading: Reading, at now: Moment, isNewest: Bool = true,
        _ body: (inout Judgement) -> Void
    ) {
        judge(reading, at: now, isNewest: isNewest) { judgement, _ in body(&judgement) }
    }
}
