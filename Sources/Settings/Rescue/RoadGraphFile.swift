internal import FlatStore
internal import LinuxPlatform
package import Rescue

/// Why a road graph was not loaded.
package struct RoadGraphFault: Error, Equatable, Sendable {
    /// What is wrong with the file, to follow its name.
    package let words: String
}

/// Road graphs as files, written by `gaswatch roads import`.
package enum RoadGraphFile {
    /// Reads a graph and makes it ready.
    package static func network(_ path: String) throws(RoadGraphFault) -> RoadNetwork {
        let bytes: FixedBytes
        do {
            bytes = try FixedBytes(reading: path)
        } catch {
            throw RoadGraphFault(words: "cannot be read: \(SystemFault.words(for: error.code))")
        }
        do {
            return try RoadNetwork(bytes)
        } catch {
            throw RoadGraphFault(words: error.words)
        }
    }
}
