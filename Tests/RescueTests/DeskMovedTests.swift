import Incidents
import Rescue
import Testing
import ValveModel

@Suite("A registry that names a home otherwise")
struct DeskMovedTests {
    /// The place of `find`, at another door.
    private func place(_ longitude: Double = 120.401, floor: Int = 6) -> ValvePlace {
        var place = ValvePlace(valve: "V1", area: "370202010")
        (place.latitude, place.longitude) = (36.06, longitude)
        (place.homeCentre, place.address, place.floor) = ("east", "江西路 2 号", floor)
        return place
    }

    @Test("A team on its way hears of the right door, and no deadline moves")
    func onTheWay() throws {
        var (stage, id) = try DeskStage.accepted()
        let before = try #require(stage.incident())
        stage.pass(3)
        try stage.desk.take(.moved([place()]), at: stage.now)
        let actions = stage.settle()
        let after = try #require(stage.incident())
        #expect(actions.callouts(of: id) == ["update E-1"])
        #expect(after.place.address == "江西路 2 号" && after.revision == before.revision + 1)
        #expect(after.eta?.access == (before.eta?.access ?? 0) + 75)
        #expect(after.rescueBy == before.rescueBy && after.arriveBy == before.arriveBy)
        #expect(after.team == "E-1" && after.state == .accepted)
        let told = actions.compactMap { if case .callout(let it) = $0 { it.incident } else { nil } }
        #expect(told.map(\.place.floor) == [6])
    }

    @Test("What has not been accepted is planned for anew from the right place")
    func planned() throws {
        var stage = DeskStage()
        stage.find(gas: 20)
        stage.settle()
        let before = try #require(stage.incident())
        #expect(before.team?.hasPrefix("E") == true)
        try stage.desk.take(.moved([place(120.361, floor: 1)]), at: stage.now)
        let actions = stage.settle()
        let after = try #require(stage.incident())
        #expect(after.team?.hasPrefix("W") == true && after.rescueBy == before.rescueBy)
        let stoodDown = "standdown \(before.team ?? "") reassigned"
        #expect(actions.callouts(of: before.id).contains(stoodDown))
    }

    @Test("The same place again, and a valve of which nothing is open, change nothing")
    func nothing() throws {
        var (stage, _) = try DeskStage.accepted()
        let before = try #require(stage.incident())
        var stranger = place()
        stranger.valve = "V9"
        try stage.desk.take(.moved([before.place, stranger]), at: stage.now)
        #expect(stage.settle().isEmpty)
    }

    private func renamed(_ home: Int) -> ValvePlace {
        var place = DeskStage.town(home)
        place.building = "New \(place.building ?? "")"
        return place
    }

    private func leak(_ place: ValvePlace, _ stage: inout DeskStage) {
        var condition = Incident.Condition()
        (condition.gas, condition.gasAt) = (12, stage.now)
        var finding = DeskFinding(.raised, .leak, .p1, place: place, condition: condition)
        finding.neighbours = Neighbourhood(riser: 12, building: 60, area: 2_640, fleet: 29_040)
        stage.desk.note(finding, at: stage.now)
    }

    @Test("An event follows its building to another name, and takes that building's next leak")
    func event() throws {
        var stage = DeskStage()
        stage.town(0..<3, .leak, .p1)
        stage.settle()
        let event = try #require(stage.events.first)
        try stage.desk.take(.moved((0..<3).map(renamed)), at: stage.now)
        stage.settle()
        #expect(stage.events.first?.event?.facts.group.building == "New B0")
        #expect(stage.events.first?.place.building == "New B0")
        leak(renamed(4), &stage)
        stage.settle()
        #expect(stage.events.count == 1 && stage.alone.count == 4)
        #expect(stage.alone.allSatisfy { $0.partOf == event.id })
    }

    @Test("Part of an event's homes in another building leave the event where it is")
    func parted() throws {
        var stage = DeskStage()
        stage.town(0..<3, .leak, .p1)
        stage.settle()
        try stage.desk.take(.moved([renamed(0)]), at: stage.now)
        stage.settle()
        #expect(stage.events.first?.event?.facts.group.building == "B0")
        #expect(stage.events.first?.event?.valves.count == 3)
    }

    @Test("Evidence goes along: two leaks whose building is renamed and a third make building gas")
    func evidence() throws {
        var stage = DeskStage()
        stage.town(0..<2, .leak, .p1)
        stage.settle()
        #expect(stage.events.isEmpty)
        try stage.desk.take(.moved((0..<2).map(renamed)), at: stage.now)
        stage.settle()
        leak(renamed(3), &stage)
        stage.settle()
        let event = try #require(stage.events.first)
        #expect(event.event?.facts.cause == .buildingGas && event.event?.valves.count == 3)
        #expect(event.event?.facts.group.building == "New B0")
    }

    @Test("What people have settled stays so, and overpressure goes along with its riser")
    func over() throws {
        var stage = DeskStage()
        stage.town(0, .overpressure, .p2)
        stage.settle()
        let id = try #require(stage.alone.first?.id)
        var wish = DeskWish(by: "王")
        wish.reason = "handed_over"
        try stage.desk.take(.wish(.close, incident: id, wish), at: stage.now)
        stage.settle()
        try stage.desk.take(.moved([renamed(0)]), at: stage.now)
        stage.settle()
        stage.pass(5)
        var finding = DeskFinding(
            .raised, .overpressure, .p2, place: renamed(1), condition: Incident.Condition())
        finding.neighbours = Neighbourhood(riser: 12, building: 60, area: 2_640, fleet: 29_040)
        stage.desk.note(finding, at: stage.now)
        stage.settle()
        stage.pass(1)
        let event = try #require(stage.events.first)
        #expect(event.event?.facts.cause == .riserOverpressure)
        #expect(event.event?.valves.count == 2 && event.event?.standing == 1)
    }

    @Test("A restart finds the event and its parts at the new place")
    func restart() throws {
        var stage = DeskStage()
        var kept = KeptParts()
        stage.town(0..<3, .leak, .p1)
        kept.keep(stage.settle())
        try stage.desk.take(.moved((0..<3).map(renamed)), at: stage.now)
        kept.keep(stage.settle())
        let next = try stage.restarted(kept)
        #expect(next.events.first?.event?.facts.group.building == "New B0")
        #expect(next.events.first?.event?.standing == 3)
        let places = kept.parts.values.map(\.member.sign.place.building)
        #expect(Set(places) == ["New B0"])
    }

    @Test("A team that cannot make the right door in time is replaced by one that can")
    func lost() throws {
        var (stage, id) = try DeskStage.accepted()
        #expect(stage.incident()?.inTime == true)
        stage.pass(3)
        // Next to the other centre, whose teams are idle.
        var far = place(120.361, floor: 1)
        far.latitude = 36.06
        try stage.desk.take(.moved([far]), at: stage.now)
        let actions = stage.settle()
        let after = try #require(stage.incident())
        let isStill = after.team == "E-1" && after.inTime == true
        #expect(isStill || after.team?.hasPrefix("W") == true)
        if !isStill { #expect(actions.callouts(of: id).contains("standdown E-1 cannot_arrive")) }
        // Out of reach for E-1, and at the door of the west.
        var beyond = place(120.361, floor: 1)
        (beyond.latitude, beyond.longitude) = (36.06, 120.331)
        try stage.desk.take(.moved([beyond]), at: stage.now)
        let more = stage.settle()
        #expect(stage.incident()?.team?.hasPrefix("W") == true)
        #expect((actions + more).callouts(of: id).contains("standdown E-1 cannot_arrive"))
    }

    @Test(
        "A finding that waits for its cluster is taken along, and so is the count of its building")
    func held() throws {
        var stage = DeskStage()
        stage.town(0..<4, .offline, .p4)
        stage.settle()
        #expect(stage.events.isEmpty)
        try stage.desk.take(.moved((0..<4).map(renamed)), at: stage.now)
        stage.pass(10)
        #expect(stage.events.map { $0.event?.facts.group.building } == ["New B0"])
        #expect(stage.events.first?.event?.valves.count == 4 && stage.alone.isEmpty)
    }

    @Test("An event whose homes go to another centre says so")
    func centre() throws {
        var stage = DeskStage()
        stage.town(0..<3, .leak, .p1)
        stage.settle()
        #expect(stage.events.first?.place.homeCentre == "east")
        let moved = (0..<3).map { home in
            var place = DeskStage.town(home)
            place.homeCentre = "west"
            return place
        }
        try stage.desk.take(.moved(moved), at: stage.now)
        stage.settle()
        #expect(stage.events.first?.place.homeCentre == "west")
    }

    @Test("So many homes at once cost one new table, and each is planned for from its place")
    func many() throws {
        var stage = DeskStage(teams: 1)
        stage.town(0..<200, .leak, .p1)
        stage.settle()
        try stage.desk.take(.moved((0..<200).map(renamed)), at: stage.now)
        stage.settle()
        #expect(stage.alone.count == 200)
        #expect(stage.alone.allSatisfy { $0.place.building?.hasPrefix("New") == true })
        #expect(Set(stage.alone.compactMap(\.team)) == ["E-1", "W-1"])
    }
}
