import Foundation
import Glibc
import LinuxPlatform
import PlainHTTP
import Testing
import WatchTestKit

@Suite("The daemon's watch over itself", .serialized)
struct SelfWatchTests {
    /// What mosquitto lets everybody do, with or without what valves and centres say.
    private static func rules(isWhole: Bool) -> String {
        let roots = isWhole ? ["gas/v1/#", "rescue/v1/#"] : ["gas/v1/+/+/receipt"]
        return (roots + ["gaswatch/v1/#"]).map { "topic readwrite \($0)\n" }.joined()
            + "topic read $SYS/broker/#\n"
    }

    @Test("Access rules that swallow messages are found by the canary, and their mending too")
    func deniedByRules() async throws {
        let folder = try BrokerWorkspace()
        var options = TestBroker.Options()
        let path = try folder.write(Self.rules(isWhole: false), to: "acl")
        options.extraLines = ["acl_file \(path)"]
        let scene = try await Scene(options)
        defer { scene.end() }
        let silent = try await scene.eventually("status") {
            $0.contains("\"canary_valve\"") && $0.contains("\"canary_rescue\"")
        }
        #expect(silent.contains("\"broker\":\"connected\""), "the connection stands all the while")
        #expect(silent.contains("gas/v1/gaswatch/test/canary"), "the words name the topic")
        #expect(silent.contains("\"health\":\"degraded\""))

        try folder.write(Self.rules(isWhole: true), to: "acl")
        kill(try #require(scene.broker.pid), SIGHUP)
        let well = try await scene.eventually("status") { !$0.contains("\"canary_") }
        #expect(well.contains("\"health\":\"ok\""), "\(well)")
        let metrics = try await scene.client.send(method: "GET", path: "/metrics").text
        let count = try #require(
            metrics.split(separator: "\n").first {
                $0.hasPrefix("gaswatch_canary_round_trip_seconds_count{broker=\"valve\"}")
            })
        #expect(Int(count.split(separator: " ").last ?? "") ?? 0 > 0)
    }

    @Test("A daemon that stood still learns what the broker dropped and asks every valve anew")
    func dropped() async throws {
        var options = TestBroker.Options()
        // The last line of a name counts for mosquitto.
        options.extraLines = [
            "max_inflight_messages 10", "max_queued_messages 10", "sys_interval 1",
        ]
        let scene = try await Scene(options)
        defer { scene.end() }
        for valve in ["V1", "V2"] { scene.say(valve, "report", seq: 1, "\"position\":\"open\"") }
        for valve in ["V1", "V2"] {
            _ = try await scene.eventually("valves/\(valve)") { $0.contains("\"open\"") }
        }
        // The total of before has to be known, or the first one heard is the past.
        _ = try await scene.eventually("status") { $0.contains("\"dropped\":0") }
        let daemon = try #require(scene.daemon.pid)
        kill(daemon, SIGSTOP)
        // The daemon's lanes let the broker send 10,000 ahead; ten more wait, the rest is dropped.
        for number in 1...12_000 { scene.say("S1", "report", seq: number) }
        let drops = BrokerDrops(scene.broker)
        #expect(drops.awaitSome(), "nothing was dropped")
        kill(daemon, SIGCONT)

        let told = try await scene.eventually("status") { $0.contains("valve_broker_dropped") }
        #expect(told.contains("max_queued_messages"))
        for valve in ["V1", "V2"] {
            let command = try #require(
                scene.peer.first { $0.topic == "gas/v1/370202010/\(valve)/command" })
            #expect(command.json["action"] as? String == "read")
        }
        #expect(!scene.peer.heard.contains { $0.topic.hasSuffix("/READY/command") && $0.retained })
        let after = try await scene.eventually("valves/V1") { $0.contains("\"link\"") }
        #expect(!after.contains("\"offline\""), "no storm of silence follows")
    }

    @Test("The service manager hears that the daemon lives, with no broker at all")
    func watchdogWithoutBroker() throws {
        let daemon = try RunningDaemon(
            brokerPort: try Loopback.freePort(), environment: ["WATCHDOG_USEC=3000000"])
        try daemon.start()
        defer { daemon.stop() }
        while daemon.notes.count < 40, daemon.notes.count(where: { $0 == "WATCHDOG=1" }) < 2 {
            guard daemon.nextNote() != nil else { break }
        }
        let heard = daemon.notes
        #expect(heard.contains("READY=1"))
        #expect(heard.count { $0 == "WATCHDOG=1" } == 2, "\(heard)")
        #expect(heard.contains { $0.hasPrefix("STATUS=degraded") })
    }
}

/// What a test's broker says that it dropped, heard by somebody who is never slow.
private struct BrokerDrops {
    let peer: BrokerPeer?

    init(_ broker: TestBroker) {
        peer = try? BrokerPeer(
            broker.endpoint, "drops", filters: ["$SYS/broker/publish/messages/dropped"])
    }

    func awaitSome() -> Bool {
        defer { peer?.stop() }
        return peer?.first { Int($0.text) ?? 0 > 0 } != nil
    }
}
