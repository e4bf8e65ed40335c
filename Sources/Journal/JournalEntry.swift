package import ValveModel

/// One line of the append-only history: something that happened or was decided.
package struct JournalEntry: Equatable, Sendable {
    /// Consecutive from 1 over the life of the store; given by the control room.
    package var sequence: UInt64
    package var at: Moment
    /// What it is, such as `finding`, `reply`, `callout`, `step`, `roster`, `command`.
    package var kind: String
    /// The incident it belongs to, else the valve or team; empty when neither.
    package var subject: String
    /// A JSON object.
    package var body: [UInt8]

    package init(sequence: UInt64, at: Moment, kind: String, subject: String, body: [UInt8]) {
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.subject = subject
        self.body = body
    }
}

/// An alarm that reached us, by its identity; the store keeps each only once.
package struct AlarmRow: Equatable, Sendable {
    package var valve: ValveID
    package var area: Area
    package var boot: UInt32
    package var sequence: UInt32
    package var bodyHash: UInt64
    package var receivedAt: Moment
    /// The word of the alarm.
    package var alarm: String

    package init(
        valve: ValveID, area: Area, boot: UInt32, sequence: UInt32, bodyHash: UInt64,
        receivedAt: Moment, alarm: String
    ) {
        self.valve = valve
        self.area = area
        self.boot = boot
        self.sequence = sequence
        self.bodyHash = bodyHash
        self.receivedAt = receivedAt
        self.alarm = alarm
    }
}

/// The present face of an incident, replaced whole at each change.
package struct IncidentRow: Equatable, Sendable {
    package var id: String
    package var isOpen: Bool
    package var state: String
    package var priority: String
    package var kind: String
    package var mode: String
    package var valve: String
    package var area: String
    package var centre: String
    package var raisedAt: Moment
    /// Everything the control room needs to go on with it after a restart, as JSON.
    package var record: [UInt8]

    package init(
        id: String, isOpen: Bool, state: String, priority: String, kind: String, mode: String,
        valve: String, area: String, centre: String, raisedAt: Moment, record: [UInt8]
    ) {
        self.id = id
        self.isOpen = isOpen
        self.state = state
        self.priority = priority
        self.kind = kind
        self.mode = mode
        self.valve = valve
        self.area = area
        self.centre = centre
        self.raisedAt = raisedAt
        self.record = record
    }
}

/// The last known state of a valve: what the watch needs to go on with it after a restart.
package struct ValveStateRow: Equatable, Sendable {
    package var valve: ValveID
    package var area: Area
    /// Fixed binary form of the watch, with its version in the first byte.
    package var state: [UInt8]

    package init(valve: ValveID, area: Area, state: [UInt8]) {
        self.valve = valve
        self.area = area
        self.state = state
    }
}

/// A small document that is replaced whole: a team's roster entry, a test window, a command.
package struct DocumentRow: Equatable, Sendable {
    /// `team`, `test`, `command`, `centre`, …
    package var collection: String
    package var key: String
    /// JSON; `nil` removes it.
    package var body: [UInt8]?

    package init(collection: String, key: String, body: [UInt8]?) {
        self.collection = collection
        self.key = key
        self.body = body
    }
}

/// What is committed together or not at all.
package struct JournalBatch: Equatable, Sendable {
    package var entries: [JournalEntry] = []
    package var alarms: [AlarmRow] = []
    package var incidents: [IncidentRow] = []
    package var valves: [ValveStateRow] = []
    package var documents: [DocumentRow] = []

    package init() {}

    package var isEmpty: Bool {
        entries.isEmpty && alarms.isEmpty && incidents.isEmpty && valves.isEmpty
            && documents.isEmpty
    }
}
