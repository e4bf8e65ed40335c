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

/// What members that differ in their names alone have in common. Thousands of members share one, so
/// that a member's own memory is its name.
package final class SwarmFamily: Sendable {
    /// The name follows it in the client identifier.
    package let clientStem: String
    /// The name, a slash and a topic's last words follow it; nil where topics and filters are whole.
    package let topicStem: String?
    /// Which of the endpoints they connect to: an index into `SwarmOptions.endpoints`.
    package let endpoint: Int
    /// What they subscribe to at quality 1 on every connect, before their birth.
    package let filters: [String]
    /// What the broker says in a member's name when the link ends without a goodbye.
    package let will: SwarmMessage?
    /// What a member says itself on every connect, once its subscriptions are granted.
    package let birth: SwarmMessage?
    /// Nil: the certificate of the endpoint, if there is one.
    package let identity: SwarmIdentity?

    package init(
        clientStem: String = "", topicStem: String? = nil, endpoint: Int = 0,
        filters: [String] = [], will: SwarmMessage? = nil, birth: SwarmMessage? = nil,
        identity: SwarmIdentity? = nil
    ) {
        self.clientStem = clientStem
        self.topicStem = topicStem
        self.endpoint = endpoint
        self.filters = filters
        self.will = will
        self.birth = birth
        self.identity = identity
    }

    /// The same with another will and birth.
    func saying(will: SwarmMessage?, birth: SwarmMessage?) -> SwarmFamily {
        SwarmFamily(
            clientStem: clientStem, topicStem: topicStem, endpoint: endpoint, filters: filters,
            will: will, birth: birth, identity: identity)
    }
}

/// One connection of the swarm. Its number is its place in `SwarmOptions.members`.
package struct SwarmMember: Sendable {
    /// A name of up to 15 bytes is stored in place.
    package let name: String
    package internal(set) var family: SwarmFamily

    package init(_ name: String, of family: SwarmFamily) {
        self.name = name
        self.family = family
    }

    package var clientID: String { family.clientStem + name }

    /// The whole topic or filter that a will, a birth or a subscription of this member names.
    func topic(_ words: String) -> String {
        family.topicStem.map { "\($0)\(name)/\(words)" } ?? words
    }
}

/// What a swarm is made with.
package struct SwarmOptions: Sendable {
    /// Where one has a password and no user name, each member logs in by its own name.
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
