import ConsoleAPI
import Foundation
import LinuxPlatform
import Testing
import WatchTestKit

@Suite("When the daemon is suspended", .serialized)
struct SuspendTests {
    /// Seconds of the suspension: the long form is a minute.
    private static let seconds =
        ProcessInfo.processInfo.environment["TORTURE_SUSPEND"].flatMap(Int64.init) ?? 22

    @Test("Suspended past a deadline it goes on: the ladder steps once, queued alarms count once")
    func suspended() async throws {
        let scene = try await Scene(teams: ["C-1", "C-2", "C-3"])
        defer { scene.end() }
        scene.say("V1", "alarm", seq: 1, "\"alarm\":\"leak\",\"gas\":20")
        let call = try #require(scene.callout("V1", "new"))
        let first = call.json["team"] as? String
        let before = try #require(try await scene.incidents("V1").first)
        scene.daemon.suspend()
        // What comes meanwhile waits at the broker; this wait is the suspension itself.
        scene.say("V3", "alarm", seq: 1, "\"alarm\":\"leak\",\"gas\":20")
        #expect(scene.receipt("V3", seq: 1, seconds: Self.seconds) == nil)
        scene.daemon.resume()
        // The broker may have given the connections up; a valve repeats until its receipt.
        var isReceipted = false
        for _ in 0..<15 where !isReceipted {
            isReceipted = scene.receipt("V3", seq: 1, seconds: 2) != nil
            if !isReceipted { scene.say("V3", "alarm", seq: 1, "\"alarm\":\"leak\",\"gas\":20") }
        }
        #expect(isReceipted)
        // Nobody answered within 20 s: the next team was called as well when the time came back.
        let next = scene.callout("V1", "takeover") { _ in true }
        #expect(next != nil)
        #expect(next?.json["team"] as? String != first)
        let after = try #require(try await scene.incidents("V1").first)
        #expect(after.rescueBy == before.rescueBy, "no deadline has moved")
        #expect(after.id == before.id)
        #expect(try await scene.incidents("V3").count == 1)
    }
}
