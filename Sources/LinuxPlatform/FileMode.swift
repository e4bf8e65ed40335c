internal import Glibc

/// Who may read what this process creates.
public enum FileMode {
    /// From now on files and directories that the process makes are for its user and group only; what
    /// whoever started it has shut besides stays shut.
    public static func keepToGroup() {
        let before = umask(0)
        _ = umask(before | 0o007)
    }
}
