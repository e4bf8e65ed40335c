internal import Foundation
internal import Incidents
internal import ValveModel

/// At the end of a replay every incident has to stand in its row as the decisions have left it.
extension DeskReplay {
    /// The first incident whose row says something else; `nil` when none does.
    func compareRows(of journal: any Journal) throws(JournalError) -> ReplayDifference? {
        for id in incidents.keys.sorted() {
            guard let rebuilt = incidents[id] else { continue }
            guard let row = try journal.incident(id) else {
                // What is closed may have been pruned by its age.
                if rebuilt.isOpen { return rowDifference(id, "row", "nothing", "open") }
                continue
            }
            guard let stored = try? JSONDecoder().decode(Incident.self, from: Data(row.record))
            else { return rowDifference(id, "row", "damaged", "readable") }
            let value = TapeValue(of: stored, omitting: DeskTape.copiedFields)
            if let found = FaceComparison(fields: comparedFields).difference(value, rebuilt) {
                return rowDifference(id, found.field, found.journalled, found.rebuilt)
            }
        }
        return nil
    }

    private func rowDifference(
        _ incident: String, _ field: String, _ journalled: String, _ rebuilt: String
    ) -> ReplayDifference {
        ReplayDifference(
            at: tally.lastAt ?? .distantPast, record: tally.starts + tally.rounds,
            incident: incident, field: field, journalled: journalled, rebuilt: rebuilt,
            inputs: ["the incident's row"])
    }
}
