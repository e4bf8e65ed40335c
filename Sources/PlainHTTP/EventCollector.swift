internal import NIOCore
internal import NIOHTTP1

/// The server answered the request for a stream with something else than 200.
package struct EventRefusal: Error, Sendable {
    package var answer: HTTPAnswer
}

/// Feeds the body of a streamed answer to the parser and the events to the reader.
final class EventCollector: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    /// A storm of 29,000 leaks makes about two events each within a minute. A reader further
    /// behind than that is cut off and comes back with the last id it has seen.
    static let bufferCountMax = 65_536

    private let request: RequestParts
    private let place: String
    private let continuation: AsyncThrowingStream<ServerEvent, any Error>.Continuation
    private var parser = ServerEventParser()
    private var refusal: HTTPAnswer?

    init(
        _ request: RequestParts, from place: String,
        into continuation: AsyncThrowingStream<ServerEvent, any Error>.Continuation
    ) {
        self.request = request
        self.place = place
        self.continuation = continuation
    }

    func handlerAdded(context: ChannelHandlerContext) {
        guard context.channel.isActive else { return channelInactive(context: context) }
        request.write(to: context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            if head.status != .ok {
                refusal = HTTPAnswer(
                    status: Int(head.status.code),
                    headers: head.headers.map { (name: $0.name, value: $0.value) }, body: [])
            }
        case .body(let piece):
            if refusal != nil {
                refuse(with: piece, context)
            } else {
                deliver(piece, context)
            }
        case .end:
            if let refusal {
                finish(EventRefusal(answer: refusal), context)
            } else {
                finish(nil, context)
            }
        }
    }

    private func deliver(_ piece: ByteBuffer, _ context: ChannelHandlerContext) {
        for event in parser.consume(piece.readableBytesView) {
            if case .dropped = continuation.yield(event) {
                finish(
                    HTTPFault.badAnswer("\(place): events come faster than they are read"), context)
                return
            }
        }
        if parser.isOverlong {
            finish(HTTPFault.badAnswer("\(place): the answer is not an event stream"), context)
        }
    }

    private func refuse(with piece: ByteBuffer, _ context: ChannelHandlerContext) {
        refusal?.body.append(contentsOf: piece.readableBytesView)
        if let refusal, refusal.body.count > ServerEventParser.lineBytesMax {
            finish(EventRefusal(answer: refusal), context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            finish(HTTPFault.timedOut("\(place): the event stream has gone silent"), context)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(HTTPFault.badAnswer("\(place): the event stream broke (\(error))"), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(HTTPFault.badAnswer("\(place): the event stream was cut"), context)
        context.fireChannelInactive()
    }

    private func finish(_ error: (any Error)?, _ context: ChannelHandlerContext) {
        continuation.finish(throwing: error)
        context.close(promise: nil)
    }
}
