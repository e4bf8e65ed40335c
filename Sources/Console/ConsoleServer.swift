package import ConsoleAPI
import Foundation
import Hummingbird
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Where the console listens for TCP connections; port 0 lets the kernel choose.
package struct ListenAddress: Equatable, Sendable {
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// There are no tokens yet, so nothing but this machine is served.
    var isLoopback: Bool {
        host == "localhost" || host == "::1"
            || (host.hasPrefix("127.") && host.utf8.allSatisfy { $0 == 0x2E || 0x30...0x39 ~= $0 })
    }
}

/// A place the console has begun to listen at.
package enum BoundPlace: Equatable, Sendable {
    case tcp(port: Int)
    case socket(path: String)
}

/// What became of a place that the settings name.
package enum PlaceNews: Equatable, Sendable {
    case bound(BoundPlace)
    /// Nobody is served there. It is tried again, and told again.
    case refused(ConsoleFault)
}

/// Why nobody is served at a place.
package enum ConsoleFault: Error, Equatable, Sendable, CustomStringConvertible {
    case notLoopback(host: String)
    case socketMode(path: String)
    /// Somebody answers at the socket: taking it away would leave that daemon without one.
    case socketAnswers(path: String)
    case addressTaken(host: String, port: Int)
    /// The system refuses the place, such as an address that this machine does not have.
    case cannotListen(place: String, errno: CInt)
    /// It cannot be listened at, or was and is no more, for a reason in the library's words.
    case lost(place: String, String)

    package var description: String {
        switch self {
        case .notLoopback(let host):
            "console.listen names \(host), but only loopback is served until there are tokens; "
                + "use 127.0.0.1, ::1 or the socket."
        case .socketMode(let path):
            "The mode of the socket \(path) could not be set to 0660; look at the owner of its "
                + "directory."
        case .socketAnswers(let path):
            "console.socket: \(path) is another daemon's, which answers there; stop it, or name "
                + "another socket."
        case .addressTaken(let host, let port):
            "console.listen: another program listens at \(host):\(port); stop it, or name another "
                + "port."
        case .cannotListen(let place, let errno):
            "console: \(place) cannot be listened at: \(Self.words(errno)). "
                + "Look at the directory and its owner, or name another place."
        case .lost(let place, let words):
            "console: nobody is served at \(place): \(words). Name another place, or restart the "
                + "daemon when no leak is open."
        }
    }

    private static func words(_ errno: CInt) -> String {
        POSIXErrorCode(rawValue: errno).map { POSIXError($0).localizedDescription }
            ?? "error \(errno)"
    }
}

/// The HTTP API on a loopback port, a unix socket, or both, over one table of routes.
///
/// A place that cannot be had, or is lost, is no reason to end: homes are watched without it, so it is
/// tried again for as long as the daemon runs.
package struct ConsoleServer: Service {
    /// Open streams end at once when the daemon stops; what is stuck in a client that does not
    /// read is cut off after this long, so that the whole stop stays below 2 s.
    package static let stopGrace: Duration = .milliseconds(1_200)
    /// A keep-alive connection without a request costs a file descriptor: one minute is longer
    /// than any client of ours pauses between two requests.
    private static let idleSeconds: Int64 = 60

    private let responder: ConsoleResponder
    private let listen: ListenAddress?
    private let stopGrace: Duration
    private let socketPath: String?
    private let logger: Logger
    /// A program that has the port, or a full /run, is seldom gone sooner.
    package static let retryPause: Duration = .seconds(5)

    private let retryPause: Duration
    private let onNews: @Sendable (_ place: String, PlaceNews) async -> Void

    package init(
        port: any ConsolePort, listen: ListenAddress?, socketPath: String?, logger: Logger,
        heartbeat: Duration = .seconds(5), stopGrace: Duration = Self.stopGrace,
        retryPause: Duration = Self.retryPause,
        onNews: @escaping @Sendable (_ place: String, PlaceNews) async -> Void = { _, _ in }
    ) {
        let table = RouteTable(ConsoleRoute.all(port: port, heartbeat: heartbeat))
        responder = ConsoleResponder(table: table, logger: logger)
        self.listen = listen
        self.stopGrace = stopGrace
        self.socketPath = socketPath
        self.logger = logger
        self.retryPause = retryPause
        self.onNews = onNews
    }

    package func run() async throws {
        if let listen, !listen.isLoopback { throw ConsoleFault.notLoopback(host: listen.host) }
        let fronts = fronts()
        guard !fronts.isEmpty else { return try await gracefulShutdown() }
        do {
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for front in fronts {
                    group.addTask {
                        try await keep(front)
                        return false
                    }
                }
                group.addTask { try await waitForEndOfGrace() }
                var frontsLeft = fronts.count
                while frontsLeft > 0, let isGraceOver = try await group.next() {
                    if isGraceOver { group.cancelAll() } else { frontsLeft -= 1 }
                }
                group.cancelAll()
            }
        } catch is CancellationError where Task.isShuttingDownGracefully {
            // A client that did not read was cut off: an ordinary end of an ordinary stop.
        }
    }

    /// Serves at one place until the daemon stops, whatever ends it before.
    private func keep(_ front: Front) async throws {
        while true {
            do {
                if let path = front.socketPath, await isAnswered(path) { throw front.whenTaken }
                try await front.application().run()
                if Task.isShuttingDownGracefully { return }
                await onNews(front.place, .refused(.lost(place: front.place, "it ended by itself")))
            } catch let error as CancellationError {
                throw error
            } catch {
                await onNews(front.place, .refused(Self.fault(error, front)))
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: retryPause) }
            if Task.isShuttingDownGracefully || Task.isCancelled { return }
        }
    }

    private static func fault(_ error: any Error, _ front: Front) -> ConsoleFault {
        switch error {
        case let fault as ConsoleFault: fault
        case let error as IOError where error.errnoCode == EADDRINUSE: front.whenTaken
        case let error as IOError: .cannotListen(place: front.place, errno: error.errnoCode)
        default: .lost(place: front.place, "\(error)")
        }
    }

    /// Whether a program listens at the socket. What an ended one left behind answers nobody.
    private func isAnswered(_ path: String) async -> Bool {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        guard let channel = try? await bootstrap.connect(unixDomainSocketPath: path).get() else {
            return false
        }
        try? await channel.close()
        return true
    }

    private func waitForEndOfGrace() async throws -> Bool {
        try await gracefulShutdown()
        try await Task.sleep(for: stopGrace)
        return true
    }

    /// What listens at one place, and what to say when somebody else does already.
    private struct Front: Sendable {
        var place: String
        var socketPath: String?
        var whenTaken: ConsoleFault
        /// Made anew for each try.
        var application: @Sendable () -> Application<ConsoleResponder>
    }

    private func fronts() -> [Front] {
        var fronts: [Front] = []
        if let listen {
            let place = "\(listen.host):\(listen.port)"
            fronts.append(
                Front(
                    place: place,
                    whenTaken: .addressTaken(host: listen.host, port: listen.port)
                ) {
                    let address = BindAddress.hostname(listen.host, port: listen.port)
                    return application(at: address, responder) { channel in
                        let port = channel.localAddress?.port ?? listen.port
                        await onNews(place, .bound(.tcp(port: port)))
                    }
                })
        }
        if let socketPath {
            var behindSocket = responder
            behindSocket.isAtSocket = true
            fronts.append(
                Front(
                    place: socketPath, socketPath: socketPath,
                    whenTaken: .socketAnswers(path: socketPath)
                ) { [behindSocket] in
                    let address = BindAddress.unixDomainSocket(path: socketPath)
                    return application(at: address, behindSocket) { _ in
                        openToGroup(socketPath)
                        await onNews(socketPath, .bound(.socket(path: socketPath)))
                    }
                })
        }
        return fronts
    }

    private func openToGroup(_ path: String) {
        do {
            try FileManager.default.setAttributes([.posixPermissions: 0o660], ofItemAtPath: path)
        } catch {
            logger.error("\(ConsoleFault.socketMode(path: path))")
        }
    }

    private func application(
        at address: BindAddress, _ responder: ConsoleResponder,
        onRunning: @escaping @Sendable (any Channel) async -> Void
    ) -> Application<ConsoleResponder> {
        Application(
            responder: responder,
            server: .http1(configuration: .init(idleTimeout: .seconds(Self.idleSeconds))),
            configuration: ApplicationConfiguration(address: address),
            onServerRunning: onRunning,
            logger: logger)
    }
}
