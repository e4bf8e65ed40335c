import BenchNumbers
import Foundation
import Rescue
import ValveModel

/// A city for one measurement: the estimate of every team to every home, from where teams wait.
struct City {
    let name: String
    let homeCount: Int
    let teamCount: Int
    /// Seconds, home by home.
    private let seconds: [Int32]
    /// Seconds of the way back, home by home.
    private let back: [Int32]

    static let circle = 300

    func estimate(_ home: Int, _ team: Int) -> Int { Int(seconds[home * teamCount + team]) }
    func wayBack(_ home: Int, _ team: Int) -> Int { Int(back[home * teamCount + team]) }

    /// The share of homes that some team reaches in the circle when nobody is busy: no way of
    /// dispatching does better.
    var ceiling: Double {
        let inside = (0..<homeCount).count { home in
            (0..<teamCount).contains { estimate(home, $0) <= Self.circle }
        }
        return Double(inside) / Double(homeCount)
    }

    init(
        name: String, homes: [(place: Coordinate, floor: Int)], posts: [Coordinate],
        _ model: TravelModel
    ) {
        self.name = name
        homeCount = homes.count
        teamCount = posts.count
        let reaches = posts.map { model.reach(from: $0, turnout: 60) }
        var seconds: [Int32] = []
        var back: [Int32] = []
        for home in homes {
            let end = model.end(home.place)
            for reach in reaches {
                let found = reach.estimate(to: end, floor: home.floor)?.estimate
                seconds.append(Int32(found?.total ?? 3_600))
                back.append(Int32(found?.travel ?? 3_600))
            }
        }
        self.seconds = seconds
        self.back = back
    }

    /// A city of the model district's size, 7 × 5 km: homes in estates of six floors, three centres
    /// of four teams, and two posts of one team beside each, as the shipped `centres.yaml` has them.
    static func drawn(seed: UInt64) -> City {
        var numbers = SeededNumbers(seed: seed)
        let corner = Coordinate(latitude: 36.05, longitude: 120.30)
        let north = 5_000.0
        let east = 7_000.0
        func place(_ northwards: Double, _ eastwards: Double) -> Coordinate {
            Coordinate(
                latitude: corner.latitude + northwards / 111_195,
                longitude: corner.longitude + eastwards / 89_900)
        }
        let estates = (0..<40).map { _ in
            (north * numbers.uniform(), east * numbers.uniform(), 100 + 300 * numbers.uniform())
        }
        let homes = (0..<2_900).map { _ -> (place: Coordinate, floor: Int) in
            let estate = estates[Int.random(in: 0..<estates.count, using: &numbers)]
            return (
                place(
                    estate.0 + estate.2 * numbers.normal(), estate.1 + estate.2 * numbers.normal()),
                Int.random(in: 1...6, using: &numbers)
            )
        }
        var posts: [Coordinate] = []
        for third in 0..<3 {
            let middle = (Double(third) + 0.5) * east / 3
            let centre = place(
                north * (0.35 + 0.3 * numbers.uniform()), middle + 600 * (numbers.uniform() - 0.5))
            posts += Array(repeating: centre, count: 4)
            for _ in 0..<2 {
                posts.append(
                    place(north * numbers.uniform(), middle + east / 3 * (numbers.uniform() - 0.5)))
            }
        }
        return City(
            name: "drawn \(seed)", homes: homes, posts: posts, TravelModel(rules: TravelRules()))
    }

    /// A real city's roads: homes at crossings drawn at random, teams as in a drawn one.
    static func roads(name: String, _ network: RoadNetwork, seed: UInt64) -> City {
        var numbers = SeededNumbers(seed: seed)
        let graph = network.graph
        func crossing() -> Coordinate {
            graph.place(ofNode: Int.random(in: 0..<graph.nodeCount, using: &numbers))
        }
        let homes = (0..<2_900).map { _ in
            (place: crossing(), floor: Int.random(in: 1...6, using: &numbers))
        }
        var posts: [Coordinate] = []
        for _ in 0..<3 {
            posts += Array(repeating: crossing(), count: 4) + [crossing(), crossing()]
        }
        return City(
            name: name, homes: homes, posts: posts,
            TravelModel(rules: TravelRules(), roads: network))
    }
}
