import GRDB
import Journal

/// The tables and how they came to be. A migration that has shipped is never edited.
enum StoreSchema {
    /// `GASW`, written into the file's header: tells our file from any other SQLite file.
    static let applicationID: Int64 = 0x4741_5357

    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("0001 first tables", migrate: createFirstTables)
        migrator.registerMigration("0002 history ends", migrate: letHistoryEnd)
        return migrator
    }()

    /// Applies what is missing and returns the names of the steps it applied.
    @discardableResult
    static func bringUpToDate(_ writer: DatabaseQueue, path: String) throws -> [String] {
        let before = try writer.read { try refuseForeign($0, path: path) }
        try migrator.migrate(writer)
        return migrator.migrations.filter { !before.contains($0) }
    }

    /// Refuses another program's file and the file of a newer Gaswatch; returns the steps applied.
    @discardableResult
    static func refuseForeign(_ connection: Database, path: String) throws -> Set<String> {
        let applied = try migrator.appliedIdentifiers(connection)
        let identity = try Int64.fetchOne(connection, sql: "PRAGMA application_id")
        // A power cut or a kill during the very first start may leave a file without tables, or with
        // the empty list of applied steps alone: still ours to fill.
        let tableCount = try Int.fetchOne(
            connection,
            sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'")
        if tableCount != 0, identity != applicationID {
            throw JournalError.foreign(
                "\(path) is an SQLite file of another program: give gaswatchd a state directory "
                    + "of its own.")
        }
        if let newest = applied.subtracting(migrator.migrations).max() {
            throw JournalError.newerSchema(found: newest)
        }
        return applied
    }

    static func lastSequence(_ connection: Database) throws -> UInt64 {
        try UInt64.fetchOne(connection, sql: lastSequenceQuery) ?? 0
    }

    /// One step down the right edge of the table, whatever its size.
    static let lastSequenceQuery = "SELECT max(sequence) FROM entries"

    /// Entries below the floor may go, and only they.
    @Sendable
    private static func letHistoryEnd(_ connection: Database) throws {
        try connection.execute(
            sql: """
                CREATE TABLE history (floor INTEGER NOT NULL) STRICT;
                INSERT INTO history (floor) VALUES (1);
                DROP TRIGGER entries_are_not_removed;
                CREATE TRIGGER entries_are_not_removed BEFORE DELETE ON entries
                    WHEN OLD.sequence >= (SELECT floor FROM history)
                    BEGIN SELECT raise(ABORT, 'entries are append-only'); END;
                """)
    }

    @Sendable
    private static func createFirstTables(_ connection: Database) throws {
        // Alarms, valves and documents have short rows that are found by their whole key, so they
        // live in the key's own tree. Incidents carry long records and keep theirs apart.
        try connection.execute(
            sql: """
                PRAGMA application_id = \(applicationID);

                CREATE TABLE entries (
                    sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL,
                    subject TEXT NOT NULL, body BLOB NOT NULL
                ) STRICT;
                CREATE INDEX entries_by_subject ON entries (subject) WHERE subject <> '';
                CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries
                    BEGIN SELECT raise(ABORT, 'entries are append-only'); END;
                CREATE TRIGGER entries_are_not_removed BEFORE DELETE ON entries
                    BEGIN SELECT raise(ABORT, 'entries are append-only'); END;

                CREATE TABLE alarms (
                    valve TEXT NOT NULL, boot INTEGER NOT NULL, seq INTEGER NOT NULL,
                    hash INTEGER NOT NULL, area INTEGER NOT NULL, received_at INTEGER NOT NULL,
                    alarm TEXT NOT NULL, PRIMARY KEY (valve, boot, seq, hash)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX alarms_by_time ON alarms (received_at);

                CREATE TABLE incidents (
                    id TEXT PRIMARY KEY NOT NULL, is_open INTEGER NOT NULL, state TEXT NOT NULL,
                    priority TEXT NOT NULL, kind TEXT NOT NULL, mode TEXT NOT NULL,
                    valve TEXT NOT NULL, area TEXT NOT NULL, centre TEXT NOT NULL,
                    raised_at INTEGER NOT NULL, record BLOB NOT NULL
                ) STRICT;
                -- Holds every filter, so a page of a rare kind is found without its neighbours'
                -- records.
                CREATE INDEX incidents_by_time ON incidents (
                    raised_at, id, is_open, state, priority, kind, mode, area, centre);
                CREATE INDEX incidents_by_valve ON incidents (valve, raised_at, id);
                CREATE INDEX incidents_open ON incidents (raised_at, id) WHERE is_open = 1;

                CREATE TABLE valves (
                    valve TEXT PRIMARY KEY NOT NULL, area INTEGER NOT NULL, state BLOB NOT NULL
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE documents (
                    collection TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL,
                    PRIMARY KEY (collection, key)
                ) STRICT, WITHOUT ROWID;
                """)
    }
}
