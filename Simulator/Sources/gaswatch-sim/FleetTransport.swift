internal import SimulatedDistrict

/// How the district's messages reach the broker. The shared connections below can be replaced by
/// one connection a valve without touching the district or its run.
protocol FleetTransport: Sendable {
    /// Connects, and waits until everything is connected and subscribed.
    func open(timeoutSeconds: Int64) throws(TransportFault)
    /// Offers a message; false when it could not even be queued.
    func send(_ publish: Publish) -> Bool
    /// Breaks a link without a goodbye: the broker publishes its last will.
    func cut(_ origin: Publish.Origin)
    /// Has a link back, for a valve in the boot it lives in now; at the start that is its birth.
    func restore(_ origin: Publish.Origin, boot: UInt32)
    /// Takes the messages that have arrived since the last call.
    func takeArrivals() -> [Arrival]
    /// Sleeps until a message arrives or the time has passed.
    func wait(milliseconds: Int64)
    /// How often a connection was lost, or an attempt to have it back failed.
    var linksLost: Int { get }
    /// Disconnects in order.
    func close()
}

/// A message that arrived, with its time on the boot clock in nanoseconds.
struct Arrival: Sendable {
    let topic: String
    let payload: [UInt8]
    let nanoseconds: Int64
}

/// Why there is no connection.
enum TransportFault: Error, CustomStringConvertible {
    case endpoint(String)
    case unreachable(String)

    var description: String {
        switch self {
        case .endpoint(let problem): problem
        case .unreachable(let problem): problem
        }
    }
}
