internal import CLinux

/// Questions about listeners on this machine.
public enum Loopback {
    /// A TCP port of 127.0.0.1 that was free a moment ago.
    public static func freePort() throws(SystemFault) -> UInt16 {
        let port = clinux_loopback_port_free()
        guard port > 0 else { throw SystemFault.last("find a free port on 127.0.0.1") }
        return UInt16(port)
    }

    /// Whether something accepts connections on 127.0.0.1 at the port.
    public static func accepts(port: UInt16) -> Bool {
        clinux_loopback_accepts(port) == 0
    }

    /// Whether something accepts connections on the unix socket.
    public static func accepts(socketPath: String) -> Bool {
        // Safety: the path is passed as a NUL-terminated copy that lives for the call.
        unsafe clinux_socket_path_accepts(socketPath) == 0
    }
}
