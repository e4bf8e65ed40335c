/// One subscription of the daemon: the broker's session with its queue, the connection, and the
/// batch whose acknowledgements the daemon holds back.
struct Lane {
    enum Name: Int, CaseIterable { case alarm, report, rescue }

    /// A batch that the daemon has taken and not acknowledged.
    struct Held {
        var cursor: UInt64
        var parcels: [Parcel]
        var since: Int64
        var isCut = false
    }

    let name: Name
    /// Whether the session outlives a connection.
    let isPersistent: Bool
    var isUp = false
    var isTurnPlanned = false
    var isReturnPlanned = false
    private var parcels: [Parcel] = []
    private var first = 0
    var held: Held?

    init(_ name: Name, isPersistent: Bool) {
        self.name = name
        self.isPersistent = isPersistent
    }

    var waitingCount: Int { parcels.count - first }

    mutating func append(_ parcel: Parcel) { parcels.append(parcel) }

    /// Takes what comes next.
    mutating func take(_ countMax: Int) -> [Parcel] {
        let end = min(parcels.count, first + countMax)
        let taken = Array(parcels[first..<end])
        first = end
        if first == parcels.count {
            parcels.removeAll(keepingCapacity: true)
            first = 0
        }
        return taken
    }

    /// What was not acknowledged comes first when the session goes on.
    mutating func putBack(_ taken: [Parcel]) {
        parcels = taken + parcels[first...]
        first = 0
    }

    mutating func forgetAll() {
        parcels.removeAll(keepingCapacity: true)
        first = 0
    }
}
