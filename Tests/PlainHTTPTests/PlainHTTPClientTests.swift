import Foundation
import PlainHTTP
import Testing

@Suite("Requests over a real connection", .timeLimit(.minutes(1)))
struct PlainHTTPClientTests {
    private func client(_ peer: ScriptedPeer, basePath: String = "") -> PlainHTTPClient {
        PlainHTTPClient(
            HTTPTarget(.tcp(host: "127.0.0.1", port: peer.port), basePath: basePath))
    }

    @Test("A request says what it must and the answer comes back whole")
    func exchange() async throws {
        let peer = try await ScriptedPeer.tcp([
            "HTTP/1.1 409 Conflict\r\nX-Who: a\r\nContent-Length: 6\r\n\r\n", "泄", "漏",
        ])
        let answer = try await client(peer, basePath: "/hook").send(
            method: "POST", path: "/a?b=c", headers: [(name: "X-Key", value: "1")],
            body: Array("{}".utf8))
        #expect(answer.status == 409)
        #expect(answer.text == "泄漏")
        #expect(answer.header("x-who") == "a")
        #expect(peer.heard.hasPrefix("POST /hook/a?b=c HTTP/1.1\r\n"))
        #expect(peer.heard.lowercased().contains("\r\ncontent-length: 2\r\n"))
        #expect(peer.heard.lowercased().contains("\r\nhost: 127.0.0.1:\(peer.port)\r\n"))
        #expect(peer.heard.hasSuffix("\r\n\r\n{}"))
        try await peer.stop()
    }

    @Test("An answer in chunks, and one that ends with the connection, are whole answers")
    func bodies() async throws {
        let chunked = try await ScriptedPeer.tcp([
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "3\r\nabc\r\n", "1\r\nd\r\n",
            "0\r\n\r\n",
        ])
        #expect(try await client(chunked).send(path: "/").text == "abcd")
        try await chunked.stop()
        let unsized = try await ScriptedPeer.tcp(["HTTP/1.1 200 OK\r\n\r\nab", "cd"])
        #expect(try await client(unsized).send(path: "/").text == "abcd")
        try await unsized.stop()
    }

    @Test("A socket file serves as well as a port")
    func socketFile() async throws {
        let path =
            FileManager.default.temporaryDirectory.path
            + "/plain-\(UInt32.random(in: 0 ... .max)).sock"
        let peer = try await ScriptedPeer.socket(
            path, ["HTTP/1.1 204 No Content\r\n\r\n"])
        let target = try HTTPTarget(parsing: "unix:\(path)")
        #expect(try await PlainHTTPClient(target).send(path: "/").status == 204)
        #expect(peer.heard.lowercased().contains("\r\nhost: localhost\r\n"))
        try await peer.stop()
        try? FileManager.default.removeItem(atPath: path)
        let fault = await #expect(throws: HTTPFault.self) {
            try await PlainHTTPClient(target).send(path: "/")
        }
        #expect(fault == .unreachable("unix:\(path): there is no such socket"))
    }

    @Test("Nobody there is unreachable")
    func unreachable() async throws {
        // Port 1 (tcpmux) is nobody's on a loopback; a port given back by the test could be taken
        // by another test meanwhile.
        let port = 1
        let target = HTTPTarget(.tcp(host: "127.0.0.1", port: port))
        let fault = await #expect(throws: HTTPFault.self) {
            try await PlainHTTPClient(target).send(path: "/")
        }
        #expect(
            fault
                == .unreachable(
                    "http://127.0.0.1:\(port): connection refused, nothing listens there"))
        await #expect(throws: HTTPFault.self) {
            for try await _ in PlainHTTPClient(target).lines(path: "/") {}
        }
    }

    @Test("No answer, or half of one, is timed out")
    func timeout() async throws {
        for pieces in [[], ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"]] {
            let peer = try await ScriptedPeer.tcp(pieces, then: .silence)
            let fault = await #expect(throws: HTTPFault.self) {
                try await client(peer).send(path: "/", timeout: .milliseconds(200))
            }
            guard case .timedOut = fault else {
                Issue.record("expected a time-out, got \(String(describing: fault))")
                return
            }
            try await peer.stop()
        }
    }

    @Test(
        "What is not HTTP, cut short or empty is a bad answer",
        arguments: [
            ["SSH-2.0-nonsense\r\n\r\n"], ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"], [""],
        ])
    func badAnswer(pieces: [String]) async throws {
        let peer = try await ScriptedPeer.tcp(pieces)
        let fault = await #expect(throws: HTTPFault.self) {
            try await client(peer).send(path: "/")
        }
        guard case .badAnswer = fault else {
            Issue.record("expected a bad answer, got \(String(describing: fault))")
            return
        }
        try await peer.stop()
    }

    @Test("A cancelled caller is let go at once")
    func cancellation() async throws {
        let peer = try await ScriptedPeer.tcp([], then: .silence)
        let client = client(peer)
        let request = Task { try await client.send(path: "/", timeout: .seconds(600)) }
        request.cancel()
        await #expect(throws: HTTPFault.cancelled) { try await request.value }
        try await peer.stop()
    }

    @Test("Events are delivered in order and the stream ends with the server's last chunk")
    func events() async throws {
        let text = "id: 1\nevent: incident\ndata: {}\n\n"
        let peer = try await ScriptedPeer.tcp([
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n", "b\r\ndata: leak\n\r\n",
            "1\r\n\n\r\n", "0\r\n\r\n",
        ])
        var events: [ServerEvent] = []
        let stream = client(peer).lines(
            path: "/events", headers: [(name: "Last-Event-ID", value: "0")])
        for try await event in stream { events.append(event) }
        #expect(
            events == [
                ServerEvent(id: "1", name: "incident", data: "{}"),
                ServerEvent(id: "1", name: "message", data: "leak"),
            ])
        #expect(peer.heard.contains("Last-Event-ID: 0\r\n"))
        #expect(peer.heard.contains("Accept: text/event-stream\r\n"))
        try await peer.stop()
    }

    @Test("A stream that is cut, goes silent or is refused says which")
    func brokenStreams() async throws {
        let opening = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\ndata: a\n\r\n"
        let cut = try await ScriptedPeer.tcp([opening])
        let cutFault = await fault(of: client(cut).lines(path: "/"))
        guard case .badAnswer? = cutFault as? HTTPFault else {
            Issue.record("a cut stream gave \(String(describing: cutFault))")
            return
        }
        let silent = try await ScriptedPeer.tcp([opening], then: .silence)
        let silence = await fault(
            of: client(silent).lines(path: "/", silenceMax: .milliseconds(200)))
        guard case .timedOut? = silence as? HTTPFault else {
            Issue.record("a silent stream gave \(String(describing: silence))")
            return
        }
        let refusing = try await ScriptedPeer.tcp([
            "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\n{}"
        ])
        let refusal = await fault(of: client(refusing).lines(path: "/")) as? EventRefusal
        #expect(refusal?.answer.status == 403)
        #expect(refusal?.answer.text == "{}")
        for peer in [cut, silent, refusing] { try await peer.stop() }
    }

    private func fault(of stream: AsyncThrowingStream<ServerEvent, any Error>) async -> (any Error)?
    {
        do {
            for try await _ in stream {}
            return nil
        } catch {
            return error
        }
    }
}
