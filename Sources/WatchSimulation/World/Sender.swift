/// One sender of the daemon behind its queue: what it has taken reaches the broker in order, after a
/// cut once more, and is lost with the daemon.
struct Sender {
    enum Side: Int { case valves, rescue }

    let outbound: SimulatedOutbound
    /// Nothing reaches the broker before what was sent earlier.
    var arrivalAt: Int64 = 0
    var isUp = false
    /// What was under way at a cut.
    var parked: [Sent] = []

    init(_ outbound: SimulatedOutbound) { self.outbound = outbound }
}
