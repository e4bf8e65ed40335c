/// The state of an alarm in its life cycle (ISA-18.2, IEC 62682).
public enum AlarmState: String, Codable, CaseIterable, Sendable {
    /// The condition holds and nobody has seen it.
    case unacknowledged
    /// The condition holds and a person has seen it.
    case acknowledged
    /// The condition is gone and nobody has seen it.
    case returned
    /// The condition is gone, a person has seen it, and people have to end it.
    case latched
    /// A person has set it aside for a while.
    case shelved
    /// By design: it lives in an area event, whose alarm stands for it.
    case suppressed
    /// Its valve is out of service.
    case outOfService = "out_of_service"
    /// Nothing is open.
    case normal

    /// The state of one incident's alarm.
    public init(of incident: Incident) {
        guard incident.isOpen else {
            self = incident.reason == "folded" ? .suppressed : .normal
            return
        }
        if let shelf = incident.shelf {
            self = shelf.isService ? .outOfService : .shelved
            return
        }
        let isSeen = incident.seenAt != nil
        if incident.current.isEmpty || incident.isFinished {
            self = isSeen ? .latched : .returned
        } else {
            self = isSeen ? .acknowledged : .unacknowledged
        }
    }
}
