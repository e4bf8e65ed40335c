import ConsoleAPI
import HTTPTypes
import Hummingbird
import ServiceLifecycle

/// The server-sent events of one client.
struct EventStream: Sendable {
    let port: any ConsolePort
    /// How often a comment tells both ends that the other is there.
    let heartbeat: Duration

    private enum Turn: Sendable {
        case event(StreamEvent?)
        case heartbeat
        case stop
    }

    /// The answer begins at once; its body lasts until the client goes or the daemon stops.
    func answer(_ call: Call) throws(Problem) -> Response {
        let lastID = try Self.lastID(of: call)
        var headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-store",
        ]
        // Without it a reverse proxy may hold an alarm back until its buffer is full.
        if let name = HTTPField.Name("X-Accel-Buffering") { headers[name] = "no" }
        let request = call.request
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    try await follow(after: lastID, into: &writer)
                }
                try await writer.finish(nil)
            })
    }

    private static func lastID(of call: Call) throws(Problem) -> UInt64? {
        guard let name = HTTPField.Name("Last-Event-ID"),
            let text = call.request.headers[name], !text.isEmpty
        else { return call.query["since"].flatMap { UInt64($0) } }
        guard let id = UInt64(text) else {
            throw .invalid("The header Last-Event-ID is not an id of this stream, a number.")
        }
        return id
    }

    /// One turn waits for whatever comes first. Only this function writes, so a client that reads
    /// slowly holds back its own stream and nothing else.
    /// It is concurrent because the framework's writer is.
    @concurrent private func follow(
        after lastID: UInt64?, into writer: inout any ResponseBodyWriter
    ) async throws {
        // A browser waits 3 s before it connects again; a third of that is enough for us.
        try await writer.write(ByteBuffer(string: "retry: 1000\n: gaswatch\n\n"))
        let events = port.events(after: lastID)
        let heartbeat = heartbeat
        try await withThrowingTaskGroup(of: Turn.self) { group in
            group.addTask { .event(await Self.next(of: events)) }
            group.addTask {
                try await Task.sleep(for: heartbeat)
                return .heartbeat
            }
            group.addTask {
                try await gracefulShutdown()
                return .stop
            }
            turns: while let turn = try await group.next() {
                switch turn {
                case .event(let event?):
                    try await writer.write(ByteBuffer(bytes: Self.frame(event)))
                    group.addTask { .event(await Self.next(of: events)) }
                case .heartbeat:
                    try await writer.write(ByteBuffer(string: ": heartbeat\n\n"))
                    group.addTask {
                        try await Task.sleep(for: heartbeat)
                        return .heartbeat
                    }
                case .event(nil), .stop:
                    break turns
                }
            }
            group.cancelAll()
        }
        try await writer.write(ByteBuffer(string: "event: bye\ndata: {}\n\n"))
    }

    private static func next(of events: AsyncStream<StreamEvent>) async -> StreamEvent? {
        var iterator = events.makeAsyncIterator()
        return await iterator.next()
    }

    /// A line feed inside the document would end the field, so each line gets its own `data:`.
    static func frame(_ event: StreamEvent) -> [UInt8] {
        var bytes = Array("id: \(event.id)\nevent: \(event.name)\n".utf8)
        for line in event.body.split(separator: 0x0A, omittingEmptySubsequences: false) {
            bytes.append(contentsOf: Array("data: ".utf8))
            bytes.append(contentsOf: line)
            bytes.append(0x0A)
        }
        bytes.append(0x0A)
        return bytes
    }
}
