package import Rescue
package import ValveWire

/// Under which word something is counted that was not taken, or not taken whole.
package enum RejectReason: Sendable {
    /// A message on a valve's topic, refused or with a remark.
    case valve(Refusal)
    /// A body on a link topic.
    case link(Refusal)
    /// A word of `FieldFaults.reasons`: the rest of the message stands.
    case field(String)
    /// A message of a centre or a party.
    case rescue(RescueRefusal)

    /// The word, one of a list that is ours, whatever a sender writes.
    package var code: String {
        switch self {
        case .valve(let refusal): refusal.rawValue
        case .link(let refusal): "link_" + refusal.rawValue
        case .field(let word): word
        case .rescue(let refusal): refusal.rawValue
        }
    }
}
