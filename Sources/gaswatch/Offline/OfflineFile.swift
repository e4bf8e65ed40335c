internal import Foundation
internal import Rescue
internal import Settings

/// Files that the offline tools read whole.
enum OfflineFile {
    /// All bytes of a file.
    ///
    /// - Throws: exit 65 with the reason when it cannot be read.
    static func bytes(_ path: String) throws(CLIFault) -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            let exists = FileManager.default.fileExists(atPath: path)
            throw CLIFault(
                .badData, .noFile(path, exists ? "it may not be read" : "there is no such file"),
                .checkValues)
        }
    }

    /// Reads a `centres.yaml`.
    ///
    /// - Throws: exit 78 with every fault of the file.
    static func rules(_ path: String) throws(CLIFault) -> RescueRules {
        do {
            return try RescueRules.load(centres: path)
        } catch {
            throw CLIFault(
                .badConfiguration, Phrase(verbatim: error.description), .repairSettings)
        }
    }
}
