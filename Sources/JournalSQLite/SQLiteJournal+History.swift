import Foundation
import GRDB
package import Journal
import Synchronization
package import ValveModel

/// The end of the history: what is older than it has to be kept goes, in small steps.
///
/// Entries go from the oldest on, up to the newest start from which a replay can begin and that is
/// itself old enough: so what is left can always be replayed. A daemon that never stops keeps more
/// than it has to.
extension SQLiteJournal {
    /// Rows that one step removes: some milliseconds of the writer, in which no alarm waits that would
    /// not wait as long for a commit of its own.
    static let historyStep = 256
    /// Rows of the tape that one step looks at for a start: one has 256 KiB at the most but in a
    /// storm, so that a step reads a few MiB.
    static let historyScan = 16
    /// Time between two looks for what has become old.
    static let historyPause = Lapse.hours(1)
    /// Of the history that goes, at most so much goes with each look: a wall clock that is years ahead
    /// for a day takes two days of it, and not all.
    static let historyStride = Lapse.hours(2)

    /// Where the removal stands.
    struct HistoryWalk {
        /// The look that is going on, or the last one.
        var lookedAt = Moment.distantPast
        /// What is older may go.
        var limit = Moment.distantPast
        /// What of each kind goes with this look.
        var entryLimit = Moment.distantPast
        var alarmLimit = Moment.distantPast
        var incidentLimit = Moment.distantPast
        /// The tape has been read through this entry since the daemon's start.
        var scanned: UInt64 = 0
        /// The newest whole start in that part: all of it is old enough.
        var floor: UInt64 = 0
        var stage = Stage.done
        /// Rows that the newest step has removed.
        var removedCount = 0

        enum Stage { case scanning, removing, done }
    }

    /// Takes one step; for the writer thread, when nothing waits to be committed.
    ///
    /// - Parameters:
    ///   - kept: how long history is kept.
    ///   - now: the control room's time.
    /// - Returns: whether a further step has something to do.
    @discardableResult
    package func endHistory(keeping kept: Lapse, at now: Moment) throws(JournalError) -> Bool {
        try refuseClosed()
        var walk = ledger.withLock(\.history)
        if walk.stage == .done {
            let since = now - walk.lookedAt
            // A clock that was set back looks again too.
            guard since >= Self.historyPause || since < .zero else { return false }
            // What was read of the tape before is not read again, unless it may be young once more.
            if since < .zero { walk = HistoryWalk() }
            walk.lookedAt = now
            walk.limit = now - kept
            walk.stage = .scanning
        }
        let next = try noticing {
            try writer.writeWithoutTransaction { connection in
                try HistoryStep(connection).take(walk)
            }
        }
        ledger.withLock {
            $0.history = next
            // Each row that goes may change a page of its own and one of an index.
            $0.pageCountPending += 2 * next.removedCount
        }
        return next.stage != .done
    }
}

/// One step on the writer's connection.
private struct HistoryStep {
    private let connection: Database

    init(_ connection: Database) { self.connection = connection }

    func take(_ walk: SQLiteJournal.HistoryWalk) throws -> SQLiteJournal.HistoryWalk {
        switch walk.stage {
        case .done: walk
        case .scanning: try scan(walk)
        case .removing: try remove(walk)
        }
    }

    /// Reads on over the old part of the tape for the newest whole start in it.
    private func scan(_ walk: SQLiteJournal.HistoryWalk) throws -> SQLiteJournal.HistoryWalk {
        var walk = walk
        let rows = try Row.fetchAll(
            connection,
            sql: """
                SELECT sequence, at, body, kind FROM entries
                WHERE subject = ? AND subject <> '' AND sequence > ? ORDER BY sequence LIMIT ?
                """,
            arguments: [
                DeskTape.entrySubject, Int64(walk.scanned), SQLiteJournal.historyScan,
            ])
        for row in rows {
            let sequence: UInt64 = row[0]
            let at: Int64 = row[1]
            guard at < walk.limit.milliseconds else { return try beginRemoving(walk) }
            walk.scanned = sequence
            let body: Data = row[2]
            let kind: String = row[3]
            guard kind == DeskTape.entryKind else { continue }
            if DeskTape.beginsWhole(Array(body)) { walk.floor = sequence }
        }
        return rows.count < SQLiteJournal.historyScan ? try beginRemoving(walk) : walk
    }

    private func beginRemoving(
        _ walk: SQLiteJournal.HistoryWalk
    ) throws -> SQLiteJournal.HistoryWalk {
        func limit(_ oldest: String) throws -> Moment {
            guard let at = try Int64.fetchOne(connection, sql: oldest) else { return walk.limit }
            return min(walk.limit, Moment(milliseconds: at) + SQLiteJournal.historyStride)
        }
        var walk = walk
        walk.stage = .removing
        walk.entryLimit = try limit("SELECT at FROM entries ORDER BY sequence LIMIT 1")
        walk.alarmLimit = try limit("SELECT min(received_at) FROM alarms")
        walk.incidentLimit = try limit(
            "SELECT raised_at FROM incidents WHERE is_open = 0 ORDER BY raised_at LIMIT 1")
        return walk
    }

    private func remove(_ walk: SQLiteJournal.HistoryWalk) throws -> SQLiteJournal.HistoryWalk {
        var walk = walk
        var count = 0
        try connection.inTransaction(.immediate) {
            count = try removeEntries(below: walk.floor, olderThan: walk.entryLimit)
            count += try removed(
                """
                DELETE FROM alarms WHERE (valve, boot, seq, hash) IN (
                    SELECT valve, boot, seq, hash FROM alarms INDEXED BY alarms_by_time
                    WHERE received_at < ? LIMIT ?)
                """, walk.alarmLimit)
            count += try removed(
                """
                DELETE FROM incidents WHERE id IN (
                    SELECT id FROM incidents WHERE raised_at < ? AND is_open = 0 LIMIT ?)
                """, walk.incidentLimit)
            return .commit
        }
        walk.removedCount = count
        if count == 0 { walk.stage = .done }
        return walk
    }

    private func removed(_ sql: String, _ limit: Moment) throws -> Int {
        try connection.execute(
            sql: sql, arguments: [limit.milliseconds, SQLiteJournal.historyStep])
        return connection.changesCount
    }

    /// Entries go in the order of their numbers: up to the floor, or the first that is young enough.
    private func removeEntries(below floor: UInt64, olderThan limit: Moment) throws -> Int {
        let first = try UInt64.fetchOne(connection, sql: "SELECT min(sequence) FROM entries")
        guard let first, first < floor else { return 0 }
        let last = min(floor, first + UInt64(SQLiteJournal.historyStep))
        let young = try UInt64.fetchOne(
            connection,
            sql: """
                SELECT sequence FROM entries WHERE sequence >= ? AND sequence < ? AND at >= ?
                ORDER BY sequence LIMIT 1
                """, arguments: [Int64(first), Int64(last), limit.milliseconds])
        let newFloor = Int64(young ?? last)
        guard newFloor > Int64(first) else { return 0 }
        try connection.execute(sql: "UPDATE history SET floor = ?", arguments: [newFloor])
        try connection.execute(
            sql: "DELETE FROM entries WHERE sequence < ?", arguments: [newFloor])
        return connection.changesCount
    }
}
