import ConsoleAPI
import Foundation
import Testing

@Suite("The register from the command line", .timeLimit(.minutes(1)))
struct RegistryTests {
    static let good = "valve,area,lat,lon,address\nV1,370202010,36.06,120.38,闽江路12号\n"
    static let mixed = good + "V2,37020201,36.06,120.38,x\nV3,370202010,99,120.38,y\n"

    private func file(_ text: String) throws -> String {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("register-\(UUID().uuidString).csv").path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test("A good file is good without a daemon")
    func checkGood() throws {
        let path = try file(Self.good)
        let outcome = try BuiltCLI.run(["registry", "check", path])
        #expect(outcome.status == 0, "\(outcome.err)")
        #expect(outcome.out == "\(path): its one row is good\n")
        try FileManager.default.removeItem(atPath: path)
    }

    @Test("A program reads the same as JSON, with the exit code")
    func checkJSON() throws {
        let path = try file(Self.mixed)
        let outcome = try BuiltCLI.run(["registry", "check", path, "-o", "json"])
        #expect(outcome.status == 65 && outcome.err.isEmpty)
        #expect(outcome.out.hasPrefix("{\"good\":1,\"faults\":[{\"line\":3,\"message\":"))
        #expect(try BuiltCLI.run(["registry", "check", path, "-o", "name"]).out == "3\n4\n")
        try Data(Self.good.utf8).write(to: URL(fileURLWithPath: path))
        let good = try BuiltCLI.run(["registry", "check", path, "-o", "json"])
        #expect(good.status == 0 && good.out == "{\"good\":1,\"faults\":[]}\n")
        try FileManager.default.removeItem(atPath: path)
    }

    @Test("Bad rows are listed with their lines, nothing is sent, and the code is 65")
    func bad() async throws {
        let daemon = try await FakeDaemon([:])
        let path = try file(Self.mixed)
        for arguments in [
            ["registry", "check", path], ["registry", "import", path, "--server", daemon.address],
        ] {
            let outcome = try BuiltCLI.run(arguments)
            #expect(outcome.status == 65)
            #expect(outcome.out.isEmpty)
            #expect(outcome.err.contains("line 3:"))
            #expect(outcome.err.contains("line 4:"))
            #expect(!outcome.err.contains("line 2:"))
        }
        #expect(daemon.requests.isEmpty)
        #expect(try BuiltCLI.run(["registry", "check", "/nonexistent.csv"]).status == 65)
        try FileManager.default.removeItem(atPath: path)
        try await daemon.stop()
    }

    @Test("An import sends the good rows as UTF-8 and says what changed")
    func importing() async throws {
        let answer = RegistryView(valves: 1, added: 1, changed: 0, retired: 2)
        let daemon = try await FakeDaemon([
            "PUT /api/v1/registry?by=%E7%8E%8B&retire=most": .init(body: Samples.text(answer))
        ])
        let path = try file(Self.mixed)
        let outcome = try BuiltCLI.run([
            "registry", "import", path, "--skip-bad", "--retire-most", "--by", "王", "--server",
            daemon.address,
        ])
        #expect(outcome.status == 0, "\(outcome.err)")
        #expect(outcome.out == "1 valve imported: 1 added, 0 changed, 2 retired\n")
        #expect(outcome.err.contains("line 3:"))
        let sent = try #require(daemon.requests.first)
        #expect(sent.headers["content-type"]?.hasPrefix("text/csv") == true)
        #expect(sent.body.contains("闽江路12号"))
        #expect(!sent.body.contains("V2"))
        try FileManager.default.removeItem(atPath: path)
        try await daemon.stop()
    }

    @Test("An export is the daemon's CSV, and says when the columns about people were left out")
    func exporting() async throws {
        let csv = "valve,area,lat,lon\nV1,370202010,36.06,120.38\n"
        let daemon = try await FakeDaemon([
            "GET /api/v1/registry": .init(
                body: csv, headers: [("X-Gaswatch-Left-Out", "personal")])
        ])
        let printed = try BuiltCLI.run(["registry", "export", "--server", daemon.address])
        #expect(printed.status == 0)
        #expect(printed.out == csv)
        #expect(printed.err.contains("were left out"))
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("export-\(UUID().uuidString).csv").path
        let written = try BuiltCLI.run([
            "registry", "export", "-O", path, "--server", daemon.address,
        ])
        #expect(written.status == 0)
        #expect(written.out.isEmpty)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == csv)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600, "It names people.")
        try FileManager.default.removeItem(atPath: path)
        let nowhere = try BuiltCLI.run([
            "registry", "export", "-O", "/nonexistent/x.csv", "--server", daemon.address,
        ])
        #expect(nowhere.status == 77)
        try await daemon.stop()
    }

    @Test("A pipe is read, and a directory and a missing file are named as what they are")
    func odd() throws {
        let rows = "valve,area,lat,lon\nSN-1,370202010,36.06,120.38\n"
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        let program = try BuiltCLI.executable().path
        shell.arguments = [
            "-c", "printf '\(rows)' | \(program) registry check - --lang en >/dev/null",
        ]
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
        let folder = try BuiltCLI.run(["registry", "check", "/tmp"])
        #expect(folder.status == 65 && folder.err.contains("it is a directory"))
        #expect(try BuiltCLI.run(["registry", "check", "/nowhere.csv"]).status == 65)
    }

    @Test("A graph does not overwrite its extract, and no remark is dropped")
    func twoMeanings() throws {
        let same = try BuiltCLI.run(["roads", "import", "/tmp/x.osm", "-O", "/tmp/../tmp/x.osm"])
        #expect(same.status == 64 && same.err.contains("the extract itself"))
        let twice = try BuiltCLI.run([
            "incident", "note", "1", "two", "--note", "three", "--server", "http://127.0.0.1:1",
        ])
        #expect(twice.status == 64 && twice.err.contains("stands twice"))
    }
}
