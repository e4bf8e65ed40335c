import GRDB

@testable import JournalSQLite

/// Ways into the writer's connection that only tests need.
extension SQLiteJournal {
    func execute(_ sql: String) throws {
        try writer.write { try $0.execute(sql: sql) }
    }

    func number(_ sql: String) throws -> UInt64? {
        try writer.read { try UInt64.fetchOne($0, sql: sql) }
    }

    /// Makes the store file full at this many pages.
    func setPageCountMax(_ pageCount: Int) throws {
        try writer.writeWithoutTransaction { connection in
            _ = try Int.fetchOne(connection, sql: "PRAGMA max_page_count = \(pageCount)")
        }
    }

    func refuseWrites(_ isRefusing: Bool) throws {
        try writer.writeWithoutTransaction { connection in
            try connection.execute(sql: "PRAGMA query_only = \(isRefusing ? 1 : 0)")
        }
    }

    func pragma(_ name: String) throws -> String? {
        try writer.writeWithoutTransaction { connection in
            try DatabaseValue.fetchOne(connection, sql: "PRAGMA \(name)").map { value in
                String.fromDatabaseValue(value) ?? Int.fromDatabaseValue(value).map(String.init)
                    ?? ""
            }
        }
    }

    /// SQLite's own words on how it would answer.
    func plan(_ sql: String) throws -> [String] {
        try readers.read { connection in
            let statement = try connection.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
            let count = sql.filter { $0 == "?" }.count
            let arguments = StatementArguments([Int](repeating: 0, count: count))
            return try Row.fetchAll(statement, arguments: arguments).map { $0["detail"] }
        }
    }
}
