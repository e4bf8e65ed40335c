import FlatStore
import Rescue
import Testing
import ValveModel

/// Bellman and Ford's relaxation until nothing changes: slow, and nothing like the search under
/// test. Reads the survey's rules and not the graph.
private func slowTimes(_ stage: RoadStage, from start: Int64, size: Int) -> [Double] {
    var times = [Double](repeating: .infinity, count: size * size)
    times[Int(start)] = 0
    let places = stage.places
    var changed = true
    while changed {
        changed = false
        for way in stage.drawn {
            let (from, to) = (Int(way.nodes[0]), Int(way.nodes[1]))
            let metres = GreatCircle.metres(
                from: places[way.nodes[0]]?.place ?? RoadStage.place(0, 0),
                to: places[way.nodes[1]]?.place ?? RoadStage.place(0, 0))
            for (tail, head, allowed) in [
                (from, to, way.tags["oneway"] != "-1"), (to, from, way.tags["oneway"] != "yes"),
            ] where allowed {
                let speed =
                    way.tags["maxspeed"] == "20 mph"
                    ? 20 * 1.609344 : Double(way.tags["maxspeed"] ?? "") ?? 36
                let light = places[Int64(head)]?.hasSignal == true ? 5.0 : 0
                let reached = times[tail] + metres / (speed / 3.6) + light
                if reached < times[head] - 1e-9 {
                    times[head] = reached
                    changed = true
                }
            }
        }
    }
    return times
}

@Suite("Shortest times over roads")
struct RoadTimesTests {
    @Test("Times to every node are those of a slow search", arguments: 1...12)
    func exact(seed: Int) throws {
        var numbers = SeededNumbers(seed: UInt64(seed))
        let size = 9
        let stage = RoadStage.grid(size, &numbers)
        let network = try stage.network()
        let graph = network.graph
        // Where each node of the graph is in the grid, by its place.
        var gridNode: [Int] = []
        for node in 0..<graph.nodeCount {
            let place = graph.place(ofNode: node)
            let nearest = stage.places.min {
                GreatCircle.metres(from: $0.value.place, to: place)
                    < GreatCircle.metres(from: $1.value.place, to: place)
            }
            gridNode.append(Int(try #require(nearest).key))
        }
        for node in stride(from: 0, to: graph.nodeCount, by: 5) {
            let start = try #require(network.spot(of: graph.place(ofNode: node)))
            let times = network.times(from: start, offRoadSpeed: 6)
            let slow = slowTimes(stage, from: Int64(gridNode[node]), size: size)
            for other in 0..<graph.nodeCount where other != node {
                let exact = slow[gridNode[other]]
                // Each of at most eighty edges is rounded to a millisecond.
                #expect(abs(Double(times[other]) / 1_000 - exact) < 0.05, "\(node) to \(other)")
            }
        }
    }

    @Test("A home along a street is reached from the nearer end that may be driven")
    func along() throws {
        var stage = RoadStage()
        for (id, north, east) in [
            (1, 0.0, 0.0), (2, 0, 400), (3, 300, 400), (4, 300, 0),
        ] as [(Int64, Double, Double)] { stage.node(id, north, east) }
        stage.way([1, 2], ["oneway": "yes"])
        stage.way([2, 3])
        stage.way([3, 4])
        stage.way([4, 1])
        let network = try stage.network()
        func seconds(_ from: Coordinate, _ to: Coordinate) throws -> Double {
            let start = try #require(network.spot(of: from))
            let end = try #require(network.spot(of: to))
            let times = network.times(from: start, offRoadSpeed: 6)
            let driven = network.time(times, from: start, to: end, offRoadSpeed: 6)
            return try #require(driven) / 1_000
        }
        let south = RoadStage.place(0, 100)
        let further = RoadStage.place(0, 300)
        #expect(abs(try seconds(south, further) - 20) < 0.01)
        // Against the one-way street: on to its end and around.
        #expect(abs(try seconds(further, south) - (10 + 30 + 40 + 30 + 10)) < 0.01)
        #expect(abs(try seconds(RoadStage.place(150, 400), RoadStage.place(50, 400)) - 10) < 0.01)
    }

    @Test("A closed road is driven around, and a home on it is reached from its ends")
    func closed() throws {
        var stage = RoadStage()
        for (id, north, east) in [
            (1, 0.0, 0.0), (2, 0, 400), (3, 300, 400), (4, 300, 0),
        ] as [(Int64, Double, Double)] { stage.node(id, north, east) }
        let south = stage.way([1, 2])
        stage.way([2, 3])
        stage.way([3, 4])
        stage.way([4, 1])
        let network = try stage.network()
        var model = TravelModel(rules: TravelRules(), roads: network)
        let corner = RoadStage.place(0, 0)
        let other = model.end(RoadStage.place(0, 400))
        #expect(
            model.reach(from: corner, turnout: 0).estimate(to: other, floor: 1)?.estimate.travel
                == 40)
        model.closed = Array(repeating: false, count: network.graph.segmentCount)
        for segment in network.graph.segments(ofWay: south) { model.closed[segment] = true }
        let around = model.reach(from: corner, turnout: 0)
        #expect(around.estimate(to: other, floor: 1)?.estimate.travel == 101)
        // 100 m on foot from the near corner, at 30 km/h and 1.4: 16.8 s.
        let home = model.end(RoadStage.place(0, 100))
        #expect(around.estimate(to: home, floor: 1)?.estimate.travel == 17)
    }

    @Test("Beyond 250 m of every road the detour estimate stands, and the answer says so")
    func offRoad() throws {
        var stage = RoadStage()
        stage.node(1, 0, 0)
        stage.node(2, 0, 1_000)
        stage.way([1, 2])
        let model = TravelModel(rules: TravelRules(), roads: try stage.network())
        let reach = model.reach(from: RoadStage.place(0, 0), turnout: 60)
        let near = try #require(reach.estimate(to: model.end(RoadStage.place(240, 500)), floor: 1))
        #expect(near.source == .roads)
        // 50 s of road and 240 m at 30 km/h with 1.4: 40.3 s.
        #expect(near.estimate == Estimate(turnout: 60, travel: 91, access: 30))
        let far = try #require(reach.estimate(to: model.end(RoadStage.place(260, 500)), floor: 1))
        #expect(far.source == .detour)
        #expect(
            far.estimate
                == TravelRules().estimate(
                    turnout: 60, from: RoadStage.place(0, 0), to: RoadStage.place(260, 500),
                    floor: 1))
        let stranger = model.reach(from: RoadStage.place(9_000, 0), turnout: 60)
        #expect(
            stranger.estimate(to: model.end(RoadStage.place(0, 0)), floor: 1)?.source == .detour)
        let without = TravelModel(rules: TravelRules())
        #expect(
            without.reach(from: RoadStage.place(0, 0), turnout: 60).estimate(
                to: without.end(RoadStage.place(260, 500)), floor: 1)?.estimate == far.estimate)
    }

    @Test("The factor of the hour divides the speed of every model")
    func hour() throws {
        var stage = RoadStage()
        stage.node(1, 0, 0)
        stage.node(2, 0, 1_000)
        stage.way([1, 2])
        for roads in [try stage.network(), nil] {
            var model = TravelModel(rules: TravelRules(), roads: roads)
            let end = model.end(RoadStage.place(0, 1_000))
            let usual = model.reach(from: RoadStage.place(0, 0), turnout: 0)
            model.speedFactor = 0.5
            let slow = model.reach(from: RoadStage.place(0, 0), turnout: 0)
            let first = try #require(usual.estimate(to: end, floor: 1)?.estimate.travel)
            let second = try #require(slow.estimate(to: end, floor: 1)?.estimate.travel)
            // Both are rounded up.
            #expect((2 * first - 1...2 * first).contains(second))
        }
    }
}
