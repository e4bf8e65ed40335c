import Foundation
import LinuxPlatform
import Mosquitto
import Testing
import WatchTestKit

@Suite("The shipped access rules", .serialized)
struct ShippedRulesTests {
    private static let rules = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Config/mosquitto/acl").path(percentEncoded: false)

    /// Publishes to a topic as a user and listens to it as the same; whether it came back before a
    /// message that the rules surely let through.
    private func comesBack(_ topic: String, as user: String) async throws -> Bool {
        var options = TestBroker.Options()
        options.login = (user, "secret")
        options.extraLines = ["acl_file \(Self.rules)"]
        let broker = try TestBroker(options)
        let sure = user == "gaswatchd" ? "gaswatch/v1/node/status" : "rescue/v1/\(user)/link"
        let peer = try BrokerPeer(broker.endpoint, user, filters: [topic, sure])
        defer { peer.stop() }
        peer.send(topic, "asked")
        peer.send(sure, "sure")
        #expect(peer.first { $0.text == "sure" } != nil)
        return peer.heard.contains { $0.text == "asked" }
    }

    @Test("The daemon may send itself canaries, a centre may not")
    func canary() async throws {
        for root in ["gas/v1", "rescue/v1"] {
            let topic = "\(root)/gaswatch/node/canary"
            #expect(try await comesBack(topic, as: "gaswatchd"))
            #expect(try await !comesBack(topic, as: "east"))
        }
    }

    @Test(
        "Every centre may hear what the daemon says to it", arguments: ["east", "central", "west"])
    func heard(centre: String) throws {
        let lines = try String(contentsOfFile: Self.rules, encoding: .utf8).split(separator: "\n")
        let from = try #require(lines.firstIndex(of: "user \(centre)")) + 1
        let own = lines[from...].prefix { !$0.hasPrefix("user ") }
        for topic in ["rescue/v1/\(centre)/callout", "rescue/v1/\(centre)/standby"] {
            #expect(own.contains("topic read \(topic)"), "\(topic)")
        }
    }

    @Test("The daemon hears what the broker says of dropped messages")
    func dropped() throws {
        var options = TestBroker.Options()
        options.login = ("gaswatchd", "secret")
        options.extraLines = ["acl_file \(Self.rules)", "sys_interval 1"]
        let broker = try TestBroker(options)
        let topic = "$SYS/broker/publish/messages/dropped"
        let peer = try BrokerPeer(broker.endpoint, "gaswatchd", filters: [topic])
        defer { peer.stop() }
        #expect(peer.first { $0.topic == topic }?.text == "0")
    }
}
