import ConsoleAPI
import Foundation
import Synchronization
import Testing

@Suite("Following into a pipe", .timeLimit(.minutes(1)))
struct WatchTests {
    private static func event(_ id: Int, _ name: String, _ body: String) -> String {
        "id: \(id)\nevent: \(name)\ndata: \(body)\n\n"
    }

    /// How often a list has been asked for.
    private final class Looks: Sendable {
        private let count = Mutex(0)

        func next() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }
    }

    /// Reads whole lines until `count` of them have come.
    private func lines(_ count: Int, from handle: FileHandle) -> [String] {
        var text = Data()
        while text.count(where: { $0 == 0x0A }) < count {
            let piece = handle.availableData
            if piece.isEmpty { break }
            text += piece
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test("First all there is, then every change; older states and other things are left out")
    func changes() async throws {
        let listed = Samples.incident("1", revision: 3)
        let stale = Samples.incident("1", revision: 2)
        let closed = Samples.incident("1", "P1", "closed", revision: 4)
        let other = Samples.incident("2", "P3", revision: 1)
        let new = Samples.incident("3", revision: 1)
        let stream =
            ": hello\n\n" + Self.event(1, "incident", Samples.text(stale))
            + Self.event(2, "incident", Samples.text(listed))
            + Self.event(3, "team", "{}") + Self.event(4, "incident", Samples.text(closed))
            + Self.event(5, "incident", Samples.text(other))
            + Self.event(6, "incident", Samples.text(new))
        let daemon = try await FakeDaemon([
            "GET /api/v1/incidents?state=open&priority=P1&limit=500":
                .init(body: Samples.page([Samples.text(listed)])),
            "GET /api/v1/events": .init(body: stream, isStream: true),
        ])
        let (program, out, _) = try BuiltCLI.start([
            "incident", "watch", "--state", "open", "--priority", "P1", "--server", daemon.address,
        ])
        #expect(lines(3, from: out) == [listed, closed, new].map(Samples.text))
        program.terminate()
        program.waitUntilExit()
        try await daemon.stop()
    }

    @Test("What changes between the list and the stream is shown, and nobody is told of a gap")
    func between() async throws {
        let first = Samples.incident("1", revision: 1)
        let second = Samples.incident("1", revision: 2)
        let looks = Looks()
        let daemon = try await FakeDaemon { request in
            if request.line.hasPrefix("GET /api/v1/incidents") {
                let isFirst = looks.next() == 1
                return .init(body: Samples.page([Samples.text(isFirst ? first : second)]))
            }
            let isNew = request.headers["last-event-id"] == "0"
            return .init(body: isNew ? Self.event(40, "reset", "{}") : "", isStream: true)
        }
        let (program, out, err) = try BuiltCLI.start([
            "incident", "list", "--watch", "--server", daemon.address,
        ])
        #expect(lines(2, from: out) == [first, second].map(Samples.text))
        program.terminate()
        program.waitUntilExit()
        #expect(err.readDataToEndOfFile().isEmpty)
        try await daemon.stop()
    }

    @Test(
        "A stream lets through what its list would: a valve by its state, a test only when asked for"
    )
    func filters() async throws {
        func valve(_ id: String, _ position: String) -> String {
            var view = ValveView(id: id, area: "370202010")
            view.position = position
            view.lastHeardAt = "2026-11-23T16:21:02.000+08:00"
            return String(decoding: view.json, as: UTF8.self)
        }
        var test = Samples.incident("7")
        test.mode = "test"
        let stream =
            Self.event(1, "valve", valve("V1", "open"))
            + Self.event(2, "valve", valve("V2", "stuck"))
            + Self.event(3, "incident", Samples.text(test))
            + Self.event(4, "incident", Samples.text(Samples.incident("8")))
        let daemon = try await FakeDaemon { request in
            request.line.contains("/events")
                ? .init(body: stream, isStream: true) : .init(body: Samples.page([]))
        }
        for (arguments, wanted) in [
            (["valve", "list", "--state", "stuck", "--watch"], "\"V2\""),
            (["incident", "list", "--watch"], "\"8\""),
        ] {
            let (program, out, _) = try BuiltCLI.start(arguments + ["--server", daemon.address])
            #expect(lines(1, from: out).first?.contains(wanted) == true)
            program.terminate()
            program.waitUntilExit()
        }
        try await daemon.stop()
    }

    @Test("A cut stream is taken up after the last event, and a reset reads everything again")
    func reconnect() async throws {
        let first = Samples.incident("1", revision: 1)
        let second = Samples.incident("1", revision: 2)
        let third = Samples.incident("9", revision: 1)
        let looks = Looks()
        let daemon = try await FakeDaemon { request in
            if request.line.hasPrefix("GET /api/v1/incidents") {
                let isFirst = looks.next() == 1
                return .init(
                    body: Samples.page(
                        (isFirst ? [first] : [second, third]).map(Samples.text)))
            }
            if request.headers["last-event-id"] == "17" {
                return .init(body: Self.event(40, "reset", "{}"), isStream: true)
            }
            // A stream with a length ends, as when the daemon stops.
            return .init(body: Self.event(17, "incident", Samples.text(second)))
        }
        let (program, out, err) = try BuiltCLI.start([
            "incident", "list", "--watch", "--server", daemon.address,
        ])
        #expect(lines(3, from: out) == [first, second, third].map(Samples.text))
        let said = lines(3, from: err)
        #expect(said.first?.contains("reconnecting after event 17") == true)
        #expect(said.last?.contains("reading everything again") == true)
        program.terminate()
        program.waitUntilExit()
        try await daemon.stop()
    }

    @Test("One valve is followed by its readings; the same one twice is shown once")
    func oneValve() async throws {
        let looks = Looks()
        let daemon = try await FakeDaemon { request in
            guard request.line.hasPrefix("GET /api/v1/valves/V1") else { return nil }
            let count = looks.next()
            var view = ValveView(id: "V1", area: "370202010")
            view.gas = count < 3 ? 12 : 8
            view.lastHeardAt = "2026-11-23T16:21:0\(count < 3 ? 1 : 2).000+08:00"
            return .init(body: String(decoding: view.json, as: UTF8.self))
        }
        let (program, out, _) = try BuiltCLI.start([
            "valve", "watch", "V1", "--server", daemon.address,
        ])
        let shown = lines(2, from: out)
        #expect(shown.count == 2)
        #expect(shown.first?.contains("\"gas\":12") == true)
        #expect(shown.last?.contains("\"gas\":8") == true)
        program.terminate()
        program.waitUntilExit()
        try await daemon.stop()
    }

    @Test("A reader that has had enough ends the program without a complaint")
    func closedPipe() async throws {
        let texts = (0..<2_000).map { Samples.text(Samples.incident("id-\($0)")) }
        let daemon = try await FakeDaemon { _ in .init(body: Samples.page(texts)) }
        let (program, out, err) = try BuiltCLI.start([
            "incident", "list", "-o", "ndjson", "--server", daemon.address,
        ])
        try out.close()
        program.waitUntilExit()
        #expect(program.terminationStatus == 0)
        #expect(err.readDataToEndOfFile().isEmpty)
        try await daemon.stop()
    }
}
