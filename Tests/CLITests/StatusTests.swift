import ConsoleAPI
import Foundation
import Testing

@Suite("Status and doctor", .timeLimit(.minutes(1)))
struct StatusTests {
    private func status() -> StatusView {
        var view = StatusView(
            node: "gaswatch-1", version: "0.1.0", startedAt: "2026-11-23T09:00:00.000+08:00",
            now: "2026-11-23T16:21:26.000+08:00")
        view.broker = "connected"
        view.rescueBroker = "connected"
        view.valves = 29_000
        view.valvesRegistered = 28_990
        view.valvesOnline = 28_877
        view.valvesOffline = 113
        view.incidentsOpen = [.init(name: "P1", count: 2), .init(name: "P2", count: 0)]
        view.teams = 18
        view.teamsAvailable = 17
        view.canaries = [
            CanaryView(
                broker: "valve", milliseconds: 3, heardAt: "2026-11-23T16:21:24.000+08:00",
                dropped: 2),
            CanaryView(broker: "rescue", milliseconds: nil, heardAt: nil, dropped: nil),
        ]
        return view
    }

    @Test("The status is told in the language asked for, and passed through as JSON")
    func status() async throws {
        var view: StatusView = status()
        view.health = "degraded"
        view.faults = [
            .init(code: "journal_slow", message: "disk", since: "2026-11-23T16:20:00.000+08:00")
        ]
        let daemon = try await FakeDaemon(["GET /api/v1/status": .init(body: Samples.text(view))])
        let server = ["--server", daemon.address]
        let outcome = try BuiltCLI.run(["status", "--lang", "zh"] + server)
        #expect(
            outcome.out == """
                节点            gaswatch-1  0.1.0
                状况            降级
                启动            09:00:00
                阀门消息服务器  已连接
                救援消息服务器  已连接
                自检往返        阀门消息服务器 3 ms, 救援消息服务器 -
                阀门            29000（登记 28990，在线 28877，离线 113）
                未结事件        P1 2
                未确认          0
                队伍            18 支，可派 17
                ! journal_slow：disk（自 16:20:00）

                """)
        #expect(
            try BuiltCLI.run(["status", "-o", "json"] + server).out == Samples.text(view) + "\n")
        try await daemon.stop()
    }

    @Test("The doctor speaks to programs too, and names the section of the broker that is away")
    func doctorJSON() async throws {
        struct List: Decodable {
            struct Line: Decodable {
                var ok: Bool
                var what: String
                var advice: String?
            }
            var items: [Line]
        }
        var view: StatusView = status()
        view.rescueBroker = "disconnected"
        let daemon = try await FakeDaemon([
            "GET /api/v1/status": .init(body: Samples.text(view)),
            "GET /api/v1/rejects": .init(body: "{\"items\":[]}"),
        ])
        let outcome = try BuiltCLI.run([
            "doctor", "-o", "json", "--lang", "en", "--server", daemon.address,
        ])
        #expect(outcome.status == 75)
        let list = try JSONDecoder().decode(List.self, from: Data(outcome.out.utf8))
        let bad = list.items.filter { !$0.ok }.compactMap(\.advice)
        #expect(bad.contains { $0.contains("rescue.broker") })
        try await daemon.stop()
    }

    @Test("The doctor is content with a healthy daemon and names what is wrong with another")
    func doctor() async throws {
        let date = DateFormatter()
        date.locale = Locale(identifier: "en_US_POSIX")
        date.timeZone = TimeZone(identifier: "GMT")
        date.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        let now = date.string(from: Date())
        let healthy: StatusView = status()
        let well = try await FakeDaemon([
            "GET /api/v1/status": .init(body: Samples.text(healthy), date: now),
            "GET /api/v1/rejects": .init(body: Samples.page([]), date: now),
        ])
        let content = try BuiltCLI.run(["doctor", "--server", well.address])
        #expect(content.status == 0, "\(content.out)")
        #expect(!content.out.contains("FAIL"))
        #expect(content.out.contains("valve broker, round trip: 3 ms, dropped by it: 2"))
        #expect(content.out.contains("rescue broker, round trip: none yet, dropped by it: it does"))
        try await well.stop()

        var sick: StatusView = status()
        sick.broker = "disconnected"
        sick.teamsAvailable = 0
        let stamp = ISO8601DateFormatter()
        func reject(_ reason: String, secondsAgo: [Double]) -> String {
            Samples.text(
                RejectView(
                    reason: reason, count: 12,
                    samples: secondsAgo.map { seconds in
                        .init(
                            at: stamp.string(from: Date(timeIntervalSinceNow: -seconds)),
                            topic: "gas/v1/370202010/V\(Int(seconds))/report",
                            excerpt: "{\"boot\":")
                    }))
        }
        let rejects = [
            reject("malformed", secondsAgo: [9, 10, 11, 12]),
            reject("gas_range", secondsAgo: [7_200]), reject("rssi_absent", secondsAgo: []),
        ]
        let ill = try await FakeDaemon([
            "GET /api/v1/status": .init(body: Samples.text(sick), date: now),
            "GET /api/v1/rejects": .init(body: Samples.page(rejects), date: now),
        ])
        let outcome = try BuiltCLI.run(["doctor", "--server", ill.address])
        #expect(outcome.status == 75)
        #expect(outcome.out.contains("FAIL  valve broker: disconnected"))
        #expect(outcome.out.contains("systemctl status mosquitto"))
        #expect(outcome.out.contains("FAIL  teams available: 0 of 18"))
        #expect(outcome.out.contains("FAIL  faulty messages, malformed: 12\n"))
        #expect(outcome.out.contains("OK    faulty messages, gas_range: 12, none in the last hour"))
        #expect(outcome.out.contains("OK    fields that messages did not have: rssi 12\n"))
        #expect(!outcome.out.contains("V12/"), "The three newest are shown.")
        #expect(outcome.out.contains("gas/v1/370202010/V9/report  {\"boot\":"))
        try await ill.stop()
    }
}
