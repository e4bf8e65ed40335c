import Rescue
import Testing
import ValveModel

@Suite("Coverage")
struct CoverageTests {
    private static func home(_ north: Double, _ east: Double, floor: Int? = nil) -> CoverageHome {
        CoverageHome(place: RoadStage.place(north, east), floor: floor, centre: nil)
    }

    private static func team(_ id: String, _ north: Double, _ east: Double) -> CoverageTeam {
        CoverageTeam(id: id, centre: "c", place: RoadStage.place(north, east), turnout: 60)
    }

    @Test("A circle is the whole estimate: turnout, travel, and the stairs")
    func circle() {
        let model = TravelModel(rules: TravelRules())
        // 210 s are left for travel to a ground floor: 1,250 m at 30 km/h with 1.4.
        let ground = CoverageGround(
            [
                Self.home(0, 1_249), Self.home(0, 1_251), Self.home(0, 800, floor: 6),
                Self.home(0, 805, floor: 6), Self.home(0, 100),
            ], model)
        let coverage = ground.coverage(
            by: [Self.team("A", 0, 0), Self.team("B", 0, 0)], model, circle: 300)
        #expect(coverage.counts == [2, 0, 2, 0, 2])
        #expect(coverage.best == [0, 0, 0, 0, 0])
        #expect(coverage.seconds[1] == 301)
        #expect(coverage.levels.none == 2)
        #expect(coverage.levels.more == 3)
        #expect(coverage.reachedByCentre == ["c": 3])
        #expect(coverage.uncovered == [1, 3])
        #expect(ground.coverage(by: [], model, circle: 300).levels.none == 5)
    }

    /// Every choice of so many sites, tried.
    private func most(_ sets: [Set<Int>], _ count: Int) -> Int {
        func walk(_ from: Int, _ left: Int, _ covered: Set<Int>) -> Int {
            guard left > 0, from < sets.count else { return covered.count }
            return (from..<sets.count).reduce(covered.count) {
                max($0, walk($1 + 1, left - 1, covered.union(sets[$1])))
            }
        }
        return walk(0, count, [])
    }

    @Test("Suggested sites gain as much as the best of all choices", arguments: 1...25)
    func sites(seed: Int) {
        var numbers = SeededNumbers(seed: UInt64(seed))
        let model = TravelModel(rules: TravelRules())
        let homes = (0..<60).map { _ in
            Self.home(
                .random(in: -4_000...4_000, using: &numbers),
                .random(in: -4_000...4_000, using: &numbers),
                floor: .random(in: 1...8, using: &numbers))
        }
        let ground = CoverageGround(homes, model)
        let coverage = ground.coverage(by: [Self.team("A", 0, 0)], model, circle: 300)
        let sites = ground.sites(besides: coverage, model, turnout: 60, circle: 300, most: 3)
        let open = homes.indices.filter { coverage.counts[$0] == 0 }
        let sets = homes.map { site in
            Set(
                open.filter { other in
                    model.rules.estimate(
                        turnout: 60, from: site.place, to: homes[other].place,
                        floor: homes[other].floor
                    ).total <= 300
                })
        }
        #expect(sites.count == 3)
        for (index, choice) in sites.enumerated() {
            #expect(choice.gained == most(sets, index + 1), "\(index + 1) sites")
            let union = choice.homes.reduce(into: Set<Int>()) { $0.formUnion(sets[$1]) }
            #expect(union.count == choice.gained)
            #expect(choice.homes.count <= index + 1)
            #expect(choice.candidates == 60)
        }
    }

    @Test("No site is suggested where nobody is uncovered, and none that gains nothing")
    func noSites() {
        let model = TravelModel(rules: TravelRules())
        let ground = CoverageGround([Self.home(0, 10), Self.home(0, 5_000)], model)
        let all = ground.coverage(
            by: [Self.team("A", 0, 0), Self.team("B", 0, 5_000)], model, circle: 300)
        #expect(ground.sites(besides: all, model, turnout: 60, circle: 300, most: 3).isEmpty)
        let one = ground.coverage(by: [Self.team("A", 0, 0)], model, circle: 300)
        let sites = ground.sites(besides: one, model, turnout: 60, circle: 300, most: 3)
        #expect(sites.map(\.homes) == [[1], [1], [1]])
    }

    @Test("A team moves to where homes are, and only where that gains something")
    func standby() {
        let model = TravelModel(rules: TravelRules())
        let near = (0..<10).map { Self.home(0, Double($0) * 20) }
        let far = (0..<30).map { Self.home(0, 6_000 + Double($0) * 20) }
        let ground = CoverageGround(near + far, model)
        let pair = [Self.team("A", 0, 0), Self.team("B", 0, 0)]
        let advice = ground.standby(
            of: pair, model, circle: 300, busy: 0.2, movesMax: 6)
        // Ten homes of two teams: 10 × (1 − 0.04). One of them moves to the thirty.
        #expect(abs(advice.before - 9.6) < 1e-9)
        #expect(advice.moves.count == 1)
        #expect(advice.moves[0].team == 0)
        #expect(advice.moves[0].home >= 10)
        // It leaves 10 × 0.2 × 0.8 behind and gains 30 × 0.8.
        #expect(abs(advice.moves[0].gained - (24 - 1.6)) < 1e-9)
        #expect(abs(advice.after - (advice.before + advice.moves[0].gained)) < 1e-9)
        let settled = [Self.team("A", 0, 0), Self.team("B", 0, 6_000)]
        #expect(
            ground.standby(of: settled, model, circle: 300, busy: 0.2, movesMax: 6).moves.isEmpty)
        #expect(ground.standby(of: [], model, circle: 300, busy: 0.2, movesMax: 6).after == 0)
    }

    @Test("Ten thousand buildings are thinned to the candidates that are compared")
    func thinned() {
        var numbers = SeededNumbers(seed: 3)
        let model = TravelModel(rules: TravelRules())
        let homes = (0..<10_000).map { _ in
            Self.home(
                .random(in: 0...6_000, using: &numbers), .random(in: 0...6_000, using: &numbers))
        }
        let ground = CoverageGround(homes, model)
        let none = ground.coverage(by: [], model, circle: 300)
        let sites = ground.sites(besides: none, model, turnout: 60, circle: 300, most: 1)
        #expect((100...CoverageGround.candidatesMax).contains(sites[0].candidates))
        #expect(sites[0].gained > 1_000)
    }
}
