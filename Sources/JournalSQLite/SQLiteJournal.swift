import GRDB
package import Journal
import Synchronization
internal import ValveModel

/// The journal in one SQLite file: the embedded default for a single node.
///
/// One connection writes and checkpoints; a pool of read-only connections serves the console. That
/// split is not only for speed: SQLite up to 3.51.2 can lose a commit when two connections write
/// and checkpoint at the same instant, and a single one cannot meet itself.
package final class SQLiteJournal: Journal {
    /// The store file inside the state directory.
    package static let fileName = "gaswatch.db"

    let path: String
    let writer: DatabaseQueue
    let readers: DatabasePool
    let claim: StoreClaim
    let ledger: Mutex<Ledger>
    let isReadingOver = Atomic<Bool>(false)

    /// What the writer remembers between commits.
    struct Ledger {
        var lastSequence: UInt64
        /// At most this many pages were written to the write-ahead log since the last checkpoint.
        var pageCountPending = 0
        /// Why the last checkpoint failed, and when the next is tried.
        var checkpointRefused: (error: JournalError, until: Moment)?
        /// How far the removal of old history has come.
        var history = HistoryWalk()
        var isClosed = false
    }

    private init(
        path: String, writer: DatabaseQueue, readers: DatabasePool, claim: StoreClaim,
        lastSequence: UInt64
    ) {
        self.path = path
        self.writer = writer
        self.readers = readers
        self.claim = claim
        ledger = Mutex(Ledger(lastSequence: lastSequence))
    }

    /// Opens the store of a state directory, which must exist, and brings its schema up to date. A
    /// missing store file is created; a damaged or foreign one is refused and left as it is.
    package static func open(directory: String) throws(JournalError) -> SQLiteJournal {
        let path = StoreFile.path(in: directory)
        let claim = try StoreClaim(directory: directory)
        try StoreFile.refuseOrphanedLog(path)
        return try JournalError.translating(path) {
            let writer = try StoreFile.openWriter(path)
            try StoreSchema.bringUpToDate(writer, path: path)
            // The readers come second: they need the shared index that the writer sets up.
            let readers = try StoreFile.openReaders(path)
            let last = try writer.read(StoreSchema.lastSequence)
            return SQLiteJournal(
                path: path, writer: writer, readers: readers, claim: claim, lastSequence: last)
        }
    }

    package func close() {
        let wasClosed = ledger.withLock { ledger in
            defer { ledger.isClosed = true }
            return ledger.isClosed
        }
        guard !wasClosed else { return }
        // The writer goes last, so that it is the one that folds the log into the store file. What
        // stays open through an error is closed with the object; nothing committed depends on it.
        try? readers.close()
        try? writer.close()
        claim.release()
    }

    /// Ends what is being read, and a copy that is being written: the daemon stops. Commits go on.
    package func endReading() {
        isReadingOver.store(true, ordering: .relaxed)
        readers.interrupt()
    }

    func refuseClosed() throws(JournalError) {
        guard !ledger.withLock(\.isClosed) else { throw .closed }
    }
}

extension JournalError {
    static let closed = JournalError.unavailable(
        "The journal is closed: the daemon is stopping; repeat after its restart.")
}
