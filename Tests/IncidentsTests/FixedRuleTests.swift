import Incidents
import Testing
import ValveModel

@Suite("The rules of the field")
struct FixedRuleTests {
    /// Homes 0–11 hang on one riser of building 0, 12–23 on the next, 60 is in another building.
    @Test("Three homes with gas, two on one riser, within half an hour are building gas")
    func buildingGas() {
        let table: [([Int], Int64, String?)] = [
            ([0, 1, 2], 0, "riser seepage building_gas 3"),
            ([0, 1, 12], 14, "building seepage building_gas 3"),
            ([0, 1, 12], 16, nil),
            ([0, 12, 24], 0, nil),
            ([0, 1, 60], 0, nil),
            ([0, 1], 0, nil),
        ]
        for (homes, minutes, expected) in table {
            var town = Town()
            for home in homes {
                town.trace(home)
                town.pass(.minutes(minutes))
            }
            #expect(town.events == [expected].compactMap(\.self), "\(homes), \(minutes) min apart")
        }
    }

    @Test("Gas that is not seen again for half an hour is gone, and what it made is over")
    func buildingGasEnds() {
        var town = Town()
        for home in [0, 1, 2] { town.trace(home) }
        for _ in 0..<5 {
            town.pass(.minutes(10))
            for home in [0, 1, 2] { town.trace(home) }
        }
        #expect(town.events == ["riser seepage building_gas 3"])
        town.pass(.minutes(29))
        town.trace(0)
        #expect(town.count("left") == 0)
        town.pass(.minutes(1))
        #expect(town.count("left") == 2)
        town.pass(town.correlator.rules.recovery)
        #expect(town.events.isEmpty && town.count("over") == 1)
        #expect(town.correlator.nextDeadline == nil)
    }

    @Test("A finding of a home ends with its condition, however long ago its gas was traced")
    func tracedThenFound() {
        var town = Town()
        for home in [0, 1, 2] { town.trace(home) }
        town.raise(0, .seepage)
        town.raise(1, .seepage)
        town.pass(.minutes(60))
        #expect(town.events == ["riser seepage building_gas 3"])
        #expect(town.count("left") == 1)
        town.clear(0, .seepage)
        town.clear(1, .seepage)
        #expect(town.events.isEmpty)
    }

    @Test("Building gas is P1 at once, shows leaks as leaks and grows with the building")
    func buildingGasGrows() {
        var town = Town()
        town.trace(0)
        town.raise(1, .leak, .p1)
        town.raise(2, .seepage)
        #expect(town.events == ["riser leak building_gas 3"])
        #expect(town.correlator.events.values.first?.priority == .p1)
        town.trace(13)
        #expect(town.events == ["building leak building_gas 4"])
        town.raise(13, .leak, .p1)
        #expect(town.events == ["building leak building_gas 5"])
        #expect(town.correlator.events.values.first?.valves.count == 4)
    }

    @Test("Where no riser is known, its building stands for it")
    func buildingGasWithoutRisers() {
        var town = Town()
        for home in [0, 13, 25] {
            var place = Town.place(home)
            place.riser = nil
            town.changes += town.correlator.traced(
                4, place: place, among: Town.homes, at: town.now)
        }
        #expect(town.events == ["building seepage building_gas 3"])
    }

    @Test("Overpressure of the last minute is known after a restart")
    func overpressureRestored() {
        let saved = AreaSign(.overpressure, .p2, place: Town.place(0), at: Town().now)
        for (seconds, expected) in [
            (Int64(30), ["riser overpressure riser_overpressure 2"]), (61, []),
        ] {
            var town = Town()
            town.correlator.restore(saved, at: town.now + .seconds(5))
            town.pass(.seconds(seconds))
            town.raise(1, .overpressure, .p2)
            #expect(town.events == expected, "\(seconds) s apart")
        }
    }

    @Test("Overpressure on two valves of a riser within a minute is P1")
    func overpressure() {
        let table: [(Int, Int, Int64, Bool)] = [
            (0, 1, 60, true), (0, 1, 61, false), (0, 12, 0, false), (0, 0, 10, false),
        ]
        for (first, second, seconds, isEvent) in table {
            var town = Town()
            town.raise(first, .overpressure, .p2)
            town.pass(.seconds(seconds))
            town.raise(second, .overpressure, .p2)
            let expected = isEvent ? ["riser overpressure riser_overpressure 2"] : []
            #expect(town.events == expected, "\(first), \(second), \(seconds) s")
        }
        var town = Town()
        town.raise(0, .shutoff, cause: .overpressure)
        town.raise(1, .overpressure, .p2)
        #expect(town.correlator.events.values.first?.priority == .p1)
    }

    @Test("Three valves lost or a shock around a leak of the building may be an explosion")
    func explosion() {
        let table: [([(Int, FindingKind)], Int64, Bool)] = [
            ([(0, .leak), (20, .shock)], 10, true),
            ([(20, .shock), (0, .leak)], 10, true),
            ([(0, .leak), (20, .shock)], 11, false),
            ([(0, .leak), (60, .shock)], 0, false),
            ([(0, .leak), (10, .offline), (20, .offline), (0, .suspect)], 3, true),
            ([(0, .leak), (10, .offline), (20, .offline)], 0, false),
            ([(0, .leak), (10, .offline), (20, .offline), (70, .offline)], 0, false),
        ]
        for (findings, minutes, isEvent) in table {
            var town = Town()
            for (home, kind) in findings {
                town.raise(home, kind, kind == .leak ? .p1 : .p3)
                town.pass(.minutes(minutes))
            }
            let causes = town.correlator.events.values.map(\.facts.cause)
            #expect(causes == (isEvent ? [.possibleExplosion] : []), "\(findings)")
        }
    }

    @Test("A valve that was never heard has not been lost, and a false alarm was no leak")
    func noExplosion() {
        var town = Town()
        town.raise(0, .leak, .p1)
        town.raise([10, 20, 30], .offline, .p4, ground: .unheard)
        #expect(town.events == [])
        town.raise([11, 21], .offline, .p4)
        town.correlator.disproved(.leak, Town.place(0))
        town.clear(0, .leak)
        town.raise(31, .offline, .p4)
        #expect(town.events == [])
        town.raise(1, .leak, .p1)
        #expect(town.events == ["building leak possible_explosion 4"])
    }

    @Test("Valves that are heard again were not lost, and a wide outage explains its losses")
    func explained() {
        var town = Town()
        town.raise([10, 20, 30], .offline, .p4)
        town.clear(20, .offline)
        town.raise(0, .leak, .p1)
        #expect(town.events == [])

        var outage = Town()
        outage.raise(stride(from: 2_000, to: 29_000, by: 100), .offline, .p4)
        outage.pass(.seconds(3))
        outage.raise(0, .leak, .p1)
        outage.raise([10, 20, 30, 40], .offline, .p4)
        #expect(outage.events == ["fleet offline many_together 274"])
    }

    @Test("A restart goes on with the event, its members and what stood alone")
    func restart() {
        var town = Town()
        town.raise(0..<20, .powerLoss, .p4)
        town.raise([100, 101, 102], .tamper, .p3)
        town.pass(.seconds(3))
        let event = town.correlator.events.values.first
        var next = Town()
        next.now = town.now + .seconds(30)
        let serial = next.correlator.restore(event!.facts)
        for member in event!.members { next.correlator.restore(member, into: serial) }
        for home in [100, 101, 102] {
            let sign = AreaSign(.tamper, .p3, place: Town.place(home), at: town.now)
            next.correlator.restore(sign, at: next.now)
        }
        #expect(next.correlator.settleRestored(at: next.now).isEmpty)
        #expect(next.events == town.events)
        next.raise(45, .powerLoss)
        #expect(next.events == ["building power_loss many_together 21"])
        next.raise(103, .tamper)
        next.pass(.seconds(3))
        #expect(next.events.last == "riser tamper many_together 4")
    }
}
