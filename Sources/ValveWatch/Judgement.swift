internal import FlatStore
internal import ValveModel

/// One valve being judged on one message: the state it changes, the rules it is judged by and the
/// events that come of it.
struct Judgement {
    /// The valve's row where it stands in the table: a plain report changes a few fields of it and
    /// copies none of the others.
    let rows: Slab<ValveState>
    let row: Int
    var state: ValveState {
        _read { yield rows[row] }
        nonmutating _modify { yield &rows[row] }
    }
    let reading: Reading
    let profile: Profile
    let now: Moment
    /// Whether the message is the newest of the valve: an older one never overwrites.
    var isNewest = true
    /// Whether the message says that something is wrong, on whichever topic.
    var isAlarm: Bool { reading.alarm != .none && reading.alarm != .cleared }
    /// Receives the events.
    var events: [WatchEvent]

    /// Two readings are consecutive when they are at most this far apart.
    var consecutiveReach: Lapse { profile.reportPeriod * profile.consecutivePeriods }

    func isConsecutive(_ previous: Moment) -> Bool {
        previous != .distantPast && now - previous <= consecutiveReach
    }

    /// Notes that the condition of `kind` holds.
    mutating func raise(_ kind: FindingKind, _ priority: Priority) {
        if state.current.insert(kind) {
            state.latched.insert(kind)
            emit(.raised, kind, priority)
        } else if isAlarm {
            emit(.repeated, kind, priority)
        }
    }

    /// Notes that the condition of `kind` is gone.
    mutating func clear(_ kind: FindingKind) {
        if state.current.remove(kind) { emit(.cleared, kind, kind.usualPriority) }
    }

    mutating func emit(_ change: WatchEvent.Change, _ kind: FindingKind, _ priority: Priority) {
        events.append(WatchEvent(change, kind, priority, state, reading, at: now))
    }

    /// Asks for the close command unless the valve is proven closed.
    mutating func wantClosed(for kind: FindingKind) {
        guard profile.autoClose, !state.isProvenClosed else { return }
        state.commandedAt = now
        if state.closedDueSince == .distantPast {
            state.closedDueSince = now
            state.marks.remove(.closedSeen)
        }
        emit(.closeWanted, kind, .p1)
    }
}
