internal import Foundation

/// A temporary directory that goes with the object: broker files, certificates, journals.
package final class BrokerWorkspace: Sendable {
    /// The directory, readable by its owner alone.
    package let path: String

    /// Makes a new directory under the system's temporary one.
    ///
    /// - Parameter inMemory: in memory where the system has a place for it: for many small files
    ///   that need no disk.
    package init(inMemory: Bool = false) throws {
        // Short, because a unix socket's path may not exceed 107 bytes.
        let name = "gw-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        let memory = "/dev/shm"
        let isThere = inMemory && FileManager.default.isWritableFile(atPath: memory)
        let place = isThere ? memory : NSTemporaryDirectory()
        path = place + (place.hasSuffix("/") ? "" : "/") + name
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in it.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes a text file and returns its path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: file(name), atomically: true, encoding: .utf8)
        return file(name)
    }

    /// The text of a file in it, or nothing.
    package func text(_ name: String) -> String {
        (try? String(contentsOfFile: file(name), encoding: .utf8)) ?? ""
    }
}
