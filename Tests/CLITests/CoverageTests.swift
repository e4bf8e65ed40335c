import Foundation
import Testing

@Suite("Coverage and roads from files", .timeLimit(.minutes(2)))
struct CoverageTests {
    /// A folder with a registry of four homes, three centres' teams and a map of one street.
    struct Folder {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("coverage-\(UUID().uuidString)")

        init() throws {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            // At 36.06° a degree of longitude is 89,886 m: 0.0139° are 1,249.4 m, which take
            // 209.9 s at 30 km/h with 1.4; 0.01391° are a metre too many for a circle of 300 s.
            try write(
                "homes.csv",
                """
                valve,area,floor,lat,lon
                NEAR,370202010,1,36.06,120.38
                EDGE,370202010,1,36.06,120.3939
                JUST,370202010,1,36.06,120.39392
                HIGH,370202011,6,36.06,120.3895

                """)
            try write(
                "centres.yaml",
                """
                hours:
                  speed: [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,0.5,1,1,1,1,1]
                  turnout: [1.5,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]
                centres:
                  - {id: west, lat: 36.06, lon: 120.38, areas: ["370202010"],
                     teams: [{id: W-1}, {id: W-2, turnout: 90}]}
                  - {id: east, lat: 36.06, lon: 120.5, areas: ["370202011"], teams: [{id: E-1, shifts: ["19:00-07:00"]}]}
                """)
            try write(
                "street.osm",
                """
                <osm version="0.6"><node id="1" lat="36.06" lon="120.37"/>
                <node id="2" lat="36.06" lon="120.40"/><way id="7"><nd ref="1"/><nd ref="2"/>
                <tag k="highway" v="primary"/><tag k="maxspeed" v="60"/></way></osm>
                """)
        }

        func path(_ name: String) -> String { url.appendingPathComponent(name).path }

        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: url.appendingPathComponent(name))
        }

        func run(_ more: [String] = []) throws -> BuiltCLI.Outcome {
            try BuiltCLI.run(
                ["coverage", "--registry", path("homes.csv"), "--centres", path("centres.yaml")]
                    + more)
        }

        func answer(_ more: [String] = []) throws -> Answer {
            let outcome = try run(["-o", "json"] + more)
            #expect(outcome.status == 0, "\(outcome.err)")
            return try JSONDecoder().decode(Answer.self, from: Data(outcome.out.utf8))
        }
    }

    struct Answer: Decodable {
        struct Centre: Decodable {
            var households: Int
            var covered: [String: Int]
            var teams: Int
            var reached: Int
        }
        struct Row: Decodable, Equatable {
            var valve: String
            var best: String?
            var seconds: Int?
        }
        struct Suggestion: Decodable {
            struct Site: Decodable {
                var valve: String
                var gained: Int
            }
            var count: Int
            var gained: Int
            var candidates: Int
            var sites: [Site]
        }
        var households: Int
        var covered: [String: Int]
        var byCentre: [String: Centre]
        var model: [String: Int]
        var uncovered: [Row]
        var suggestedSites: [Suggestion]
    }

    @Test("Teams whose circle holds the household are counted, and the rest is named")
    func detour() throws {
        let answer = try Folder().answer()
        #expect(answer.households == 4)
        // EDGE is reached by W-1 alone, as W-2 leaves 30 s later; HIGH takes 60 + 144 + 105.
        #expect(answer.covered == ["0": 2, "1": 1, "2+": 1])
        #expect(
            answer.uncovered == [
                .init(valve: "HIGH", best: "W-1", seconds: 309),
                .init(valve: "JUST", best: "W-1", seconds: 301),
            ])
        #expect(answer.byCentre["west"]?.households == 3)
        #expect(answer.byCentre["west"]?.covered == ["0": 1, "1": 1, "2+": 1])
        #expect(answer.byCentre["west"]?.reached == 2)
        #expect(answer.byCentre["east"]?.covered == ["0": 1, "1": 0, "2+": 0])
        #expect(answer.byCentre["east"]?.teams == 1)
        #expect(answer.model == ["detour": 4, "none": 0, "roads": 0])
        #expect(answer.suggestedSites.map(\.count) == [1, 2, 3])
        #expect(answer.suggestedSites[0].gained == 2)
        #expect(answer.suggestedSites[0].candidates == 4)
    }

    @Test("A team that is away, and the hour, change who is reached")
    func whatIf() throws {
        let folder = try Folder()
        let away = try folder.answer(["--without", "W-1", "--without", "W-2", "--sites", "0"])
        #expect(away.covered == ["0": 4, "1": 0, "2+": 0])
        #expect(away.uncovered.allSatisfy { $0.best == "E-1" })
        #expect(away.suggestedSites.isEmpty)
        // At six in the evening vehicles are half as fast, at midnight teams leave 30 s later.
        #expect(try folder.answer(["--at", "18:00"]).covered == ["0": 3, "1": 0, "2+": 1])
        let night = try folder.answer(["--at", "0:30"])
        #expect(night.byCentre["east"]?.teams == 1)
        // Its only team is on duty from seven in the evening on.
        #expect(try folder.answer(["--at", "18:59"]).byCentre["east"]?.teams == 0)
        #expect(night.uncovered.first { $0.valve == "EDGE" }?.seconds == 330)
        #expect(try folder.run(["--without", "X-9"]).status == 1)
        let standby = try folder.run(["--standby", "--busy", "0.5", "-o", "json"])
        #expect(standby.out.contains("\"standby\":{\"busy\":0.5,\"before\":"))
        #expect(try folder.run(["--standby", "--lang", "zh"]).out.contains("待命点"))
        #expect(try folder.run(["--standby", "--busy", "1"]).status == 64)
        for arguments in [["--at", "25:00"], ["--at", "noon"], ["--sites", "4"]] {
            #expect(try folder.run(arguments).status == 64)
        }
        #expect(try BuiltCLI.run(["coverage", "--registry", "x.csv"]).status == 64)
    }

    @Test("A graph is made of a map, says what it is, and decides who is reached")
    func roads() throws {
        let folder = try Folder()
        let graph = folder.path("street.roads")
        let made = try BuiltCLI.run(
            ["roads", "import", folder.path("street.osm"), "-O", graph, "-o", "json"])
        #expect(made.status == 0, "\(made.err)")
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(made.out.utf8)) as? [String: Any])
        #expect(report["nodes"] as? Int == 2)
        #expect(report["edges"] as? Int == 2)
        let answer = try folder.answer(["--roads", graph])
        // 1,250 m at 60 km/h are 75 s: everybody is reached by both teams of the west.
        #expect(answer.covered == ["0": 0, "1": 0, "2+": 4])
        #expect(answer.model["roads"] == 4)
        let outlines = folder.path("circles.geojson")
        #expect(
            try folder.run(["--roads", graph, "--geojson", outlines, "-o", "name"]).status == 0)
        let drawn = try JSONSerialization.jsonObject(
            with: Data(contentsOf: URL(fileURLWithPath: outlines)))
        let features = try #require((drawn as? [String: Any])?["features"] as? [[String: Any]])
        #expect(features.count == 3)
        let table = try folder.run(["--roads", graph, "--lang", "zh"])
        #expect(table.out.contains("4 户"))
    }

    @Test("A file that is no graph, a bad registry and bad centres are told apart and named")
    func bad() throws {
        let folder = try Folder()
        let foreign = try folder.run(["--roads", folder.path("homes.csv")])
        #expect(foreign.status == 65)
        #expect(foreign.err.contains("is no road graph"))
        #expect(try folder.run(["--roads", "/nonexistent"]).status == 65)
        let map = try BuiltCLI.run(
            ["roads", "import", folder.path("homes.csv"), "-O", folder.path("x.roads")])
        #expect(map.status == 65)
        #expect(map.err.contains("is no OpenStreetMap extract"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("x.roads")))
        try folder.write("homes.csv", "valve,area,lat,lon\nA,370202010,95,120\n")
        let registry = try folder.run()
        #expect(registry.status == 65)
        #expect(registry.err.contains("line 2"))
        #expect(registry.out.isEmpty)
        try folder.write("centres.yaml", "centres:\n  - {id: west, lat: 36, hours: 3}\n")
        #expect(try folder.run().status == 78)
    }

    @Test("No team at all reaches nobody and has no best")
    func empty() throws {
        let folder = try Folder()
        try folder.write("centres.yaml", "centres:\n  - {id: west, lat: 36, lon: 120}\n")
        let answer = try folder.answer(["--sites", "1"])
        #expect(answer.covered == ["0": 4, "1": 0, "2+": 0])
        #expect(answer.uncovered.allSatisfy { $0.best == nil && $0.seconds == nil })
        #expect(answer.model["none"] == 4)
        #expect(answer.byCentre.keys.sorted() == ["west"])
    }
}
