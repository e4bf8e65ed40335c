internal import Incidents
internal import ValveModel

/// A call-out that has to be repeated until it is answered.
///
/// Calls to a team are made again from their incident at a restart. Updates and stand-downs are known
/// from nothing else, so the journal keeps them: a team that is to turn back hears it all the same.
public struct Delivery: Codable, Equatable, Sendable {
    struct Key: Hashable, Comparable, Codable, Sendable {
        var incident: String
        var centre: String
        var team: String?
        /// An update runs beside the call-out that nobody has answered yet.
        var isUpdate = false

        static func < (left: Key, right: Key) -> Bool {
            func order(_ key: Key) -> (String, String, String, Int) {
                (key.incident, key.centre, key.team ?? "", key.isUpdate ? 1 : 0)
            }
            return order(left) < order(right)
        }

        /// Differs for every key, as ids of incidents and centres hold no stroke.
        var name: String { "\(incident)|\(centre)|\(team ?? "")|\(isUpdate ? "update" : "call")" }
    }

    let key: Key
    var word: CalloutWord
    /// Revision from which a reply counts as an answer.
    var revision: Int
    var sentCount: Int
    var nextAt: Moment
    var startedAt: Moment
    var reason: String?
    var acceptedBy: String?
    /// Whether it was offered once more while there was no broker, for the second channel.
    var wasOffered: Bool?
    /// The incident when a stand-down was sent, for when it is closed and out of the book; empty
    /// for the other words, which end with the incident. An array, to be small when it is empty.
    var last: [Incident]

    /// By which name the journal keeps it.
    public var name: String { key.name }

    /// Whether it is counted, kept over a restart, and waits while there is no broker to leave by.
    var isKept: Bool { word == .update || word == .standdown }

    /// How often an unanswered call-out is repeated (contract, section 3).
    static let every = Lapse.seconds(5)
    /// How often an update or a stand-down is sent at most.
    static let sentCountMax = 12

    /// As it stands after a restart: due at once, and one try less for every repeat that may have left
    /// since it was begun, which only its age tells. One is always left, and all of them where it has
    /// waited for the broker.
    func resumed(at now: Moment) -> Delivery {
        var delivery = self
        delivery.startedAt = min(startedAt, now)
        delivery.nextAt = now
        // Whether it has left is not known, and a start waits for its broker first.
        delivery.wasOffered = true
        guard sentCount > 0 else { return delivery }
        let age = (now - delivery.startedAt).milliseconds / Self.every.milliseconds
        delivery.sentCount = min(Int(age) + 1, Self.sentCountMax - 1)
        return delivery
    }
}
