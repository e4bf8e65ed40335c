import FoundationEssentials
import LinuxPlatform
import Testing

/// Whether systemd's own judge is on this machine.
private let systemdAnalyze = "/usr/bin/systemd-analyze"
private let hasSystemdAnalyze = FileManager.default.isExecutableFile(atPath: systemdAnalyze)

@Suite(
    "Unit of the service",
    .enabled(if: hasSystemdAnalyze, "systemd-analyze is not installed: apt-get install systemd"))
struct ServiceUnitTests {
    private let shipped = projectRoot + "/Config/systemd/gaswatchd.service"

    @Test("systemd has nothing to say against the unit")
    func verify() throws {
        let folder = try TemporaryFolder()
        let text = try SmallFile.text(shipped)
        // The program is not installed on a build machine, and systemd wants to see it.
        try folder.write(
            "gaswatchd.service", text.replacing("/usr/bin/gaswatchd", with: "/bin/true"))
        let run = try run("verify", folder.path + "/gaswatchd.service", in: folder)
        // Unknown keys and bad values are only told, with exit code 0.
        #expect(run.status == 0)
        #expect(run.output.isEmpty, "\(run.output)")
    }

    @Test("The unit is exposed less than 2.0 of 10")
    func security() throws {
        let folder = try TemporaryFolder()
        let run = try run("security", "--offline=true", "--threshold=20", shipped, in: folder)
        #expect(run.status == 0, "\(run.output)")
    }

    @Test("A wrong key in the unit is told, so that the first test can fail")
    func verifyTells() throws {
        let folder = try TemporaryFolder()
        let text = try SmallFile.text(shipped)
            .replacing("/usr/bin/gaswatchd", with: "/bin/true")
            .replacing("WatchdogSec=", with: "WatchdogSecs=")
        try folder.write("gaswatchd.service", text)
        let run = try run("verify", folder.path + "/gaswatchd.service", in: folder)
        #expect(run.output.contains("WatchdogSecs"))
    }

    private func run(
        _ arguments: String..., in folder: TemporaryFolder
    ) throws -> (status: Int32, output: String) {
        let output = folder.path + "/output"
        let program = try ChildProgram(systemdAnalyze, arguments, outputPath: output)
        let status = program.wait()
        return (status, try SmallFile.text(output))
    }
}
