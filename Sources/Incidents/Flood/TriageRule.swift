internal import ValveModel

/// The order of work among P3 and P4. P1 and P2 are not in it: nothing here touches what calls a
/// team out.
public enum TriageRule {
    /// Why an incident is a nuisance: it wants repair or a word, not a visit a time.
    public enum Nuisance: String, Sendable, CaseIterable {
        /// Its source begins three times within a minute.
        case chattering
        /// Its source has begun three times in a day.
        case offender
        /// What it was raised for was gone within the profile's time.
        case clearedItself = "cleared_itself"
        /// Gas that comes with this home's cooking.
        case cooking
    }

    /// Open P3 and P4 incidents in the order of work: visits before the work list; area events,
    /// which stand for many homes, before single ones; who is not known for nuisance before who is;
    /// then the longest waiting.
    public static func order(
        _ incidents: some Sequence<Incident>, _ nuisances: (Incident) -> [Nuisance]
    ) -> [(incident: Incident, nuisances: [Nuisance])] {
        incidents.filter {
            $0.isOpen && !$0.priority.callsOut && $0.mode == .actual && $0.shelf == nil
                && !$0.needsMadeSafe
        }
        .map { (incident: $0, nuisances: nuisances($0)) }
        .sorted { left, right in
            let (ours, theirs) = (rank(left), rank(right))
            return ours != theirs
                ? ours.lexicographicallyPrecedes(theirs)
                : (left.incident.raisedAt, left.incident.id)
                    < (right.incident.raisedAt, right.incident.id)
        }
    }

    private static func rank(_ task: (incident: Incident, nuisances: [Nuisance])) -> [UInt8] {
        [
            task.incident.priority.rawValue, task.incident.event == nil ? 1 : 0,
            task.nuisances.isEmpty ? 0 : 1,
        ]
    }
}
