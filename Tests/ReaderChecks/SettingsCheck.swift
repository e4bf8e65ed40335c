import Foundation
import Rescue
import Settings
import ValveModel

/// The settings' readers: whatever stands in one of the files, it is taken whole within the contract's
/// bounds or refused in words that name a file. The first byte chooses the file.
enum SettingsCheck {
    private static let good = [
        ("gaswatch.yaml", "node: n\nstate: /tmp/none\n"),
        (
            "centres.yaml",
            "centres:\n  - {id: c, name: c, lat: 36.0, lon: 120.3, areas: [\"370202010\"], teams: []}\n"
        ),
        ("profiles.yaml", "profiles: []\n"),
        ("parties.yaml", "parties: []\n"),
    ]

    static func judge(_ bytes: [UInt8]) -> String? {
        guard let first = bytes.first else { return nil }
        let place = Int(first) % good.count
        let folder = SettingsFolder.shared
        for (number, (name, text)) in good.enumerated() {
            folder.write(number == place ? Array(bytes.dropFirst()) : Array(text.utf8), to: name)
        }
        do throws(SettingsFaults) {
            let settings = try DaemonSettings.load(
                path: folder.path + "/gaswatch.yaml", environment: [:])
            return bounds(settings)
        } catch {
            if error.descriptions.isEmpty { return "refused without a word" }
            let isNamed = error.descriptions.allSatisfy { $0.hasPrefix("/") }
            return isNamed ? nil : "a complaint without a file: \(error.descriptions)"
        }
    }

    private static func bounds(_ settings: DaemonSettings) -> String? {
        let rules = settings.rescue.rules
        let pairs: [(String, Bool)] = [
            ("node", !settings.node.isEmpty), ("state", !settings.state.isEmpty),
            ("broker.port", (1...65_535).contains(settings.broker.port)),
            ("broker.report_lanes", (1...16).contains(settings.broker.reportLanes)),
            ("rescue.broker.port", (1...65_535).contains(settings.rescue.broker.port)),
            ("console", settings.console.listen != nil || settings.console.socket != nil),
            ("profiles", !settings.profiles.isEmpty && settings.profiles.count <= 256),
            ("milestones", rules.arrival.milliseconds > 0 && rules.arrival < rules.rescue),
            ("ack_window", rules.ackWindow.milliseconds > 0),
            ("centres", Set(rules.centres.map(\.id)).count == rules.centres.count),
            ("places", rules.centres.allSatisfy(\.place.isValid)),
        ]
        return pairs.first { !$0.1 }.map { "takes \($0.0) out of bounds" }
    }
}

/// A folder in memory for the files that the readers open.
private struct SettingsFolder: Sendable {
    static let shared = SettingsFolder()
    let path: String

    private init() {
        let shared = FileManager.default.isWritableFile(atPath: "/dev/shm")
        let parent = shared ? "/dev/shm" : NSTemporaryDirectory()
        path = "\(parent)/gaswatch-settings-\(ProcessInfo.processInfo.processIdentifier)"
        try? FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // Nothing of a run stays in the memory of the machine.
        atexit { try? FileManager.default.removeItem(atPath: SettingsFolder.shared.path) }
    }

    func write(_ bytes: [UInt8], to name: String) {
        _ = FileManager.default.createFile(atPath: "\(path)/\(name)", contents: Data(bytes))
    }
}
