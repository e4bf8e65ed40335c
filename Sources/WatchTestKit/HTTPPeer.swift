internal import Foundation
internal import LinuxPlatform
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// A gateway or a webhook on a port of its own: answers as the test says, and keeps every request.
package final class HTTPPeer: Sendable {
    /// One request.
    package struct Request: Sendable {
        package var path: String
        /// By lower-case name.
        package var headers: [String: String]
        package var body: String
        /// The body as a JSON object; empty when it is none.
        package var json: [String: any Sendable] {
            let value = try? JSONSerialization.jsonObject(with: Data(body.utf8))
            return value as? [String: any Sendable] ?? [:]
        }
    }

    private let channel: any Channel
    private let record: RequestRecord

    /// - Parameter answer: status and body for a request.
    package init(
        _ answer: @escaping @Sendable (Request) -> (status: Int, body: String)
    ) async throws {
        let record = try RequestRecord()
        self.record = record
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(RequestScript(record, answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    package var address: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }

    /// Requests so far.
    package var requests: [Request] { record.requests.withLock { $0 } }

    /// Waits for the first request that satisfies `condition`; `nil` when none comes in time.
    package func first(
        seconds: Int64 = 30, where condition: @Sendable (Request) -> Bool
    ) -> Request? {
        let end = BootClock.milliseconds() + seconds * 1_000
        while true {
            if let found = requests.first(where: condition) { return found }
            let left = end - BootClock.milliseconds()
            guard left > 0 else { return nil }
            _ = record.parker.park(timeoutMilliseconds: min(left, 100))
        }
    }

    package func stop() async throws { try await channel.close() }
}

private final class RequestRecord: Sendable {
    let requests = Mutex<[HTTPPeer.Request]>([])
    let parker: Parker

    init() throws { parker = try Parker() }
}

private final class RequestScript: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let record: RequestRecord
    private let answer: @Sendable (HTTPPeer.Request) -> (status: Int, body: String)
    private var request = HTTPPeer.Request(path: "", headers: [:], body: "")

    init(
        _ record: RequestRecord,
        _ answer: @escaping @Sendable (HTTPPeer.Request) -> (status: Int, body: String)
    ) {
        self.record = record
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            request = HTTPPeer.Request(path: head.uri, headers: [:], body: "")
            for field in head.headers { request.headers[field.name.lowercased()] = field.value }
        case .body(let piece): request.body += String(buffer: piece)
        case .end:
            let request = request
            record.requests.withLock { $0.append(request) }
            record.parker.unpark()
            let (status, text) = answer(request)
            let head = HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: status),
                headers: HTTPHeaders([("Content-Length", "\(text.utf8.count)")]))
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            let body = ByteBuffer(string: text)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
