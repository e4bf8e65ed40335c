internal import FlatStore
public import ValveModel

/// The watch over every valve: readings in, events out. Pure: time comes in with each call.
///
/// One thread owns it. The caller drains `events` after each batch and keeps its storage, so the
/// steady state allocates nothing.
public struct Detector: ~Copyable {
    /// Events decided since the caller emptied it, in order.
    public var events: [WatchEvent] = []
    /// Totals since the start.
    public var counters = WatchCounters()

    let table: ValveTable
    var profiles: [Profile]
    /// Identities of alarms taken, with the hash of their body: an alarm is new only once.
    var alarmsTaken = IdentityMap()
    /// Valves with an open leak or heat; judged again every second.
    var leaking: [ValveIndex] = []
    /// Newest leaks by riser, each with its valve: a second one forbids P2.
    var riserLeaks: [UInt32: [RiserLeak]] = [:]
    /// Valves whose overflow, plain closing or test waits for a moment to pass.
    var waiting: [ValveIndex] = []
    var sweepNext = 0
    /// Silence counts from here at the earliest: our own start, or the broker's return.
    var listeningSince: Moment

    struct RiserLeak {
        var valve: ValveIndex
        var at: Moment
    }

    /// A watch over no valve yet, listening from `now`.
    ///
    /// - Parameter profiles: the first is the default profile.
    public init(profiles: [Profile], capacity: Int, now: Moment) {
        precondition(!profiles.isEmpty, "The watch needs at least the default profile.")
        precondition(profiles.count <= 256, "A valve's row has one byte for its profile.")
        self.profiles = profiles
        table = ValveTable(capacity: capacity)
        listeningSince = now
        events.reserveCapacity(1_024)
    }

    /// Valves in the table.
    public var count: Int { table.rows.count }

    /// The row of a valve.
    public func state(of valve: ValveIndex) -> ValveState { table.rows[valve.offset] }

    /// Fetches the row ahead of its use; for the caller that drains a batch.
    @inline(__always)
    public func prefetch(_ valve: ValveIndex) { table.rows.prefetch(valve.offset) }

    /// Makes rows up to and with `valve`; rows are dense and come in order of enrolment.
    public func enrol(through valve: ValveIndex, area: Area) {
        while table.rows.count <= valve.offset { _ = table.rows.append(ValveState(area: area)) }
    }

    /// Tells where a valve hangs and what it is judged by.
    public mutating func place(_ valve: ValveIndex, area: Area?, riser: UInt32, profile: UInt8) {
        precondition(Int(profile) < profiles.count, "A valve's profile has to be in the table.")
        let before = table.rows[valve.offset].riser
        table.rows[valve.offset].riser = riser
        table.rows[valve.offset].profile = profile
        if before != riser {
            let leak = riserLeaks[before]?.first { $0.valve == valve }
            forgetRiserLeak(valve, on: before)
            let state = table.rows[valve.offset]
            let began = leak?.at ?? (state.latched.contains(.leak) ? state.leakAt : .distantPast)
            if began != .distantPast { addRiserLeak(valve, on: riser, at: began) }
        }
        if let area, !table.rows[valve.offset].isHeard { table.rows[valve.offset].area = area }
    }

    /// Takes new profiles in place of the old ones; latched findings stay.
    public mutating func replaceProfiles(_ profiles: [Profile]) {
        precondition(!profiles.isEmpty, "The watch needs at least the default profile.")
        self.profiles = profiles
        // A profile that is no longer there leaves its valves to the default until `place` says more.
        for row in 0..<table.rows.count where Int(table.rows[row].profile) >= profiles.count {
            table.rows[row].profile = 0
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
        case .commanded: noteCommanded(reading.valve, at: now)
        }
    }

    /// Runs `body` on a judgement of the valve in its row.
    @inline(__always)
    mutating func judge(
        _ reading: Reading, at now: Moment, isNewest: Bool = true,
        _ body: (inout Judgement) -> Void
    ) {
        let row = reading.valve.offset
        // The events move into the judgement and back, so that neither copy shares their storage.
        var taken: [WatchEvent] = []
        swap(&taken, &events)
        var judgement = Judgement(
            rows: table.rows, row: row, reading: reading,
            profile: profiles[Int(table.rows[row].profile)], now: now, isNewest: isNewest,
            events: taken)
        taken = []
        body(&judgement)
        swap(&events, &judgement.events)
    }
}

/// The rows of all valves, by `ValveIndex`.
struct ValveTable {
    let rows: Slab<ValveState>

    init(capacity: Int) { rows = Slab(capacity: capacity) }
}
