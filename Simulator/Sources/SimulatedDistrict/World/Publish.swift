/// A message that the simulated district sends.
package struct Publish: Equatable, Sendable {
    /// Who sends it, so that a transport can choose the connection.
    package enum Origin: Equatable, Sendable {
        case valve(Int)
        case centre(Int)
    }

    package var origin: Origin
    package var topic: String
    package var payload: [UInt8]
    package var quality: Int32
    package var retained = false
    /// When it was due, whatever the time it really leaves.
    package var planned: Instant
}
