import ConsoleAPI
import Foundation
import Testing

@testable import gaswatch

@Suite("How commands end", .timeLimit(.minutes(1)))
struct ExitTests {
    struct Ending: Sendable, CustomTestStringConvertible {
        var status: Int
        var code: String
        var exit: Int32
        var testDescription: String { "\(status) \(code) -> \(exit)" }
    }

    @Test(
        "Every refusal of the daemon has its exit code and leaves standard output empty",
        arguments: [
            Ending(status: 404, code: "not_found", exit: 1),
            Ending(status: 409, code: "revision_conflict", exit: 1),
            Ending(status: 401, code: "x", exit: 77), Ending(status: 403, code: "x", exit: 77),
            Ending(status: 422, code: "invalid", exit: 64),
            Ending(status: 422, code: "same_person", exit: 77),
            Ending(status: 422, code: "never_shelved", exit: 77),
            Ending(status: 503, code: "try_again", exit: 75),
            Ending(status: 500, code: "x", exit: 75),
        ])
    func refusals(ending: Ending) async throws {
        var problem = Samples.problem(ending.status, ending.code, "the detail")
        problem.by = "王"
        problem.at = "2026-11-23T16:21:31.000+08:00"
        problem.revision = 4
        let daemon = try await FakeDaemon([
            "POST /api/v1/incidents/1/ack":
                .init(status: ending.status, body: Samples.text(problem))
        ])
        for language in Language.allCases {
            let outcome = try BuiltCLI.run([
                "incident", "ack", "1", "--server", daemon.address, "--lang", language.rawValue,
                "-o", "json",
            ])
            #expect(outcome.status == ending.exit)
            #expect(outcome.out.isEmpty)
            let said = PhraseBook.problem(ending.code, "the detail").text(language)
            #expect(outcome.err.contains(said))
            #expect(outcome.err.contains(ending.code))
            if ending.status == 409 {
                #expect(outcome.err.contains("王"))
                #expect(outcome.err.contains("2026-11-23T16:21:31.000+08:00"))
            }
        }
        try await daemon.stop()
    }

    @Test(
        "An empty id is a mistake of whoever asks, and no daemon is asked",
        arguments: [
            ["incident", "ack", ""], ["incident", "show", ""], ["incident", "timeline", ""],
            ["valve", "close", ""], ["valve", "show", ""], ["team", "available", ""],
        ])
    func emptyName(arguments: [String]) throws {
        let outcome = try BuiltCLI.run(arguments + ["--server", "http://127.0.0.1:1"])
        #expect(outcome.status == 64 && outcome.out.isEmpty)
        #expect(outcome.err.contains("The id is empty."), "\(outcome.err)")
    }

    @Test("Half an answer on a full disk ends with 75 and says so, in both languages")
    func fullDisk() async throws {
        let daemon = try await FakeDaemon([
            "GET /api/v1/teams": .init(body: "{\"items\":[],\"next\":null}")
        ])
        for language in Language.allCases {
            let arguments = [
                "team", "list", "--server", daemon.address, "--lang", language.rawValue,
            ]
            let outcome = try BuiltCLI.run(arguments, to: "/dev/full")
            #expect(outcome.status == 75)
            let reason = "No space left on device"
            #expect(outcome.err.contains(Phrase.cannotWriteOut(reason).text(language)))
        }
        try await daemon.stop()
    }

    @Test("What the API advises in routes, the command line says in its own verbs")
    func verbs() async throws {
        let problem = Problem.notFound("valve", "V9")
        #expect(problem.detail.contains("GET /api/v1/valves"))
        var busy = Samples.problem(409, "team_holds_another", "the team holds 7")
        busy.by = "王"
        let daemon = try await FakeDaemon([
            "GET /api/v1/valves/V9": .init(status: 404, body: Samples.text(problem)),
            "POST /api/v1/incidents/1/dispatch": .init(status: 409, body: Samples.text(busy)),
        ])
        let shared = ["--server", daemon.address, "--lang", "en"]
        let valve = try BuiltCLI.run(["valve", "show", "V9"] + shared)
        #expect(valve.status == 1)
        #expect(valve.err.contains("gaswatch valve list") && !valve.err.contains("GET "))
        let dispatch = try BuiltCLI.run(["incident", "dispatch", "1", "--team", "C-1"] + shared)
        #expect(dispatch.status == 1)
        #expect(dispatch.err.contains("王 was first") && !dispatch.err.contains("?"))
        try await daemon.stop()
    }

    @Test("Without --by and $USER the login name signs")
    func loginName() async throws {
        let daemon = try await FakeDaemon([:])
        _ = try BuiltCLI.run(
            ["incident", "ack", "1", "--server", daemon.address, "--lang", "en"], ["USER": ""])
        let sent = try #require(daemon.requests.first)
        let body = try JSONDecoder().decode([String: String].self, from: Data(sent.body.utf8))
        #expect(body["by"] == ProcessInfo.processInfo.userName)
        #expect(body["by"]?.isEmpty == false)
        try await daemon.stop()
    }

    @Test("A daemon that is not there is 69, with what to do in the language asked for")
    func unreachable() throws {
        // Port 1 (tcpmux) is nobody's on a loopback; a port given back by the test could be taken
        // by another test meanwhile.
        let address = "http://127.0.0.1:1"
        for arguments in [
            ["status"], ["valve", "list"], ["team", "list"], ["centre", "list"],
            ["incident", "watch"],
        ] {
            let outcome = try BuiltCLI.run(arguments + ["--server", address, "--lang", "zh"])
            #expect(outcome.status == 69)
            #expect(outcome.out.isEmpty)
            #expect(outcome.err.contains("连不上 gaswatchd"))
            #expect(outcome.err.contains("--server"))
        }
        let missing = try BuiltCLI.run(["status", "--server", "unix:/nonexistent/g.sock"])
        #expect(missing.status == 69)
        #expect(missing.err.contains("there is no such socket"))
    }

    @Test("An answer that is no daemon's is 69")
    func notADaemon() async throws {
        let daemon = try await FakeDaemon { _ in .init(body: #"{"items":[{"address":"secret"}]}"#) }
        for arguments in [["status"], ["incident", "list"], ["incident", "show", "1"]] {
            let outcome = try BuiltCLI.run(arguments + ["--server", daemon.address])
            #expect(outcome.status == 69)
            #expect(outcome.out.isEmpty)
            #expect(outcome.err.contains("makes no sense"))
            #expect(!outcome.err.contains("secret"))
        }
        try await daemon.stop()
    }

    @Test(
        "Wrong usage is 64",
        arguments: [
            ["frobnicate"], ["incident", "list", "-o", "yaml"],
            ["incident", "list", "--limit", "0"],
            ["valve", "test", "V1"], ["valve", "test", "V1", "--minutes", "241"],
            ["incident", "show"],
            ["incident", "dispatch", "1"], ["incident", "note", "1"],
            ["team", "available", "C-1", "--at", "91,0"], ["status", "--server", "ftp://x"],
            ["status", "--lang", "fr"], ["backtest", "x.csv", "--threshold", "nan"],
            ["roads", "close", "--at", "36,120", "--radius", "nan", "--minutes", "5"],
            ["coverage", "--datum", "bd09"],
        ])
    func usage(arguments: [String]) throws {
        let outcome = try BuiltCLI.run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.out.isEmpty)
        #expect(!outcome.err.isEmpty)
    }

    @Test("A wrong GASWATCH_SERVER is bad configuration")
    func badVariable() throws {
        let outcome = try BuiltCLI.run(["status"], ["GASWATCH_SERVER": "localhost"])
        #expect(outcome.status == 78)
        #expect(outcome.err.contains("GASWATCH_SERVER"))
    }

    @Test("The version and every shell's completion are printed")
    func versionAndCompletion() throws {
        #expect(try BuiltCLI.run(["--version"]).out == "0.1.0\n")
        for shell in ["bash", "zsh", "fish"] {
            let outcome = try BuiltCLI.run(["completion", shell])
            #expect(outcome.status == 0)
            #expect(outcome.out.contains("gaswatch"))
        }
    }
}
