import BenchNumbers
import FlatStore
import Foundation
import Rescue

// Plays storms and weeks over many cities, each way of dispatching over the same leaks, and prints
// one table. Arguments are road graphs made by `gaswatch roads import`.

var cities = (1...22).map { City.drawn(seed: $0) }
for path in CommandLine.arguments.dropFirst() {
    let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    do {
        let network = try RoadNetwork(FixedBytes(reading: path))
        cities.append(City.roads(name: name, network, seed: 7))
    } catch {
        FileHandle.standardError.write(Data("\(path) is no road graph: \(error)\n".utf8))
        exit(65)
    }
}

/// Storms a city: the spread of the ratio over 40 of them is a few per cent.
let stormCount = 40
let loads = [0.1, 0.3, 0.6]

struct Sums {
    var ours = Played()
    var closest = Played()
    var bound = Played()

    mutating func play(_ city: City, _ leaks: [Leak]) {
        ours.add(ExactPlan.play(city, leaks))
        closest.add(ClosestIdle.play(city, leaks))
        bound.add(Bound.play(city, leaks))
    }

    mutating func add(_ other: Sums) {
        ours.add(other.ours)
        closest.add(other.closest)
        bound.add(other.bound)
    }

    private func share(_ played: Played) -> String {
        String(format: "%.1f %%", 100 * Double(played.inTime) / Double(max(1, played.total)))
    }

    var cells: [String] {
        let ratio = Double(ours.inTime) / Double(max(1, closest.inTime))
        let late = Double(ours.late) / Double(max(1, bound.late))
        return [
            share(ours), share(closest), share(bound), String(format: "%.2f", ratio),
            String(format: "%.2f", late),
        ]
    }
}

print(
    "| city | ceiling | leaks | ours | closest idle | bound | ours ⁄ closest | late ⁄ bound's late |"
)
print("|---|---|---|---|---|---|---|---|")
var storms = Sums()
var weeks = [Sums](repeating: Sums(), count: loads.count)
for (number, city) in cities.enumerated() {
    var numbers = SeededNumbers(seed: 1_000 + UInt64(number))
    let ceiling = String(format: "%.1f %%", 100 * city.ceiling)
    var storm = Sums()
    for _ in 0..<stormCount { storm.play(city, Calls.storm(city, &numbers)) }
    storms.add(storm)
    print("| \(([city.name, ceiling, "storms of 60"] + storm.cells).joined(separator: " | ")) |")
    for (place, load) in loads.enumerated() {
        var week = Sums()
        week.play(city, Calls.week(city, load: load, &numbers))
        weeks[place].add(week)
        let cells = [city.name, ceiling, "week at load \(load)"] + week.cells
        print("| \(cells.joined(separator: " | ")) |")
    }
}
let mean = cities.reduce(0) { $0 + $1.ceiling } / Double(cities.count)
let all = "all \(cities.count)"
let ceiling = String(format: "%.1f %%", 100 * mean)
print("| **\(all)** | \(ceiling) | storms of 60 | \(storms.cells.joined(separator: " | ")) |")
for (place, load) in loads.enumerated() {
    print(
        "| **\(all)** | \(ceiling) | week at load \(load) | "
            + "\(weeks[place].cells.joined(separator: " | ")) |")
}
