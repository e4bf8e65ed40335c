internal import ValveModel

/// The order of incidents: priority, raised at, id, and the key should two ids be the same.
enum PlanOrder {
    /// The places of the incidents in their order; one pass when they are in order already.
    static func places(of incidents: [PlanIncident]) -> [Int] {
        let marks = incidents.enumerated().map { place, incident in
            Mark(priority: incident.priority, raisedAt: incident.raisedAt, place: place)
        }
        let isSorted = marks.dropFirst().allSatisfy {
            !precedes($0, marks[$0.place - 1], incidents)
        }
        if isSorted { return Array(incidents.indices) }
        return marks.sorted { precedes($0, $1, incidents) }.map(\.place)
    }

    /// What decides nearly always, kept apart from the strings so that sorting moves little.
    private struct Mark: BitwiseCopyable {
        let priority: Priority
        let raisedAt: Int64
        let place: Int
    }

    private static func precedes(_ left: Mark, _ right: Mark, _ incidents: [PlanIncident]) -> Bool {
        if left.priority != right.priority { return left.priority < right.priority }
        if left.raisedAt != right.raisedAt { return left.raisedAt < right.raisedAt }
        let leftID = incidents[left.place].id
        let rightID = incidents[right.place].id
        if leftID != rightID { return leftID < rightID }
        return incidents[left.place].key < incidents[right.place].key
    }
}
