internal import ArgumentParser
internal import Foundation
internal import LinuxPlatform
internal import Settings
internal import ValveModel

/// The registry file that the settings name.
struct RegistryStore: Sendable {
    let path: String?

    /// The households of the file; none when no file is named or it does not exist yet.
    func read() throws -> [Household] {
        guard let path else { return [] }
        guard let data = FileManager.default.contents(atPath: path) else {
            guard FileManager.default.fileExists(atPath: path) else { return [] }
            throw refuse(["\(path): cannot be read"])
        }
        let reading = RegistryFile.read([UInt8](data))
        guard reading.faults.isEmpty else {
            throw refuse(reading.faults.map { "\(path): \($0)" })
        }
        return reading.households
    }

    private func refuse(_ faults: [String]) -> ExitCode {
        let shown = faults.prefix(50).map { "gaswatchd: \($0)\n" }.joined()
        let more = faults.count > 50 ? "gaswatchd: and \(faults.count - 50) more\n" : ""
        Voice.say(Array((shown + more).utf8), to: 2)
        return ExitCode(SettingsFaults.exitCode)
    }

    /// Reads a registry's text.
    static func parse(_ bytes: [UInt8]) -> (households: [Household], faults: [String]) {
        let reading = RegistryFile.read(bytes)
        return (reading.households, reading.faults.map(\.description))
    }

    /// Replaces the file atomically.
    func store(_ households: [Household]) throws {
        guard let path else { return }
        try AtomicFile.replace(path: path, contents: RegistryFile.write(households))
    }
}
