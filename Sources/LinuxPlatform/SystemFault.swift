internal import Glibc

/// A system call that failed: its error number and what was attempted on which file.
public struct SystemFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The error number (errno) the system call left.
    public let code: Int32
    /// What was attempted, as a verb phrase: `open`, `sync the directory of`.
    public let attempt: String
    /// The file or socket it was attempted on, if there is one.
    public let path: String?

    /// A fault from its parts.
    public init(code: Int32, attempt: String, path: String? = nil) {
        self.code = code
        self.attempt = attempt
        self.path = path
    }

    /// A fault of the system call that has just failed on this thread.
    public static func last(_ attempt: String, path: String? = nil) -> SystemFault {
        SystemFault(code: errno, attempt: attempt, path: path)
    }

    /// A sentence for the log: `Could not open /etc/gaswatch.yaml: No such file (errno 2).`
    public var description: String {
        let place = path.map { " \($0)" } ?? ""
        return "Could not \(attempt)\(place): \(SystemFault.words(for: code)) (errno \(code))."
    }

    /// The C library's words for an error number, without a full stop.
    public static func words(for code: Int32) -> String {
        // Safety: the buffer is larger than any message of glibc, which terminates what it writes;
        // the returned pointer is either that buffer or a constant, and is read before it ends.
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let start = buffer.baseAddress, unsafe strerror_r(code, start, 256) == 0 else {
                return "error \(code)"
            }
            return unsafe String(cString: start)
        }
    }
}
