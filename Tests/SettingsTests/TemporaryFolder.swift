import FoundationEssentials
import LinuxPlatform
import Testing

@testable import Settings

/// A folder of its own for one test, removed with it.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/gaswatch-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String) throws {
        try AtomicFile.replace(path: path + "/" + name, contents: Array(text.utf8))
    }

    /// The faults of a main file beside good files of centres and profiles, without the folder's
    /// own path.
    func faults(
        main: String, centres: String = goodCentres, profiles: String = "profiles: []",
        environment: [String: String] = [:]
    ) throws -> [String] {
        do {
            _ = try load(
                main: main, centres: centres, profiles: profiles, environment: environment)
            return []
        } catch let faults as SettingsFaults {
            return faults.descriptions.map { $0.replacing(path + "/", with: "") }
        }
    }

    func load(
        main: String, centres: String = goodCentres, profiles: String = "profiles: []",
        environment: [String: String] = [:]
    ) throws -> DaemonSettings {
        try write("gaswatch.yaml", main)
        try write("centres.yaml", centres)
        try write("profiles.yaml", profiles)
        return try DaemonSettings.load(path: path + "/gaswatch.yaml", environment: environment)
    }
}

/// The smallest file of centres without a fault.
let goodCentres = """
    centres:
      - {id: central, lat: 36.06, lon: 120.37, areas: ["370202010"], teams: [{id: C-1}]}
    """

/// The project's folder, found from this file.
let projectRoot = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
