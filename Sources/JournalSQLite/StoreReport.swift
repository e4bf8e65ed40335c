import Foundation
import GRDB
package import Journal

/// What a check of the store found, for `gaswatchd db verify`.
package struct StoreReport: Equatable, Sendable {
    package var path: String
    /// The schema steps applied to the file, oldest first.
    package var schema: [String]
    package var entryCount: Int
    package var alarmCount: Int
    package var incidentCount: Int
    package var openIncidentCount: Int
    package var valveCount: Int
    package var documentCount: Int
    package var lastSequence: UInt64
    /// What SQLite's own check complains of, and incidents that cannot be read; empty for a sound file.
    package var faults: [String]
    /// The ranges of entry numbers that are missing, the first `listedCountMax` of them.
    package var sequenceGaps: [ClosedRange<UInt64>]

    /// A page of text: whoever has more faults than that needs a backup, not a longer list.
    package static let listedCountMax = 100

    /// What a person reads.
    package var page: String {
        let complaints =
            faults + sequenceGaps.map { "entries \($0.lowerBound) to \($0.upperBound) are missing" }
        let verdict = isSound ? ["sound"] : complaints
        return """
            \(path)
            schema     \(schema.joined(separator: ", "))
            entries    \(entryCount), the last is number \(lastSequence)
            alarms     \(alarmCount)
            incidents  \(incidentCount), \(openIncidentCount) open
            valves     \(valveCount)
            verdict    \(verdict.joined(separator: "\n           "))
            """
    }

    package var isSound: Bool { faults.isEmpty && sequenceGaps.isEmpty }
}

extension SQLiteJournal {
    /// Reads the whole store of a stopped daemon and changes nothing. Fails as unavailable while a
    /// daemon runs on the directory.
    ///
    /// - Parameter isIncident: whether a daemon could read this record of an incident again.
    package static func verify(
        directory: String, isIncident: ([UInt8]) -> Bool = { _ in true }
    ) throws(JournalError) -> StoreReport {
        let path = StoreFile.path(in: directory)
        let claim = try StoreClaim(directory: directory)
        defer { claim.release() }
        try StoreFile.refuseOrphanedLog(path)
        return try JournalError.translating(path) {
            let store = try StoreFile.openForCheck(path)
            defer { try? store.close() }
            return try store.read { connection in
                try StoreSchema.refuseForeign(connection, path: path)
                // What is read is fixed from here on. A daemon that is started meanwhile need not wait
                // for the end of a check of minutes.
                claim.release()
                return try StoreReport(connection, path: path, isIncident)
            }
        }
    }

    /// Brings the schema of a stopped daemon's store up to date and returns the steps it took.
    package static func migrate(directory: String) throws(JournalError) -> [String] {
        let path = StoreFile.path(in: directory)
        let claim = try StoreClaim(directory: directory)
        defer { claim.release() }
        try StoreFile.refuseOrphanedLog(path)
        return try JournalError.translating(path) {
            let writer = try StoreFile.openWriter(path)
            defer { try? writer.close() }
            return try StoreSchema.bringUpToDate(writer, path: path)
        }
    }
}

extension StoreReport {
    init(_ connection: Database, path: String, _ isIncident: ([UInt8]) -> Bool) throws {
        func count(_ table: String) throws -> Int {
            try Int.fetchOne(connection, sql: "SELECT count(*) FROM \(table)") ?? 0
        }
        self.path = path
        schema = try StoreSchema.migrator.appliedMigrations(connection)
        faults = try String.fetchAll(
            connection, sql: "PRAGMA integrity_check(\(Self.listedCountMax))"
        ).filter { $0 != "ok" }
        guard !schema.isEmpty else {
            entryCount = 0
            alarmCount = 0
            incidentCount = 0
            openIncidentCount = 0
            valveCount = 0
            documentCount = 0
            lastSequence = 0
            sequenceGaps = []
            faults.append(
                "no journal was begun in this file, or it was cut to nothing: bring back a copy, or "
                    + "move it away and the next start begins anew")
            return
        }
        entryCount = try count("entries")
        alarmCount = try count("alarms")
        incidentCount = try count("incidents")
        openIncidentCount = try count("incidents WHERE is_open = 1")
        valveCount = try count("valves")
        documentCount = try count("documents")
        lastSequence = try StoreSchema.lastSequence(connection)
        sequenceGaps = []
        do {
            try noteUnreadable(connection, "is_open = 1", isIncident) {
                "incident \($0), open, cannot be read: call its centre"
            }
            try noteUnreadable(connection, "is_open = 0", isIncident) {
                "incident \($0) cannot be read"
            }
        } catch {
            // What was found before stands; a page that cannot be read is among it.
            faults.append("the incidents cannot be read to the end: \(error)")
        }
        let begin = try Self.begin(connection, schema)
        guard UInt64(entryCount) + begin - 1 != lastSequence else { return }
        let gaps = try Row.fetchAll(
            connection,
            sql: """
                SELECT before + 1, sequence - 1 FROM (
                    SELECT sequence, lag(sequence, 1, ?) OVER (ORDER BY sequence) AS before
                    FROM entries)
                WHERE sequence > before + 1 ORDER BY sequence LIMIT \(Self.listedCountMax)
                """, arguments: [Int64(begin) - 1])
        sequenceGaps = gaps.map { row in
            let first: UInt64 = row[0]
            let last: UInt64 = row[1]
            return first...last
        }
    }

    /// Incidents that the next start could not go on with or show.
    private mutating func noteUnreadable(
        _ connection: Database, _ which: String, _ isIncident: ([UInt8]) -> Bool,
        _ words: (String) -> String
    ) throws {
        let rows = try Row.fetchCursor(
            connection, sql: "SELECT id, record FROM incidents WHERE \(which) ORDER BY id")
        while let row = try rows.next(), faults.count < Self.listedCountMax {
            let record: Data = row[1]
            guard !isIncident([UInt8](record)) else { continue }
            let id: String = row[0]
            faults.append(words(id))
        }
    }

    /// The number with which the history has to begin: what was older has gone by its age.
    private static func begin(_ connection: Database, _ schema: [String]) throws -> UInt64 {
        guard schema.count > 1 else { return 1 }
        let floor = try UInt64.fetchOne(connection, sql: "SELECT floor FROM history") ?? 1
        let first = try UInt64.fetchOne(connection, sql: "SELECT min(sequence) FROM entries")
        return min(floor, first ?? floor)
    }
}
