import ConsoleAPI
import Foundation
import PlainHTTP
import Testing
import WatchTestKit

@Suite("Figures of alarms over a restart", .serialized)
struct FigureTests {
    private func stats(_ scene: Scene) async throws -> AlarmStatsView {
        _ = try await scene.eventually("status") { $0.contains("\"broker\":\"connected\"") }
        return try JSONDecoder().decode(
            AlarmStatsView.self, from: Data(try await scene.get("stats/alarms").body))
    }

    @Test("Neither a stop nor a kill forgets the swap list, the worst sources or the counts")
    func restart() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        for number in 1...2 {
            scene.say("V1", "alarm", seq: number, "\"gas\":12,\"alarm\":\"leak\"")
            #expect(scene.receipt("V1", seq: number) != nil)
            let incident = try #require(try await scene.incidents("V1").first)
            let closed = try await scene.post(
                "incidents/\(incident.id)/close",
                #"{"by":"李","reason":"false_alarm","verifiedBy":"王"}"#)
            #expect(closed.status == 200)
        }
        let before = try await stats(scene)
        #expect(before.swaps.map(\.valve) == ["V1"] && before.sources.first?.count == 2)
        #expect(before.total.alarms == [2, 0, 0, 0])

        scene.daemon.stop()
        try scene.daemon.start()
        let stopped = try await stats(scene)
        #expect(stopped.swaps == before.swaps && stopped.sources == before.sources)
        #expect(stopped.total.alarms == before.total.alarms && stopped.since == before.since)

        // What the store holds is there after a kill too.
        scene.daemon.kill9()
        try scene.daemon.start()
        let killed = try await stats(scene)
        #expect(killed.swaps == before.swaps && killed.sources == before.sources)
        #expect(killed.total.alarms == before.total.alarms && killed.since == before.since)
    }
}
