internal import Rescue
internal import Settings

/// Road graphs for the offline tools.
enum RoadFiles {
    /// Maps a graph.
    ///
    /// - Throws: exit 65 with what is wrong with the file.
    static func network(_ path: String) throws(CLIFault) -> RoadNetwork {
        do {
            return try RoadGraphFile.network(path)
        } catch {
            throw CLIFault(.badData, .badRow(path, error.words), .importRoads)
        }
    }
}
