internal import CLinux
internal import Glibc

/// Files that are either wholly the old ones or wholly the new ones, also after a power cut.
public enum AtomicFile {
    /// Replaces the contents of a file, or creates it.
    ///
    /// The new contents go to a temporary file in the same directory, are synced, renamed over the
    /// old file, and the directory is synced. Of a symbolic link the file it names is replaced.
    /// - Parameters:
    ///   - path: the file.
    ///   - contents: all of its new bytes.
    ///   - mode: its permissions, as chmod takes them.
    /// - Throws: the step that failed. The old file is untouched unless it is the last step, the
    ///   sync of the directory.
    public static func replace(
        path: String, contents: [UInt8], mode: UInt32 = 0o640
    ) throws(SystemFault) {
        // Safety: `step` only ever receives string constants of the C function.
        var step: UnsafePointer<CChar>? = nil
        // Safety: strings are NUL-terminated copies, the array has the count passed, all outlive
        // the call.
        let outcome = unsafe clinux_file_replace(
            path, contents, contents.count, mode_t(mode), &step)
        guard outcome == 0 else {
            let code = errno
            // Safety: the constant named above is NUL-terminated and never freed.
            let attempt = unsafe step.map { unsafe String(cString: $0) } ?? "replace"
            throw SystemFault(code: code, attempt: attempt, path: path)
        }
    }
}

/// Complete writes to the standard streams, past signals and short writes.
public enum StandardStream {
    /// Writes every byte.
    ///
    /// - Parameters:
    ///   - bytes: what to write.
    ///   - descriptor: 1 for the output, 2 for errors, or any other blocking descriptor.
    /// - Throws: a fault, with EPIPE when the reader has gone (if SIGPIPE is ignored).
    public static func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemFault) {
        var offset = 0
        while offset < bytes.count {
            // Safety: the pointer stays within the array: `offset` is below its count.
            let written = unsafe bytes.withUnsafeBytes { whole in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: whole[offset...])
                return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw SystemFault.last("write to descriptor \(descriptor)")
            }
            offset += written
        }
    }
}
