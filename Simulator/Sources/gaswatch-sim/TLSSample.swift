internal import ArgumentParser
internal import Mosquitto
internal import Swarm
internal import ValveModel

/// The first valves of a fleet, which come by TLS and prove themselves with certificates.
struct TLSSample: ParsableArguments {
    @Option(
        name: .customLong("tls"),
        help: "A listener with TLS, HOST:PORT, for a sample of the valves.")
    var address: String?

    @Option(name: .customLong("tls-valves"), help: "How many valves come by TLS.")
    var count = 100

    @Option(help: "The certificates that may have signed the listener's, PEM.")
    var ca: String?

    @Option(help: "A folder with VALVE.crt and VALVE.key for each valve of the sample.")
    var certificates: String?

    func check(valves: Int, isShared: Bool) throws {
        guard let address else { return }
        guard ca != nil, certificates != nil else {
            throw ValidationError("--tls needs --ca and --certificates.")
        }
        guard !isShared else {
            throw ValidationError("--tls is for valves with a connection each: no --connections.")
        }
        guard (1...valves).contains(count) else {
            throw ValidationError("--tls-valves is \(count); 1 to the \(valves) there are.")
        }
        do {
            try endpoint(address).check()
        } catch {
            throw ValidationError("\(error)")
        }
    }

    private func endpoint(_ address: String) throws -> BrokerEndpoint {
        var endpoint = try Address.endpoint(address)
        endpoint.caFile = ca
        return endpoint
    }

    /// Where the sample connects; nil without one.
    var endpoint: BrokerEndpoint? { address.flatMap { try? endpoint($0) } }

    /// What a valve proves itself with; nil when it is not of the sample.
    func identity(of valve: ValveID, number: Int) -> SwarmIdentity? {
        guard address != nil, number < count, let certificates else { return nil }
        return SwarmIdentity(
            certificateFile: "\(certificates)/\(valve).crt", keyFile: "\(certificates)/\(valve).key"
        )
    }
}
