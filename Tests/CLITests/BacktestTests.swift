import Foundation
import Testing

@Suite("gaswatch backtest", .timeLimit(.minutes(2)))
struct BacktestCommandTests {
    private static func run(
        _ name: String, _ text: String, _ options: [String]
    ) throws -> BuiltCLI.Outcome {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("backtest-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        let profile = folder.appendingPathComponent("profiles.yaml")
        try Data("profiles:\n  - {name: low, leak_gas: 5, seepage_gas_high: 4}\n".utf8)
            .write(to: profile)
        let options = options.map { $0 == "PROFILE" ? profile.path : $0 }
        return try BuiltCLI.run(["backtest", file.path, "--lang", "en"] + options)
    }

    private static let rows = "valve,at,gas\nA,0,6\nA,60000,7\nA,360000,12\nA,420000,13\n"

    @Test("Findings on standard output, one object a line, and the summary on standard error")
    func lines() throws {
        let outcome = try Self.run("r.csv", Self.rows, ["-o", "ndjson"])
        #expect(outcome.status == 0)
        #expect(
            outcome.out == #"{"valve":"A","at":420000,"kind":"leak","priority":"P1","message":"#
                + #""gas 12.0 then 13.0 %LEL in two reports in a row, rising 1.0 a minute: "#
                + #"20 %LEL in 7 min"}"#
                + "\n")
        #expect(outcome.err.contains("4 rows of 1 valve "))
        #expect(
            outcome.err.contains("leak: 1 by our rules (1 calling a team out), 0 by the device"))
    }

    @Test("A profile file judges by its only profile")
    func profile() throws {
        let outcome = try Self.run("r.csv", Self.rows, ["-o", "csv", "--profile", "PROFILE"])
        #expect(outcome.status == 0)
        #expect(outcome.out.hasPrefix("at,valve,kind,priority,message\n60000,A,leak,P1,"))
    }

    @Test("Every form is well made", arguments: ["table", "wide", "json", "name"])
    func forms(form: String) throws {
        let outcome = try Self.run("r.csv", Self.rows, ["-o", form])
        #expect(outcome.status == 0)
        switch form {
        case "json":
            let whole = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8))
            #expect(((whole as? [String: Any])?["items"] as? [Any])?.count == 1)
        case "name": #expect(outcome.out == "A\n")
        default: #expect(outcome.out.contains("1970-01-01T08:07:00.000+08:00  A"))
        }
    }

    @Test("Rows out of order end it with 65 and the line, after what was found before")
    func order() throws {
        let outcome = try Self.run("r.csv", Self.rows + "A,5,1\n", ["-o", "name"])
        #expect(outcome.status == 65)
        #expect(outcome.out == "A\n" && outcome.err.contains("r.csv:6: The row is earlier"))
    }

    @Test(
        "A wrong mapping is usage, a wrong profile configuration, a missing file bad data",
        arguments: [
            (["--map", "gas=x:furlong"], 64), (["--profile", "/nowhere.yaml"], 78),
            (["--profile", "PROFILE", "--profile-name", "high"], 64),
        ] as [([String], Int32)])
    func faults(options: [String], status: Int32) throws {
        #expect(try Self.run("r.csv", Self.rows, options).status == status)
        #expect(try BuiltCLI.run(["backtest", "/nowhere.csv"]).status == 65)
    }

    @Test("Capitals name the same column, and what was not used or not in range is said")
    func columns() throws {
        let rows = """
            Valve,AT,GAS,Pressure,note
            A,1763884800000,12,2050,x
            A,1763884815000,13,2050,x

            """
        let outcome = try Self.run("r.csv", rows, ["-o", "name"])
        #expect(outcome.status == 0 && outcome.out == "A\n")
        #expect(outcome.err.contains("2 cells of pressure out of range"))
        #expect(outcome.err.contains("columns not used: note"))
        #expect(!outcome.err.contains("year 2000"))
        let seconds = try Self.run("s.csv", "valve,at,gaz\nA,1763884800,60\n", [])
        #expect(seconds.err.contains("columns not used: gaz"))
        #expect(seconds.err.contains("at=COLUMN:s"))
        let objects = #"{"valve":"A","at":1763884800000,"gas":12,"gass":3}"# + "\n"
        #expect(try Self.run("o.ndjson", objects, []).err.contains("columns not used: gass"))
    }

    @Test("What a bad row ends is a whole document of JSON all the same")
    func cut() throws {
        let outcome = try Self.run("r.csv", Self.rows + "A,5,1\n", ["-o", "json"])
        #expect(outcome.status == 65)
        #expect(outcome.out.hasPrefix("{\"items\":[{") && outcome.out.hasSuffix("]}\n"))
    }

    @Test("A recording without rows has nothing to find")
    func empty() throws {
        let outcome = try Self.run("r.ndjson", "", ["-o", "json"])
        #expect(outcome.status == 0 && outcome.out == "{\"items\":[]}\n")
    }
}
