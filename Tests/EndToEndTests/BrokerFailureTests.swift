import Foundation
import LinuxPlatform
import PlainHTTP
import Testing
import WatchTestKit

@Suite("When the broker fails", .serialized)
struct BrokerFailureTests {
    static let valveFault = "\"code\":\"valve_broker\""

    @Test(
        "A broker that goes and comes back is found; what was said meanwhile is heard, once",
        arguments: [TestBroker.Persistence.atStop, .never])
    func brokerRestarted(persistence: TestBroker.Persistence) async throws {
        var options = TestBroker.Options()
        options.persistence = persistence
        let scene = try await Scene(options)
        defer { scene.end() }
        scene.say("V1", "alarm", seq: 1, "\"alarm\":\"leak\",\"gas\":20")
        #expect(scene.receipt("V1", seq: 1) != nil)
        // In order it keeps its sessions; killed with nothing on disk it has forgotten everybody.
        if persistence == .never { scene.broker.kill9() } else { scene.broker.stop() }
        // Each lane finds out by itself, one a few milliseconds after the other.
        let rescueFault = "\"code\":\"rescue_broker\""
        let away = try await scene.eventually("status") {
            $0.contains(Self.valveFault) && $0.contains(rescueFault)
        }
        #expect(away.contains(Self.valveFault) && away.contains(rescueFault))
        // A valve keeps its alarm until it has the receipt.
        scene.say("V3", "alarm", seq: 1, "\"alarm\":\"leak\",\"gas\":20")
        try scene.broker.start()
        #expect(repeated(scene, "V3"))
        #expect(scene.callout("V3", "new") != nil)
        for valve in ["V1", "V3"] { #expect(try await scene.incidents(valve).count == 1) }
        let well = try await scene.eventually("status") { !$0.contains(Self.valveFault) }
        #expect(!well.contains(Self.valveFault))
    }

    /// Repeats a valve's alarm until its receipt, as valves do: the daemon's way in may be there
    /// before its way out. Whether the receipt came.
    private func repeated(_ scene: Scene, _ valve: String) -> Bool {
        for _ in 0..<15 {
            if scene.receipt(valve, seq: 1, seconds: 2) != nil { return true }
            scene.say(valve, "alarm", seq: 1, "\"alarm\":\"leak\",\"gas\":20")
        }
        return false
    }

    @Test("A cut between daemon and broker: the broker keeps the alarm, and it is heard once")
    func cut() async throws {
        let scene = try await Scene(isWired: true)
        defer { scene.end() }
        try scene.wire?.cut()
        let away = try await scene.eventually("status") { $0.contains(Self.valveFault) }
        #expect(away.contains(Self.valveFault))
        scene.say("V1", "alarm", seq: 1, "\"alarm\":\"leak\",\"gas\":20")
        try scene.wire?.mend()
        #expect(repeated(scene, "V1"))
        #expect(scene.callout("V1", "new") != nil)
        #expect(try await scene.incidents("V1").count == 1)
    }

    @Test("A connection that only looks alive is noticed by itself, and replaced")
    func halfOpen() async throws {
        let scene = try await Scene(isWired: true)
        defer { scene.end() }
        try scene.wire?.goDead()
        scene.say("V1", "alarm", seq: 1, "\"alarm\":\"leak\",\"gas\":20")
        // No reset, no end of file: only the missing answer to a ping tells.
        let noticed = try await scene.eventually("status", seconds: 60) {
            $0.contains(Self.valveFault)
        }
        #expect(noticed.contains(Self.valveFault))
        #expect(scene.receipt("V1", seq: 1, seconds: 0) == nil)
        try scene.wire?.mend()
        #expect(repeated(scene, "V1"))
        #expect(try await scene.incidents("V1").count == 1)
    }

    @Test("A login that is refused for a while is tried again until it is let in")
    func loginRefused() async throws {
        var options = TestBroker.Options()
        options.login = ("gaswatch", "right")
        let scene = try await Scene(options)
        defer { scene.end() }
        try scene.broker.setLogin("gaswatch", password: "other", reload: false)
        try scene.broker.restart()
        let refused = try await scene.eventually("status") {
            $0.contains(Self.valveFault) && $0.lowercased().contains("not authorized")
        }
        #expect(refused.lowercased().contains("not authorized"), "\(refused)")
        #expect(!scene.daemon.log.contains("right"), "no password in the log")
        try scene.broker.setLogin("gaswatch", password: "right")
        let well = try await scene.eventually("status") { !$0.contains("_broker\"") }
        #expect(!well.contains("_broker\""), "\(well)")
        scene.say("V1", "alarm", seq: 1, "\"alarm\":\"leak\",\"gas\":20")
        #expect(repeated(scene, "V1"))
    }

    @Test("Started without a broker it is READY and degraded, says so, and finds the broker later")
    func brokerAbsent() async throws {
        let broker = try TestBroker()
        broker.kill9()
        let daemon = try RunningDaemon(brokerPort: broker.port)
        defer {
            daemon.stop()
            broker.stop()
        }
        try daemon.start()
        #expect(daemon.notes.contains { $0.contains("READY=1") }, "\(daemon.notes)")
        let client = PlainHTTPClient(try HTTPTarget(parsing: daemon.address))
        func ready(where fits: (String) -> Bool) async throws -> HTTPAnswer {
            let end = BootClock.milliseconds() + 20_000
            while true {
                let answer = try await client.send(method: "GET", path: "/readyz")
                if fits(answer.text) || BootClock.milliseconds() > end { return answer }
                await Task.yield()
            }
        }
        let degraded = try await ready { $0.contains("valve_broker") }
        #expect(degraded.status == 200)
        #expect(degraded.text.contains("degraded"))
        #expect(degraded.text.contains("valve_broker"))
        #expect(daemon.log.contains("valve_broker"))
        try broker.start()
        let well = try await ready { !$0.contains("_broker\"") }
        #expect(!well.text.contains("_broker\""), "\(well.text)")
    }
}
