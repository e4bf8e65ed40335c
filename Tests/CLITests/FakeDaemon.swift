import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A daemon made of scripted answers: one for each method and path, and a record of what was asked.
final class FakeDaemon: Sendable {
    struct Answer: Sendable {
        var status = 200
        var body = ""
        /// The daemon's clock: fixed, so that ages and countdowns are.
        var date = "Mon, 23 Nov 2026 08:21:26 GMT"
        var headers: [(String, String)] = []
        /// Sent as a stream that stays open after the body.
        var isStream = false
    }

    struct Request: Equatable, Sendable {
        var line: String
        var headers: [String: String]
        var body: String
    }

    private let channel: any Channel
    private let record = Record()
    final class Record: Sendable { let requests = Mutex<[Request]>([]) }

    /// - Parameter answer: what is answered to a request line such as `GET /api/v1/status`; nil is
    ///   a 404 without a body.
    init(_ answer: @escaping @Sendable (Request) -> Answer?) async throws {
        let record = record
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Script(record, answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    /// Answers by exact request line.
    convenience init(_ answers: [String: Answer]) async throws {
        try await self.init { answers[$0.line] }
    }

    var address: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }
    var requests: [Request] { record.requests.withLock { $0 } }
    func stop() async throws { try await channel.close() }
}

private final class Script: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let record: FakeDaemon.Record
    private let answer: @Sendable (FakeDaemon.Request) -> FakeDaemon.Answer?
    private var request = FakeDaemon.Request(line: "", headers: [:], body: "")

    init(
        _ record: FakeDaemon.Record,
        _ answer: @escaping @Sendable (FakeDaemon.Request) -> FakeDaemon.Answer?
    ) {
        self.record = record
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            request.line = "\(head.method.rawValue) \(head.uri)"
            for field in head.headers { request.headers[field.name.lowercased()] = field.value }
        case .body(let piece): request.body += String(buffer: piece)
        case .end:
            let request = request
            record.requests.withLock { $0.append(request) }
            reply(answer(request) ?? FakeDaemon.Answer(status: 404), context)
        }
    }

    private func reply(_ answer: FakeDaemon.Answer, _ context: ChannelHandlerContext) {
        var headers = HTTPHeaders([("Date", answer.date)])
        headers.add(contentsOf: answer.headers)
        if !answer.isStream {
            headers.add(name: "Content-Length", value: "\(answer.body.utf8.count)")
        }
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status),
            headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        let body = ByteBuffer(string: answer.body)
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        if !answer.isStream { context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }
    }
}
