import Foundation
import Synchronization
package import ValveModel

/// A journal without a disk, for deterministic tests: the same answers as the real ones, and
/// switches to make it fail or wait.
package final class InMemoryJournal: Journal {
    private struct AlarmIdentity: Hashable {
        var valve: ValveID
        var boot: UInt32
        var sequence: UInt32
        var bodyHash: UInt64
    }

    private struct DocumentKey: Hashable {
        var collection: String
        var key: String
    }

    private struct Contents {
        var entries: [JournalEntry] = []
        var alarms: [AlarmIdentity: AlarmRow] = [:]
        var incidents: [String: IncidentRow] = [:]
        var valves: [ValveID: ValveStateRow] = [:]
        var documents: [DocumentKey: DocumentRow] = [:]
        var commitCount = 0
        var valveRowCount = 0
        var failing: JournalError?
        var isClosed = false
    }

    private let contents = Mutex(Contents())
    private let gate = Gate()

    package init() {}

    /// While set, every commit throws it and writes nothing; reads go on.
    package var failing: JournalError? {
        get { contents.withLock(\.failing) }
        set { contents.withLock { $0.failing = newValue } }
    }

    /// Makes every commit from now on block its thread until `releaseCommits`.
    package func holdCommits() { gate.shut() }

    /// Lets the waiting commits through, and all that follow.
    package func releaseCommits() { gate.open() }

    /// Blocks until a commit waits at the gate. Returns `false` when none came in time.
    package func waitForHeldCommit(atMost wait: Duration) -> Bool {
        gate.waitForVisitor(atMost: wait)
    }

    /// The whole history, in order.
    package var entries: [JournalEntry] { contents.withLock(\.entries) }

    /// How many commits went through.
    package var commitCount: Int { contents.withLock(\.commitCount) }

    /// How many rows of valves those commits brought, replaced ones included.
    package var valveRowCount: Int { contents.withLock(\.valveRowCount) }

    package func commit(_ batches: [JournalBatch]) throws(JournalError) {
        gate.pass()
        try contents.withLock { (contents: inout Contents) throws(JournalError) in
            guard !contents.isClosed else { throw .unavailable("The journal is closed.") }
            if let error = contents.failing { throw error }
            guard batches.contains(where: { !$0.isEmpty }) else { return }
            var last = contents.entries.last?.sequence ?? 0
            for batch in batches { last = batch.sequenceFollowing(last) }
            for batch in batches { Self.apply(batch, to: &contents) }
            contents.commitCount += 1
        }
    }

    private static func apply(_ batch: JournalBatch, to contents: inout Contents) {
        contents.entries += batch.entries
        for row in batch.alarms {
            let identity = AlarmIdentity(
                valve: row.valve, boot: row.boot, sequence: row.sequence, bodyHash: row.bodyHash)
            if contents.alarms[identity] == nil { contents.alarms[identity] = row }
        }
        for row in batch.incidents { contents.incidents[row.id] = row }
        for row in batch.valves { contents.valves[row.valve] = row }
        contents.valveRowCount += batch.valves.count
        for row in batch.documents {
            let key = DocumentKey(collection: row.collection, key: row.key)
            contents.documents[key] = row.body == nil ? nil : row
        }
    }

    package func restore(
        alarmsSince: Moment, closedCountMax: Int
    ) throws(JournalError) -> JournalRestore {
        try reading { contents in
            let newestFirst = contents.incidents.values.sorted(by: Self.isNewer)
            var restore = JournalRestore()
            restore.lastSequence = contents.entries.last?.sequence ?? 0
            restore.openIncidents = newestFirst.filter(\.isOpen).reversed()
            restore.closedIncidents = Array(
                newestFirst.lazy.filter { !$0.isOpen }.prefix(closedCountMax))
            restore.valves = contents.valves.values.sorted { $0.valve < $1.valve }
            restore.documents = contents.documents.values.sorted {
                ($0.collection, $0.key) < ($1.collection, $1.key)
            }
            restore.alarms = contents.alarms.values.filter { $0.receivedAt >= alarmsSince }.sorted {
                ($0.receivedAt, $0.valve, $0.boot, $0.sequence, Int64(bitPattern: $0.bodyHash))
                    < (
                        $1.receivedAt, $1.valve, $1.boot, $1.sequence,
                        Int64(bitPattern: $1.bodyHash)
                    )
            }
            return restore
        }
    }

    package func incidents(_ query: IncidentQuery) throws(JournalError) -> [IncidentRow] {
        try reading { contents in
            let found = contents.incidents.values.filter { query.admits($0) }
            return Array(found.sorted(by: Self.isNewer).prefix(query.countMax))
        }
    }

    package func incident(_ id: String) throws(JournalError) -> IncidentRow? {
        try reading { $0.incidents[id] }
    }

    package func entries(subject: String, countMax: Int) throws(JournalError) -> [JournalEntry] {
        try reading { Array($0.entries.lazy.filter { $0.subject == subject }.prefix(countMax)) }
    }

    package func close() {
        contents.withLock { $0.isClosed = true }
    }

    private func reading<Value: Sendable>(
        _ body: (borrowing Contents) -> Value
    ) throws(JournalError) -> Value {
        try contents.withLock { (contents: inout Contents) throws(JournalError) in
            guard !contents.isClosed else { throw .unavailable("The journal is closed.") }
            return body(contents)
        }
    }

    private static func isNewer(_ left: IncidentRow, _ right: IncidentRow) -> Bool {
        (left.raisedAt, left.id) > (right.raisedAt, right.id)
    }
}

extension IncidentQuery {
    /// Whether a row belongs on the list, page limit aside.
    fileprivate func admits(_ row: IncidentRow) -> Bool {
        let isOlder = olderThan.map { (row.raisedAt, row.id) < ($0.raisedAt, $0.id) } ?? true
        return isOlder && (isOpen.map { $0 == row.isOpen } ?? true)
            && matches(state, row.state) && matches(priority, row.priority)
            && matches(kind, row.kind) && matches(mode, row.mode) && matches(valve, row.valve)
            && matches(area, row.area) && matches(centre, row.centre)
    }

    private func matches(_ wanted: String?, _ found: String) -> Bool {
        wanted == nil || wanted == found
    }
}

/// A gate that threads stop at while it is shut.
private final class Gate: Sendable {
    private struct Position {
        var isShut = false
        var visitorCount = 0
    }

    private let position = Mutex(Position())
    private let bell = NSCondition()

    func shut() { change { $0.isShut = true } }

    func open() { change { $0.isShut = false } }

    func pass() {
        bell.lock()
        defer { bell.unlock() }
        guard position.withLock(\.isShut) else { return }
        position.withLock { $0.visitorCount += 1 }
        bell.broadcast()
        while position.withLock(\.isShut) { bell.wait() }
        position.withLock { $0.visitorCount -= 1 }
    }

    func waitForVisitor(atMost wait: Duration) -> Bool {
        let deadline = Date(timeIntervalSinceNow: wait / .seconds(1))
        bell.lock()
        defer { bell.unlock() }
        while position.withLock(\.visitorCount) == 0 {
            guard bell.wait(until: deadline) else { break }
        }
        return position.withLock(\.visitorCount) > 0
    }

    private func change(_ body: (inout Position) -> Void) {
        bell.lock()
        defer { bell.unlock() }
        position.withLock { body(&$0) }
        bell.broadcast()
    }
}
