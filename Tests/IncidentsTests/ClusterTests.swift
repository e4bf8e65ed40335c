import Incidents
import Testing
import ValveModel

@Suite("Many together")
struct ClusterTests {
    @Test("So many findings of a group make an event at the rate of the worst known district")
    func needs() {
        let rules = ClusterRules()
        let rate = 12 / 8_766.0
        let table: [(AreaScope, Int, Int?)] = [
            (.riser, 2, nil), (.riser, 3, nil), (.riser, 12, 4), (.building, 60, 5),
            (.area, 9, nil), (.area, 2_640, 10), (.fleet, 29_040, 26),
        ]
        for (scope, population, expected) in table {
            let need = rules.need(scope, population: population, fleet: 29_040, rate: rate)
            #expect(need == expected, "\(scope) of \(population)")
        }
        #expect(rules.need(.area, population: 100, fleet: 0, rate: rate) == nil)
    }

    @Test("The rule keeps its budget: findings by chance alone make no event")
    func budget() {
        // Six weeks of one kind at its base rate over the whole town, 350,000 findings a year: the
        // budget gives it a hundredth of an event.
        var town = Town()
        var dice = SeededDice(state: 5)
        let gap = 8_766.0 * 3_600_000 / (12 * 29_040)
        for _ in 0..<40_000 {
            let wait = -log(Double.random(in: 1e-12..<1, using: &dice)) * gap
            town.pass(.milliseconds(Int64(wait)))
            town.raise(Int.random(in: 0..<29_040, using: &dice), .tamper)
            #expect(town.count("opened") == 0)
            town.changes = []
        }
    }

    private func log(_ value: Double) -> Double {
        // ln by halving: the pure tests see no Foundation.
        var (rest, sum) = (value, 0.0)
        while rest < 0.5 {
            rest *= 2
            sum -= 0.693_147_180_559_945_3
        }
        let ratio = (rest - 1) / (rest + 1)
        var (power, term) = (ratio, 0.0)
        for odd in stride(from: 1, through: 41, by: 2) {
            term += 2 * power / Double(odd)
            power *= ratio * ratio
        }
        return sum + term
    }

    @Test("The findings of a common cause become one event of the group over which they spread")
    func scopes() {
        let table: [(FindingKind, Priority, [Int], String)] = [
            (.leak, .p1, Array(0..<6), "riser leak building_gas 6"),
            (.shock, .p3, Array(0..<6), "riser shock many_together 6"),
            (
                .powerLoss, .p4, stride(from: 0, to: 60, by: 6).map(\.self),
                "building power_loss many_together 10"
            ),
            (.powerLoss, .p4, Array(2_640..<5_280), "area power_loss many_together 2640"),
            (.offline, .p4, Array(0..<29_040), "fleet offline many_together 29040"),
            (.underpressure, .p3, Array(120..<180), "building supply_loss many_together 60"),
        ]
        for (kind, priority, homes, expected) in table {
            var town = Town()
            var dice = SeededDice(state: 1)
            town.raise(homes.shuffled(using: &dice), kind, priority)
            town.pass(.seconds(3))
            #expect(town.events == [expected])
            #expect(town.count("opened") == 1)
        }
    }

    @Test("Shutoffs by lost supply and lost supply are one supply event")
    func supply() {
        var town = Town()
        for home in 0..<30 {
            town.raise(
                home * 12, home.isMultiple(of: 2) ? .shutoff : .supplyLoss, cause: .supplyLoss)
        }
        town.pass(.seconds(3))
        #expect(town.events == ["area supply_loss many_together 30"])
    }

    @Test("A link that goes after the mains belongs to the power cut, however late")
    func linksAfterPower() {
        var town = Town()
        town.raise(0..<100, .powerLoss, .p4)
        town.pass(.minutes(30))
        town.raise(0..<100, .offline, .p4)
        town.pass(.seconds(3))
        #expect(town.events == ["area power_loss many_together 200"])
        // Homes that have power and fall silent are another matter.
        town.raise(1_000..<1_060, .offline, .p4)
        town.pass(.seconds(3))
        #expect(town.events.last == "area offline many_together 60")
    }

    @Test("Few, slow or unrelated findings stay alone, and what was held goes its own way")
    func alone() {
        var town = Town()
        town.raise([0, 700, 9_000], .tamper, .p3)
        town.pass(.minutes(11))
        for home in 0..<12 {
            town.raise(home, .tamper)
            town.pass(.minutes(4))
        }
        #expect(town.events == [])
        #expect(town.count("held") == 0)
        // Of one riser, and nobody knows how many there are.
        var unknown = Town()
        for home in 0..<6 { unknown.raise(home, .shock, among: Neighbourhood()) }
        unknown.pass(.seconds(3))
        #expect(unknown.events == [])
        // Homes of one building: the fourth is enough to look and not enough for an event.
        town.raise([0, 13, 26, 39], .sensorFault, .p4)
        town.pass(.seconds(3))
        #expect(town.events == [])
        #expect(town.count("held") == town.count("freed"))
    }

    @Test("A noisier fleet asks for more")
    func learning() {
        var town = Town()
        var dice = SeededDice(state: 7)
        // 400 an hour for eight hours: ten times the floor.
        for _ in 0..<3_200 {
            town.pass(.seconds(9))
            town.raise(Int.random(in: 0..<29_040, using: &dice), .offline, .p4)
        }
        // Sixty in ten minutes is what comes by itself now, though 26 were an event at the start.
        #expect(town.count("opened") <= 1)
    }

    @Test(
        "An event grows, counts who recovers, and falls apart when half of what opened it is gone")
    func lifeOfAnEvent() {
        var town = Town()
        town.raise(0..<20, .powerLoss, .p4)
        town.pass(.seconds(3))
        #expect(town.events == ["building power_loss many_together 20"])
        town.raise(45, .powerLoss)
        #expect(town.events == ["building power_loss many_together 21"])
        for home in 0..<11 { town.clear(home, .powerLoss) }
        #expect(town.correlator.events.values.first?.standingCount == 10)
        town.clear(11, .powerLoss)
        town.pass(.seconds(299))
        #expect(town.events.count == 1)
        town.pass(.seconds(1))
        #expect(town.events == [])
        guard case .over(let event)? = town.changes.last else {
            Issue.record("The event is not over.")
            return
        }
        #expect(event.members.count { $0.isStanding } == 9)
        #expect(event.valves.count == 21)
    }

    @Test("An event of which nothing is left ends at once, and one that grows again goes on")
    func recovery() {
        var town = Town()
        town.raise(0..<20, .powerLoss, .p4)
        town.pass(.seconds(3))
        for home in 0..<15 { town.clear(home, .powerLoss) }
        town.pass(.seconds(200))
        town.raise(0..<10, .powerLoss, .p4)
        town.pass(.minutes(10))
        #expect(town.events.count == 1)
        for home in 0..<20 { town.clear(home, .powerLoss) }
        #expect(town.events == [])
    }

    @Test("A long event of the fleet does not swallow what comes later by itself")
    func notForEver() {
        var town = Town()
        town.raise(stride(from: 0, to: 29_000, by: 300), .offline, .p4)
        town.pass(.seconds(3))
        #expect(town.events == ["fleet offline many_together 97"])
        for home in 0..<60 {
            town.pass(.minutes(2))
            town.raise(home * 400 + 7, .offline, .p4)
        }
        // At first it may still grow; a few in ten minutes do not keep it growing.
        #expect(town.count("joined") <= 5)
    }

    @Test("Narrow events that turn out to be one become one, and the eldest stays")
    func merging() {
        var town = Town()
        for building in 0..<12 {
            town.raise((building * 60)..<(building * 60 + 20), .powerLoss, .p4)
            town.pass(.seconds(4))
        }
        #expect(town.correlator.events.count == 1)
        #expect(town.correlator.events.values.first?.facts.group.scope == .area)
        #expect(town.correlator.events.values.first?.members.count == 240)
        #expect(town.count("merged") == town.count("opened") - 1)
    }

    @Test("A finding that ends while it is held still gets its own incident")
    func heldAndGone() {
        var town = Town()
        town.raise(0..<8, .tamper, .p3)
        town.clear(7, .tamper)
        #expect(town.count("freed") == 1)
    }
}
