internal import ConsoleAPI
internal import Journal
internal import ValveModel

/// Walks through the closed incidents of the journal.
extension ControlRoom {
    /// Closed incidents read at a time: a page is about 200 KB.
    private static let pageCount = 200

    /// Shows closed incidents of a mode that were raised since a moment, the newest first, until all are
    /// seen or the daemon stops. Called on a thread of the readers: it takes seconds on a long history.
    func walk(
        mode: String, since: Moment, _ see: (IncidentRow) -> Void
    ) throws(Problem) {
        var query = IncidentQuery()
        query.isOpen = false
        query.mode = mode
        query.countMax = Self.pageCount
        while true {
            try longReaders.refuseStopping()
            let rows: [IncidentRow]
            do throws(JournalError) {
                rows = try ports.journal.incidents(query)
            } catch {
                throw Self.unreadable(error)
            }
            for row in rows {
                guard row.raisedAt >= since else { return }
                see(row)
            }
            guard rows.count == Self.pageCount, let last = rows.last else { return }
            query.olderThan = (raisedAt: last.raisedAt, id: last.id)
        }
    }

    /// No more long answers: the daemon is about to stop.
    package func endReading() {
        longReaders.stop()
        quickReaders.stop()
        ports.endReading?()
    }
}
