internal import Glibc

/// Reading of files that fit in memory many times over: key files, certificates, /proc.
public enum SmallFile {
    /// The largest file that is read: no password, certificate or /proc page comes near a megabyte.
    public static let byteCountMax = 1 << 20

    /// All bytes of a file.
    ///
    /// - Throws: a fault when it cannot be opened or read, or is above `byteCountMax` (EFBIG).
    public static func bytes(_ path: String) throws(SystemFault) -> [UInt8] {
        // Safety: the path is passed as a NUL-terminated copy that lives for the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFault.last("open", path: path) }
        defer { close(descriptor) }
        var contents: [UInt8] = []
        var page = [UInt8](repeating: 0, count: 16_384)
        while true {
            // Safety: at most the array's own count is written into it.
            let count = unsafe read(descriptor, &page, page.count)
            if count == 0 { return contents }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw SystemFault.last("read", path: path)
            }
            contents += page[..<count]
            guard contents.count <= byteCountMax else {
                throw SystemFault(code: EFBIG, attempt: "read", path: path)
            }
        }
    }

    /// The contents as text; bytes that are not UTF-8 become U+FFFD.
    public static func text(_ path: String) throws(SystemFault) -> String {
        String(decoding: try bytes(path), as: UTF8.self)
    }
}
