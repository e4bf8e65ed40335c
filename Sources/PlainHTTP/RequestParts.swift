internal import NIOCore
internal import NIOHTTP1

/// A request ready to be written as soon as the connection stands.
struct RequestParts: Sendable {
    var head: HTTPRequestHead
    var body: ByteBuffer

    func write(to context: ChannelHandlerContext) {
        context.write(NIOAny(HTTPClientRequestPart.head(head)), promise: nil)
        if body.readableBytes > 0 {
            context.write(NIOAny(HTTPClientRequestPart.body(.byteBuffer(body))), promise: nil)
        }
        context.writeAndFlush(NIOAny(HTTPClientRequestPart.end(nil)), promise: nil)
    }
}
