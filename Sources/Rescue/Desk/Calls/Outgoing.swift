/// What is on its way to the centres: what this batch decided and has not been sent yet, and what was
/// sent and is repeated until it is answered.
struct Outgoing: Sendable {
    /// A call-out that leaves when the batch's revisions are sealed.
    struct Pending: Sendable {
        var incident: String
        var word: CalloutWord
        var centre: String
        var team: String?
        var reason: String?
        var acceptedBy: String?

        var key: Delivery.Key { Delivery.Key(incident: incident, centre: centre, team: team) }
    }

    /// Whether the centres' broker is there. Of a program that kept no deliveries nothing is known, and
    /// it sent in any case.
    var hasRoad = true
    /// Call-outs of this batch, in order.
    private(set) var pending: [Pending] = []
    /// Incidents whose centres are to be told of a change, in order, each once.
    private var changed: [String] = []
    private var changedSet: Set<String> = []
    /// Call-outs that are repeated, by incident.
    private var deliveries: [String: [Delivery.Key: Delivery]] = [:]
    /// Confirmations of what was never said to the centre, that were answered; the oldest first.
    private var refused: [String] = []

    /// A thousand conversations at once: more than centres and incidents ever have, and the search
    /// through them takes microseconds.
    static let refusedMax = 1_000

    /// Incidents that have something out to be repeated.
    var incidents: some Collection<String> { deliveries.keys }

    subscript(key: Delivery.Key) -> Delivery? { deliveries[key.incident]?[key] }

    /// Updates and stand-downs that are on their way, in order of their names.
    var kept: [Delivery] {
        deliveries.values.flatMap { $0.values.filter(\.isKept) }.sorted { $0.name < $1.name }
    }

    /// What is repeated of an incident.
    func deliveries(of incident: String) -> [Delivery.Key: Delivery] {
        deliveries[incident] ?? [:]
    }

    mutating func add(_ callout: Pending) { pending.append(callout) }

    mutating func noteChange(of incident: String) {
        if changedSet.insert(incident).inserted { changed.append(incident) }
    }

    mutating func takePending() -> [Pending] {
        defer { pending.removeAll(keepingCapacity: true) }
        return pending
    }

    mutating func takeChanged() -> [String] {
        defer {
            changed.removeAll(keepingCapacity: true)
            changedSet.removeAll(keepingCapacity: true)
        }
        return changed
    }

    mutating func put(_ delivery: Delivery) {
        deliveries[delivery.key.incident, default: [:]][delivery.key] = delivery
    }

    mutating func end(_ key: Delivery.Key) {
        deliveries[key.incident]?[key] = nil
        if deliveries[key.incident]?.isEmpty == true { deliveries[key.incident] = nil }
    }

    /// Notes that a centre's confirmation of what it was never told is answered; whether it has been
    /// answered before.
    mutating func hasRefused(_ reply: DeskReply) -> Bool {
        let names = [reply.incident, reply.centre, reply.team ?? ""].joined(separator: "|")
        if refused.contains(names) { return true }
        if refused.count >= Self.refusedMax { refused.removeFirst() }
        refused.append(names)
        return false
    }
}
