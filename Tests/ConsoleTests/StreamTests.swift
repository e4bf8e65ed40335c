import Console
import ConsoleAPI
import NIOCore
import NIOPosix
import PlainHTTP
import ServiceLifecycle
import Synchronization
import Testing

@Suite("The event stream", .timeLimit(.minutes(2))) struct StreamTests {
    private static func event(_ id: UInt64, _ body: String = #"{"名":"阀"}"#) -> StreamEvent {
        StreamEvent(id: id, name: "incident", body: Array(body.utf8))
    }

    /// Bytes of a stream as they are on the wire, read until `mark` has come.
    private static func raw(
        _ console: RunningConsole, _ path: String, until mark: String
    ) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: console.tcpPort) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(
                ByteBuffer(string: "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n"))
            var text = ""
            for try await bytes in inbound {
                text += String(buffer: bytes)
                if text.contains(mark) { break }
            }
            return text
        }
    }

    @Test("Events missed are sent first, then the new ones; the header goes before the query")
    func replay() async throws {
        try await RunningConsole.with { console in
            for id in 1...3 { console.fake.emit(Self.event(UInt64(id))) }
            let events = console.tcp.lines(
                path: "/api/v1/events?since=0", headers: [(name: "Last-Event-ID", value: "1")])
            do {
                var iterator = events.makeAsyncIterator()
                let second = try await iterator.next()
                #expect(second?.id == "2")
                let third = try await iterator.next()
                #expect(third?.id == "3")
                console.fake.emit(Self.event(4, "{\"a\":\n1}"))
                let fourth = try await iterator.next()
                #expect(fourth == ServerEvent(id: "4", name: "incident", data: "{\"a\":\n1}"))
            }
            let since = console.socket.lines(path: "/api/v1/events?since=3")
            do {
                var iterator = since.makeAsyncIterator()
                let fourth = try await iterator.next()
                #expect(fourth?.id == "4")
            }
            let resumed = console.fake.memory.withLock { $0.resumedAfter }
            #expect(resumed == [1, 3])
        }
    }

    @Test("A quiet stream carries heartbeats, again and again")
    func heartbeats() async throws {
        try await RunningConsole.with(heartbeat: .milliseconds(5)) { console in
            let text = try await Self.raw(
                console, "/api/v1/events", until: ": heartbeat\n\n")
            #expect(text.lowercased().contains("content-type: text/event-stream"))
            let mark = "retry: 1000\n: gaswatch\n\n"
            #expect(text.contains(mark))
        }
    }

    @Test("A client that goes away is noticed although nothing happens")
    func goneClient() async throws {
        try await RunningConsole.with(heartbeat: .seconds(3_600)) { console in
            _ = try await Self.raw(console, "/api/v1/events", until: ": gaswatch")
            await console.fake.untilListeners(are: 0)
        }
    }

    @Test("When the daemon stops, fifty clients are told and see the end")
    func gracefulStop() async throws {
        try await RunningConsole.with(heartbeat: .seconds(3_600)) { console in
            let clients = (0..<50).map { number in
                Task {
                    var names: [String] = []
                    let client = number.isMultiple(of: 2) ? console.tcp : console.socket
                    for try await event in client.lines(path: "/api/v1/events") {
                        names.append(event.name)
                    }
                    return names
                }
            }
            await console.fake.untilListeners(are: 50)
            await console.group.triggerGracefulShutdown()
            for client in clients {
                let names = try await client.value
                #expect(names == ["bye"])
            }
            await console.fake.untilListeners(are: 0)
        }
    }

    @Test("A client that never reads holds up neither the others nor the stop")
    func slowClient() async throws {
        try await RunningConsole.with(stopGrace: ConsoleServer.stopGrace) { console in
            let deaf = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(ChannelOptions.autoRead, value: false)
                .connect(host: "127.0.0.1", port: console.tcpPort).get()
            let request = "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
            try await deaf.writeAndFlush(ByteBuffer(string: request))
            await console.fake.untilListeners(are: 1)
            // 32 MiB is several times what the socket buffers of both ends hold.
            let body = #"{"text":""# + String(repeating: "x", count: 1 << 19) + #""}"#
            for id in 1...64 { console.fake.emit(Self.event(UInt64(id), body)) }
            let others = console.tcp.lines(path: "/api/v1/events?since=64")
            console.fake.emit(Self.event(65))
            do {
                var iterator = others.makeAsyncIterator()
                let newest = try await iterator.next()
                #expect(newest?.id == "65")
            }
            #expect(try await console.tcp.send(path: "/healthz").status == 200)
            await console.group.triggerGracefulShutdown()
            await console.fake.untilListeners(are: 0)
            deaf.close(promise: nil)
        }
    }
}
