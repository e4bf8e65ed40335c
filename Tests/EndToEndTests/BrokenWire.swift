import LinuxPlatform
import NIOCore
import NIOPosix
import Synchronization

/// A TCP way from the daemon to its broker that a test can cut, or let go dead: then connections
/// stand and nothing passes, as behind a router that has forgotten them.
final class BrokenWire: Sendable {
    /// Where the daemon connects to.
    let port: UInt16
    private let target: Int
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let state = Mutex(State())

    private struct State {
        var isDead = false
        var listener: (any Channel)?
        var ends: [any Channel] = []
    }

    /// Leads to a port of 127.0.0.1.
    init(to target: UInt16) throws {
        self.target = Int(target)
        port = try Loopback.freePort()
        try listen()
    }

    /// Ends every connection and takes no new ones.
    func cut() throws {
        let (listener, ends) = state.withLock { state in
            let taken = (state.listener, state.ends)
            state.listener = nil
            state.ends = []
            return taken
        }
        try listener?.close().wait()
        for end in ends { end.close(promise: nil) }
    }

    /// Connections stay, new ones are taken, and nothing passes on any of them.
    func goDead() throws {
        let ends = state.withLock { state in
            state.isDead = true
            return state.ends
        }
        for end in ends { try? end.setOption(.autoRead, value: false).wait() }
    }

    /// Lets everything pass again. What stood all the time goes on; what came to a dead wire ends.
    func mend() throws {
        let (wasCut, ends) = state.withLock { state in
            state.isDead = false
            return (state.listener == nil, state.ends)
        }
        for end in ends where end.isActive {
            try? end.setOption(.autoRead, value: true).wait()
        }
        if wasCut { try listen() }
    }

    func end() {
        try? cut()
        try? group.syncShutdownGracefully()
    }

    private var isDead: Bool { state.withLock(\.isDead) }

    private func note(_ end: any Channel) { state.withLock { $0.ends.append(end) } }

    private func listen() throws {
        let listener = try ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { [self] near in join(near) }
            .bind(host: "127.0.0.1", port: Int(port)).wait()
        state.withLock { $0.listener = listener }
    }

    private func join(_ near: any Channel) -> EventLoopFuture<Void> {
        note(near)
        // What comes to a dead wire is taken and hears nothing.
        if isDead { return near.eventLoop.makeSucceededVoidFuture() }
        return ClientBootstrap(group: near.eventLoop)
            .channelOption(.autoRead, value: false)
            .connect(host: "127.0.0.1", port: target)
            .flatMap { [self] far in
                note(far)
                return near.pipeline.addHandler(Passage(to: far))
                    .flatMap { far.pipeline.addHandler(Passage(to: near)) }
                    .flatMap { far.setOption(.autoRead, value: true) }
                    .flatMap { near.setOption(.autoRead, value: true) }
            }
    }
}

/// Passes on what one end hears, and that it has gone.
private final class Passage: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let other: any Channel

    init(to other: any Channel) { self.other = other }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        other.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        other.close(promise: nil)
        context.fireChannelInactive()
    }
}
