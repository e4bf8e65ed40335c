import ConsoleAPI
import Foundation
import Testing

@testable import gaswatch

@Suite("What a list looks like", .timeLimit(.minutes(1)))
struct ListOutputTests {
    private let request = "GET /api/v1/incidents?limit=500"

    private func run(
        _ arguments: [String], _ environment: [String: String] = [:]
    ) async throws -> BuiltCLI.Outcome {
        let daemon = try await FakeDaemon([request: .init(body: Samples.incidentPage())])
        let outcome = try BuiltCLI.run(
            ["incident", "list", "--server", daemon.address] + arguments, environment)
        try await daemon.stop()
        #expect(outcome.status == 0)
        #expect(outcome.err.isEmpty)
        return outcome
    }

    @Test(
        "A Chinese table fits the terminal",
        arguments: [40, 60, 80, 120])
    func widths(columns: Int) async throws {
        let outcome = try await run(["--lang", "zh"], ["COLUMNS": String(columns)])
        #expect(outcome.out == Golden.incidents[columns])
        for line in outcome.out.split(separator: "\n") {
            #expect(DisplayWidth.of(String(line)) <= columns)
        }
    }

    @Test("Into a pipe nothing is cut, coloured or left out that a table has")
    func pipe() async throws {
        let outcome = try await run([])
        #expect(outcome.out == Golden.incidentsUnlimited)
        #expect(!outcome.out.contains("\u{1B}"))
    }

    @Test("The locale chooses the language and --lang overrules it")
    func language() async throws {
        #expect(try await run([], ["LC_ALL": "zh_CN.UTF-8"]).out.hasPrefix("编号"))
        #expect(try await run(["--lang", "en"], ["LC_ALL": "zh_CN.UTF-8"]).out.hasPrefix("ID"))
    }

    @Test("A timeline says why a finding was raised, in the reader's language")
    func timeline() async throws {
        let line = TimelineView(
            at: "2026-11-23T16:20:07.204+08:00", what: "finding", by: nil, text: "leak P1 raised",
            why: ReasonView(en: "gas 23.5 %LEL", zh: "燃气 23.5 %LEL"))
        for (language, text) in [
            ("en", "leak P1 raised: gas 23.5 %LEL"), ("zh", "泄漏 P1 报警：燃气 23.5 %LEL"),
        ] {
            let daemon = try await FakeDaemon([
                "GET /api/v1/incidents/1/timeline": .init(body: Samples.page([Samples.text(line)]))
            ])
            let outcome = try BuiltCLI.run(
                ["incident", "timeline", "1", "--server", daemon.address, "--lang", language])
            try await daemon.stop()
            #expect(outcome.out.contains(text))
        }
    }

    @Test("JSON is the daemon's own, in one document or a line each")
    func json() async throws {
        let texts = Samples.incidents().map(Samples.text)
        let joined = texts.joined(separator: ",")
        #expect(try await run(["-o", "json"]).out == "{\"items\":[\(joined)]}\n")
        #expect(try await run(["-o", "ndjson"]).out == texts.map { $0 + "\n" }.joined())
    }

    @Test("Names are one word a line, and CSV quotes what it must")
    func namesAndCSV() async throws {
        #expect(
            try await run(["-o", "name"]).out == "20261123-0042\n20261123-0041\n20261123-0037\n")
        let lines = try await run(["-o", "csv", "--lang", "zh"]).out
            .split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix("id,priority,left,kind,state,valve,centre,address,team,"))
        #expect(lines[2].contains(",leak,assigned,"))
        #expect(lines[2].contains(",\"徐州路88号1单元101,东门\",E-2,"))
        #expect(lines[3].contains(",\"Sichuan Rd 5 \"\"B\"\"\",W-1,"))
    }

    @Test("Every page is fetched, the filters go along, and --limit ends it")
    func pages() async throws {
        let texts = Samples.incidents().map(Samples.text)
        let daemon = try await FakeDaemon([
            "GET /api/v1/incidents?state=open&priority=P1&limit=500":
                .init(body: Samples.page([texts[0]], next: "c1")),
            "GET /api/v1/incidents?state=open&priority=P1&limit=500&cursor=c1":
                .init(body: Samples.page([texts[1]], next: "c2")),
            "GET /api/v1/incidents?state=open&priority=P1&limit=500&cursor=c2":
                .init(body: Samples.page([texts[2]])),
            "GET /api/v1/incidents?limit=1": .init(body: Samples.page([texts[0]], next: "c1")),
        ])
        let server = ["--server", daemon.address, "-o", "name"]
        let all = try BuiltCLI.run(
            ["incident", "list", "--state", "open", "--priority", "p1"] + server)
        #expect(all.out == "20261123-0042\n20261123-0041\n20261123-0037\n")
        let one = try BuiltCLI.run(["incident", "list", "--limit", "1"] + server)
        #expect(one.out == "20261123-0042\n")
        #expect(daemon.requests.count == 4)
        try await daemon.stop()
    }

    @Test("A table's limit keeps what waits, the gravest and longest first, whatever came after it")
    func urgentFirst() async throws {
        var old = Samples.incident("20261123-0001")
        old.raisedAt = "2026-11-23T15:00:00.000+08:00"
        var older = Samples.incident("20261123-0002", "P2", "assigned")
        older.raisedAt = "2026-11-23T14:00:00.000+08:00"
        let fresh = Samples.incident("20261123-0042")
        let closed = Samples.incident("20261123-0043", "P1", "closed")
        let visit = Samples.incident("20261123-0044", "P3")
        let newestFirst = [visit, closed, fresh, old, older].map(Samples.text)
        let waiting = [visit, fresh, old, older].map(Samples.text)
        let daemon = try await FakeDaemon([
            "GET /api/v1/incidents?limit=2": .init(
                body: Samples.page([newestFirst[0], newestFirst[1]])),
            "GET /api/v1/incidents?limit=500": .init(body: Samples.page(newestFirst)),
            "GET /api/v1/incidents?state=open&limit=500": .init(body: Samples.page(waiting)),
        ])
        func listed(_ arguments: [String]) throws -> [String] {
            let outcome = try BuiltCLI.run(
                ["incident", "list", "--server", daemon.address] + arguments, ["COLUMNS": "200"])
            #expect(outcome.status == 0)
            return outcome.out.split(separator: "\n").dropFirst().map {
                String($0.split(separator: " ")[0].suffix(4))
            }
        }
        #expect(try listed([]) == ["0001", "0042", "0002", "0044", "0043"])
        #expect(try listed(["--limit", "2"]) == ["0001", "0042"])
        #expect(try listed(["--state", "open", "--limit", "3"]) == ["0001", "0042", "0002"])
        try await daemon.stop()
    }

    @Test("An empty list is a success")
    func empty() async throws {
        let daemon = try await FakeDaemon([request: .init(body: Samples.page([]))])
        let outcome = try BuiltCLI.run(
            ["incident", "list", "-o", "json"], ["GASWATCH_SERVER": daemon.address])
        #expect(outcome.status == 0)
        #expect(outcome.out == "{\"items\":[]}\n")
        try await daemon.stop()
    }
}
