internal import Journal
internal import ValveModel

/// Of rows that replace one another the newest only. A store that refuses for days would otherwise
/// gather the rows of every valve minute by minute, until memory ends and everything with it.
struct NewestRows: Sendable {
    private struct Name: Hashable {
        var collection: String
        var key: String
    }

    private var valves: [ValveID: ValveStateRow] = [:]
    private var documents: [Name: DocumentRow] = [:]

    var isEmpty: Bool { valves.isEmpty && documents.isEmpty }

    /// Takes the rows of a batch that a later one may replace. What happened stays in it.
    mutating func take(from batch: inout JournalBatch) {
        for row in batch.valves { valves[row.valve] = row }
        for row in batch.documents {
            documents[Name(collection: row.collection, key: row.key)] = row
        }
        batch.valves = []
        batch.documents = []
    }

    /// Gives all of them away, in one order.
    mutating func takeBatch() -> JournalBatch {
        var batch = JournalBatch()
        batch.valves = valves.values.sorted { $0.valve.description < $1.valve.description }
        batch.documents = documents.values.sorted {
            ($0.collection, $0.key) < ($1.collection, $1.key)
        }
        self = NewestRows()
        return batch
    }
}
