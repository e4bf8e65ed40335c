internal import NIOCore
internal import NIOHTTP1

/// Writes one request, gathers its answer and completes the promise exactly once: with the answer,
/// or with what kept it from coming.
final class AnswerCollector: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    /// The largest answer asked for is a page of valves. Even all 29,000 of them in one document,
    /// at about 700 bytes each, are 20 MB; three times that is a fault of the peer.
    static let bodyBytesMax = 64 << 20

    private let request: RequestParts
    private let place: String
    private let limit: TimeAmount
    private let promise: EventLoopPromise<HTTPAnswer>
    private var status: Int?
    private var headers: [(name: String, value: String)] = []
    private var body: [UInt8] = []
    private var timer: Scheduled<Void>?
    private var isCompleted = false

    init(
        _ request: RequestParts, from place: String, within limit: TimeAmount,
        completing promise: EventLoopPromise<HTTPAnswer>
    ) {
        self.request = request
        self.place = place
        self.limit = limit
        self.promise = promise
    }

    func handlerAdded(context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: limit) { [self] in
            complete(.failure(.timedOut("\(place): no answer within the time allowed")), context)
        }
        guard context.channel.isActive else { return channelInactive(context: context) }
        request.write(to: context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            status = Int(head.status.code)
            headers = head.headers.map { (name: $0.name, value: $0.value) }
        case .body(let piece):
            guard body.count + piece.readableBytes <= Self.bodyBytesMax else {
                complete(.failure(.badAnswer("\(place): the answer is too large")), context)
                return
            }
            body.append(contentsOf: piece.readableBytesView)
        case .end:
            guard let status else { return }
            complete(
                .success(HTTPAnswer(status: status, headers: headers, body: body)), context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        complete(.failure(.badAnswer("\(place): the answer is not HTTP (\(error))")), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        complete(.failure(.badAnswer("\(place): the connection ended before the answer")), context)
        context.fireChannelInactive()
    }

    private func complete(
        _ outcome: Result<HTTPAnswer, HTTPFault>, _ context: ChannelHandlerContext
    ) {
        guard !isCompleted else { return }
        isCompleted = true
        timer?.cancel()
        switch outcome {
        case .success(let answer): promise.succeed(answer)
        case .failure(let fault): promise.fail(fault)
        }
        context.close(promise: nil)
    }
}
