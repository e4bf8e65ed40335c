internal import Glibc
internal import LinuxPlatform
internal import Mosquitto

/// A real mosquitto on a free port of this machine, which ends with `end`.
final class PrivateBroker {
    let port: Int
    private let directory: String
    private var program: ChildProgram?

    init(extra: String = "") throws {
        port = Int(try Loopback.freePort())
        directory = "/tmp/swarm-broker-\(getpid())-\(port)"
        // Safety: the path is passed as a NUL-terminated copy that lives for the call.
        _ = unsafe mkdir(directory, 0o700)
        let lines = [
            "user root", "listener \(port) 127.0.0.1", "persistence false", "log_type error",
            "max_inflight_messages 0", "max_queued_messages 1000000", "set_tcp_nodelay true",
            extra.isEmpty ? "allow_anonymous true" : extra,
        ]
        let text = lines.joined(separator: "\n") + "\n"
        try AtomicFile.replace(path: "\(directory)/mosquitto.conf", contents: Array(text.utf8))
        try begin()
    }

    var endpoint: BrokerEndpoint { BrokerEndpoint(host: "127.0.0.1", port: port) }

    /// Starts it, or starts it again.
    func begin() throws {
        // Debian's broker tells the service manager when it listens.
        let manager = try DatagramInbox(path: "\(directory)/notify")
        // `env` becomes the broker, under the same number.
        let started = try ChildProgram(
            "env",
            [
                "NOTIFY_SOCKET=\(manager.path)", "/usr/sbin/mosquitto", "-c",
                "\(directory)/mosquitto.conf",
            ], outputPath: "\(directory)/log")
        program = started
        let until = BootClock.milliseconds() + 10_000
        while started.isRunning, BootClock.milliseconds() < until {
            // So often is looked whether there is still somebody to say anything.
            if manager.next(timeoutMilliseconds: 200)?.contains("READY=1") == true { return }
        }
    }

    func kill() {
        program?.signal(SIGKILL)
        program?.wait()
        program = nil
    }

    func end() {
        kill()
        for name in ["mosquitto.conf", "log"] {
            // Safety: as for `mkdir`.
            _ = unsafe unlink("\(directory)/\(name)")
        }
        // Safety: as for `mkdir`.
        _ = unsafe rmdir(directory)
    }
}
