internal import CLinux
internal import Glibc
private import Synchronization

/// Another program started by this one.
public final class ChildProgram: Sendable {
    /// Its number in the kernel's table.
    public let pid: Int32
    private let ending = Mutex<Int32?>(nil)

    /// Starts a program with default signal handling and nothing to read.
    ///
    /// - Parameters:
    ///   - executable: a path, or a name to find in PATH.
    ///   - arguments: what follows the name.
    ///   - outputPath: the file that receives what it writes; nil shares this program's streams.
    /// - Throws: a fault, with ENOENT when there is no such program.
    public init(
        _ executable: String, _ arguments: [String], outputPath: String? = nil
    ) throws(SystemFault) {
        var started: pid_t = 0
        // Safety: each copy is NUL-terminated, freed below, and only read by the C function.
        var words = unsafe ([executable] + arguments).map { unsafe strdup($0) }
        // Safety: the list of arguments ends with NULL, as posix_spawn wants it.
        unsafe words.append(nil)
        // Safety: every pointer outlives the call.
        let outcome = unsafe clinux_spawn(&started, executable, words, outputPath)
        // Safety: these are the copies made above, each freed once.
        unsafe words.forEach { unsafe free($0) }
        guard outcome == 0 else {
            throw SystemFault(code: outcome, attempt: "start", path: executable)
        }
        pid = started
    }

    /// Sends a signal, unless the program has been waited for.
    public func signal(_ number: Int32) {
        ending.withLock { ending in
            if ending == nil { kill(pid, number) }
        }
    }

    /// Whether it still runs.
    public var isRunning: Bool {
        ending.withLock { ending in
            ending == nil && clinux_is_running(pid) == 1
        }
    }

    /// Waits for its end.
    ///
    /// - Returns: its exit status, or 128 + the number of the signal that ended it.
    @discardableResult
    public func wait() -> Int32 {
        ending.withLock { ending in
            if let ending { return ending }
            let status = clinux_wait(pid)
            ending = status
            return status
        }
    }
}
