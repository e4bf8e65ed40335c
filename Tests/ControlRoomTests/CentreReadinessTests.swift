import ConsoleAPI
import Testing

@testable import ControlRoom

@Suite("Centres that could not answer now")
struct CentreReadinessTests {
    @Test("A centre off line or without a team is a fault before the next incident")
    func unready() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.tell("west", "link", "{\"online\":false}")
        #expect(test.news.first { $0.hasPrefix("centre_offline: west:") } != nil)
        test.tell("west", "link", "{\"online\":true}")
        #expect(test.news.first { $0 == "centre_offline: over" } != nil)
        test.tell(
            "west", "roster",
            "{\"at\":4000000000000,\"teams\":[{\"id\":\"W-1\",\"available\":false}]}")
        #expect(test.news.first { $0.hasPrefix("centre_unmanned: west:") } != nil)
        let metrics = String(decoding: test.room.metrics(), as: UTF8.self)
        #expect(metrics.contains("gaswatch_centres_unready{reason=\"unmanned\"} 1"))
    }
}
