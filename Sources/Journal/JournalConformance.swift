import ValveModel

/// What every journal must do, whatever it stands on: each rule is run by the adapter's own tests
/// against an empty journal.
package struct JournalConformance: Sendable, CustomStringConvertible {
    /// The rule as a sentence.
    package let description: String
    private let check: @Sendable (any Journal) throws(JournalError) -> [String]

    /// The ways in which an empty journal breaks the rule; none for a journal that keeps it.
    package func faults(of journal: any Journal) throws(JournalError) -> [String] {
        try check(journal)
    }

    private init(
        _ description: String,
        _ check: @escaping @Sendable (any Journal, inout Faults) throws(JournalError) -> Void
    ) {
        self.description = description
        self.check = { journal throws(JournalError) in
            var faults = Faults()
            try check(journal, &faults)
            return faults.sentences
        }
    }

    package static let rules: [JournalConformance] = [
        JournalConformance("An empty journal restores nothing", emptyRestore),
        JournalConformance("Entries come back oldest first and by subject", entryHistory),
        JournalConformance("An alarm is kept once, another body beside it", alarmIdentity),
        JournalConformance("Alarms before the horizon are not read back", alarmHorizon),
        JournalConformance("An incident shows its newest face only", incidentReplacement),
        JournalConformance("Every filter narrows the list of incidents", incidentFilters),
        JournalConformance("Pages of incidents neither overlap nor leave out", incidentPages),
        JournalConformance("Valves and documents are replaced whole or removed", replacement),
        JournalConformance("Empty texts, empty bodies and extreme numbers survive", extremes),
        JournalConformance("A closed journal answers unavailable", closedJournal),
    ]
}

/// Collects what was wrong, so that one run tells all of it.
struct Faults {
    var sentences: [String] = []

    mutating func expect<Value: Equatable>(_ found: Value, _ wanted: Value, _ what: String) {
        if found != wanted { sentences.append("\(what): \(found) instead of \(wanted)") }
    }
}

extension JournalConformance {
    private static func emptyRestore(
        _ journal: any Journal, _ faults: inout Faults
    ) throws(JournalError) {
        try journal.commit([])
        try journal.commit([JournalBatch()])
        let restore = try journal.restore(alarmsSince: .distantPast, closedCountMax: 10)
        faults.expect(restore.lastSequence, 0, "last sequence")
        faults.expect(restore.openIncidents, [], "open incidents")
        faults.expect(restore.closedIncidents, [], "closed incidents")
        faults.expect(restore.valves, [], "valves")
        faults.expect(restore.documents, [], "documents")
        faults.expect(restore.alarms, [], "alarms")
        faults.expect(try journal.incident("I-1"), nil, "an unknown incident")
        faults.expect(try journal.incidents(IncidentQuery()), [], "the list of incidents")
    }

    private static func entryHistory(
        _ journal: any Journal, _ faults: inout Faults
    ) throws(JournalError) {
        var first = JournalBatch()
        first.entries = [Sample.entry(1, subject: "I-1"), Sample.entry(2, subject: "I-2")]
        var second = JournalBatch()
        second.entries = [Sample.entry(3, subject: "I-1"), Sample.entry(4, subject: "")]
        try journal.commit([first, second])
        var third = JournalBatch()
        third.entries = [Sample.entry(5, subject: "I-1")]
        try journal.commit([third])
        let history = try journal.entries(subject: "I-1", countMax: 10)
        faults.expect(history, [1, 3, 5].map { Sample.entry($0, subject: "I-1") }, "history")
        faults.expect(
            try journal.entries(subject: "I-1", countMax: 2).map(\.sequence), [1, 3],
            "the first two")
        faults.expect(
            try journal.entries(subject: "", countMax: 9).map(\.sequence), [4], "no subject")
        faults.expect(
            try journal.entries(subject: "I-1", after: 1, countMax: 1).map(\.sequence), [3],
            "the next one")
        faults.expect(
            try journal.entries(subject: "", after: 4, countMax: 9).map(\.sequence), [],
            "nothing behind the last")
        let restore = try journal.restore(alarmsSince: .distantPast, closedCountMax: 0)
        faults.expect(restore.lastSequence, 5, "last sequence")
    }

    private static func alarmIdentity(
        _ journal: any Journal, _ faults: inout Faults
    ) throws(JournalError) {
        var repeated = Sample.alarm("V1", sequence: 7, at: 20)
        repeated.area = Area(code: 1)
        var other = Sample.alarm("V1", sequence: 7, at: 30)
        other.bodyHash = .max
        var batch = JournalBatch()
        batch.alarms = [Sample.alarm("V1", sequence: 7, at: 10), repeated]
        try journal.commit([batch])
        batch.alarms = [repeated, other]
        try journal.commit([batch])
        let restore = try journal.restore(alarmsSince: .distantPast, closedCountMax: 0)
        faults.expect(
            restore.alarms, [Sample.alarm("V1", sequence: 7, at: 10), other], "alarms kept")
    }

    private static func alarmHorizon(
        _ journal: any Journal, _ faults: inout Faults
    ) throws(JournalError) {
        var batch = JournalBatch()
        batch.alarms = [30, 10, 20].map { Sample.alarm("V\($0)", sequence: 1, at: $0) }
        try journal.commit([batch])
        let restore = try journal.restore(
            alarmsSince: Moment(milliseconds: 20), closedCountMax: 0)
        faults.expect(restore.alarms.map(\.valve.description), ["V20", "V30"], "alarms from 20 on")
    }

    private static func incidentReplacement(
        _ journal: any Journal, _ faults: inout Faults
    ) throws(JournalError) {
        var closed = Sample.incident(1)
        closed.isOpen = false
        closed.state = "closed"
        closed.record = [1, 2, 3]
        var batch = JournalBatch()
        batch.incidents = [Sample.incident(1), Sample.incident(2)]
        try journal.commit([batch])
        batch.incidents = [Sample.incident(1), closed]
        try journal.commit([batch])
        faults.expect(try journal.incident("I-1"), closed, "the incident")
        let restore = try journal.restore(alarmsSince: .distantPast, closedCountMax: 10)
        faults.expect(restore.openIncidents, [Sample.incident(2)], "open incidents")
        faults.expect(restore.closedIncidents, [closed], "closed incidents")
    }

    private static func replacement(
        _ journal: any Journal, _ faults: inout Faults
    ) throws(JournalError) {
        var batch = JournalBatch()
        batch.valves = [Sample.valve("V2", [1]), Sample.valve("V1", [2]), Sample.valve("V2", [3])]
        batch.documents = [
            DocumentRow(collection: "team", key: "C-1", body: [1]),
            DocumentRow(collection: "team", key: "C-2", body: [2]),
            DocumentRow(collection: "test", key: "C-1", body: [3]),
        ]
        try journal.commit([batch])
        batch = JournalBatch()
        batch.documents = [
            DocumentRow(collection: "team", key: "C-1", body: nil),
            DocumentRow(collection: "team", key: "C-9", body: nil),
            DocumentRow(collection: "team", key: "C-2", body: [4]),
        ]
        try journal.commit([batch])
        let restore = try journal.restore(alarmsSince: .distantPast, closedCountMax: 0)
        faults.expect(
            restore.valves, [Sample.valve("V1", [2]), Sample.valve("V2", [3])], "valves")
        faults.expect(
            restore.documents,
            [
                DocumentRow(collection: "team", key: "C-2", body: [4]),
                DocumentRow(collection: "test", key: "C-1", body: [3]),
            ], "documents")
    }

    private static func extremes(
        _ journal: any Journal, _ faults: inout Faults
    ) throws(JournalError) {
        var alarm = Sample.alarm(String(repeating: "x", count: 32), sequence: .max, at: 1)
        alarm.boot = .max
        alarm.bodyHash = 1 << 63
        alarm.receivedAt = .distantPast
        var incident = Sample.incident(1)
        incident.valve = ""
        incident.centre = "東 ' \" ; %"
        incident.record = []
        incident.raisedAt = .distantFuture
        var entry = Sample.entry(1, subject: "水 ' ; --")
        entry.body = []
        var batch = JournalBatch()
        batch.alarms = [alarm]
        batch.incidents = [incident]
        batch.entries = [entry]
        batch.valves = [Sample.valve("V", [])]
        batch.documents = [DocumentRow(collection: "", key: "", body: [])]
        try journal.commit([batch])
        let restore = try journal.restore(alarmsSince: .distantPast, closedCountMax: 0)
        faults.expect(restore.alarms, batch.alarms, "alarms")
        faults.expect(restore.openIncidents, batch.incidents, "incidents")
        faults.expect(restore.valves, batch.valves, "valves")
        faults.expect(restore.documents, batch.documents, "documents")
        faults.expect(
            try journal.entries(subject: entry.subject, countMax: 9), [entry], "entries")
    }

    private static func closedJournal(
        _ journal: any Journal, _ faults: inout Faults
    ) throws(JournalError) {
        journal.close()
        journal.close()
        var batch = JournalBatch()
        batch.entries = [Sample.entry(1, subject: "")]
        let calls: [(String, () throws(JournalError) -> Void)] = [
            ("commit", { () throws(JournalError) in try journal.commit([batch]) }),
            ("incident", { () throws(JournalError) in _ = try journal.incident("I-1") }),
            (
                "incidents",
                { () throws(JournalError) in _ = try journal.incidents(IncidentQuery()) }
            ),
        ]
        for (name, call) in calls {
            do {
                try call()
                faults.expect("answered", "failed as unavailable", name)
            } catch {
                faults.expect(error.isRetryable, true, "\(name) can be retried")
            }
        }
    }
}
