import ConsoleAPI
import Incidents
import Journal
import Testing
import ValveModel

@testable import ControlRoom

@Suite("Who comes second")
struct SecondWishTests {
    private static let overpressure =
        #""alarm":"overpressure","pressure":7.0,"position":"closed","flow":0"#

    private func close(_ id: String, by name: String, _ test: TestRoom) -> Ledger<Problem?> {
        let answers = Ledger<Problem?>()
        var request = StepRequest(by: name)
        (request.revision, request.reason) = (1, "handed_over")
        test.room.ask(.step(.close, incident: id, request)) { result in
            if case .failure(let problem) = result {
                answers.append(problem)
            } else {
                answers.append(nil)
            }
        }
        return answers
    }

    @Test(
        "Whoever closes while the first one's close is on its way to the disk hears who was first")
    func closing() async throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.say("V1", seq: 1, Self.overpressure)
        _ = try #require(test.callout("V1"))
        let id = try test.incident("V1")
        test.journal.holdCommits()
        let first = close(id, by: "王", test)
        let second = close(id, by: "李", test)
        let refused = try #require(second.first { _ in true })
        #expect(refused?.status == 409 && refused?.code == "revision_conflict")
        #expect(refused?.by == "王" && refused?.revision == 2)
        test.journal.releaseCommits()
        #expect(first.first { _ in true } == .some(nil))
        // And once it is on disk, with the revision that was seen and with none.
        for (revision, code) in [
            (1, "revision_conflict"), (2, "incident_closed"), (nil, "incident_closed"),
        ] {
            var request = StepRequest(by: "赵")
            (request.revision, request.note) = (revision, "x")
            var problem: Problem?
            do throws(Problem) {
                _ = try await test.room.take(.note, on: id, request)
            } catch { problem = error }
            #expect(problem?.status == 409 && problem?.code == code && problem?.by == "王")
        }
    }

    @Test("A stream hears that a team is called, before it has said anything")
    func called() async throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        let stream = test.room.eventHub.subscribe(after: nil)
        test.say("V1", seq: 1)
        _ = try #require(test.callout("V1"))
        let id = try test.incident("V1")
        try test.settle()
        test.room.eventHub.end()
        var teams: [String] = []
        for await event in stream where event.name == "team" {
            teams.append(String(decoding: event.body, as: UTF8.self))
        }
        #expect(
            teams.contains {
                $0.contains("\"id\":\"C-1\"") && $0.contains("\"called\":[\"\(id)\"]")
            })
    }

    @Test("A valve is listed where one of its axes is all that was asked for")
    func filters() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.say(
            "V1", seq: 1,
            #""alarm":"leak","gas":23.5,"flow":0.4,"position":"open","flags":["tamper"]"#)
        _ = try #require(test.callout("V1"))
        try test.settle()
        #expect(test.room.board.open(of: "V1").count == 2)
        func listed(_ kind: String, _ priority: String, mode: String? = nil) throws -> Bool {
            var filter = ListFilter()
            (filter.kind, filter.priority, filter.mode) = (kind, priority, mode)
            return try !test.room.valves(filter, cursor: nil, countMax: 10).elements.isEmpty
        }
        for mode in [nil, "actual"] {
            #expect(try listed("leak", "P1", mode: mode) && listed("tamper", "P3", mode: mode))
            #expect(try !listed("leak", "P3", mode: mode) && !listed("tamper", "P1", mode: mode))
        }
        #expect(try !listed("leak", "P1", mode: "test"))
        // What is latched and has returned is found by its kind.
        test.say("V2", seq: 1, Self.overpressure)
        _ = try #require(test.callout("V2"))
        test.say("V2", seq: 2, #""alarm":"cleared","pressure":2.0,"position":"closed","flow":0"#)
        _ = try #require(test.receipt("V2", "ack", seq: 2))
        try test.settle()
        #expect(try listed("overpressure", "P2"))
    }
}
