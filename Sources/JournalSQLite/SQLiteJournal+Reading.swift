import GRDB
package import Journal
package import ValveModel

extension SQLiteJournal {
    package func restore(
        alarmsSince: Moment, closedCountMax: Int
    ) throws(JournalError) -> JournalRestore {
        try reading { connection in
            var restore = JournalRestore()
            restore.lastSequence = try StoreSchema.lastSequence(connection)
            restore.openIncidents = try Row.fetchCursor(
                connection, sql: RestoreQuery.openIncidents
            ).collect(IncidentRow.init)
            restore.closedIncidents = try Row.fetchCursor(
                connection, sql: RestoreQuery.closedIncidents, arguments: [closedCountMax]
            ).collect(IncidentRow.init)
            restore.valves = try Row.fetchCursor(connection, sql: RestoreQuery.valves)
                .collect(ValveStateRow.init)
            restore.documents = try Row.fetchCursor(connection, sql: RestoreQuery.documents)
                .collect(DocumentRow.init)
            restore.alarms = try Row.fetchCursor(
                connection, sql: RestoreQuery.alarms, arguments: [alarmsSince.milliseconds]
            ).collect(AlarmRow.init)
            return restore
        }
    }

    package func incidents(_ query: IncidentQuery) throws(JournalError) -> [IncidentRow] {
        let (sql, arguments) = query.statement
        return try reading { connection in
            try Row.fetchCursor(connection, sql: sql, arguments: arguments)
                .collect(IncidentRow.init)
        }
    }

    package func incident(_ id: String) throws(JournalError) -> IncidentRow? {
        try reading { connection in
            try Row.fetchOne(
                connection, sql: "SELECT \(IncidentRow.columns) FROM incidents WHERE id = ?",
                arguments: [id]
            ).map { try IncidentRow($0) }
        }
    }

    package func entries(
        subject: String, countMax: Int
    ) throws(JournalError) -> [JournalEntry] {
        try entries(subject: subject, after: 0, countMax: countMax)
    }

    package func entries(
        subject: String, after sequence: UInt64, countMax: Int
    ) throws(JournalError) -> [JournalEntry] {
        try reading { connection in
            // The second condition lets SQLite see that the index without empty subjects will do.
            let sql = """
                SELECT \(JournalEntry.columns) FROM entries
                WHERE subject = ? \(subject.isEmpty ? "" : "AND subject <> ''") AND sequence > ?
                ORDER BY sequence LIMIT ?
                """
            return try Row.fetchCursor(
                connection, sql: sql, arguments: [subject, Int64(sequence), countMax]
            ).collect(JournalEntry.init)
        }
    }

    /// All of one call sees the same commit, and no reader ever makes the writer wait.
    private func reading<Value>(
        _ body: (Database) throws -> Value
    ) throws(JournalError) -> Value {
        try refuseClosed()
        return try noticing { try readers.read(body) }
    }
}

/// What a start reads. None of it walks the entries: their number grows without end.
enum RestoreQuery {
    static let openIncidents = """
        SELECT \(IncidentRow.columns) FROM incidents WHERE is_open = 1 ORDER BY raised_at, id
        """
    static let closedIncidents = """
        SELECT \(IncidentRow.columns) FROM incidents WHERE is_open = 0
        ORDER BY raised_at DESC, id DESC LIMIT ?
        """
    static let valves = "SELECT \(ValveStateRow.columns) FROM valves ORDER BY valve"
    static let documents = """
        SELECT \(DocumentRow.columns) FROM documents ORDER BY collection, key
        """
    static let alarms = """
        SELECT \(AlarmRow.columns) FROM alarms WHERE received_at >= ?
        ORDER BY received_at, valve, boot, seq, hash
        """
    static let all = [
        StoreSchema.lastSequenceQuery, openIncidents, closedIncidents, valves, documents, alarms,
    ]
}

extension IncidentQuery {
    /// The text of the statement depends on which filters are set, never on their values.
    var statement: (sql: String, arguments: StatementArguments) {
        var conditions: [String] = []
        var arguments = StatementArguments()
        // A literal, not an argument: only so can SQLite use the index of open incidents.
        if let isOpen { conditions.append("is_open = \(isOpen ? 1 : 0)") }
        let filters = [
            ("state", state), ("priority", priority), ("kind", kind), ("mode", mode),
            ("valve", valve), ("area", area), ("centre", centre),
        ]
        for (column, wanted) in filters {
            guard let wanted else { continue }
            conditions.append("\(column) = ?")
            arguments += [wanted]
        }
        if let olderThan {
            conditions.append("(raised_at, id) < (?, ?)")
            arguments += [olderThan.raisedAt.milliseconds, olderThan.id]
        }
        arguments += [countMax]
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let sql = """
            SELECT \(IncidentRow.columns) FROM incidents \(condition)
            ORDER BY raised_at DESC, id DESC LIMIT ?
            """
        return (sql, arguments)
    }
}

extension RowCursor {
    /// Reads every row; the cursor hands out one `Row` again and again, so each is taken apart here.
    fileprivate func collect<Value>(_ take: (Row) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        while let row = try next() { values.append(try take(row)) }
        return values
    }
}
