import GRDB
package import Journal
import Synchronization
package import ValveModel

/// Folding the write-ahead log back into the store file.
///
/// A checkpoint takes the writer for some 10 ms, in which no alarm can become durable. SQLite would
/// start one inside whichever commit crosses its limit; here the writer thread chooses the moment.
extension SQLiteJournal {
    /// From this many pages on (4 MiB) a quiet moment is used. Below it the two disk flushes of a
    /// checkpoint cost more than the pages it moves.
    package static let idlePageCountMin = 1024

    /// The log's size, in bytes, past which the writer no longer waits for a quiet moment. A start
    /// reads the whole log once: 64 MiB at 200 MB/s take a third of a second of the two that a
    /// start may last.
    package static let logByteCountMax = 64 << 20

    /// After a checkpoint that failed the next is tried so much later: a disk that refuses it must not
    /// be asked after every commit.
    static let checkpointPause = Lapse.seconds(10)

    /// The store's chores on the writer's thread: in a quiet moment history that is old enough ends
    /// and the log is folded back, in a busy one only a log that has outgrown its limit.
    ///
    /// - Throws: why the log cannot be folded back, until it can.
    package func tidy(
        isIdle: Bool, keeping kept: Lapse, at now: Moment
    ) throws(JournalError) {
        if isIdle {
            removeOldCopies(at: now)
            // What fails here fails for the next commit too, and is told there.
            _ = try? endHistory(keeping: kept, at: now)
        }
        let refused = ledger.withLock { $0.checkpointRefused }
        if let refused, now < refused.until { throw refused.error }
        guard isIdle ? isCheckpointWorthwhile : isCheckpointOverdue else {
            // Nothing is tried: what was wrong is not over by that.
            if let refused { throw refused.error }
            return
        }
        do throws(JournalError) {
            try checkpoint()
        } catch {
            ledger.withLock { $0.checkpointRefused = (error, now + Self.checkpointPause) }
            throw error
        }
    }

    /// Called by the writer thread when nothing waits to be committed. Returns whether it did
    /// anything.
    @discardableResult
    package func checkpointWhenIdle() throws(JournalError) -> Bool {
        guard isCheckpointWorthwhile else { return false }
        try checkpoint()
        return true
    }

    private var isCheckpointWorthwhile: Bool {
        ledger.withLock { $0.pageCountPending >= Self.idlePageCountMin }
    }

    /// Whether the log has outgrown its limit, so that the next checkpoint cannot wait for a quiet
    /// moment: call `checkpoint` after the commit.
    package var isCheckpointOverdue: Bool {
        // Asking for the file's size costs a system call: only where it can be past the limit. The
        // file is cut back to the limit when the log starts over, so its size speaks for its use.
        let pageCountLimit = Self.logByteCountMax / StoreFile.pageSize
        guard ledger.withLock({ $0.pageCountPending > pageCountLimit }) else { return false }
        return StoreFile.byteCount(StoreFile.logPath(path)) > Self.logByteCountMax
    }

    /// Folds back what no reader needs any more, without waiting for one.
    package func checkpoint() throws(JournalError) {
        try refuseClosed()
        try noticing {
            try writer.writeWithoutTransaction { connection in
                let frames = try connection.checkpoint(.passive)
                ledger.withLock {
                    $0.checkpointRefused = nil
                    $0.pageCountPending = frames.walFrameCount - frames.checkpointedFrameCount
                }
            }
        }
    }
}
