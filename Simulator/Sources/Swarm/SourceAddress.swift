internal import Mosquitto

/// From which of this machine's loopback addresses a member connects.
///
/// One address has 28,000 ports towards one listener, searching the last free ones burns a core,
/// and closed connections keep theirs for a minute: 16 addresses leave room for several runs.
enum SourceAddress {
    private static let count = 16

    /// - Returns: nil when the broker is not on this machine or on a unix socket.
    static func of(member: Int, to endpoint: BrokerEndpoint) -> String? {
        let isLoopback = endpoint.host == "localhost" || endpoint.host.hasPrefix("127.")
        guard endpoint.socketPath == nil, isLoopback else { return nil }
        return "127.0.1.\(1 + member % count)"
    }
}
