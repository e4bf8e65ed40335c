internal import CLinux
internal import Glibc

/// A unix socket that receives whole datagrams: the other end of NOTIFY_SOCKET.
public final class DatagramInbox: Sendable {
    /// Where it is bound. The file goes with the object.
    public let path: String
    private let descriptor: Int32
    private let wake: WakeEvent

    /// Binds the socket.
    ///
    /// - Throws: a fault when the path is taken, too long (107 bytes) or not writable.
    public init(path: String) throws(SystemFault) {
        self.path = path
        wake = try WakeEvent()
        // Safety: the path is passed as a NUL-terminated copy that lives for the call.
        descriptor = unsafe clinux_datagram_open(path)
        guard descriptor >= 0 else { throw SystemFault.last("bind a socket to", path: path) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        // Safety: the path is passed as a NUL-terminated copy that lives for the call.
        _ = unsafe unlink(path)
    }

    /// The next datagram as text, or nil when none comes in time. Longer ones are cut at 4096
    /// bytes, far above any notification.
    public func next(timeoutMilliseconds: Int64) -> String? {
        guard wake.wait(socket: descriptor, milliseconds: timeoutMilliseconds).socketReady else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: 4096)
        // Safety: at most the array's own count is written into it.
        let count = unsafe recv(descriptor, &bytes, bytes.count, 0)
        return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
    }
}
