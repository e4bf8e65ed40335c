import Incidents
import Rescue
import Testing
import ValveModel

@Suite("Leaks of an area event")
struct AreaLeakTests {
    /// Eight leaks of one building, for which there are two teams.
    private func eightLeaks() throws -> (DeskStage, event: Incident) {
        var stage = DeskStage(teams: 1)
        stage.town(0..<8, .leak, .p1)
        stage.settle()
        return (stage, try #require(stage.events.first))
    }

    @Test("Every leak of a riser keeps its own incident, clock and team, and names the event")
    func ownIncidents() throws {
        var stage = DeskStage()
        stage.town(0..<5, .leak, .p1)
        let actions = stage.settle()
        let event = try #require(stage.events.first)
        #expect(event.priority == .p1)
        #expect(event.event?.facts.cause == .buildingGas)
        #expect(event.event?.facts.group.scope == .riser)
        #expect(stage.alone.count == 5)
        #expect(Set(stage.alone.compactMap(\.team)).count == 5)
        #expect(stage.alone.allSatisfy { $0.partOf == event.id && $0.rescueBy != nil })
        // The centre whose homes they are is told of the whole, once.
        #expect(actions.callouts(of: event.id) == ["new east"])
        #expect(event.rescueBy == nil && event.ackBy == nil)
    }

    @Test("A centre that was told of an event hears that it has grown")
    func growth() throws {
        var stage = DeskStage()
        stage.town(0..<3, .leak, .p1)
        stage.settle()
        let event = try #require(stage.events.first)
        stage.pass(10)
        stage.town(3..<6, .leak, .p1)
        let actions = stage.settle() + stage.pass(1)
        #expect(actions.callouts(of: event.id) == ["update east"])
        #expect(stage.events.first?.event?.valves.count == 6)
    }

    @Test("Leaks that no team is left for are told together, each address listed")
    func together() throws {
        var stage = DeskStage(teams: 1)
        stage.town(0..<8, .leak, .p1)
        var actions = stage.settle()
        let event = try #require(stage.events.first)
        #expect(event.event?.unled.count == 6)
        #expect(event.event?.unled.allSatisfy { $0.address?.hasPrefix("Home") == true } == true)
        // All together to both centres, each by itself to its own only.
        #expect(actions.callouts(of: event.id) == ["new east", "new west"])
        for home in event.event?.unled ?? [] {
            #expect(actions.callouts(of: home.incident) == ["new east"])
        }
        // A team comes free: the list is shorter, and the centres hear of it a little later.
        let held = try #require(stage.alone.first { $0.team == "E-1" })
        stage.reply("E-1", .accept, held.id)
        stage.settle()
        stage.reply("E-1", .safe, held.id)
        actions = stage.settle() + stage.pass(6)
        #expect(stage.events.first?.event?.unled.count == 5)
        #expect(actions.callouts(of: event.id) == ["update east", "update west"])
    }

    @Test("A kill between the commit and the sending: the centres are told of the event again")
    func toldAgainAfterRestart() throws {
        let (stage, event) = try eightLeaks()
        let open = Array(stage.desk.book.open.values)
        var next = DeskStage(teams: 1)
        next.now = stage.now + .seconds(15)
        for incident in open { next.desk.restore(incident, at: next.now) }
        #expect(next.settle().callouts(of: event.id) == ["new east", "new west"])
    }

    /// Found by the simulation (seed 271): the watch spoke before it had heard of the rescue.
    @Test("A priority that is told after the home was made safe opens nothing")
    func toldAfterSafe() throws {
        var stage = DeskStage()
        stage.town(0..<5, .leak, .p1)
        stage.settle()
        let home = try #require(stage.alone.first { $0.team == "E-1" })
        stage.reply("E-1", .safe, home.id)
        stage.desk.note(
            DeskFinding(
                .priority, .leak, .p2, isTest: false, place: home.place,
                condition: home.condition), at: stage.now)
        stage.settle()
        #expect(stage.alone.count == 5)
        #expect(stage.desk.book.incident(home.id)?.state == .safe)
        // What the valve shows from then on is a new leak.
        stage.desk.note(
            DeskFinding(
                .raised, .leak, .p1, isTest: false, place: home.place, condition: home.condition),
            at: stage.now)
        stage.settle()
        #expect(stage.alone.count == 6)
    }

    @Test("When the event is over, a leak still without a team is told to everybody by itself")
    func afterTheEvent() throws {
        var stage = DeskStage(teams: 1)
        stage.town(0..<3, .leak, .p1)
        stage.settle()
        for team in ["E-1", "W-1"] {
            let id = try #require(stage.alone.first { $0.team == team }?.id)
            stage.reply(team, .safe, id)
            var wish = DeskWish(by: "Li")
            wish.revision = nil
            stage.settle()
            _ = try? stage.desk.set(
                team: team, available: false, place: nil, by: "Li", at: stage.now)
            try stage.desk.close(id, wish, at: stage.now)
            stage.settle()
        }
        stage.pass(300)
        let event = try #require(stage.events.first)
        #expect(event.event?.overAt != nil)
        let last = try #require(stage.alone.first)
        #expect(last.isWaiting && last.allTold)
        #expect(Set(last.calls.filter { $0.team == nil && $0.isOpen }.map(\.centre)).count == 2)
    }

    @Test("Traces of gas in three homes send a team to the home with the most")
    func tracesCallOut() throws {
        var stage = DeskStage()
        stage.town(0, .seepage, .p3, .trace, gas: 3.5)
        stage.town(1, .seepage, .p3, .trace, gas: 6.5)
        stage.settle()
        #expect(stage.desk.book.open.isEmpty)
        stage.town(13, .seepage, .p3, .trace, gas: 4)
        let actions = stage.settle()
        let event = try #require(stage.events.first)
        #expect(event.event?.facts.group.scope == .building)
        let own = try #require(stage.alone.first)
        #expect(stage.alone.count == 1)
        #expect(own.place.valve == "H1" && own.kind == .seepage && own.priority == .p1)
        #expect(own.partOf == event.id && own.team != nil)
        #expect(actions.callouts.contains("new east"))
    }

    @Test("Overpressure on a riser makes both call-outs P1, and they stay so")
    func overpressure() throws {
        var stage = DeskStage()
        stage.town(0, .overpressure, .p2)
        stage.settle()
        stage.pass(30)
        stage.town(1, .overpressure, .p2)
        stage.settle()
        #expect(stage.events.count == 1)
        #expect(stage.alone.map(\.priority) == [.p1, .p1])
        stage.town(0, .overpressure, .p2, .priority)
        stage.settle()
        #expect(stage.incident("H0", .supply)?.priority == .p1)
    }

    @Test("A shock beside a leak makes it P1 and is told as a possible explosion")
    func explosion() throws {
        var stage = DeskStage()
        stage.town(0, .leak, .p2)
        stage.settle()
        stage.pass(60)
        stage.town(30, .shock, .p3)
        let actions = stage.settle()
        let event = try #require(stage.events.first)
        #expect(event.event?.facts.cause == .possibleExplosion)
        #expect(stage.incident("H0")?.priority == .p1)
        #expect(stage.incident("H30", .health) == nil)
        #expect(actions.callouts.contains("new east"))
    }

    @Test("Leaks told alone before there was an event are told together once there is one")
    func toldAloneBefore() throws {
        var stage = DeskStage(teams: 1)
        // One home in each of twelve buildings: they are many together only after three seconds.
        stage.town((0..<12).map { $0 * 60 }, .leak, .p1)
        #expect(stage.settle().callouts.contains("new east"))
        #expect(stage.events.isEmpty)
        let actions = stage.pass(5)
        let event = try #require(stage.events.first)
        #expect(stage.events.count == 1 && event.event?.facts.cause == .manyTogether)
        let waiting = stage.alone.filter { $0.team == nil }.map(\.id)
        #expect(waiting.count == 10)
        #expect(Set(event.event?.unled.map(\.incident) ?? []) == Set(waiting))
        #expect(event.event?.unled.allSatisfy { $0.address?.hasPrefix("Home") == true } == true)
        let told = actions.compactMap { action -> String? in
            guard case .callout(let callout) = action, callout.incident.id == event.id else {
                return nil
            }
            return callout.centre
        }
        #expect(Set(told) == ["east", "west"])
    }

    @Test("Where a person ends the event, every centre is told at once of each leak without a team")
    func endedByHand() throws {
        var (stage, event) = try eightLeaks()
        let waiting = stage.alone.filter { $0.team == nil }.map(\.id)
        #expect(waiting.count == 6)
        var wish = DeskWish(by: "A")
        wish.reason = "handed_over"
        try stage.desk.close(event.id, wish, at: stage.now)
        let actions = stage.settle()
        for id in waiting { #expect(actions.callouts(of: id) == ["new west"]) }
    }

    @Test("An event of leaks is a false alarm when a second person says so, as each of them is")
    func falseEvent() throws {
        var (stage, event) = try eightLeaks()
        var wish = DeskWish(by: "A")
        wish.reason = "false_alarm"
        for name in [nil, "", "a"] {
            wish.verifiedBy = name
            #expect(throws: DeskRefusal.self) {
                try stage.desk.close(event.id, wish, at: stage.now)
            }
        }
        wish.verifiedBy = "B"
        try stage.desk.close(event.id, wish, at: stage.now)
        stage.settle()
        #expect(stage.events.isEmpty && stage.alone.count == 8)
    }

    @Test("A leak that was closed as a false alarm makes no explosion of what is lost after it")
    func falseAlarm() throws {
        for reason in ["false_alarm", nil] {
            var stage = DeskStage()
            stage.town(0, .leak, .p1)
            stage.settle()
            var wish = DeskWish(by: "A")
            let id = try #require(stage.incident("H0")?.id)
            if reason == nil {
                stage.reply("E-1", .safe, id)
                stage.settle()
                wish.by = "B"
            } else {
                wish.reason = reason
                wish.verifiedBy = "B"
            }
            try stage.desk.close(id, wish, at: stage.now)
            stage.settle()
            for home in [10, 20, 30] { stage.town(home, .offline, .p4) }
            stage.settle()
            #expect(stage.events.isEmpty == (reason != nil))
        }
    }

    @Test("A riser, a power cut and a lost broker together are three events and no storm")
    func threeAtOnce() throws {
        var stage = DeskStage(teams: 3)
        var homes = Array(0..<29_040)
        var dice = SeededDesk(state: 3)
        homes.shuffle(using: &dice)
        var opened = Set<String>()
        for (number, home) in homes.enumerated() {
            stage.town(home, .offline, .p4)
            if (2_640..<5_280).contains(home) { stage.town(home, .powerLoss, .p4) }
            if home < 6 { stage.town(home, .leak, .p1, gas: 14) }
            guard number.isMultiple(of: 50) else { continue }
            stage.now = stage.now + .milliseconds(10)
            for action in stage.settle() {
                if case .changed(let incident) = action, incident.event != nil {
                    opened.insert(incident.id)
                }
            }
        }
        stage.pass(10)
        #expect(opened.count == 3)
        #expect(
            Set(stage.events.map(\.event?.facts.of)) == [.leak, .powerLoss, .offline])
        #expect(stage.alone.count == 6)
        #expect(Set(stage.alone.compactMap(\.team)).count == 6)
    }
}

private struct SeededDesk: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) | (state << 31)
    }
}
