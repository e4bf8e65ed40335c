internal import ValveModel

/// The order of work among P3 and P4. P1 and P2 are not in it: nothing here touches what calls a
/// team out.
public enum TriageRule {
    /// What the order goes by besides the incident itself.
    public struct Hint: Equatable, Sendable {
        /// The source chatters, or has begun three times in a day: it wants repair, not a visit a
        /// time.
        public var isNuisance: Bool

        /// What is known of the source.
        public init(isNuisance: Bool) { self.isNuisance = isNuisance }
    }

    /// Open P3 and P4 incidents in the order of work: visits before the work list; area events,
    /// which stand for many homes, before single ones; who is not known for nuisance before who is;
    /// then the longest waiting.
    public static func order(
        _ incidents: some Sequence<Incident>, _ hint: (Incident) -> Hint
    ) -> [Incident] {
        incidents.filter {
            $0.isOpen && !$0.priority.callsOut && $0.mode == .actual && $0.shelf == nil
                && !$0.needsMadeSafe
        }
        .map { ($0, hint($0).isNuisance) }
        .sorted { left, right in
            rank(left.0, left.1) != rank(right.0, right.1)
                ? rank(left.0, left.1).lexicographicallyPrecedes(rank(right.0, right.1))
                : (left.0.raisedAt, left.0.id) < (right.0.raisedAt, right.0.id)
        }
        .map(\.0)
    }

    private static func rank(_ incident: Incident, _ isNuisance: Bool) -> [UInt8] {
        [incident.priority.rawValue, incident.event == nil ? 1 : 0, isNuisance ? 1 : 0]
    }
}
