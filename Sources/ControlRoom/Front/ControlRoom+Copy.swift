package import ConsoleAPI
internal import Journal
internal import Synchronization

/// A copy of the journal for a replay beside the running daemon.
extension ControlRoom {
    /// One copy at a time: two would only make each other slower, and fill the disk.
    package func copyJournal() async throws(Problem) -> JournalCopyView {
        guard let copy = ports.copyJournal else {
            throw .unavailable("This journal is no file; there is nothing to copy.")
        }
        let wasCopying = isCopying.withLock { copying in
            defer { copying = true }
            return copying
        }
        guard !wasCopying else {
            throw .unavailable("Another copy of the journal is being written: wait for its end.")
        }
        defer { isCopying.withLock { $0 = false } }
        let now = clock.now()
        let (path, byteCount) = try await copyReaders.read { () throws(Problem) in
            try Self.reading { () throws(JournalError) in try copy(now) }
        }
        return JournalCopyView(path: path, bytes: byteCount, at: times.text(now))
    }
}
