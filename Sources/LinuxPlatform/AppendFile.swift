internal import CLinux
internal import Glibc

/// A file that only grows, such as a log that somebody may read while it is written.
public final class AppendFile {
    private let descriptor: Int32
    private let path: String

    /// Makes the file, empty, or empties the one that is there.
    ///
    /// - Throws: when the directory does not exist or may not be written to.
    public init(path: String) throws(SystemFault) {
        // Safety: the string is a NUL-terminated copy that outlives the call.
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o640)
        self.path = path
        guard descriptor >= 0 else { throw SystemFault.last("create", path: path) }
    }

    deinit { close(descriptor) }

    /// Writes every byte at the end.
    ///
    /// - Throws: when the disk is full or broken; part of the bytes may have been written.
    public func append(_ bytes: [UInt8]) throws(SystemFault) {
        try StandardStream.write(bytes, to: descriptor)
    }
}
