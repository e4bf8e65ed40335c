import Foundation
import LinuxPlatform
import PlainHTTP
import Testing
import WatchTestKit

@Suite("Stopping and starting again", .serialized)
struct StopTests {
    @Test("A stop in order says offline, retained, and a start says online again")
    func status() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        let topic = "gaswatch/v1/test/status"
        #expect(scene.daemon.stop() == 0)
        let words = scene.peer.wait { $0.contains { Self.isStatus($0, topic, "false") } }
        #expect(words != nil, "the last word is offline")
        // A late reader finds it: it is kept.
        let late = try BrokerPeer(scene.broker.endpoint, "late", filters: [topic])
        defer { late.stop() }
        let kept = try #require(late.first { $0.topic == topic })
        #expect(kept.retained && kept.text.contains("\"online\":false"))
        try scene.daemon.start()
        #expect(late.first { Self.isStatus($0, topic, "true") } != nil)
    }

    @Test("After a kill the will says it")
    func will() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        scene.daemon.kill9()
        let topic = "gaswatch/v1/test/status"
        #expect(scene.peer.first { Self.isStatus($0, topic, "false") } != nil)
    }

    @Test("A broker that is away does not hold up a stop")
    func withoutBroker() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        scene.broker.stop()
        _ = try await scene.eventually("status") {
            $0.contains("\"rescueBroker\":\"disconnected\"")
        }
        // One that is held up ends by its unit's limit, with a signal and not with 0.
        #expect(scene.daemon.stop() == 0)
    }

    @Test("A second daemon of the node behind the same console ends and leaves the first alone")
    func twin() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        let second = try scene.daemon.verb(
            ["run"], environment: ["GASWATCH_STATE=\(scene.daemon.workspace.file("other"))"])
        #expect(second.status == 75)
        #expect(second.text.contains("a daemon of the node test serves at"), "\(second.text)")
        scene.peer.send(
            "gas/v1/370202010/V1/alarm", #"{"boot":1,"seq":1,"alarm":"leak","gas":30}"#)
        #expect(scene.peer.first { $0.topic == "gas/v1/370202010/V1/receipt" } != nil)
    }

    @Test("A port that somebody else has keeps no home from being watched, and is taken when free")
    func takenPort() async throws {
        let broker = try TestBroker()
        let daemon = try RunningDaemon(brokerPort: broker.port, registry: Scene.registry)
        let stranger = try await DeafPort(port: daemon.apiPort)
        try daemon.start()
        let path = daemon.workspace.file("api.sock")
        let socket = PlainHTTPClient(HTTPTarget(.socket(path: path)))
        func status(_ condition: (String) -> Bool) async throws -> String {
            let end = BootClock.milliseconds() + 20_000
            while true {
                let text = try await socket.send(path: "/api/v1/status").text
                if condition(text) || BootClock.milliseconds() > end { return text }
                await Task.yield()
            }
        }
        let watching = try await status { $0.contains(#""broker":"connected""#) }
        #expect(watching.contains(#""broker":"connected""#), "\(watching)")
        #expect(watching.contains("another program listens at 127.0.0.1:\(daemon.apiPort)"))
        try await stranger.close()
        let well = try await status { !$0.contains(#""code":"console""#) }
        #expect(!well.contains(#""code":"console""#), "\(well)")
        let port = PlainHTTPClient(try HTTPTarget(parsing: daemon.address))
        #expect(try await port.send(path: "/healthz").status == 200)
        #expect(daemon.stop() == 0)
    }

    @Test("A valve that left the registry stays retired over restarts, heard or not")
    func retired() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        let rows = Scene.registry.split(separator: "\n")
        func put(_ rows: [Substring]) async throws -> HTTPAnswer {
            try await scene.client.send(
                method: "PUT", path: "/api/v1/registry",
                headers: [(name: "content-type", value: "text/csv")],
                body: Array(rows.joined(separator: "\n").utf8))
        }
        #expect(try await put([rows[0], rows[1], rows[2]]).status == 200)
        #expect(try await retired(scene) == ["V3"])
        scene.daemon.stop()
        // The file changes while nobody watches it.
        _ = try scene.daemon.workspace.write(
            [rows[0], rows[1]].joined(separator: "\n"), to: "registry.csv")
        try scene.daemon.start()
        #expect(try await retired(scene) == ["V2", "V3"])
        let valve = try await scene.get("valves/V3").text
        #expect(valve.contains("测试路2号201"), "its home is still known")
        #expect(valve.contains("\"registered\":false"))
        scene.daemon.kill9()
        try scene.daemon.start()
        #expect(try await retired(scene) == ["V2", "V3"])
        #expect(try await put(rows).status == 200)
        #expect(try await retired(scene) == [])
        scene.daemon.stop()
        try scene.daemon.start()
        #expect(try await retired(scene) == [])
    }

    private func retired(_ scene: Scene) async throws -> [String] {
        struct List: Decodable {
            struct Valve: Decodable { var id: String }
            var items: [Valve]
        }
        let answer = try await scene.get("valves?state=retired")
        return try JSONDecoder().decode(List.self, from: Data(answer.body)).items.map(\.id).sorted()
    }

    private static func isStatus(_ heard: BrokerPeer.Heard, _ topic: String, _ word: String) -> Bool
    {
        heard.topic == topic && heard.text.contains("\"online\":\(word)")
    }
}
