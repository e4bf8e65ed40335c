import ConsoleAPI
import Hummingbird

extension Response {
    /// JSON that is written already.
    static func json(_ bytes: [UInt8]) -> Response {
        Response(status: .ok, type: "application/json", bytes: bytes)
    }

    static func json(_ view: some JSONWritable) -> Response { .json(view.json) }

    static func text(_ text: String) -> Response {
        Response(status: .ok, type: "text/plain; charset=utf-8", bytes: Array(text.utf8))
    }

    /// An RFC 9457 document; its `status` is the answer's.
    static func problem(_ problem: Problem) -> Response {
        Response(
            status: HTTPResponse.Status(code: problem.status), type: "application/problem+json",
            bytes: problem.json)
    }

    init(status: HTTPResponse.Status, type: String, bytes: [UInt8]) {
        self.init(
            status: status,
            headers: [
                .contentType: type, .contentLength: String(bytes.count), .cacheControl: "no-store",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
