import ConsoleAPI
import Foundation
import PlainHTTP
import Testing
import WatchTestKit

@Suite("A drill, end to end", .serialized)
struct DrillTests {
    @Test("A drill is called out on the drill topics, answered there, and ended")
    func drill() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        let begun = try await scene.post(
            "drills", "{\"by\":\"王\",\"valve\":\"V1\",\"minutes\":5}")
        #expect(begun.status == 200)
        let drill = try JSONDecoder().decode(IncidentView.self, from: Data(begun.body))
        let callout = try #require(
            scene.peer.first { $0.topic == "rescue-drill/v1/central/callout" })
        #expect(callout.json["mode"] as? String == "exercise")
        let team = try #require(callout.json["team"] as? String)
        scene.peer.send(
            "rescue-drill/v1/central/reply",
            "{\"incident\":\"\(drill.id)\",\"team\":\"\(team)\",\"revision\":99,\"reply\":\"accept\"}"
        )
        _ = try await scene.eventually("incidents/\(drill.id)") {
            $0.contains("\"state\":\"accepted\"")
        }
        #expect(try await scene.get("incidents?mode=actual").text.contains("\"items\":[]"))
        let ended = try await scene.post("drills/\(drill.id)/end", "{\"by\":\"王\"}")
        #expect(ended.text.contains("\"reason\":\"drill_over\""))
        let stats = try await scene.get("stats/response?mode=exercise").text
        #expect(stats.contains("\"incidents\":1"))
        #expect(!scene.peer.heard.contains { $0.topic.hasPrefix("rescue/v1/") })
        let nobody = try await scene.post("drills", "{\"by\":\"王\",\"valve\":\"NOBODY\"}")
        #expect(nobody.status == 404)
    }
}
