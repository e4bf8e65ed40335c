import Foundation
import Testing

@Suite("The plan from a file", .timeLimit(.minutes(1)))
struct PlanTests {
    static func run(_ json: String, _ arguments: [String] = ["-o", "json"]) throws
        -> BuiltCLI.Outcome
    {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("plan-\(UUID().uuidString).json").path
        try Data(json.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try BuiltCLI.run(["plan", path] + arguments)
    }

    struct Answer: Decodable {
        struct Line: Decodable {
            var incident: String
            var team: String
            var seconds: Int
            var inCircle: Bool
            var inTime: Bool
            var reasons: [String]
        }
        var assignments: [Line]
        var unassigned: [String]

        init(_ outcome: BuiltCLI.Outcome) throws {
            self = try JSONDecoder().decode(Answer.self, from: Data(outcome.out.utf8))
        }
    }

    static let two = """
        {"teams":[{"id":"C-1","centre":"central","lat":36.06,"lon":120.38,"available":true,"turnout":60},
                  {"id":"W-1","centre":"west","lat":36.06,"lon":120.36,"available":true,"turnout":60}],
         "incidents":[{"id":"i-1","priority":"P1","lat":36.06,"lon":120.379,"floor":6,
                       "area":"370202010","raisedAt":"2026-11-23T16:21:31.204+08:00","remaining":280},
                      {"id":"i-2","priority":"P3","lat":36.06,"lon":120.36,"floor":1,
                       "area":370202010,"raisedAt":1763884800123,"remaining":300}]}
        """

    @Test("Places are estimated as the contract says, and a visit takes no team")
    func estimated() throws {
        let answer = try Answer(Self.run(Self.two))
        // 89.9 m of great circle at 0.001° and 36.06°, × 1.4 at 30 km/h is 15.1 s, so 16; 60 to
        // turn out, 30 + 5 × 15 to the sixth floor.
        let line = try #require(answer.assignments.first)
        #expect(answer.assignments.count == 1)
        #expect(line.incident == "i-1")
        #expect(line.team == "C-1")
        #expect(line.seconds == 60 + 16 + 105)
        #expect(line.inCircle && line.inTime)
        #expect(line.reasons == ["nearest_available"])
        #expect(answer.unassigned == ["i-2"])
    }

    @Test("A matrix stands above the places, null is no way, and 0 s left is overdue")
    func matrix() throws {
        let answer = try Answer(
            Self.run(
                """
                {"teams":[{"id":"A"},{"id":"B","available":false},{"id":"C"}],
                 "incidents":[{"id":"x","priority":"P1","remaining":300},
                              {"id":"y","priority":"P1","remaining":0},
                              {"id":"z","priority":"P2","remaining":300}],
                 "eta":[[301,10,299.5],[400,10,null],[5,5,5]]}
                """))
        #expect(answer.assignments.map(\.incident) == ["x", "y"])
        #expect(answer.assignments.map(\.team) == ["C", "A"])
        #expect(answer.assignments.map(\.seconds) == [300, 400])
        #expect(answer.assignments.map(\.inCircle) == [true, false])
        #expect(answer.assignments.map(\.inTime) == [true, true])
        #expect(answer.unassigned == ["z"])
    }

    @Test("Among equals the home centre's teams come first: by the row, or by the area's centre")
    func home() throws {
        let centres = FileManager.default.temporaryDirectory
            .appendingPathComponent("centres-\(UUID().uuidString).yaml")
        try Data(
            """
            centres:
              - {id: west, lat: 36, lon: 120, areas: ["370202010"], teams: [{id: W-1}]}
            """.utf8
        ).write(to: centres)
        defer { try? FileManager.default.removeItem(at: centres) }
        func json(_ more: String) -> String {
            """
            {"teams":[{"id":"A-1","centre":"east"},{"id":"W-1","centre":"west"}],"eta":[[9,9]],
             "incidents":[{"id":"x","priority":"P1","area":"370202010"\(more)}]}
            """
        }
        let options = ["-o", "json", "--centres", centres.path]
        #expect(try Answer(Self.run(json(""))).assignments.map(\.team) == ["A-1"])
        #expect(try Answer(Self.run(json(""), options)).assignments.map(\.team) == ["W-1"])
        let named = json(#","homeCentre":"west""#)
        #expect(try Answer(Self.run(named)).assignments.map(\.team) == ["W-1"])
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        var json: String
        var said: [String]
        var testDescription: String { said.joined(separator: ", ") }
    }

    @Test(
        "Bad rows are named, all at once, and nothing is planned",
        arguments: [
            Bad(
                json: #"""
                    {"teams":[{"id":"A","lat":95,"lon":0,"turnout":-1},{"id":"A","lat":0,"lon":190}],
                     "incidents":[{"id":"x","priority":"P7","lat":0,"lon":0,"floor":999},
                                  {"id":"y","priority":"P1","lon":0}]}
                    """#,
                said: [
                    "teams[0] A: lat 95", "turnout -1.0 is negative", "teams[1] A: the id is alre",
                    "teams[1] A: lon 190", "incidents[0] x: priority P7", "floor 999",
                    "incidents[1] y: lat is missing",
                ]),
            Bad(
                json: #"""
                    {"teams":[{"id":"A"}],"incidents":[{"id":"x","priority":"P1"},{"id":"y","priority":"P1"}],
                     "eta":[[1],[2,3],[4]]}
                    """#,
                said: ["eta has 3 rows, and there are 2 incidents", "eta[1] has 2 cells"]),
            Bad(
                json:
                    #"{"teams":[{"id":"A"}],"incidents":[{"id":"x","priority":"P1"}],"eta":[[-5]]}"#,
                said: ["eta[0][0] -5.0 is negative"]),
            Bad(json: #"{"teams":[{"id":7}],"incidents":[]}"#, said: ["teams[0].id", "type"]),
            Bad(json: #"{"teams":[]}"#, said: ["incidents is missing"]),
            Bad(
                json: #"{"teams":[],"incidents":[{"id":"x","priority":"P1","raisedAt":"noon"}]}"#,
                said: ["incidents[0].raisedAt", "RFC 3339"]),
            Bad(json: "{", said: ["it is not JSON"]), Bad(json: "", said: ["it is not JSON"]),
            Bad(json: #"{"teams":[{"id":"A"},],"incidents":[],}"#, said: ["not JSON", "line 1"]),
            Bad(json: "{\"teams\":[],\n\n \"incidents\" []}", said: ["not JSON", "line 3"]),
            Bad(json: "[]", said: ["the document has the wrong type"]),
        ])
    func bad(_ bad: Bad) throws {
        let outcome = try Self.run(bad.json)
        #expect(outcome.status == 65)
        #expect(outcome.out.isEmpty)
        for words in bad.said { #expect(outcome.err.contains(words), "\(outcome.err)") }
    }

    @Test("Nothing to plan is an empty plan, and a file that is not there is 65")
    func nothing() throws {
        let outcome = try Self.run(#"{"teams":[],"incidents":[]}"#)
        #expect(outcome.status == 0)
        #expect(outcome.out == "{\"assignments\":[],\"unassigned\":[]}\n")
        #expect(try BuiltCLI.run(["plan", "/nonexistent.json"]).status == 65)
    }

    @Test("Every form shows those without a team")
    func forms() throws {
        let table = try Self.run(Self.two, ["--lang", "zh"]).out
        #expect(table.contains("i-1") && table.contains("i-2") && table.contains("圈内"))
        let csv = try Self.run(Self.two, ["-o", "csv"]).out
        #expect(
            csv == """
                incident,team,seconds,in_circle,in_time,reasons
                i-1,C-1,181,true,true,nearest_available
                i-2,,,,,

                """)
        #expect(try Self.run(Self.two, ["-o", "name"]).out == "i-1 C-1\ni-2\n")
        let lines = try Self.run(Self.two, ["-o", "ndjson"]).out.split(separator: "\n")
        #expect(lines.count == 2)
    }
}
