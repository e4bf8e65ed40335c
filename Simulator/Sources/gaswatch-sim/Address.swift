internal import Mosquitto
internal import SimulatedDistrict

/// Where the broker is, as a person writes it.
enum Address {
    static func endpoint(_ text: String) throws(TransportFault) -> BrokerEndpoint {
        if text.hasPrefix("unix:") {
            return BrokerEndpoint(socketPath: String(text.dropFirst(5)))
        }
        let colon = text.lastIndex(of: ":")
        guard let colon, let port = Int(text[text.index(after: colon)...]) else {
            throw .endpoint("--broker is \(text); it looks like 127.0.0.1:1883 or unix:/path.")
        }
        return BrokerEndpoint(host: String(text[..<colon]), port: port)
    }
}
