internal import FlatStore
internal import ValveModel

/// One valve being judged on one message: the state it changes, the rules it is judged by and the
/// events that come of it.
///
/// The detector has one, and sets it for each message. What only reads it and stands in the way of
/// every message is always inlined: handed to a function, a value of this size is copied first.
struct Judgement: ~Copyable {
    /// The valve's row: taken out and put back, two cache lines, so that its many fields are read
    /// without looking each up in the table.
    var state = ValveState(area: .unknown)
    /// Where the valve's memory stands; it is touched by few messages, and in place.
    private let memories: Slab<ValveMemory>
    var row = 0
    /// The limits of the valve's profile, and which one that is: most messages are judged by that of
    /// the message before.
    var profile: ProfileLimits
    var profileNumber: UInt8 = 0
    var reading: Reading
    var now: Moment
    /// When the valve was heard before this message.
    var heardBefore = Moment.distantPast
    /// Whether the message is the newest of the valve: an older one never overwrites.
    var isNewest = true
    /// Receives the events.
    var events: [WatchEvent] = []

    init(memories: Slab<ValveMemory>, limits: ProfileLimits, now: Moment) {
        self.memories = memories
        profile = limits
        reading = Reading(
            valve: ValveIndex(0), area: .unknown, origin: .linkUp, receivedAt: now)
        self.now = now
    }

    var memory: ValveMemory {
        _read { yield memories[row] }
        nonmutating _modify { yield &memories[row] }
    }

    /// Whether the message says that something is wrong, on whichever topic.
    @inline(__always)
    var isAlarm: Bool { reading.alarm != .none && reading.alarm != .cleared }
    /// Whether its sensors are warm: what a message says while they are not is left out.
    @inline(__always)
    var isWarm: Bool { !reading.flags.contains(.preheat) }

    /// Two readings are consecutive when they are at most this far apart.
    @inline(__always)
    var consecutiveReach: Lapse { profile.reportPeriod * profile.consecutivePeriods }

    @inline(__always)
    func isConsecutive(_ previous: Moment) -> Bool {
        previous != .distantPast && now - previous <= consecutiveReach
    }

    /// When something began; `distantPast` when it has not.
    @inline(__always)
    func since(_ what: Since) -> Moment {
        guard state.hasBegun(what) else { return .distantPast }
        return Moment(milliseconds: memory.moments[what.rawValue])
    }

    mutating func begin(_ what: Since, at moment: Moment) {
        state.begun |= what.bit
        memory.moments[what.rawValue] = moment.milliseconds
    }

    @inline(__always)
    mutating func end(_ what: Since) { state.begun &= ~what.bit }

    /// Notes that the condition of `kind` holds.
    mutating func raise(
        _ kind: FindingKind, _ priority: Priority, _ ground: Ground, since: Moment? = nil,
        limit: Float = .nan, before: Float = .nan
    ) {
        if state.current.insert(kind) {
            state.latched.insert(kind)
            emit(.raised, kind, priority, ground, since: since, limit: limit, before: before)
        } else if isAlarm, ground.isOfOneMessage {
            emit(.repeated, kind, priority, ground, since: since, before: before)
        }
    }

    /// Notes that the condition of `kind` is gone. Every message asks for some twenty kinds and
    /// almost none is there.
    @inline(__always)
    mutating func clear(_ kind: FindingKind) {
        if state.current.contains(kind) { clearPresent(kind) }
    }

    @inline(never)
    private mutating func clearPresent(_ kind: FindingKind) {
        state.current.remove(kind)
        emit(.cleared, kind, kind.usualPriority)
    }

    mutating func emit(
        _ change: WatchEvent.Change, _ kind: FindingKind, _ priority: Priority,
        _ ground: Ground = .message, since: Moment? = nil, limit: Float = .nan,
        before: Float = .nan, isTest: Bool = false
    ) {
        var event = WatchEvent(change, kind, priority, state, reading, at: now)
        event.isTest = isTest
        event.ground = ground
        event.since = since ?? now
        event.limit = limit
        event.before = before
        if state.isGasRising { event.gasRate = memory.gasRate }
        if state.hasBegun(.coldGas) {
            event.gas = memory.coldGas
            event.gasAt = self.since(.coldGas)
            event.isGasRising = memory.coldGas > state.gas
        }
        events.append(event)
    }

    /// Asks for the close command unless the valve is proven closed.
    mutating func wantClosed(for kind: FindingKind) {
        guard profile.autoClose, !state.isProvenClosed else { return }
        begin(.commanded, at: now)
        expectClosed()
        emit(.closeWanted, kind, .p1)
    }
}
