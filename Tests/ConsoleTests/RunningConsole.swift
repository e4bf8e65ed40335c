import Console
import Foundation
import Logging
import PlainHTTP
import ServiceLifecycle
import Testing

/// A console on a free port and on a socket in a directory of its own, for one test.
struct RunningConsole {
    let fake: FakePort
    let tcp: PlainHTTPClient
    let socket: PlainHTTPClient
    let tcpPort: Int
    let socketPath: String
    let group: ServiceGroup

    /// Runs `body` against a console and then stops it; the stop is part of every test.
    static func with(
        heartbeat: Duration = .seconds(5), stopGrace: Duration = .seconds(20),
        staleSocket: Bool = false,
        _ body: @escaping @Sendable (RunningConsole) async throws -> Void
    ) async throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "console-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appending(path: "api.sock").path()
        let (places, told) = AsyncStream.makeStream(of: PlaceNews.self)
        let fake = FakePort()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        if staleSocket { try await leaveSocket(at: path, logger) }
        let server = ConsoleServer(
            port: fake, listen: ListenAddress(host: "127.0.0.1", port: 0), socketPath: path,
            logger: logger, heartbeat: heartbeat, stopGrace: stopGrace
        ) { _, news in told.yield(news) }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: server, successTerminationBehavior: .gracefullyShutdownGroup)
                ], logger: logger))
        let running = Task { try await group.run() }
        var port = 0
        var placesLeft = 2
        for await place in places {
            if case .bound(.tcp(let number)) = place { port = number }
            placesLeft -= 1
            if placesLeft == 0 { break }
        }
        let console = RunningConsole(
            fake: fake, tcp: PlainHTTPClient(HTTPTarget(.tcp(host: "127.0.0.1", port: port))),
            socket: PlainHTTPClient(HTTPTarget(.socket(path: path))), tcpPort: port,
            socketPath: path, group: group)
        let outcome: Result<Void, any Error>
        do {
            try await body(console)
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await group.triggerGracefulShutdown()
        try await running.value
        try outcome.get()
    }

    /// A console that ended without removing its socket leaves a dead file behind.
    private static func leaveSocket(at path: String, _ logger: Logger) async throws {
        let (places, told) = AsyncStream.makeStream(of: PlaceNews.self)
        let server = ConsoleServer(
            port: FakePort(), listen: nil, socketPath: path, logger: logger
        ) { _, news in told.yield(news) }
        let first = Task { try await server.run() }
        for await _ in places { break }
        first.cancel()
        _ = await first.result
    }

    func json(_ answer: HTTPAnswer) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(answer.body))
        return try #require(object as? [String: Any])
    }
}
