import ConsoleAPI
import Foundation
import LinuxPlatform
import Mosquitto
import PlainHTTP
import Testing
import WatchTestKit

/// A real broker, a real daemon, and one peer that is every valve and the centre.
struct Scene {
    let broker: TestBroker
    /// What the daemon's connections lead through, where a test wants to cut them.
    let wire: BrokenWire?
    let daemon: RunningDaemon
    let peer: BrokerPeer
    let client: PlainHTTPClient

    static let registry = """
        valve,area,building,riser,floor,lat,lon,address,category,contact_name,contact_phone
        V1,370202010,B1,R1,1,36.0640,120.3560,测试路1号101,独居老人,王小明,00012345678
        V2,370202010,B1,R1,4,36.0642,120.3562,测试路1号401,残疾人,李小红,00087654321
        V3,370202010,B2,R2,2,36.0700,120.3700,测试路2号201,低保家庭,赵某,00011112222
        """

    /// - Parameters:
    ///   - isWired: whether the daemon's connections lead through a wire that can be cut.
    ///   - state: the directory of the store; nil keeps it with the settings.
    ///   - roads: the bytes of a road graph; nil has none.
    ///   - parties: the text of `parties.yaml`; without one there is no such file.
    init(
        _ options: TestBroker.Options = TestBroker.Options(), teams: [String] = ["C-1", "C-2"],
        isWired: Bool = false, state: String? = nil, roads: [UInt8]? = nil, parties: String = ""
    ) async throws {
        broker = try TestBroker(options)
        wire = isWired ? try BrokenWire(to: broker.port) : nil
        daemon = try RunningDaemon(
            brokerPort: wire?.port ?? broker.port, registry: Self.registry, teams: teams,
            login: options.login, state: state,
            environment: roads == nil ? [] : ["GASWATCH_RESCUE_ROADS=city.roads"])
        if let roads {
            let file = URL(filePath: daemon.workspace.file("city.roads"))
            try Data(roads).write(to: file)
        }
        if !parties.isEmpty { _ = try daemon.workspace.write(parties, to: "parties.yaml") }
        try daemon.start()
        peer = try BrokerPeer(
            broker.endpoint, "peer",
            filters: [
                "gas/v1/+/+/receipt", "gas/v1/+/+/command", "rescue/v1/+/callout",
                "rescue/v1/+/notice", "rescue-drill/v1/+/callout", "rescue-drill/v1/+/notice",
                "gaswatch/v1/+/status",
            ])
        client = PlainHTTPClient(try HTTPTarget(parsing: daemon.address))
        // What is said before a lane has subscribed reaches nobody: a valve would repeat it, the
        // tests wait. The daemon's own birth says that its way out stands, a retained link message
        // that has arrived says that the report lane does.
        #expect(peer.first { $0.topic == "gaswatch/v1/test/status" } != nil)
        peer.send("gas/v1/370202010/READY/link", "{\"online\":true,\"boot\":1}", retained: true)
        _ = try await eventually("valves/READY") { $0.contains("\"link\":\"online\"") }
        _ = try await eventually("status") {
            $0.contains("\"broker\":\"connected\"")
                && $0.contains("\"rescueBroker\":\"connected\"")
        }
    }

    func end() {
        peer.stop()
        daemon.resume()
        daemon.stop()
        wire?.end()
        broker.stop()
    }

    /// Publishes a reading on a valve's topic.
    func say(
        _ valve: String, _ channel: String, boot: Int = 1, seq: Int, _ fields: String = "",
        area: String = "370202010"
    ) {
        let rest = fields.isEmpty ? "" : "," + fields
        peer.send("gas/v1/\(area)/\(valve)/\(channel)", "{\"boot\":\(boot),\"seq\":\(seq)\(rest)}")
    }

    func receipt(
        _ valve: String, seq: Int, boot: Int = 1, seconds: Int64 = 30
    ) -> BrokerPeer.Heard? {
        peer.first(seconds: seconds) { heard in
            heard.topic.hasSuffix("/\(valve)/receipt")
                && heard.text.contains("\"boot\":\(boot),\"seq\":\(seq),")
        }
    }

    func callout(
        _ valve: String, _ word: String, where condition: @Sendable (String) -> Bool = { _ in true }
    ) -> BrokerPeer.Heard? {
        peer.first { heard in
            heard.topic.hasSuffix("/callout") && heard.text.contains("\"valve\":\"\(valve)\"")
                && heard.text.contains("\"callout\":\"\(word)\"") && condition(heard.text)
        }
    }

    func reply(_ incident: String, _ team: String, _ word: String, revision: Int = 99) {
        peer.send(
            "rescue/v1/central/reply",
            """
            {"incident":"\(incident)","team":"\(team)","revision":\(revision),"reply":"\(word)",\
            "by":"王"}
            """)
    }

    func get(_ path: String) async throws -> HTTPAnswer {
        try await client.send(method: "GET", path: "/api/v1/" + path)
    }

    func post(_ path: String, _ body: String) async throws -> HTTPAnswer {
        try await client.send(
            method: "POST", path: "/api/v1/" + path,
            headers: [(name: "content-type", value: "application/json")],
            body: Array(body.utf8))
    }

    /// Asks until the answer satisfies `condition`; the last answer when it does not in time.
    func eventually(
        _ path: String, seconds: Int64 = 20, _ condition: (String) -> Bool
    ) async throws -> String {
        let end = BootClock.milliseconds() + seconds * 1_000
        while true {
            let text = try await get(path).text
            if condition(text) || BootClock.milliseconds() > end { return text }
            await Task.yield()
        }
    }

    /// The open incidents of a valve.
    func incidents(_ valve: String) async throws -> [IncidentView] {
        struct List: Decodable { var items: [IncidentView] }
        let answer = try await get("incidents?state=open&valve=\(valve)")
        return try JSONDecoder().decode(List.self, from: Data(answer.body)).items
    }
}
