/// How a sender connects and how much it keeps.
public struct SenderOptions: Sendable {
    /// The broker.
    public var endpoint: BrokerEndpoint
    /// The identifier of this client, unique per broker.
    public var clientID: String
    /// What the broker publishes when this client vanishes without a word.
    public var will: OutboundMessage?
    /// What is sent first on every link, usually the retained opposite of the will.
    public var birth: OutboundMessage?
    /// What is sent last when the sender stops on a living link: a goodbye in order keeps the broker
    /// from publishing the will.
    public var farewell: OutboundMessage?
    /// Seconds of silence after which either side asks for a sign of life: as for a lane.
    public var keepAliveSeconds: UInt16 = 10
    /// How many messages of quality 1 may await their acknowledgement. The library scans the list
    /// of these for every acknowledgement: 20 to 500 carried the full rate, thousands did not.
    public var windowCount: Int = 100
    /// How many messages may wait for the thread. A receipt for each of 29,000 valves and as much
    /// again for call-outs and commands.
    public var queueCountMax: Int = 65_536
    /// After how many milliseconds a message that has not left is not sent any more, unless it is the
    /// topic's last value or to be kept; for ever without a limit.
    public var outdatedAfterMilliseconds: Int64 = .max
    /// The first pause after a lost link, in milliseconds.
    public var pauseFirstMilliseconds: Int64 = 200
    /// The longest pause, in milliseconds: as for a lane.
    public var pauseLongestMilliseconds: Int64 = 2_000
    /// The seed of the chance in the pauses.
    public var seed: UInt64

    /// Options with the derived defaults.
    public init(
        endpoint: BrokerEndpoint, clientID: String, will: OutboundMessage? = nil,
        birth: OutboundMessage? = nil, farewell: OutboundMessage? = nil, seed: UInt64 = 2
    ) {
        self.endpoint = endpoint
        self.clientID = clientID
        self.will = will
        self.birth = birth
        self.farewell = farewell
        self.seed = seed
    }
}
