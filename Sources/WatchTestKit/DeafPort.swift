internal import NIOCore
internal import NIOPosix

/// A port of this machine whose connects are neither taken nor refused, as behind a cable that is cut:
/// its queue holds one connection, which is there already and is never fetched.
package final class DeafPort: Sendable {
    private let listener: any Channel
    private let filler: any Channel

    /// Opens it, on a free port or on the one named.
    package init(port: UInt16 = 0) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 0)
            .serverChannelOption(.autoRead, value: false)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: Int(port)).get()
        filler = try await ClientBootstrap(group: group)
            .connect(host: "127.0.0.1", port: listener.localAddress?.port ?? 0).get()
    }

    package var port: Int { listener.localAddress?.port ?? 0 }

    /// Gives the port back; who still knocks is refused.
    package func close() async throws {
        try await filler.close()
        try await listener.close()
    }
}
