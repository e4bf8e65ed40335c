internal import Foundation
internal import Glibc
internal import LinuxPlatform
internal import Synchronization

/// Why the daemon under test could not be used.
package struct DaemonFault: Error, CustomStringConvertible {
    package var description: String

    package init(description: String) { self.description = description }
}

/// A real `gaswatchd` in a directory of its own, with a broker of the test's.
package final class RunningDaemon: Sendable {
    package let workspace: BrokerWorkspace
    package let apiPort: UInt16
    private let program = Mutex<ChildProgram?>(nil)
    private let executable: String
    private let environment: [String]
    private let starts = Atomic<Int>(0)
    /// Where the present run tells what a service manager would hear, and what it has told.
    private let manager = Mutex<DatagramInbox?>(nil)
    private let heard = Mutex<[String]>([])

    /// Writes the settings; `start` runs it.
    ///
    /// - Parameters:
    ///   - brokerPort: where the valves' broker listens.
    ///   - registry: the registry's CSV text.
    ///   - teams: teams of the one centre `central`, all waiting at it.
    ///   - login: what the broker lets in.
    ///   - state: the directory of the store; nil keeps it in the workspace.
    ///   - environment: further variables of the program, each as `NAME=value`.
    ///   - extra: further lines of `gaswatch.yaml`.
    package init(
        brokerPort: UInt16, registry: String = "", teams: [String] = ["C-1", "C-2"],
        login: (username: String, password: String)? = nil, state: String? = nil,
        environment: [String] = [],
        extra: String = ""
    ) throws {
        self.environment = environment
        workspace = try BrokerWorkspace()
        stateDirectory = state ?? workspace.file("state")
        apiPort = try Loopback.freePort()
        let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        var found: String?
        var folder = beside
        // The test program stands beside the daemon, or inside a bundle beside it.
        for _ in 0..<4 {
            let candidate = folder.appending(path: "gaswatchd").path(percentEncoded: false)
            if FileManager.default.isExecutableFile(atPath: candidate) {
                found = candidate
                break
            }
            folder = folder.deletingLastPathComponent()
        }
        guard let found else {
            throw DaemonFault(description: "gaswatchd is not built beside \(beside.path)")
        }
        executable = found
        let lines = teams.map { "      - {id: \($0), name: \($0), turnout: 60}" }
        _ = try workspace.write(
            """
            milestones: {response: 60, arrival: 180, rescue: 300}
            ack_window: 20
            travel: {speed_kmh: 30, detour: 1.4, access: 30, floor: 15}
            centres:
              - id: central
                name: 中部
                lat: 36.064
                lon: 120.356
                areas: ["370202010"]
                teams:
            \(lines.joined(separator: "\n"))
            """, to: "centres.yaml")
        _ = try workspace.write("profiles: []\n", to: "profiles.yaml")
        if !registry.isEmpty { _ = try workspace.write(registry, to: "registry.csv") }
        var entry = ""
        if let login {
            _ = try workspace.write(login.password + "\n", to: "password")
            entry = ", username: \(login.username), password_file: password"
        }
        _ = try workspace.write(
            """
            node: test
            state: "\(stateDirectory)"
            broker: {host: 127.0.0.1, port: \(brokerPort)\(entry)}
            rescue: {centres: centres.yaml}
            profiles: profiles.yaml
            registry: "\(registry.isEmpty ? "" : "registry.csv")"
            console: {listen: "127.0.0.1:\(apiPort)", socket: "\(workspace.file("api.sock"))"}
            \(extra)
            """, to: "gaswatch.yaml")
    }

    /// What it has said on its error stream in this run.
    package var log: String {
        workspace.text("daemon-\(starts.load(ordering: .relaxed)).log")
    }

    package var pid: Int32? { program.withLock { $0?.pid } }

    /// Whether it was started and has neither been ended nor ended by itself.
    package var isRunning: Bool { program.withLock { $0?.isRunning ?? false } }

    /// The API's address, for a client.
    package var address: String { "http://127.0.0.1:\(apiPort)" }

    /// Starts it and waits until it serves.
    package func start() throws {
        try launch()
        try awaitServing()
    }

    /// Starts it and does not wait.
    package func launch() throws {
        let number = starts.wrappingAdd(1, ordering: .relaxed).newValue
        // One of its own for each run: what a killed one has said is not taken for this one's.
        let inbox = try DatagramInbox(path: workspace.file("notify-\(number)"))
        manager.withLock { $0 = inbox }
        heard.withLock { $0 = [] }
        // `env` becomes the daemon, under the same number.
        let child = try ChildProgram(
            "env",
            environment + ["NOTIFY_SOCKET=\(inbox.path)", executable, "run", "--config"]
                + [workspace.file("gaswatch.yaml")],
            outputPath: workspace.file("daemon-\(number).log"))
        program.withLock { $0 = child }
    }

    /// What it has told the service manager in this run, as far as somebody has waited for it.
    package var notes: [String] { heard.withLock { $0 } }

    /// Waits for the next thing that it tells the service manager; `nil` when it has ended, or says
    /// nothing for half a minute.
    package func nextNote() -> String? {
        guard let inbox = manager.withLock({ $0 }) else { return nil }
        let end = BootClock.milliseconds() + 30_000
        while isRunning, BootClock.milliseconds() < end {
            // So often is looked whether there is still somebody to say anything.
            guard let note = inbox.next(timeoutMilliseconds: 200) else { continue }
            heard.withLock { $0.append(note) }
            return note
        }
        return nil
    }

    /// Waits until it says that it is ready: then it serves.
    package func awaitServing() throws {
        while let note = nextNote() {
            if note.contains("READY=1") { return }
        }
        throw DaemonFault(description: "the daemon does not serve:\n\(log)")
    }

    /// The directory of its store.
    package let stateDirectory: String

    /// Runs another verb of the same program on the same settings, and waits for its end.
    ///
    /// - Parameter environment: variables of its own, each as `NAME=value`.
    package func verb(
        _ words: [String], environment: [String] = []
    ) throws -> (status: Int32, text: String) {
        let output = "verb-\(UInt64.random(in: 0...UInt64.max)).log"
        let child = try ChildProgram(
            "env",
            environment + [executable] + words + ["--config", workspace.file("gaswatch.yaml")],
            outputPath: workspace.file(output))
        let status = child.wait()
        return (status, workspace.text(output))
    }

    /// Stops its threads where they stand, every one before this returns; `resume` lets them go on.
    package func suspend() {
        program.withLock { $0?.signal(SIGSTOP) }
        // The kernel stops one thread after the other, each when it next gets a core: on a busy machine
        // some would still answer a message that comes at once.
        while isRunning, !isStopped { sched_yield() }
    }

    private var isStopped: Bool {
        guard let pid else { return true }
        let tasks = "/proc/\(pid)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
        return threads.allSatisfy { thread in
            // The state stands behind the name, which is in parentheses.
            let stat =
                (try? String(contentsOfFile: "\(tasks)/\(thread)/stat", encoding: .utf8)) ?? ""
            return stat.isEmpty || stat.split(separator: ")").last?.hasPrefix(" T") == true
        }
    }

    /// Lets a suspended daemon go on.
    package func resume() { program.withLock { $0?.signal(SIGCONT) } }

    /// Ends it without a chance to say goodbye.
    package func kill9() { end(SIGKILL) }

    /// Asks it to stop; its exit status.
    @discardableResult
    package func stop() -> Int32 { end(SIGTERM) }

    @discardableResult
    private func end(_ signal: Int32) -> Int32 {
        let child = program.withLock { program in
            let child = program
            program = nil
            return child
        }
        guard let child else { return 0 }
        // What nobody has read fills the socket after ten notes, and a daemon that waits to tell the
        // next one cannot stop.
        manager.withLock { $0 = nil }
        child.signal(signal)
        return child.wait()
    }

    deinit { end(SIGKILL) }
}
