package import Mosquitto

/// A message on its way up or down, or one that the broker keeps as a last will.
package struct SwarmMessage: Equatable, Sendable {
    package var topic: String
    package var payload: [UInt8]
    /// The MQTT quality of service, 0 or 1. Quality 2 is never used in Gaswatch.
    package var quality: Int32
    package var retained: Bool

    package init(topic: String, payload: [UInt8], quality: Int32 = 0, retained: Bool = false) {
        self.topic = topic
        self.payload = payload
        self.quality = quality
        self.retained = retained
    }
}

/// The certificate and the key a member proves itself with; both are PEM files.
package struct SwarmIdentity: Equatable, Sendable {
    package var certificateFile: String
    package var keyFile: String

    package init(certificateFile: String, keyFile: String) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}

/// One connection of the swarm. Its number is its place in `SwarmOptions.members`.
package struct SwarmMember: Equatable, Sendable {
    package var clientID: String
    /// Which of the endpoints it connects to: an index into `SwarmOptions.endpoints`.
    package var endpoint: Int
    /// What it subscribes to at quality 1 on every connect, before its birth: each filter follows
    /// the stem, so that thousands of members that differ in the stem share one list.
    package var filters: [String]
    package var stem: String
    /// What the broker says in its name when the link ends without a goodbye.
    package var will: SwarmMessage?
    /// What it says itself on every connect, once its subscriptions are granted.
    package var birth: SwarmMessage?
    /// Nil: the certificate of the endpoint, if there is one.
    package var identity: SwarmIdentity?

    package init(
        clientID: String, endpoint: Int = 0, stem: String = "", filters: [String] = [],
        will: SwarmMessage? = nil, birth: SwarmMessage? = nil, identity: SwarmIdentity? = nil
    ) {
        self.clientID = clientID
        self.endpoint = endpoint
        self.stem = stem
        self.filters = filters
        self.will = will
        self.birth = birth
        self.identity = identity
    }
}

/// What a swarm is made with.
package struct SwarmOptions: Sendable {
    package var endpoints: [BrokerEndpoint]
    package var members: [SwarmMember]
    /// Each member draws its MQTT keepalive, in seconds, from this range: after a ramp that is
    /// over in two seconds all pings would otherwise fall into the same second.
    package var keepAliveSeconds: ClosedRange<Int>
    /// How many members may be between their TCP connect and their last SUBACK. The broker's
    /// listen queue takes 100: 50 in flight gave 16,400 connects a second, 150 only 1,600.
    package var connectsInFlightMax: Int
    /// How many threads serve the members; nil takes as many as the limit of open files demands.
    package var workers: Int?

    package init(
        endpoints: [BrokerEndpoint], members: [SwarmMember],
        keepAliveSeconds: ClosedRange<Int> = 50...70, connectsInFlightMax: Int = 64,
        workers: Int? = nil
    ) {
        self.endpoints = endpoints
        self.members = members
        self.keepAliveSeconds = keepAliveSeconds
        self.connectsInFlightMax = connectsInFlightMax
        self.workers = workers
    }
}

/// A message that came down to a member.
package struct SwarmArrival: Equatable, Sendable {
    package let member: Int
    package let topic: String
    package let payload: [UInt8]
    /// When it was read from the socket, on the boot clock.
    package let nanoseconds: Int64
}

/// A member's link came up or went down.
package struct SwarmLinkChange: Equatable, Sendable {
    package let member: Int
    /// Up means: connected, every filter granted, the birth handed to the socket.
    package let isUp: Bool
    package let nanoseconds: Int64
    /// Why it went down, without a full stop; empty when it came up.
    package let reason: String
}
