internal import Glibc

/// Who may read what this process creates.
public enum FileMode {
    /// From now on files and directories that the process makes are for its user and group only.
    public static func keepToGroup() { _ = umask(0o027) }
}
