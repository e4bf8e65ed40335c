import NIOCore
import NIOPosix
import Synchronization

/// A listener that reads whatever comes and answers every connection with the same bytes, piece by
/// piece: what a server must not do can be scripted as well as what it must.
final class ScriptedPeer: Sendable {
    enum Ending: Sendable {
        /// Closes after the last piece.
        case close
        /// Keeps the connection open and says nothing more.
        case silence
    }

    private let channel: any Channel
    private let record: RequestRecord

    static func tcp(_ pieces: [String], then ending: Ending = .close) async throws -> ScriptedPeer {
        try await ScriptedPeer(pieces, ending) {
            try await $0.bind(host: "127.0.0.1", port: 0).get()
        }
    }

    static func socket(
        _ path: String, _ pieces: [String], then ending: Ending = .close
    ) async throws -> ScriptedPeer {
        try await ScriptedPeer(pieces, ending) {
            try await $0.bind(unixDomainSocketPath: path).get()
        }
    }

    private init(
        _ pieces: [String], _ ending: Ending,
        _ bind: (ServerBootstrap) async throws -> any Channel
    ) async throws {
        let record = RequestRecord()
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        Recital(pieces, ending, record))
                }
            }
        self.record = record
        channel = try await bind(bootstrap)
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    /// Everything that was sent to this peer.
    var heard: String { record.text.withLock { $0 } }

    func stop() async throws { try await channel.close() }
}

/// What the peer has heard so far.
private final class RequestRecord: Sendable {
    let text = Mutex("")
}

private final class Recital: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let pieces: [String]
    private let ending: ScriptedPeer.Ending
    private let record: RequestRecord
    private var hasAnswered = false

    init(_ pieces: [String], _ ending: ScriptedPeer.Ending, _ record: RequestRecord) {
        self.pieces = pieces
        self.ending = ending
        self.record = record
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let text = String(buffer: unwrapInboundIn(data))
        let heard = record.text.withLock { heard -> String in
            heard += text
            return heard
        }
        guard !hasAnswered, heard.contains("\r\n\r\n") else { return }
        hasAnswered = true
        // One flush a piece: over loopback each arrives as a segment of its own or joined with the
        // next, and the client must not care.
        for piece in pieces {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: piece)), promise: nil)
        }
        if case .close = ending { context.close(promise: nil) }
    }
}
