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
            let rows = try page(query)
            for row in rows {
                guard row.raisedAt >= since else { return }
                see(row)
            }
            guard rows.count == Self.pageCount, let last = rows.last else { return }
            query.olderThan = (raisedAt: last.raisedAt, id: last.id)
        }
    }

    /// The next page of a long answer; none while the daemon stops.
    func page(_ query: IncidentQuery) throws(Problem) -> [IncidentRow] {
        try longReaders.refuseStopping()
        return try Self.reading { () throws(JournalError) in try ports.journal.incidents(query) }
    }

    /// Reads of the journal, with its fault in a reader's words.
    static func reading<Value>(
        _ body: () throws(JournalError) -> Value
    ) throws(Problem) -> Value {
        do {
            return try body()
        } catch {
            throw .unavailable("The journal cannot be read just now: \(error.words) Try again.")
        }
    }

    /// No more long answers: the daemon is about to stop.
    package func endReading() {
        longReaders.stop()
        quickReaders.stop()
        copyReaders.stop()
        ports.endReading?()
    }
}
