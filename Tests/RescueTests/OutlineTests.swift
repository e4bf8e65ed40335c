import Testing
import ValveModel

@testable import Rescue

@Suite("Outlines")
struct OutlineTests {
    private func rings(_ picture: [String]) -> [(outer: [[Int]], holes: [[[Int]]])] {
        let rows = picture.map(Array.init)
        return Squares(side: picture.count) { rows[$0][$1] == "#" }
            .patches { Coordinate(latitude: Double($0), longitude: Double($1)) }
            .map { patch in
                func whole(_ ring: [Coordinate]) -> [[Int]] {
                    ring.map { [Int($0.latitude), Int($0.longitude)] }
                }
                return (whole(patch.outer), patch.holes.map(whole))
            }
    }

    /// Squares inside the rings of a patch, by the sum of its signed areas.
    private func area(_ ring: [[Int]]) -> Int {
        zip(ring, ring.dropFirst()).reduce(0) { $0 + $1.0[1] * $1.1[0] - $1.1[1] * $1.0[0] } / 2
    }

    @Test(
        "Every filled square is inside one ring and every hole is cut out",
        arguments: [
            ["#"], ["##", "##"], ["#.", ".#"], [".#", "#."],
            ["###", "#.#", "###"], ["#.#", "...", "#.#"], ["....", ".##.", ".#..", "...."],
            ["#####", "#...#", "#.#.#", "#...#", "#####"], ["#.#.", ".#.#", "#.#.", ".#.#"],
            ["##.", "#.#", ".##"],
        ])
    func areas(picture: [String]) {
        let patches = rings(picture)
        let filled = picture.joined().count { $0 == "#" }
        var sum = 0
        for patch in patches {
            #expect(patch.outer.first == patch.outer.last)
            #expect(area(patch.outer) > 0)
            sum += area(patch.outer)
            for hole in patch.holes {
                #expect(hole.first == hole.last)
                #expect(area(hole) < 0)
                sum += area(hole)
            }
        }
        #expect(sum == filled)
    }

    @Test("Without roads the outline is the circle itself")
    func circle() throws {
        let model = TravelModel(rules: TravelRules())
        let place = Coordinate(latitude: 36.06, longitude: 120.38)
        let outline = try #require(model.outline(from: place, turnout: 60, circle: 300))
        #expect(outline.patches.count == 1)
        // 210 s at 30 km/h over 1.4.
        for corner in outline.patches[0].outer {
            #expect(abs(GreatCircle.metres(from: place, to: corner) - 1_250) < 0.5)
        }
        #expect(model.outline(from: place, turnout: 290, circle: 300) == nil)
    }

    @Test("With roads it lies along them")
    func roads() throws {
        var stage = RoadStage()
        stage.node(1, 0, -3_000)
        stage.node(2, 0, 3_000)
        stage.way([1, 2])
        let model = TravelModel(rules: TravelRules(), roads: try stage.network())
        let outline = try #require(
            model.outline(from: RoadStage.place(0, 0), turnout: 60, circle: 300))
        let corners = outline.patches.flatMap(\.outer)
        let east = corners.map(\.longitude).max() ?? 0
        // 210 s at ten metres a second.
        #expect(abs(east / RoadStage.metre - 2_100) < 60)
        let north = corners.map(\.latitude).max() ?? 0
        #expect((200...320).contains(north / RoadStage.metre))
    }
}
