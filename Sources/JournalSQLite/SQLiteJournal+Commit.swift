import GRDB
package import Journal
import Synchronization
import ValveModel

extension SQLiteJournal {
    package func commit(_ batches: [JournalBatch]) throws(JournalError) {
        try refuseClosed()
        guard batches.contains(where: { !$0.isEmpty }) else { return }
        try noticing {
            try writer.writeWithoutTransaction { connection in
                let last = sequenceAfter(batches)
                try connection.inTransaction(.immediate) {
                    try StoreWriting(connection).write(batches)
                    return .commit
                }
                let pageCount = batches.reduce(0) { $0 + StoreWriting.pageCountMax(of: $1) }
                ledger.withLock { ledger in
                    ledger.lastSequence = last
                    ledger.pageCountPending += pageCount
                }
            }
        }
    }

    /// The last sequence once the batches are in. Two facts under one number, or a number left out,
    /// would make the history a lie, so a wrong number ends the program before anything is written.
    private func sequenceAfter(_ batches: [JournalBatch]) -> UInt64 {
        var last = ledger.withLock(\.lastSequence)
        for batch in batches {
            last = batch.sequenceFollowing(last)
        }
        return last
    }
}

/// The prepared statements of one transaction.
///
/// They come from the connection's cache at each commit and are not kept: after a failed step a
/// statement cannot be reset, and the cache drops it.
private struct StoreWriting {
    private let entry: Statement
    private let alarm: Statement
    private let incident: Statement
    private let valve: Statement
    private let document: Statement
    private let documentRemoval: Statement

    init(_ connection: Database) throws {
        entry = try connection.cachedStatement(
            sql: "INSERT INTO entries (sequence, at, kind, subject, body) VALUES (?, ?, ?, ?, ?)")
        alarm = try connection.cachedStatement(
            sql: """
                INSERT INTO alarms (valve, boot, seq, hash, area, received_at, alarm)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (valve, boot, seq, hash) DO NOTHING
                """)
        incident = try connection.cachedStatement(
            sql: """
                INSERT INTO incidents (\(IncidentRow.columns))
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET is_open = excluded.is_open, state = excluded.state,
                    priority = excluded.priority, kind = excluded.kind, mode = excluded.mode,
                    valve = excluded.valve, area = excluded.area, centre = excluded.centre,
                    raised_at = excluded.raised_at, record = excluded.record
                """)
        valve = try connection.cachedStatement(
            sql: """
                INSERT INTO valves (valve, area, state) VALUES (?, ?, ?)
                ON CONFLICT (valve) DO UPDATE SET area = excluded.area, state = excluded.state
                """)
        document = try connection.cachedStatement(
            sql: """
                INSERT INTO documents (collection, key, body) VALUES (?, ?, ?)
                ON CONFLICT (collection, key) DO UPDATE SET body = excluded.body
                """)
        documentRemoval = try connection.cachedStatement(
            sql: "DELETE FROM documents WHERE collection = ? AND key = ?")
    }

    func write(_ batches: [JournalBatch]) throws {
        for batch in batches {
            for row in batch.entries { try write(row) }
            for row in batch.alarms { try write(row) }
            for row in batch.incidents { try write(row) }
            for row in batch.valves { try write(row) }
            for row in batch.documents { try write(row) }
        }
    }

    private func write(_ row: JournalEntry) throws {
        entry.setUncheckedArguments([
            Int64(row.sequence), row.at.milliseconds, row.kind, row.subject, blob(row.body),
        ])
        try entry.execute()
    }

    private func write(_ row: AlarmRow) throws {
        alarm.setUncheckedArguments([
            row.valve.description, Int64(row.boot), Int64(row.sequence),
            Int64(bitPattern: row.bodyHash), Int64(row.area.code), row.receivedAt.milliseconds,
            row.alarm,
        ])
        try alarm.execute()
    }

    private func write(_ row: IncidentRow) throws {
        incident.setUncheckedArguments([
            row.id, row.isOpen, row.state, row.priority, row.kind, row.mode, row.valve, row.area,
            row.centre, row.raisedAt.milliseconds, blob(row.record),
        ])
        try incident.execute()
    }

    private func write(_ row: ValveStateRow) throws {
        valve.setUncheckedArguments([
            row.valve.description, Int64(row.area.code), blob(row.state),
        ])
        try valve.execute()
    }

    private func write(_ row: DocumentRow) throws {
        guard let body = row.body else {
            documentRemoval.setUncheckedArguments([row.collection, row.key])
            return try documentRemoval.execute()
        }
        document.setUncheckedArguments([row.collection, row.key, blob(body)])
        try document.execute()
    }
}

extension StoreWriting {
    /// Pages the batch adds to the write-ahead log, at most: one leaf in the table and in each of
    /// its indexes for a row, and the overflow pages of a long body. Rows that share a leaf make it
    /// less, so a storm is overestimated; that only brings its checkpoint to the first quiet moment.
    static func pageCountMax(of batch: JournalBatch) -> Int {
        func overflow(_ bytes: [UInt8]) -> Int { bytes.count / StoreFile.pageSize }
        var pageCount = 2 * batch.alarms.count
        for row in batch.entries { pageCount += 2 + overflow(row.body) }
        for row in batch.incidents { pageCount += 5 + overflow(row.record) }
        for row in batch.valves { pageCount += 1 + overflow(row.state) }
        for row in batch.documents { pageCount += 1 + overflow(row.body ?? []) }
        return pageCount
    }
}
