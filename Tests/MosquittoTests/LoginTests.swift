import LinuxPlatform
import Mosquitto
import Testing
import WatchTestKit

@Suite("A login")
struct LoginTests {
    private static func lane(
        _ endpoint: BrokerEndpoint, sink: RecordingSink
    ) throws(BrokerFault) -> Lane<RecordingSink> {
        try Lane(
            LaneOptions(
                endpoint: endpoint, clientID: "login", filters: [TopicFilter("gas/#", quality: 1)],
                sessionExpirySeconds: 60),
            sink: sink)
    }

    @Test("A refused password is reported, tried again, and works once the broker knows it")
    func refusedThenAccepted() async throws {
        var kind = TestBroker.Options()
        kind.login = ("centre", "right")
        let broker = try TestBroker(kind)
        var endpoint = broker.endpoint
        endpoint.password = "new"
        let sink = RecordingSink()
        let lane = try LoginTests.lane(endpoint, sink: sink)
        try lane.start()
        try await eventually("refused twice") { sink.refusedCount >= 2 }
        #expect(lane.counters.refused >= 2 && sink.connectedCount == 0)
        guard case .refused(let reason) = try #require(sink.links.first) else {
            Issue.record("The first report is a refusal.")
            return
        }
        #expect(reason.origin == .broker && reason.code == 135)
        try broker.setLogin("centre", password: "new")
        try await eventually("accepted") { sink.connectedCount == 1 }
        lane.stop()
    }

    @Test("A sender reports the same refusal and counts it")
    func senderRefused() async throws {
        var kind = TestBroker.Options()
        kind.login = ("centre", "right")
        let broker = try TestBroker(kind)
        var endpoint = broker.endpoint
        endpoint.password = "wrong"
        let sender = try Sender.ringing(SenderOptions(endpoint: endpoint, clientID: "sender"))
        try sender.start()
        try await eventually("refused") { sender.counters.refused >= 1 }
        #expect(!sender.isConnected)
        sender.stop(flushMilliseconds: 0)
    }

    @Test("A link over TLS carries messages; a broker of a strange authority is not trusted")
    func tls() async throws {
        let certificates = try TestCertificates()
        var kind = TestBroker.Options()
        kind.tls = certificates
        let broker = try TestBroker(kind)
        let sink = RecordingSink()
        let lane = try LoginTests.lane(broker.endpoint, sink: sink)
        try lane.start()
        try await eventually("connected") { sink.connectedCount == 1 }
        let sender = try Sender.ringing(
            SenderOptions(endpoint: broker.endpoint, clientID: "sender"))
        try sender.start()
        try await eventually("connected") { sender.isConnected }
        for number in 0..<2000 { #expect(sender.send(.numbered(number))) }
        try await eventually("all arrive") { sink.heard.count == 2000 }
        #expect(sink.texts == (0..<2000).map(String.init))
        #expect(sender.stop(flushMilliseconds: 5000))

        var suspicious = broker.endpoint
        suspicious.caFile = certificates.strangerFile
        let said = try await twoFailures(of: suspicious)
        #expect(said.contains("certificate verify failed"), "\(said)")
        lane.stop()
    }

    @Test("TLS to a broker that speaks plainly says so")
    func plain() async throws {
        let certificates = try TestCertificates()
        let broker = try TestBroker()
        var endpoint = broker.endpoint
        endpoint.caFile = certificates.caFile
        let said = try await twoFailures(of: endpoint)
        #expect(said.contains("A TLS error occurred. ("), "\(said)")
    }

    /// What a lane says that cannot connect.
    private func twoFailures(of endpoint: BrokerEndpoint) async throws -> String {
        let sink = RecordingSink()
        let lane = try LoginTests.lane(endpoint, sink: sink)
        defer { lane.stop() }
        try lane.start()
        try await eventually("two attempts fail") { sink.links.count >= 2 }
        #expect(sink.connectedCount == 0)
        return "\(sink.links)"
    }

    @Test("Faults of the endpoint are known before a connection")
    func endpointFaults() throws {
        let workspace = try BrokerWorkspace()
        let certificates = try TestCertificates()
        let missing = workspace.file("missing.pem")
        let empty = try workspace.write("hello\n", to: "empty.pem")
        let sink = RecordingSink()
        func fault(_ endpoint: BrokerEndpoint) -> BrokerFault? {
            do {
                _ = try LoginTests.lane(endpoint, sink: sink)
                return nil
            } catch {
                return error
            }
        }
        #expect(fault(BrokerEndpoint()) == nil)
        #expect(fault(BrokerEndpoint(caFile: certificates.caFile)) == nil)
        #expect(fault(BrokerEndpoint(port: 0))?.description.contains("port 0") == true)
        #expect(fault(BrokerEndpoint(host: "")) != nil)
        #expect(fault(BrokerEndpoint(socketPath: "")) != nil)
        #expect(fault(BrokerEndpoint(socketPath: "/x", caFile: certificates.caFile)) != nil)
        #expect(fault(BrokerEndpoint(certificateFile: certificates.certificateFile)) != nil)
        guard case .file(let system) = try #require(fault(BrokerEndpoint(caFile: missing))) else {
            Issue.record("A missing file is a fault of the file.")
            return
        }
        #expect(system.path == missing && system.code == 2)
        #expect(
            fault(BrokerEndpoint(caFile: empty))
                == .certificate(path: empty, expected: "a PEM block CERTIFICATE"))
    }
}
