import ConsoleAPI
import Foundation
import PlainHTTP
import Testing

@testable import Console

@Suite("The OpenAPI document", .timeLimit(.minutes(2))) struct OpenAPITests {
    private let routes = ConsoleRoute.all(port: FakePort(), heartbeat: .seconds(5))

    private func document() throws -> [String: Any] {
        let bytes = OpenAPIDocument(routes: routes).json
        let object = try JSONSerialization.jsonObject(with: Data(bytes))
        return try #require(object as? [String: Any])
    }

    @Test("It lists each route that is served, and nothing else")
    func bothWays() throws {
        let paths = try #require(try document()["paths"] as? [String: [String: Any]])
        let listed = paths.flatMap { path, operations in operations.keys.map { "\($0) \(path)" } }
        let served = routes.map { "\($0.verb.lowercased()) \($0.template)" }
        #expect(listed.sorted() == served.sorted())
        let operations = routes.map(\.notes.operation)
        #expect(Set(operations).count == operations.count)
    }

    @Test("It is served, and every reference in it leads somewhere")
    func references() async throws {
        try await RunningConsole.with { console in
            let answer = try await console.tcp.send(path: "/api/v1/openapi.json")
            let served = try console.json(answer)
            #expect(served["openapi"] as? String == "3.1.0")
            let components = try #require(served["components"] as? [String: [String: Any]])
            let pieces = answer.text.components(separatedBy: ##""$ref":"#/components/"##)
            #expect(pieces.count > 50)
            for piece in pieces.dropFirst() {
                let parts = piece.prefix { $0 != "\"" }.split(separator: "/").map(String.init)
                #expect(components[parts[0]]?[parts[1]] != nil)
            }
        }
    }

    @Test("Its schemas have exactly the members that the views write")
    func members() throws {
        var incident = FakePort.incident
        incident.category = "c"
        incident.accessNote = "n"
        incident.contacts = []
        incident.further = []
        incident.scope = "riser"
        var problem = Problem(status: 409, code: "c", title: "t", detail: "d")
        problem.by = "b"
        problem.at = "a"
        problem.revision = 1
        problem.errors = []
        let port = FakePort()
        let views: [(String, any JSONWritable)] = [
            ("Incident", incident), ("Valve", FakePort.valve), ("Team", FakePort.team),
            ("Centre", port.centres(ListFilter())[0]), ("Reject", port.rejects()[0]),
            ("ResponseStats", FakePort.responseStats),
            ("Coverage", FakePort.coverage), ("RoadClosing", FakePort.closing),
            ("AlarmStats", FakePort.alarmStats),
            ("Visit", VisitView(place: 1, valve: "v", vulnerability: 6, position: "closed")),
            ("Status", FakePort.status), ("Problem", problem),
            ("TimelineEntry", TimelineView(at: "a", what: "w", by: nil, text: "t")),
            ("Command", CommandView(id: "1", valve: "v", action: "close", sentAt: "t")),
            ("RegistryChange", RegistryView(valves: 1, added: 1, changed: 0, retired: 0)),
        ]
        let components = try #require(try document()["components"] as? [String: [String: Any]])
        for (name, view) in views {
            let schema = try #require(components["schemas"]?[name] as? [String: Any])
            let properties = try #require(schema["properties"] as? [String: Any])
            let object = try JSONSerialization.jsonObject(with: Data(view.json))
            let written = try #require(object as? [String: Any])
            #expect(properties.keys.sorted() == written.keys.sorted(), "\(name)")
        }
    }
}
