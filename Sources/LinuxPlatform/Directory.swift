internal import CLinux
internal import Glibc

/// Directories as a power cut sees them.
public enum Directory {
    /// Brings the names in a directory to disk: a file or folder just made in it survives a power
    /// cut only after this.
    public static func sync(_ path: String) throws(SystemFault) {
        // Safety: the path is passed as a NUL-terminated copy that lives for the call.
        guard unsafe clinux_directory_sync(path) == 0 else {
            throw SystemFault.last("sync the directory", path: path)
        }
    }
}
