package import LinuxPlatform
package import Mosquitto

/// Why a swarm cannot be made or started. A broker that is absent or refuses is not a fault: the
/// members keep trying, and `Swarm.refusedReason` says why it does not work.
package enum SwarmFault: Error, Equatable, Sendable, CustomStringConvertible {
    case noMembers
    case endpoint(BrokerFault)
    case unknownEndpoint(clientID: String, endpoint: Int, count: Int)
    case badMember(clientID: String, what: String)
    case keepAlive(ClosedRange<Int>)
    case inFlight(Int)
    case tooFewWorkers(given: Int, needed: Int)
    case system(SystemFault)
    case library(clientID: String, attempt: String, words: String)

    package var description: String {
        switch self {
        case .noMembers: "The swarm has no members: give it at least one connection."
        case .endpoint(let fault): fault.description
        case .unknownEndpoint(let clientID, let endpoint, let count):
            "\(clientID) wants broker number \(endpoint); the highest is \(count - 1)."
        case .badMember(let clientID, let what): "\(clientID): \(what)"
        case .keepAlive(let range):
            "A keepalive of \(range.lowerBound) to \(range.upperBound) s is outside 5 to 65535 s."
        case .inFlight(let count):
            "\(count) connects in flight are outside 1 to 100, the broker's listen queue."
        case .tooFewWorkers(let given, let needed):
            "The limit of open files asks for at least \(needed) worker threads, not \(given)."
        case .system(let fault): fault.description
        case .library(let clientID, let attempt, let words):
            "libmosquitto could not \(attempt) of \(clientID): \(words)."
        }
    }
}
