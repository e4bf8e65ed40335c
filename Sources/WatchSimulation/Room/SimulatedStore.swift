internal import Foundation
internal import Journal
internal import Synchronization
internal import ValveModel

/// The store as the simulation has it: the journal in memory, with commits that are refused or end
/// with the daemon, and an index of what has been committed, against which every effect is checked.
final class SimulatedStore: Journal {
    /// An alarm as a valve names it.
    struct Identity: Hashable {
        var valve: ValveID
        var boot: UInt32
        var sequence: UInt32
    }

    /// An incident as it was committed last.
    struct Known {
        var row: IncidentRow
        var revision: Int
        /// When it was committed first, and when as closed.
        var firstAt: Int64
        var closedAt: Int64?
    }

    /// What is on disk.
    struct Committed {
        var number = 0
        var lastAt: Int64 = 0
        /// Alarms with the number of the commit that holds them.
        var alarms: [Identity: Int] = [:]
        var incidents: [String: Known] = [:]
        /// Ids by name of valve, oldest first, without drills.
        var byValve: [String: [String]] = [:]
        /// Everybody who stands in the history as the one who did something.
        var people: Set<String> = []
    }

    enum Mood { case works, refuses, endsTheDaemon }

    private struct State {
        var mood = Mood.works
        var hasEnded = false
        var committed = Committed()
    }

    private let inner = InMemoryJournal()
    private let time: VirtualTime
    private let state = Mutex(State())

    init(_ time: VirtualTime) { self.time = time }

    var mood: Mood {
        get { state.withLock { $0.mood } }
        set { state.withLock { $0.mood = newValue } }
    }

    /// Whether a commit has ended the daemon: what was committed is on disk, and nothing that
    /// follows from it has left.
    func takeEnd() -> Bool {
        state.withLock { state in
            defer { state.hasEnded = false }
            return state.hasEnded
        }
    }

    func withCommitted<Result: Sendable>(_ body: (borrowing Committed) -> Result) -> Result {
        state.withLock { body($0.committed) }
    }

    /// When something was committed last.
    var lastCommitAt: Int64 { state.withLock { $0.committed.lastAt } }

    func commit(_ batches: [JournalBatch]) throws(JournalError) {
        let mood = mood
        guard mood != .refuses else { throw .unavailable("No space is left on the device.") }
        try inner.commit(batches)
        let now = time.now
        state.withLock { state in
            state.committed.number += 1
            state.committed.lastAt = now
            for batch in batches { Self.index(batch, &state.committed, at: now) }
        }
        guard mood == .endsTheDaemon else { return }
        state.withLock {
            $0.hasEnded = true
            $0.mood = .works
        }
        throw .unavailable("The daemon has just been killed.")
    }

    private static func index(_ batch: JournalBatch, _ committed: inout Committed, at now: Int64) {
        for row in batch.alarms {
            let identity = Identity(valve: row.valve, boot: row.boot, sequence: row.sequence)
            if committed.alarms[identity] == nil { committed.alarms[identity] = committed.number }
        }
        for row in batch.incidents {
            let revision = Int(Text.number("revision", in: row.record) ?? 0)
            let closedAt = row.isOpen ? nil : now
            if committed.incidents[row.id] == nil {
                if row.mode != "exercise" {
                    committed.byValve[row.valve, default: []].append(row.id)
                }
                committed.incidents[row.id] = Known(
                    row: row, revision: revision, firstAt: now, closedAt: closedAt)
            } else {
                committed.incidents[row.id]?.row = row
                committed.incidents[row.id]?.revision = revision
                committed.incidents[row.id]?.closedAt = closedAt
            }
        }
        for entry in batch.entries {
            if let name = Text.string("by", in: entry.body) { committed.people.insert(name) }
        }
    }

    func restore(
        alarmsSince: Moment, closedCountMax: Int
    ) throws(JournalError) -> JournalRestore {
        try inner.restore(alarmsSince: alarmsSince, closedCountMax: closedCountMax)
    }

    func incidents(_ query: IncidentQuery) throws(JournalError) -> [IncidentRow] {
        try inner.incidents(query)
    }

    func incident(_ id: String) throws(JournalError) -> IncidentRow? { try inner.incident(id) }

    func entries(subject: String, countMax: Int) throws(JournalError) -> [JournalEntry] {
        try inner.entries(subject: subject, countMax: countMax)
    }

    func close() {}

    /// What the journal holds of the subjects that `text` names, for the trace.
    func history(mentionedIn text: String) -> [String] {
        let words = Set(text.split { " ,:".contains($0) }.map(String.init))
        let ids = withCommitted { committed in words.flatMap { committed.byValve[$0] ?? [] } }
        return inner.entries.filter { words.contains($0.subject) || ids.contains($0.subject) }.map {
            let since = $0.at.milliseconds - VirtualTime.wallAtStart
            return "\(since / 60_000)m\(Double(since % 60_000) / 1_000) \($0.kind) \($0.subject) "
                + String(decoding: $0.body, as: UTF8.self)
        }
    }
}
