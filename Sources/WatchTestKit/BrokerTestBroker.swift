internal import Foundation
internal import LinuxPlatform
package import Mosquitto
private import Synchronization

/// Why a test's broker could not be had.
package enum TestBrokerFault: Error, CustomStringConvertible {
    /// The program is not installed.
    case missing(String)
    /// It ended or did not listen in time; its own words follow.
    case silent(String)
    /// A preparing program failed.
    case failed(String)

    package var description: String {
        switch self {
        case .missing(let program):
            "\(program) is not installed; apt-get install mosquitto openssl provides it."
        case .silent(let words): "The test's mosquitto did not start to listen: \(words)"
        case .failed(let words): words
        }
    }
}

/// A private mosquitto with its own directory and port. It ends with the object.
package final class TestBroker: Sendable {
    /// When a broker writes what it remembers.
    package enum Persistence: Sendable {
        /// Never: it starts empty.
        case never
        /// When it ends in order: `restart` keeps everything, `kill9` nothing.
        case atStop
        /// After each change: `kill9` loses next to nothing, at some hundred messages a second.
        case atEveryChange
    }

    /// What kind of broker.
    package struct Options: Sendable {
        /// Listen on a free port of 127.0.0.1.
        package var tcp = true
        /// Listen on a unix socket in the broker's directory.
        package var unixSocket = false
        /// When sessions and waiting messages are written to disk.
        package var persistence = Persistence.never
        /// The only login that is let in; nil lets everybody in.
        package var login: (username: String, password: String)?
        /// Speak TLS on the TCP port with these files.
        package var tls: TestCertificates?
        /// Lines added to the configuration.
        package var extraLines: [String] = []

        /// A broker on TCP that remembers nothing.
        package init() {}
    }

    /// The TCP port; it stays the same over restarts.
    package let port: UInt16
    /// The unix socket, if there is one.
    package let socketPath: String?
    /// Everything the broker reads and writes.
    package let workspace: BrokerWorkspace
    private let options: Options
    private let program = Mutex<ChildProgram?>(nil)
    private let starts = Atomic<Int>(0)

    /// Debian keeps mosquitto in a directory that is not on everybody's path.
    private static let executables = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto"]

    /// Starts a broker and waits until it accepts connections.
    package init(_ options: Options = Options()) throws {
        self.options = options
        workspace = try BrokerWorkspace()
        port = try Loopback.freePort()
        socketPath = options.unixSocket ? workspace.file("mqtt.sock") : nil
        if let login = options.login {
            try setLogin(login.username, password: login.password, reload: false)
        }
        try workspace.write(configuration(), to: "mosquitto.conf")
        try start()
    }

    deinit {
        kill9()
    }

    /// The endpoint a client of this broker uses: the unix socket if there is one.
    package var endpoint: BrokerEndpoint {
        BrokerEndpoint(
            port: Int(port), socketPath: socketPath, username: options.login?.username,
            password: options.login?.password, caFile: options.tls?.caFile)
    }

    /// What the broker wrote.
    package var log: String { workspace.text("mosquitto.log") }

    /// The broker's number in the kernel's table, or nil while it is down.
    package var pid: Int32? { program.withLock { $0?.pid } }

    /// Starts it again on the same port with the same files; it must be down.
    package func start() throws {
        let found = TestBroker.executables.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        guard let found else { throw TestBrokerFault.missing("mosquitto") }
        let path = workspace.file("notify-\(starts.wrappingAdd(1, ordering: .relaxed).newValue)")
        let manager = try DatagramInbox(path: path)
        // `env` becomes the broker, under the same number.
        let child = try ChildProgram(
            "env", ["NOTIFY_SOCKET=\(path)", found, "-c", workspace.file("mosquitto.conf")],
            outputPath: workspace.file("mosquitto.log"))
        program.withLock { program in
            precondition(program == nil, "The test's broker is started while it runs.")
            program = child
        }
        try awaitReady(child, manager)
    }

    /// Ends it as a power cut would, and waits until it has ended.
    package func kill9() { end(SIGKILL) }

    /// Ends it in order, and waits until it has ended.
    package func stop() { end(SIGTERM) }

    /// Ends it in order and starts it again.
    package func restart() throws {
        stop()
        try start()
    }

    /// Sets the password of a login. With `reload` a running broker uses it at once.
    package func setLogin(_ username: String, password: String, reload: Bool = true) throws {
        let path = workspace.file("passwords")
        let child: ChildProgram
        do {
            child = try ChildProgram(
                "mosquitto_passwd", ["-b", "-c", path, username, password],
                outputPath: workspace.file("passwd.log"))
        } catch {
            throw TestBrokerFault.missing("mosquitto_passwd")
        }
        guard child.wait() == 0 else {
            throw TestBrokerFault.failed("mosquitto_passwd failed: " + workspace.text("passwd.log"))
        }
        if reload { program.withLock { $0?.signal(SIGHUP) } }
    }

    private func end(_ signal: Int32) {
        let child = program.withLock { program in
            let child = program
            program = nil
            return child
        }
        child?.signal(signal)
        child?.wait()
    }

    /// Asks until it answers; the pause only paces the asking. Ten seconds cover a loaded machine.
    /// Debian's broker tells the service manager when it listens.
    private func awaitReady(_ child: ChildProgram, _ manager: DatagramInbox) throws {
        let until = BootClock.milliseconds() + 10_000
        while BootClock.milliseconds() < until && child.isRunning {
            // So often is looked whether there is still somebody to say anything.
            if manager.next(timeoutMilliseconds: 200)?.contains("READY=1") == true { return }
        }
        kill9()
        throw TestBrokerFault.silent(log)
    }

    private func configuration() -> String {
        // Without `user root` a broker started by root would give its directory away.
        var lines = [
            "user root", "per_listener_settings false", "set_tcp_nodelay true",
            // The defaults of 20 in flight and 1000 waiting drop alarms silently.
            "max_inflight_messages 65535", "max_queued_messages 100000000",
            "allow_anonymous \(options.login == nil)",
        ]
        if options.login != nil { lines.append("password_file \(workspace.file("passwords"))") }
        if options.persistence != .never {
            lines += ["persistence true", "persistence_location \(workspace.path)/"]
        }
        if options.persistence == .atEveryChange {
            lines += ["autosave_on_changes true", "autosave_interval 1"]
        }
        if options.tcp {
            lines.append("listener \(port) 127.0.0.1")
            if let tls = options.tls {
                lines += [
                    "cafile \(tls.caFile)", "certfile \(tls.certificateFile)",
                    "keyfile \(tls.keyFile)",
                ]
            }
        }
        if let socketPath { lines.append("listener 0 \(socketPath)") }
        return (lines + options.extraLines).joined(separator: "\n") + "\n"
    }
}
