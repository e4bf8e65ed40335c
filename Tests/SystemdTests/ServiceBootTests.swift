import FoundationEssentials
import Glibc
import LinuxPlatform
import Testing

/// What the boot needs and this machine does not have; `nil` when it can be done.
private let obstacle: Comment? = {
    for tool in [
        "/lib/systemd/systemd", "/usr/bin/unshare", "/usr/bin/nsenter", "/usr/bin/curl",
        "/usr/sbin/mosquitto",
    ] where !FileManager.default.isExecutableFile(atPath: tool) {
        return "\(tool) is not installed"
    }
    let status = (try? SmallFile.text("/proc/self/status")) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("CapEff:") } ?? ""
    let capabilities = line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) } ?? 0
    // CAP_SYS_ADMIN is number 21 of capability.h.
    return capabilities & (1 << 21) == 0 ? "CAP_SYS_ADMIN is missing, run as root" : nil
}()

private let folder = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
private let project = folder.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 }

/// The daemon beside the test bundle, where the package manager builds both.
private let daemon: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let besides = own.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/gaswatchd"
    let built = project + "/.build/debug/gaswatchd"
    return FileManager.default.isExecutableFile(atPath: besides) ? besides : built
}()

@Suite("Service under a real systemd", .serialized, .enabled(if: obstacle == nil, obstacle))
struct ServiceBootTests {
    @Test("The unit's sandbox, watchdog, restart, reload and stop work around a stand-in")
    func standIn() throws {
        try expectScenario(of: folder + "/Boot/stand-in.pl")
    }

    @Test(
        "The daemon starts, survives a hang and a kill, reloads and stops under systemd",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: daemon),
            "gaswatchd is not built: swift build --product gaswatchd"))
    func builtDaemon() throws {
        try expectScenario(of: daemon)
    }

    private func expectScenario(of program: String) throws {
        let place =
            FileManager.default.temporaryDirectory.path + "/gaswatch-boot-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: place) }
        let boot = try ChildProgram(
            folder + "/Boot/boot.sh", [place, program, project + "/Config"],
            outputPath: place + "/boot.log")
        defer {
            boot.signal(SIGTERM)
            boot.wait()
        }
        // The boot writes the number of its first process when everything is mounted.
        let awaited = try ChildProgram(
            "/bin/sh",
            [
                "-c",
                "tries=0; until [ -s '\(place)/pid' ]; do tries=$((tries + 1)); "
                    + "[ $tries -lt 300 ] || exit 1; sleep 0.1; done",
            ]
        ).wait()
        let log = (try? SmallFile.text(place + "/boot.log")) ?? ""
        try #require(awaited == 0, "the system did not come up: \(log)")
        let first = try SmallFile.text(place + "/pid").filter(\.isNumber)
        let scenario = try ChildProgram(
            "/usr/bin/nsenter",
            [
                "-t", first, "-m", "-p", "-u", "-i", "-n", "-C", "-r", "-w", "/bin/sh",
                "/run/scenario.sh",
            ], outputPath: place + "/scenario.log")
        let status = scenario.wait()
        let report = try SmallFile.text(place + "/scenario.log")
        #expect(status == 0, "\(report)")
        #expect(report.contains("all expectations are met"), "\(report)")
    }
}
