internal import CLinux
internal import Glibc

/// How many files this program may hold open at once.
public enum OpenFiles {
    /// Raises the soft limit to the hard one, so that thousands of connections do not end at 1024.
    ///
    /// - Returns: both limits as they are afterwards.
    public static func raiseSoftLimit() throws(SystemFault) -> (soft: UInt64, hard: UInt64) {
        var soft: UInt64 = 0
        var hard: UInt64 = 0
        // Safety: both local variables outlive the call that fills them.
        guard unsafe clinux_open_files_raise(&soft, &hard) == 0 else {
            throw SystemFault.last("raise the limit of open files")
        }
        return (soft, hard)
    }
}

/// What a running program has used so far.
public struct ProcessUsage: Equatable, Sendable {
    /// CPU time of all its threads, in nanoseconds.
    public let cpuNanoseconds: Int64
    /// Memory of its own in RAM, in bytes: the kernel's resident set.
    public let residentBytes: Int64

    /// The usage of this program.
    public static func current() throws(SystemFault) -> ProcessUsage {
        try of(pid: getpid())
    }

    /// The usage of another program.
    ///
    /// - Throws: a fault when there is no such program.
    public static func of(pid: Int32) throws(SystemFault) -> ProcessUsage {
        let cpu = clinux_cpu_nanoseconds(pid)
        guard cpu >= 0 else { throw SystemFault.last("read the CPU time of", path: "/proc/\(pid)") }
        // statm counts pages; its second column is the resident set.
        let path = "/proc/\(pid)/statm"
        let columns = try SmallFile.text(path).split(separator: " ")
        guard columns.count > 1, let pages = Int64(columns[1]) else {
            throw SystemFault(code: EIO, attempt: "understand", path: path)
        }
        return ProcessUsage(
            cpuNanoseconds: cpu, residentBytes: pages * Int64(sysconf(Int32(_SC_PAGESIZE))))
    }
}
