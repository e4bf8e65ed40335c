import Rescue
import Testing
import ValveModel

@Suite("Travel")
struct TravelTests {
    /// Lengths known in closed form on a sphere of radius 6,371,008.8 m.
    @Test(
        "A great circle has the length geometry gives it",
        arguments: [
            [0, 0, 0, 0, 0],
            [0, 0, 0, 180, .pi * 6_371_008.8],
            [90, 0, -90, 0, .pi * 6_371_008.8],
            [0, 0, 90, 0, .pi / 2 * 6_371_008.8],
            [0, 179, 0, -179, .pi / 90 * 6_371_008.8],
            [36, 120, 37, 120, .pi / 180 * 6_371_008.8],
            [60, 0, 60, 180, .pi / 3 * 6_371_008.8],
        ])
    func knownLengths(row: [Double]) {
        let start = Coordinate(latitude: row[0], longitude: row[1])
        let end = Coordinate(latitude: row[2], longitude: row[3])
        #expect(abs(GreatCircle.metres(from: start, to: end) - row[4]) < 1e-3)
        #expect(
            GreatCircle.metres(from: start, to: end) == GreatCircle.metres(from: end, to: start))
    }

    @Test("A few metres keep their precision")
    func shortWay() {
        let start = Coordinate(latitude: 36.0640, longitude: 120.3560)
        let end = Coordinate(latitude: 36.0640 + 1e-5, longitude: 120.3560)
        let expected = 1e-5 * Double.pi / 180 * GreatCircle.earthRadius
        #expect(abs(GreatCircle.metres(from: start, to: end) - expected) < 1e-6)
    }

    @Test(
        "Every floor away from the first adds 15 s to the 30 s to the door",
        arguments: [(nil, 30), (1, 30), (2, 45), (6, 105), (0, 45), (-2, 75), (33, 510)]
            as [(Int?, Int)])
    func access(floor: Int?, seconds: Int) {
        #expect(TravelRules().access(floor: floor) == seconds)
    }

    @Test("The parts are whole seconds, the journey rounded up, and add up to the total")
    func roundedUp() {
        let rules = TravelRules()
        let estimate = rules.estimate(turnout: 60, travelSeconds: 36.2, floor: 2)
        #expect(estimate == Estimate(turnout: 60, travel: 37, access: 45))
        #expect(estimate.total == 142)
    }

    @Test("A whole number of seconds stays itself, whatever the arithmetic adds to it")
    func wholeSeconds() {
        let rules = TravelRules()
        for seconds in 0...5_000 {
            // At 30 km/h a second is 25/3 m, which no double holds exactly.
            let metres = Double(seconds) * 25 / 3
            #expect(rules.estimate(turnout: 0, roadMetres: metres, floor: 1).travel == seconds)
            #expect(
                rules.estimate(turnout: 0, roadMetres: metres + 0.001, floor: 1).travel
                    == seconds + 1)
        }
    }

    @Test("A kilometre of great circle takes 168 s with the detour at 30 km/h")
    func kilometre() {
        let degrees = 1_000 / GreatCircle.earthRadius * 180 / Double.pi
        let start = Coordinate(latitude: 36, longitude: 120)
        let end = Coordinate(latitude: 36 + degrees, longitude: 120)
        let estimate = TravelRules().estimate(turnout: 60, from: start, to: end, floor: nil)
        #expect(estimate == Estimate(turnout: 60, travel: 168, access: 30))
    }

    @Test("Other rules are followed")
    func otherRules() {
        let rules = TravelRules(
            speedKilometresPerHour: 36, detourFactor: 1, accessSeconds: 10, floorSeconds: 5)
        #expect(
            rules.estimate(turnout: 1, roadMetres: 95, floor: 3)
                == Estimate(turnout: 1, travel: 10, access: 20))
    }
}
