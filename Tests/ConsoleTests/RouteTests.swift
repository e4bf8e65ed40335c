import Console
import ConsoleAPI
import Foundation
import Logging
import PlainHTTP
import ServiceLifecycle
import Synchronization
import Testing

@Suite("Routes over a real port and a real socket", .timeLimit(.minutes(2))) struct RouteTests {
    @Test("Every list has its items, and the next page goes back as the cursor")
    func lists() async throws {
        try await RunningConsole.with { console in
            let first = try await console.json(console.tcp.send(path: "/api/v1/valves?limit=1"))
            #expect(first["next"] as? String == "second")
            let path = "/api/v1/valves?limit=1&cursor=second"
            let second = try await console.tcp.send(path: path)
            #expect(second.text.hasSuffix(#""next":null}"#))
            console.fake.memory.withLock { memory in
                #expect(memory.pages.map(\.cursor) == [nil, "second"])
                #expect(memory.pages.map(\.countMax) == [1, 1])
            }
            let paths = ["incidents", "teams", "centres", "rejects", "valves"]
                .map { "/api/v1/\($0)" }
            for path in paths + ["/api/v1/incidents/20261123-0042/timeline"] {
                let answer = try await console.socket.send(path: path)
                #expect(answer.status == 200)
                #expect(answer.header("content-type") == "application/json")
                let elements = try console.json(answer)["items"] as? [Any]
                #expect(elements?.count == 1)
            }
        }
    }

    @Test("A short list is whole, or continued by its cursor where a limit is given")
    func shortLists() async throws {
        try await RunningConsole.with { console in
            for path in ["teams", "centres", "roads", "rejects"] {
                let whole = try console.json(
                    try await console.tcp.send(path: "/api/v1/\(path)?limit=1"))
                #expect((whole["items"] as? [Any])?.count == 1)
                #expect(whole["next"] is NSNull)
                let beyond = try console.json(
                    try await console.tcp.send(path: "/api/v1/\(path)?cursor=1&limit=1"))
                #expect((beyond["items"] as? [Any])?.isEmpty == true)
                let wrong = try await console.tcp.send(path: "/api/v1/\(path)?cursor=x")
                #expect(wrong.status == 422)
            }
        }
    }

    @Test("A list of three is continued page by page")
    func pages() throws {
        func page(_ cursor: String?, _ countMax: Int?) throws -> [String] {
            let page = try Page(
                of: ["a", "b", "c"].map { Text(text: $0) }, cursor: cursor, countMax: countMax)
            return page.elements.map(\.text) + [page.next ?? "end"]
        }
        #expect(try page(nil, nil) == ["a", "b", "c", "end"])
        #expect(try page(nil, 2) == ["a", "b", "2"])
        #expect(try page("2", 2) == ["c", "end"])
        #expect(try page("1", nil) == ["b", "c", "end"])
        #expect(try page("9", 2) == ["end"])
        #expect(throws: Problem.self) { try page("-1", 2) }
    }

    private struct Text: JSONWritable {
        var text: String
        func write(into writer: inout JSONWriter) { writer.object { $0.field("text", text) } }
    }

    @Test("Filters reach the control room, percent-encoded UTF-8 included")
    func filters() async throws {
        try await RunningConsole.with { console in
            let path =
                "/api/v1/incidents?state=open&centre=%E4%B8%AD%E9%83%A8&area="
                + "370202010&valve=SN-1&kind=leak&priority=P1&mode=test"
            let answer = try await console.tcp.send(path: path)
            #expect(answer.status == 200)
            var expected = ListFilter()
            expected.state = "open"
            expected.centre = "中部"
            expected.area = "370202010"
            expected.valve = "SN-1"
            expected.kind = "leak"
            expected.priority = "P1"
            expected.mode = "test"
            let seen = console.fake.memory.withLock { $0.filters.last }
            #expect(seen == expected)
        }
    }

    @Test(
        "A query that is not understood is refused and named",
        arguments: [
            ("incidents?stat=open", "stat"), ("incidents?state=opened", "state"),
            ("incidents?priority=P9", "priority"), ("valves?limit=0", "limit"),
            ("valves?limit=1001", "limit"), ("valves?limit=1&limit=2", "limit"),
            ("valves?area=12", "area"), ("teams?valve=SN-1", "valve"), ("events?since=x", "since"),
            ("valves?centre=%ff", "centre"), ("incidents?mode", "mode"),
        ])
    func badQuery(path: String, name: String) async throws {
        try await RunningConsole.with { console in
            let answer = try await console.tcp.send(path: "/api/v1/" + path)
            #expect(answer.status == 422)
            #expect(answer.header("content-type") == "application/problem+json")
            let document = try console.json(answer)
            #expect(document["code"] as? String == "invalid")
            #expect((document["detail"] as? String)?.contains(" \(name) ") == true)
        }
    }

    @Test("A centre that does not exist is no empty list")
    func unknownCentre() async throws {
        try await RunningConsole.with { console in
            let answer = try await console.tcp.send(path: "/api/v1/teams?centre=nope")
            #expect(answer.status == 422)
            let detail = try console.json(answer)["detail"] as? String
            #expect(detail?.hasPrefix("There is no centre nope; there are ") == true)
        }
    }

    @Test(
        "Unknown things, routes and methods each have their own problem",
        arguments: [
            ("GET", "/api/v1/valves/SN-9", 404, "not_found"),
            ("GET", "/api/v1/incidents/none", 404, "not_found"),
            ("GET", "/api/v1/incidents/none/timeline", 404, "not_found"),
            ("GET", "/api/v2/valves", 404, "no_such_route"), ("GET", "/", 404, "no_such_route"),
            ("DELETE", "/api/v1/valves", 405, "wrong_method"),
            ("POST", "/api/v1/incidents/1/timeline", 405, "wrong_method"),
            ("GET", "/api/v1/incidents/1/ack", 405, "wrong_method"),
            ("GET", "/api/v1/stats/nothing", 404, "no_such_route"),
            ("GET", "/api/v1/valves/%ff", 422, "invalid"),
        ])
    func problems(method: String, path: String, status: Int, code: String) async throws {
        try await RunningConsole.with { console in
            let answer = try await console.tcp.send(method: method, path: path)
            #expect(answer.status == status)
            #expect(answer.header("content-type") == "application/problem+json")
            let document = try console.json(answer)
            #expect(document["code"] as? String == code)
            #expect(document["status"] as? Int == status)
            #expect((answer.header("allow") != nil) == (status == 405))
        }
    }

    @Test("Allow names the methods of the very path that was asked for")
    func allow() async throws {
        try await RunningConsole.with { console in
            let one = try await console.tcp.send(method: "DELETE", path: "/api/v1/teams/C-1")
            #expect(one.header("allow") == "POST")
            let other = try await console.tcp.send(method: "POST", path: "/api/v1/teams")
            #expect(other.header("allow") == "GET, HEAD")
        }
    }

    @Test(
        "HEAD is the answer of GET without its body",
        arguments: ["/healthz", "/metrics", "/api/v1/teams", "/api/v1/incidents/none"])
    func head(path: String) async throws {
        try await RunningConsole.with { console in
            let whole = try await console.tcp.send(path: path)
            let head = try await console.tcp.send(method: "HEAD", path: path)
            #expect(head.status == whole.status && head.text.isEmpty)
            #expect(head.header("content-type") == whole.header("content-type"))
            #expect(head.header("content-length") == whole.header("content-length"))
        }
    }

    @Test("Chinese text comes through unharmed")
    func chinese() async throws {
        try await RunningConsole.with { console in
            let answer = try await console.socket.send(path: "/api/v1/incidents/20261123-0042")
            #expect(try console.json(answer)["address"] as? String == "香港中路“八”号")
        }
    }

    @Test("Readiness tells ok and degraded apart; health is only that it answers")
    func readiness() async throws {
        try await RunningConsole.with { console in
            #expect(try await console.tcp.send(path: "/healthz").status == 200)
            #expect(try await console.tcp.send(path: "/readyz").text == "ok\n")
            console.fake.memory.withLock {
                $0.status.health = "degraded"
                $0.status.faults = [.init(code: "broker", message: "absent", since: "t")]
            }
            let degraded = try await console.tcp.send(path: "/readyz")
            #expect(degraded.status == 200)
            #expect(try console.json(degraded)["status"] as? String == "degraded")
            #expect(degraded.text.contains(#""code":"broker""#))
            let metrics = try await console.tcp.send(path: "/metrics")
            #expect(metrics.text == "gaswatch_up 1\n")
            #expect(metrics.header("content-type")?.hasPrefix("text/plain; version=0.0.4") == true)
        }
    }

    @Test("A second daemon takes neither socket nor port of one that answers until it ends")
    func nothingIsTakenAway() async throws {
        try await RunningConsole.with { console in
            let taken: [(ListenAddress?, String?, ConsoleFault)] = [
                (nil, console.socketPath, .socketAnswers(path: console.socketPath)),
                (
                    ListenAddress(host: "127.0.0.1", port: console.tcpPort), nil,
                    .addressTaken(host: "127.0.0.1", port: console.tcpPort)
                ),
            ]
            var waiting: [AsyncStream<PlaceNews>.Iterator] = []
            var seconds: [Task<Void, any Error>] = []
            for (listen, socketPath, fault) in taken {
                let (news, told) = AsyncStream.makeStream(of: PlaceNews.self)
                let second = ConsoleServer(
                    port: FakePort(), listen: listen, socketPath: socketPath,
                    logger: Logger(label: "second") { _ in SwiftLogNoOpLogHandler() },
                    retryPause: .milliseconds(20)
                ) { _, news in told.yield(news) }
                seconds.append(Task { try await second.run() })
                var iterator = news.makeAsyncIterator()
                #expect(await iterator.next() == .refused(fault))
                #expect(await iterator.next() == .refused(fault), "It is tried again.")
                let health = try await console.socket.send(path: "/healthz")
                #expect(health.status == 200)
                waiting.append(iterator)
            }
            await console.group.triggerGracefulShutdown()
            for var iterator in waiting {
                var last = await iterator.next()
                while case .refused = last { last = await iterator.next() }
                #expect(last != nil)
            }
            for second in seconds { second.cancel() }
        }
    }

    @Test("The socket replaces a dead one and is open to owner and group only")
    func socketFile() async throws {
        try await RunningConsole.with(staleSocket: true) { console in
            #expect(try await console.socket.send(path: "/healthz").status == 200)
            let attributes = try FileManager.default.attributesOfItem(atPath: console.socketPath)
            #expect(attributes[.posixPermissions] as? Int == 0o660)
        }
    }
}
