/// A message to the broker.
public struct OutboundMessage: Equatable, Sendable {
    /// What to do with a message while there is no link.
    public enum WhenDisconnected: Sendable {
        /// Turn it away at once; the caller decides what is next.
        case refuse
        /// Keep it, within the bound of the queue, and send it when the link is up.
        case keep
    }

    /// The topic, without wildcards.
    public var topic: String
    /// The bytes.
    public var payload: [UInt8]
    /// The quality of service, 0 or 1.
    public var quality: Int32
    /// Whether the broker keeps it as the topic's last value.
    public var retained: Bool
    /// Seconds after which the broker drops it undelivered; nil for never.
    public var expirySeconds: UInt32?
    /// What to do while there is no link.
    public var whenDisconnected: WhenDisconnected
    /// Whether it leaves however late, because nobody says it again.
    public var leavesLate = false

    /// A message of quality 1 that is turned away while there is no link.
    public init(
        topic: String, payload: [UInt8], quality: Int32 = 1, retained: Bool = false,
        expirySeconds: UInt32? = nil, whenDisconnected: WhenDisconnected = .refuse
    ) {
        precondition(quality == 0 || quality == 1, "A message leaves with quality 0 or 1.")
        self.topic = topic
        self.payload = payload
        self.quality = quality
        self.retained = retained
        self.expirySeconds = expirySeconds
        self.whenDisconnected = whenDisconnected
    }
}
