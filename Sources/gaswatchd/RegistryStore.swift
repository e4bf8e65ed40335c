internal import ArgumentParser
internal import ControlRoom
internal import Foundation
internal import LinuxPlatform
internal import Logging
internal import Settings
internal import ValveModel

/// Why a registry was not taken: a line for each fault, with file and line.
struct RegistryRefusal: Error {
    var faults: [String]
}

/// The registry file that the settings name.
struct RegistryStore: Sendable {
    let path: String?

    /// Whether a file is named that does not exist.
    var isMissing: Bool { path.map { !FileManager.default.fileExists(atPath: $0) } ?? false }

    /// The households of the file; none when no file is named or it does not exist yet.
    func read() throws(RegistryRefusal) -> [Household] {
        guard let path, !isMissing else { return [] }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw RegistryRefusal(faults: ["\(path): cannot be read, check its owner and mode"])
        }
        let reading = RegistryFile.read([UInt8](data))
        guard reading.faults.isEmpty else {
            throw RegistryRefusal(
                faults: reading.faults.map { "\(path):\($0.line): \($0.message)" })
        }
        return reading.households
    }

    /// The households, or every fault on stderr and exit 78.
    func readOrExit() throws(ExitCode) -> [Household] {
        do throws(RegistryRefusal) {
            return try read()
        } catch {
            let shown = error.faults.prefix(50).map { "gaswatchd: \($0)\n" }.joined()
            let rest = error.faults.count - 50
            let more = rest > 0 ? "gaswatchd: and \(rest) more\n" : ""
            Voice.say(Array((shown + more).utf8), to: 2)
            throw ExitCode(SettingsFaults.exitCode)
        }
    }

    /// What is to be done about a file that does not exist.
    var wordsWhenMissing: String? {
        guard isMissing, let path else { return nil }
        return "The registry \(path) does not exist: no valve is registered, and each is placed at "
            + "its area's middle. Bring one in with 'gaswatch registry import FILE', or mend "
            + "registry: in the settings."
    }

    /// Says in health and log that the file is missing, or that it no longer is.
    func tell(_ room: ControlRoom, _ logger: Logger) {
        if let words = wordsWhenMissing { logger.warning("\(words)") }
        room.health.set("registry_missing", wordsWhenMissing, at: room.clock.now())
    }

    /// Reads a registry's text.
    static func parse(_ bytes: [UInt8]) -> (households: [Household], faults: [String]) {
        let reading = RegistryFile.read(bytes)
        return (reading.households, reading.faults.map(\.description))
    }

    /// Replaces the file atomically.
    func store(_ households: [Household]) throws {
        guard let path else { return }
        try AtomicFile.replace(
            path: path, contents: RegistryFile.write(households), mode: mode(of: path))
    }

    /// For the group at the most, and no wider than somebody has made it.
    private func mode(of path: String) -> UInt32 {
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        let present = (attributes?[.posixPermissions] as? NSNumber)?.uint32Value
        return present.map { $0 & 0o640 } ?? 0o640
    }
}
