import Foundation
import GRDB
import Journal

/// How the connections to the store file are opened.
enum StoreFile {
    /// SQLite's default, and the page of the file systems it lies on.
    static let pageSize = 4096

    /// How long a statement waits for a lock. Nothing of ours ever holds one against the writer, so
    /// this is for strangers: a quarter of the second after which the control room stops waiting
    /// for the journal, so that the error arrives before its patience ends.
    static let lockWait: TimeInterval = 0.25

    /// Pages the writer may keep in memory, in KiB. 29,000 alarms with an entry and an incident
    /// each are about 30 MB of rows; below that a transaction spills its pages into the log early
    /// and writes many of them twice.
    static let writerCacheKibibytes = 32_768

    /// Two quick questions, two long ones and a copy at a time, as the control room asks them; each costs
    /// 2 MB.
    static let readerCountMax = 5

    static func path(in directory: String) -> String { directory + "/" + SQLiteJournal.fileName }

    /// SQLite would throw away a log whose store file is gone. The log may hold the newest alarms,
    /// so a person decides.
    static func refuseOrphanedLog(_ path: String) throws(JournalError) {
        guard byteCount(path) == 0, byteCount(logPath(path)) > 0 else { return }
        throw .corrupt(
            "\(logPath(path)) is there but \(path) is missing or empty: put the store file back, "
                + "or the next start of the daemon sets the log aside and begins anew.")
    }

    static func logPath(_ path: String) -> String { path + "-wal" }

    /// The size of a file; 0 where there is none.
    static func byteCount(_ path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }

    static func openWriter(_ path: String) throws -> DatabaseQueue {
        var configuration = baseConfiguration(label: "gaswatch.writer")
        configuration.prepareDatabase { connection in
            // First of all: not even the header of a file that is not ours may change.
            try StoreSchema.refuseForeign(connection, path: path)
            // The library's own switch to the log would lower `synchronous` to NORMAL, which may
            // lose the last commits at a power cut; so the switch is made here.
            let mode = try String.fetchOne(connection, sql: "PRAGMA journal_mode = WAL")
            guard mode == "wal" else {
                throw JournalError.unavailable(
                    "The file system of \(path) cannot keep a write-ahead log: use a local disk.")
            }
            try connection.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA wal_autocheckpoint = 0;
                    PRAGMA journal_size_limit = \(SQLiteJournal.logByteCountMax);
                    PRAGMA cache_size = -\(writerCacheKibibytes);
                    """)
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    static func openReaders(_ path: String) throws -> DatabasePool {
        var configuration = baseConfiguration(label: "gaswatch.reader")
        configuration.readonly = true
        configuration.maximumReaderCount = readerCountMax
        return try DatabasePool(path: path, configuration: configuration)
    }

    /// One read-only connection for a check while no daemon runs.
    static func openForCheck(_ path: String) throws -> DatabaseQueue {
        var configuration = baseConfiguration(label: "gaswatch.check")
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func baseConfiguration(label: String) -> Configuration {
        var configuration = Configuration()
        configuration.label = label
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(lockWait)
        return configuration
    }
}
