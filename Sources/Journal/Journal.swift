package import ValveModel

/// Why the journal could not do what it was asked.
package enum JournalError: Error, Equatable, Sendable {
    /// The disk is full, read-only or answers errors; trying again later may work.
    case unavailable(String)
    /// The store file is damaged; it is never overwritten.
    case corrupt(String)
    /// The file is another program's; it is left as it is.
    case foreign(String)
    /// The store was written by a newer version of the program.
    case newerSchema(found: String)

    /// For the person who must act.
    package var words: String {
        switch self {
        case .unavailable(let what): what
        case .corrupt(let what): "damaged: \(what)"
        case .foreign(let what): what
        case .newerSchema(let found):
            "written by a newer version (\(found)): install that version"
        }
    }

    package var isRetryable: Bool {
        if case .unavailable = self { true } else { false }
    }
}

/// What a restart finds.
package struct JournalRestore: Sendable {
    package var lastSequence: UInt64 = 0
    package var openIncidents: [IncidentRow] = []
    /// The newest closed incidents, newest first, for the lists of the console.
    package var closedIncidents: [IncidentRow] = []
    package var valves: [ValveStateRow] = []
    package var documents: [DocumentRow] = []
    package var alarms: [AlarmRow] = []

    package init() {}
}

/// Which incidents a list asks for; `nil` means any.
package struct IncidentQuery: Equatable, Sendable {
    package var isOpen: Bool?
    package var state: String?
    package var priority: String?
    package var kind: String?
    package var mode: String?
    package var valve: String?
    package var area: String?
    package var centre: String?
    /// Only incidents strictly older than this (raisedAt, id), for the next page.
    package var olderThan: (raisedAt: Moment, id: String)?
    package var countMax = 100

    package init() {}

    package static func == (left: IncidentQuery, right: IncidentQuery) -> Bool {
        left.isOpen == right.isOpen && left.state == right.state
            && left.priority == right.priority && left.kind == right.kind
            && left.mode == right.mode && left.valve == right.valve && left.area == right.area
            && left.centre == right.centre && left.countMax == right.countMax
            && left.olderThan?.raisedAt == right.olderThan?.raisedAt
            && left.olderThan?.id == right.olderThan?.id
    }
}

/// The port behind which the store lives. Calls block; one thread writes, any thread reads.
///
/// After `commit` returns, everything in the batches survives a power cut.
package protocol Journal: Sendable {
    /// Writes the batches in one transaction. An alarm whose identity and body are already there is
    /// left as it is.
    func commit(_ batches: [JournalBatch]) throws(JournalError)
    /// Reads what a restart needs. `alarmsSince` bounds the alarm identities that are read back.
    func restore(alarmsSince: Moment, closedCountMax: Int) throws(JournalError) -> JournalRestore
    /// Incidents newest first.
    func incidents(_ query: IncidentQuery) throws(JournalError) -> [IncidentRow]
    func incident(_ id: String) throws(JournalError) -> IncidentRow?
    /// The history of one subject, oldest first.
    func entries(subject: String, countMax: Int) throws(JournalError) -> [JournalEntry]
    /// The same, from behind an entry on: the next page of a long history.
    func entries(
        subject: String, after sequence: UInt64, countMax: Int
    ) throws(JournalError) -> [JournalEntry]
    /// Ends every connection; later calls fail as unavailable.
    func close()
}

extension Journal {
    /// For journals that are small enough to be read whole.
    package func entries(
        subject: String, after sequence: UInt64, countMax: Int
    ) throws(JournalError) -> [JournalEntry] {
        let all = try entries(subject: subject, countMax: .max)
        return Array(all.lazy.filter { $0.sequence > sequence }.prefix(countMax))
    }
}
