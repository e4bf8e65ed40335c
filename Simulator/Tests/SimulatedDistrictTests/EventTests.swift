import Recordings
import SimulatedDistrict
import Testing
import ValveModel

@Suite("What a scenario does to the district")
struct EventTests {
    private static let count = 400

    private func world(
        _ events: [ScenarioEvent], centres: [CentreSetup] = Fleet.centres
    ) -> FleetWorld {
        var settings = Fleet.settings(seed: 3)
        settings.leaksPerMinute = 0
        settings.othersPerMinute = 0
        settings.events = events
        return FleetWorld(settings, valves: Fleet.places(Self.count), centres: centres)
    }

    private func words(_ messages: [Publish], _ member: String) -> [String] {
        messages.filter { $0.topic.hasSuffix("/alarm") }
            .compactMap { JSONValue($0.payload)?[member]?.text }
    }

    @Test("A written leak trips the valve it was written for, and no other")
    func leak() throws {
        let place = Fleet.places(20)[7]
        var world = world([
            ScenarioEvent(
                at: 2,
                what: .leak(.valves([place.valve.description]), flow: 2, closing: .itself))
        ])
        let alarms = world.messages(to: .seconds(58)).filter { $0.topic.hasSuffix("/alarm") }
        #expect(!alarms.isEmpty)
        #expect(alarms.allSatisfy { $0.topic.contains("/\(place.valve)/") })
        #expect(world.score.leaks.map(\.valve) == [place.valve.description])
    }

    @Test("A leak that its device does not notice shows in the reports only")
    func silentLeak() throws {
        let place = Fleet.places(20)[3]
        var world = world([
            ScenarioEvent(
                at: 1,
                what: .leak(.valves([place.valve.description]), flow: 2, closing: .silent))
        ])
        let messages = world.messages(to: .seconds(60))
        #expect(words(messages, "alarm").isEmpty)
        let gas = messages.filter { $0.topic.hasSuffix("/\(place.valve)/report") }
            .compactMap { JSONValue($0.payload)?["gas"]?.number }
        #expect(try #require(gas.last) > 10)
    }

    @Test("Lost supply shuts every home of the extent, and hands open them again")
    func supply() throws {
        let riser = Fleet.places(1)[0].riser
        let homes = Fleet.places(Self.count).filter { $0.riser == riser }
        var world = world([
            ScenarioEvent(at: 1, what: .supplyLoss(.riser(riser), seconds: 30))
        ])
        let shut = words(world.messages(to: .seconds(31)), "cause")
        #expect(shut == Array(repeating: ShutoffCause.supplyLoss.word, count: shut.count))
        let later = world.messages(to: .seconds(300))
        let open = later.filter {
            $0.topic.hasSuffix("/report") && JSONValue($0.payload)?["position"]?.text == "open"
        }
        let opened = Set(open.map(\.topic))
        for home in homes {
            #expect(opened.contains("gas/v1/\(home.area)/\(home.valve)/report"))
        }
        #expect(Set(world.messages(to: .seconds(301)).map(\.topic)).isEmpty == false)
    }

    @Test("A radio outage breaks the links, and what was owed is said when they are back")
    func radio() throws {
        let place = Fleet.places(20)[5]
        let valve = place.valve.description
        var world = world([
            ScenarioEvent(at: 5, what: .radioOutage(.valves([valve]), seconds: 40)),
            ScenarioEvent(at: 6, what: .leak(.valves([valve]), flow: 2, closing: .itself)),
        ])
        let before = world.step(to: .seconds(44))
        #expect(before.contains(.cut(.valve(5))))
        let spoken = before.contains {
            if case .publish(let publish) = $0 {
                publish.topic.contains("/\(valve)/") && publish.planned.seconds > 5
            } else {
                false
            }
        }
        #expect(!spoken)
        let after = world.step(to: .seconds(46))
        let back = try #require(after.firstIndex(of: .restore(.valve(5), boot: 1)))
        let alarm = after.firstIndex {
            if case .publish(let publish) = $0 {
                publish.topic.hasSuffix("/\(valve)/alarm")
            } else {
                false
            }
        }
        #expect(try #require(alarm) > back)
    }

    @Test("An earthquake shuts and tears as many homes as it says")
    func earthquake() {
        var world = world([
            ScenarioEvent(at: 1, what: .earthquake(shutoffs: 120, leaks: 15, seconds: 5))
        ])
        let causes = words(world.messages(to: .seconds(6.5)), "cause")
        #expect(causes.count { $0 == ShutoffCause.shock.word } >= 120)
        #expect(world.score.leaks.count == 15)
        #expect(Set(world.score.leaks.map(\.valve)).count == 15)
    }

    @Test("A storm is as many alarms of leaks as it says, each planned within its time")
    func storm() {
        var world = world([ScenarioEvent(at: 3, what: .storm(valves: 200, seconds: 1))])
        let alarms = world.messages(to: .seconds(4.5)).filter { $0.topic.hasSuffix("/alarm") }
        #expect(alarms.count == 200 && Set(alarms.map(\.topic)).count == 200)
        #expect(alarms.allSatisfy { (3...4).contains($0.planned.seconds) })
        let gas = alarms.compactMap { JSONValue($0.payload)?["gas"]?.number }
        #expect(gas.count == 200 && gas.allSatisfy { $0 > 10 })
    }

    @Test("A new rate holds from its first second on, spread evenly")
    func rate() {
        var world = world([])
        _ = world.messages(to: .seconds(20))
        world.setRate(100, at: .seconds(20))
        for second in 21...30 {
            let reports = world.messages(to: .seconds(Double(second)))
                .filter { $0.topic.hasSuffix("/report") }
            #expect((99...101).contains(reports.count))
        }
    }

    @Test("Broker and daemon are stopped and started as written")
    func installation() {
        var world = world([
            ScenarioEvent(at: 2, what: .brokerRestart(seconds: 3, isKilled: true)),
            ScenarioEvent(at: 9, what: .daemonKill),
        ])
        let orders = world.step(to: .seconds(10)).filter {
            switch $0 {
            case .stopBroker, .startBroker, .killDaemon: true
            default: false
            }
        }
        #expect(orders == [.stopBroker(isKilled: true), .startBroker, .killDaemon])
    }

    @Test("A drill is declared before its first alarm, and its alarms say that they are tests")
    func drill() throws {
        var world = world([ScenarioEvent(at: 1, what: .drill(.drawn(3), seconds: 40))])
        let actions = world.step(to: .seconds(41))
        var declared: Set<String> = []
        var alarms = 0
        for action in actions {
            switch action {
            case .declareTest(let valve, let minutes):
                #expect(minutes == 1)
                declared.insert(valve)
            case .publish(let publish) where publish.topic.hasSuffix("/alarm"):
                alarms += 1
                #expect(JSONValue(publish.payload)?["test"]?.flag == true)
                #expect(declared.contains { publish.topic.contains("/\($0)/") })
            default: break
            }
        }
        #expect(declared.count == 3 && alarms >= 9)
    }

    @Test("Nuisance comes at the written rate of the homes' time")
    func nuisance() {
        // 400 homes x 50 a day x a tenth of a day.
        var world = world([
            ScenarioEvent(
                at: 1, what: .nuisance(perHomeAndDay: 50, leakShare: 0.02, seconds: 8_640))
        ])
        _ = world.step(to: .seconds(8_700))
        #expect((1_950...2_000).contains(world.score.count(.nuisances)))
    }

    @Test("A team that is away leaves its centre's roster, and comes back to it")
    func away() throws {
        var world = world([ScenarioEvent(at: 5, what: .teamAway("E-2", seconds: 10))])
        let rosters = world.messages(to: .seconds(20)).filter { $0.topic.hasSuffix("/roster") }
        let availability = rosters.map { roster in
            (JSONValue(roster.payload)?["teams"]?.elements ?? [])
                .first { $0["id"]?.text == "E-2" }?["available"]?.flag
        }
        #expect(availability == [true, false, true])
    }

    @Test("A centre without a link hears nothing and says nothing")
    func silentCentre() {
        var world = world([ScenarioEvent(at: 5, what: .centreOutage("east", seconds: 100))])
        _ = world.step(to: .seconds(6))
        let callout = Fleet.callout("new", "1", valve: "SN-000001", team: "E-1")
        world.received(topic: "rescue/v1/east/callout", payload: callout, at: .seconds(7))
        let said = world.messages(to: .seconds(60)).filter { $0.topic.hasPrefix("rescue/") }
        #expect(said.isEmpty)
    }
}
