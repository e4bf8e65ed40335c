/// A message that the simulated district sends.
package struct Publish: Equatable, Sendable {
    /// Who sends it, so that a transport can choose the connection.
    package enum Origin: Hashable, Sendable {
        case valve(Int)
        case centre(Int)
        /// Somebody who is no valve and no centre: clones and other intruders.
        case stranger
    }

    package var origin: Origin
    package var topic: String
    package var payload: [UInt8]
    package var quality: Int32
    package var retained = false
    /// When it was due, whatever the time it really leaves.
    package var planned: Instant

    package init(
        origin: Origin, topic: String, payload: [UInt8], quality: Int32, retained: Bool = false,
        planned: Instant
    ) {
        self.origin = origin
        self.topic = topic
        self.payload = payload
        self.quality = quality
        self.retained = retained
        self.planned = planned
    }
}
