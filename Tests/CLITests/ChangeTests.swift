import ConsoleAPI
import Foundation
import Testing

@Suite("What commands ask of the daemon", .timeLimit(.minutes(1)))
struct ChangeTests {
    struct Step: Sendable, CustomTestStringConvertible {
        var arguments: [String]
        var path: String
        var body: String
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let steps: [Step] = [
        Step(
            arguments: ["incident", "ack", "7", "--note", "听到了", "--revision", "3"],
            path: "incidents/7/ack", body: #"{"by":"tester","note":"听到了","revision":3}"#),
        Step(
            arguments: [
                "incident", "dispatch", "7", "--team", "C-1", "--also", "--accepted", "--by", "王",
            ],
            path: "incidents/7/dispatch",
            body: #"{"accepted":true,"also":true,"by":"王","team":"C-1"}"#),
        Step(
            arguments: ["incident", "accept", "7", "--team", "C-1"], path: "incidents/7/accept",
            body: #"{"by":"tester","team":"C-1"}"#),
        Step(
            arguments: ["incident", "enroute", "7"], path: "incidents/7/enroute",
            body: #"{"by":"tester"}"#),
        Step(
            arguments: ["incident", "onscene", "7"], path: "incidents/7/onscene",
            body: #"{"by":"tester"}"#),
        Step(
            arguments: ["incident", "rescue", "7"], path: "incidents/7/rescue",
            body: #"{"by":"tester"}"#),
        Step(
            arguments: ["incident", "safe", "7", "--team", "C-1"], path: "incidents/7/safe",
            body: #"{"by":"tester","team":"C-1"}"#),
        Step(
            arguments: [
                "incident", "close", "7", "--reason", "false_alarm", "--verified-by", "李",
            ],
            path: "incidents/7/close",
            body: #"{"by":"tester","reason":"false_alarm","verifiedBy":"李"}"#),
        Step(
            arguments: ["incident", "note", "a/b c", "two", "words"],
            path: "incidents/a%2Fb%20c/note", body: #"{"by":"tester","note":"two words"}"#),
        Step(
            arguments: ["incident", "handover", "7", "--to", "west"], path: "incidents/7/handover",
            body: #"{"by":"tester","centre":"west"}"#),
        Step(
            arguments: ["drill", "start", "SN-1", "--minutes", "5"], path: "drills",
            body: #"{"by":"tester","kind":"leak","minutes":5,"valve":"SN-1"}"#),
        Step(
            arguments: ["drill", "end", "7"], path: "drills/7/end", body: #"{"by":"tester"}"#),
        Step(
            arguments: ["incident", "tell", "7", "--party", "fire-119"],
            path: "incidents/7/parties/fire-119", body: #"{"by":"tester","word":"tell"}"#),
        Step(
            arguments: ["incident", "answered", "7", "--party", "gas", "--note", "两人出发"],
            path: "incidents/7/parties/gas",
            body: #"{"by":"tester","note":"两人出发","word":"answered"}"#),
    ]

    @Test("A step on an incident is sent with all that was said", arguments: steps)
    func step(step: Step) async throws {
        let view = Samples.incident("7")
        let daemon = try await FakeDaemon([
            "POST /api/v1/\(step.path)": .init(body: Samples.text(view))
        ])
        let outcome = try BuiltCLI.run(step.arguments + ["--server", daemon.address, "-o", "json"])
        #expect(outcome.status == 0, "\(outcome.err)")
        #expect(outcome.out == Samples.text(view) + "\n")
        #expect(daemon.requests.map(\.body) == [step.body])
        #expect(daemon.requests.first?.headers["content-type"] == "application/json")
        try await daemon.stop()
    }

    @Test("Valves are closed and put under test, never opened")
    func valves() async throws {
        let command = CommandView(
            id: "k1", valve: "V1", action: "close", sentAt: "2026-11-23T16:21:26.000+08:00")
        var valve = ValveView(id: "V1", area: "370202010")
        valve.testUntil = "2026-11-23T16:51:26.000+08:00"
        let daemon = try await FakeDaemon([
            "POST /api/v1/valves/V1/close": .init(body: Samples.text(command)),
            "POST /api/v1/valves/V1/test": .init(body: Samples.text(valve)),
            "GET /api/v1/status": .init(
                body: Samples.text(
                    StatusView(
                        node: "n", version: "0", startedAt: "2026-11-23T16:21:26.000+08:00",
                        now: "2026-11-23T16:21:26.000+08:00"))),
        ])
        let close = try BuiltCLI.run(["valve", "close", "V1", "--server", daemon.address])
        #expect(close.status == 0)
        #expect(close.out.contains("close command k1 given for V1"))
        #expect(close.err.contains("nothing has left yet"))
        let test = try BuiltCLI.run([
            "valve", "test", "V1", "--minutes", "30", "--by", "王", "--server", daemon.address,
            "--lang", "zh",
        ])
        #expect(test.out == "V1 处于测试，至 16:51:26\n")
        #expect(
            daemon.requests.map(\.body).filter { !$0.isEmpty } == [
                #"{"by":"tester"}"#, #"{"by":"王","minutes":30}"#,
            ])
        #expect(try BuiltCLI.run(["valve", "open", "V1"]).status == 64)
        try await daemon.stop()
    }

    @Test("A team's availability and place are sent")
    func teams() async throws {
        let team = TeamView(
            id: "C-1", name: "中部一组", centre: "central", configured: true, available: true,
            unresponsive: false, turnout: 60)
        let daemon = try await FakeDaemon([
            "POST /api/v1/teams/C-1": .init(body: Samples.text(team)),
            "GET /api/v1/teams": .init(body: Samples.page([Samples.text(team)])),
        ])
        let server = ["--server", daemon.address]
        let free = try BuiltCLI.run(["team", "available", "C-1", "--at", "36.5,120.25"] + server)
        #expect(free.status == 0)
        #expect(try BuiltCLI.run(["team", "unavailable", "C-1"] + server).status == 0)
        #expect(
            daemon.requests.map(\.body) == [
                #"{"available":true,"by":"tester","location":{"lat":36.5,"lon":120.25}}"#,
                #"{"available":false,"by":"tester"}"#,
            ])
        #expect(try BuiltCLI.run(["team", "list", "-o", "name"] + server).out == "C-1\n")
        try await daemon.stop()
    }
}
