internal import Foundation
internal import Rescue
internal import Settings

/// Files that the offline tools read whole.
enum OfflineFile {
    /// All bytes of a file, of a pipe, or of standard input for `-`.
    ///
    /// - Throws: exit 65 with the reason when there is nothing to read, 77 when it may not be read.
    static func bytes(_ path: String) throws(CLIFault) -> [UInt8] {
        guard path == "-" || FileManager.default.fileExists(atPath: path) else {
            throw CLIFault(.badData, .noFile(path, "there is no such file"), .checkValues)
        }
        let place = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        let isFolder = (try? place.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
        guard !isFolder else {
            throw CLIFault(.badData, .noFile(path, "it is a directory"), .checkValues)
        }
        do {
            let file =
                try path == "-"
                ? .standardInput : FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            return Array(try file.readToEnd() ?? Data())
        } catch {
            throw CLIFault(
                .notPermitted, .noFile(path, "it may not be read"), .checkValues)
        }
    }

    /// Whether two paths name one file.
    static func isSame(_ one: String, _ other: String) -> Bool {
        let places = [one, other].map {
            URL(fileURLWithPath: $0).resolvingSymlinksInPath().standardizedFileURL.path
        }
        return places[0] == places[1]
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
