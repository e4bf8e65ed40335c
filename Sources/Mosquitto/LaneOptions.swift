/// A subscription of a lane.
public struct TopicFilter: Equatable, Sendable {
    /// The filter, with `+` and `#`.
    public var pattern: String
    /// The quality of service asked for: 0 or 1. Never 2: its handshake ends before the callback,
    /// so a crash in between loses the message.
    public var quality: Int32

    /// A filter and its quality.
    public init(_ pattern: String, quality: Int32) {
        precondition(quality == 0 || quality == 1, "A lane subscribes with quality 0 or 1.")
        self.pattern = pattern
        self.quality = quality
    }
}

/// How a lane connects and how much it takes at a time.
public struct LaneOptions: Sendable {
    /// The broker.
    public var endpoint: BrokerEndpoint
    /// The identifier the broker keeps the session under; unique per broker.
    public var clientID: String
    /// The subscriptions, made again on every connect. Retained messages are asked for each time,
    /// because the present state of every valve is evaluated after each gap.
    public var filters: [TopicFilter]
    /// How long the broker keeps the session and what waits in it, in seconds. nil starts clean
    /// every time: right for reports, wrong for alarms.
    public var sessionExpirySeconds: UInt32?
    /// How many messages the broker may send ahead of the acknowledgements, 1–65535. It bounds
    /// what a held batch keeps in flight; the library's own default of 20 would throttle a storm.
    public var receiveMaximum: UInt16 = 10_000
    /// Seconds of silence after which either side asks for a sign of life. A network that swallows
    /// everything without a word shows only in a ping that is not answered, at the latest two of
    /// these later: 20 s of the 60 s in which a team should have accepted. A broker under a storm
    /// of connects answered within two seconds, and no batch is held for longer than the second
    /// after which the journal is not waited for.
    public var keepAliveSeconds: UInt16 = 10
    /// The most packets read before a batch ends. 4096 alarms commit in well under a second, and a
    /// sink can size its buffers by it. Over TLS one more record (16 KiB of packets) may come.
    public var batchCountMax: Int = 4096
    /// The first pause after a lost link, in milliseconds.
    public var pauseFirstMilliseconds: Int64 = 200
    /// The longest pause, in milliseconds: a broker that returns is used within two seconds, and
    /// within four where a network swallowed the connects. The
    /// handful of connections of one daemon are no load for it; thousands of valves would be.
    public var pauseLongestMilliseconds: Int64 = 2_000
    /// The seed of the chance in the pauses.
    public var seed: UInt64

    /// Options with the derived defaults.
    public init(
        endpoint: BrokerEndpoint, clientID: String, filters: [TopicFilter],
        sessionExpirySeconds: UInt32? = nil, seed: UInt64 = 1
    ) {
        self.endpoint = endpoint
        self.clientID = clientID
        self.filters = filters
        self.sessionExpirySeconds = sessionExpirySeconds
        self.seed = seed
    }
}
