internal import CLinux

/// Questions about listeners on this machine.
public enum Loopback {
    /// A TCP port of 127.0.0.1 that was free a moment ago.
    public static func freePort() throws(SystemFault) -> UInt16 {
        let port = clinux_loopback_port_free()
        guard port > 0 else { throw SystemFault.last("find a free port on 127.0.0.1") }
        return UInt16(port)
    }
}
