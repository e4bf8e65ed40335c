import FlatStore
import Rescue
import Testing
import ValveModel

@Suite("Roads made from a survey")
struct RoadGraphTests {
    @Test("Ways are cut where they cross, and every piece keeps its shape")
    func cut() throws {
        var stage = RoadStage()
        for (id, east) in [(1, 0.0), (2, 100), (3, 200)] as [(Int64, Double)] {
            stage.node(id, 0, east)
        }
        stage.node(4, 100, 100)
        let through = stage.way([1, 2, 3])
        let branch = stage.way([2, 4])
        let (bytes, report) = try stage.survey.graph()
        let graph = try RoadGraph(FixedBytes(copying: bytes))
        #expect(graph.nodeCount == 4)
        #expect(graph.segmentCount == 3)
        #expect(graph.edgeCount == 6)
        #expect(graph.segments(ofWay: through).count == 2)
        #expect(graph.segments(ofWay: branch).count == 1)
        #expect(graph.shape(ofSegment: graph.segments(ofWay: branch)[0]).count == 2)
        #expect(abs(graph.lengthMetres - 300) < 0.1)
        #expect(report.usedWays == 2)
        #expect(abs(report.kilometres - 0.3) < 1e-4)
    }

    @Test(
        "What an emergency vehicle may not or cannot drive is left out, with its reason",
        arguments: [
            (["highway": "footway"], .notARoad), (["waterway": "river"], .notARoad),
            (["highway": "track"], .notARoad), (["highway": "pedestrian"], .notARoad),
            (["route": "ferry"], .ferry), (["highway": "primary", "ferry": "yes"], .ferry),
            (["highway": "service", "access": "private"], .privateWay),
            (["highway": "service", "access": "no"], .privateWay),
            (["highway": "residential", "motor_vehicle": "no"], .privateWay),
            (["highway": "residential", "emergency": "no"], .privateWay),
            (["highway": "construction"], .unfinished), (["highway": "proposed"], .unfinished),
            (["highway": "service", "area": "yes"], .area),
            (["highway": "primary", "oneway": "reversible"], .reversible),
        ] as [([String: String], WayRules.Refusal)])
    func refused(tags: [String: String], reason: WayRules.Refusal) {
        #expect(throws: reason) { try WayRules(tags: tags) }
    }

    @Test("Emergency vehicles pass where their tag lets them, and where others may drive too")
    func letIn() throws {
        for tags in [
            ["highway": "service", "access": "private", "emergency": "yes"],
            ["highway": "service", "access": "no", "motor_vehicle": "yes"],
            ["highway": "pedestrian", "emergency": "yes"],
            ["highway": "residential", "access": "destination"],
        ] {
            #expect(throws: Never.self) { try WayRules(tags: tags) }
        }
    }

    @Test(
        "Signs are read with their units, and without one the class decides",
        arguments: [
            ("50", 50), ("50 km/h", 50), ("30 mph", 48.28032), ("20mph", 32.18688), ("walk", 5),
            ("60;40", 40), ("none", 30), ("CN:urban", 30), ("signals", 30), ("9000", 30),
            ("-5", 30), ("", 30),
        ] as [(String, Double)])
    func signs(text: String, speed: Double) throws {
        let rules = try WayRules(tags: ["highway": "residential", "maxspeed": text])
        #expect(abs(rules.speed - speed) < 1e-9)
    }

    @Test(
        "One-way streets are driven one way",
        arguments: [
            (["oneway": "yes"], true, false), (["oneway": "-1"], false, true),
            (["oneway": "no"], true, true), (["junction": "roundabout"], true, false),
            (["highway": "motorway"], true, false),
            (["highway": "motorway", "oneway": "no"], true, true),
            (["oneway": "yes", "oneway:emergency": "no"], true, true),
        ] as [([String: String], Bool, Bool)])
    func directions(tags: [String: String], forward: Bool, backward: Bool) throws {
        let rules = try WayRules(tags: ["highway": "primary"].merging(tags) { $1 })
        #expect(rules.isForward == forward)
        #expect(rules.isBackward == backward)
    }

    @Test("Only the largest part in which every place reaches every other is kept")
    func largestPart() throws {
        var stage = RoadStage()
        for id in 1...4 as ClosedRange<Int64> { stage.node(id, 0, Double(id) * 100) }
        stage.node(9, 5_000, 0)
        stage.node(10, 5_000, 100)
        stage.way([1, 2, 3])
        // One leads in and never out: a vehicle there would be lost to the plan.
        stage.way([3, 4], ["oneway": "yes"])
        stage.way([9, 10])
        stage.way([9, 77, 78])
        stage.survey.addWay(99, nodes: [1, 2], tags: ["highway": "steps"])
        let (bytes, report) = try stage.survey.graph()
        let graph = try RoadGraph(FixedBytes(copying: bytes))
        #expect(graph.nodeCount == 2)
        #expect(report.nodes == 2)
        #expect(report.allNodes == 5)
        #expect(report.components == 3)
        #expect(report.missingNodes == 2)
        #expect(
            report.refused.map(\.reason).sorted() == [
                "fewer than two known nodes", "not a road for vehicles",
            ])
    }

    @Test("A bollard ends a road on both of its sides")
    func bollard() throws {
        var stage = RoadStage()
        for id in 1...5 as ClosedRange<Int64> { stage.node(id, 0, Double(id) * 100, bar: id == 3) }
        stage.way([1, 2, 3, 4, 5])
        // A long way round, so that both sides are in one part.
        stage.node(6, 1_000, 0)
        stage.way([1, 6, 5])
        let network = try stage.network()
        let start = try #require(network.spot(of: RoadStage.place(0, 290)))
        let end = try #require(network.spot(of: RoadStage.place(0, 310)))
        let times = network.times(from: start, offRoadSpeed: 6)
        let driven = try #require(network.time(times, from: start, to: end, offRoadSpeed: 6))
        #expect(driven > 200_000)
    }

    @Test("Nothing to drive on is said, not written")
    func nothing() {
        #expect(throws: NoRoads.self) { try RoadSurvey().graph() }
        var stage = RoadStage()
        stage.survey.addWay(1, nodes: [1, 2], tags: ["highway": "primary"])
        #expect(throws: NoRoads.self) { try stage.survey.graph() }
        // One way only: nobody comes back.
        var oneWay = RoadStage()
        oneWay.node(1, 0, 0)
        oneWay.node(2, 100, 0)
        oneWay.survey.addWay(1, nodes: [1, 2], tags: ["highway": "primary", "oneway": "yes"])
        #expect(throws: NoRoads.self) { try oneWay.survey.graph() }
    }

    @Test("A foreign, cut, changed or newer file is refused, and no byte of it makes a graph")
    func damaged() throws {
        var numbers = SeededNumbers(seed: 5)
        let whole = try RoadStage.grid(6, &numbers).survey.graph().bytes
        #expect(throws: Never.self) { try RoadGraph(FixedBytes(copying: whole)) }
        func fault(_ bytes: [UInt8]) -> RoadFileFault? {
            do throws(RoadFileFault) {
                _ = try RoadGraph(FixedBytes(copying: bytes))
                return nil
            } catch { return error }
        }
        #expect(fault([]) == .foreign)
        #expect(fault(Array("<osm version='0.6'>".utf8)) == .foreign)
        #expect(
            fault(Array(whole.dropLast(8)))
                == .length(
                    expected: whole.count, found: whole.count - 8))
        var newer = whole
        newer[8] = 9
        #expect(fault(newer) == .version(9))
        for place in stride(from: 0, to: whole.count, by: 7) {
            var changed = whole
            changed[place] ^= 0x40
            #expect(fault(changed) != nil, "byte \(place)")
        }
    }
}
