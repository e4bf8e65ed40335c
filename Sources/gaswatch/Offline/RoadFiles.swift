internal import FlatStore
internal import LinuxPlatform
internal import Rescue

/// Road graphs as files.
enum RoadFiles {
    /// Maps a graph.
    ///
    /// - Throws: exit 65 with what is wrong with the file.
    static func network(_ path: String) throws(CLIFault) -> RoadNetwork {
        let bytes: FixedBytes
        do {
            bytes = try FixedBytes(mapping: path)
        } catch {
            throw CLIFault(
                .badData, .noFile(path, SystemFault.words(for: error.code)), .importRoads)
        }
        do {
            return try RoadNetwork(bytes)
        } catch {
            throw CLIFault(.badData, .badRow(path, error.words), .importRoads)
        }
    }
}
