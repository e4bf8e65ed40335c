import Incidents
import Rescue
import Testing
import ValveModel

/// A desk with one team at each end of a street of 4 km at 36 km/h, and the words for its roads.
private struct StreetStage {
    var desk: RescueDesk
    var now = Moment(milliseconds: 1_800_000_000_000)
    let way: Int64

    init(hours: HourRules = HourRules()) throws {
        var stage = RoadStage()
        stage.node(1, 0, 0)
        stage.node(2, 0, 4_000)
        stage.node(3, 200, 0)
        stage.node(4, 200, 4_000)
        way = stage.way([1, 2])
        stage.way([1, 3])
        // The way around is longer: slow.
        stage.way([3, 4], ["maxspeed": "18"])
        stage.way([4, 2])
        var rules = RescueRules()
        rules.hours = hours
        rules.centres = [("west", 0.0), ("east", 4_000)].map { name, east in
            CentrePlan(
                id: name, name: name, place: RoadStage.place(0, east), areas: [],
                teams: [
                    TeamPlan(
                        id: name == "west" ? "W-1" : "E-1", name: "", centre: name,
                        turnoutSeconds: 60)
                ])
        }
        desk = RescueDesk(rules: rules, commandPrefix: "roads")
        desk.take(roads: try stage.network())
    }

    mutating func leak(_ valve: String, east: Double, north: Double = 0) -> [DeskAction] {
        var place = ValvePlace(valve: valve, area: "370202010")
        let home = RoadStage.place(north, east)
        place.latitude = home.latitude
        place.longitude = home.longitude
        place.homeCentre = "west"
        desk.note(
            DeskFinding(
                .raised, .leak, .p1, place: place, condition: Incident.Condition()), at: now)
        return desk.settle(at: now)
    }

    func incident(_ valve: String) -> Incident? {
        desk.book.incident(in: IncidentBook.Slot(valve: valve, axis: .gas, isTest: false))
    }
}

@Suite("The desk on roads")
struct DeskRoadsTests {
    @Test("An estimate says that it stands on the roads, or that it does not")
    func model() throws {
        var stage = try StreetStage()
        _ = stage.leak("NEAR", east: 1_000)
        let eta = try #require(stage.incident("NEAR")?.eta)
        #expect(eta.model == "roads")
        #expect(eta.travel == 100 || eta.travel == 101)
        _ = stage.leak("FAR", east: 3_000, north: -600)
        #expect(stage.incident("FAR")?.eta?.model == "detour")
        var bare = try StreetStage()
        bare.desk.take(roads: nil)
        _ = bare.leak("NEAR", east: 1_000)
        #expect(bare.incident("NEAR")?.eta?.model == "detour")
    }

    @Test("A closed road takes the team away that cannot come by it, and opens by itself")
    func closing() throws {
        var stage = try StreetStage()
        // At 1,900 m the west is nearer, by 190 s against 210.
        #expect(stage.leak("HOME", east: 1_900).callouts.contains("new W-1"))
        var wish = RoadWish(by: "李", minutes: 30)
        wish.place = RoadStage.place(0, 500)
        wish.radiusMetres = 100
        let closing = try stage.desk.close(wish, at: stage.now)
        #expect(closing.segmentCount == 1)
        let actions = stage.desk.settle(at: stage.now)
        #expect(actions.contains { if case .road = $0 { true } else { false } })
        // Both are as far from the closed street now: the home is walked to from its nearer end.
        let eta = try #require(stage.incident("HOME")?.eta)
        #expect(eta.seconds > 190 + 90)
        stage.now = stage.now + .minutes(30)
        let later = stage.desk.settle(at: stage.now)
        #expect(later.contains { if case .roadOpened("R1") = $0 { true } else { false } })
        #expect(stage.desk.closings.isEmpty)
    }

    @Test("A way that becomes shorter brings the moment nearer at which the team is looked for")
    func shorterWay() throws {
        var stage = try StreetStage()
        try stage.desk.set(team: "E-1", available: false, place: nil, by: "李", at: stage.now)
        #expect(stage.leak("HOME", east: 1_900).callouts.contains("new W-1"))
        let incident = try #require(stage.incident("HOME"))
        var wish = RoadWish(by: "李", minutes: 30)
        wish.place = RoadStage.place(0, 500)
        wish.radiusMetres = 100
        _ = try stage.desk.close(wish, at: stage.now)
        _ = stage.desk.settle(at: stage.now)
        try stage.desk.take(
            .reply(
                DeskReply(
                    centre: "west", incident: incident.id, team: "W-1", revision: nil,
                    word: .accept, by: nil, text: nil)), at: stage.now)
        _ = stage.desk.settle(at: stage.now)
        let long = try #require(stage.incident("HOME")?.eta).seconds
        _ = try stage.desk.open(road: "R1", by: "李", at: stage.now)
        _ = stage.desk.settle(at: stage.now)
        let short = try #require(stage.incident("HOME")?.eta).seconds
        #expect(short > 180 && long > short + 10)
        stage.now = stage.now + .seconds(Int64(short))
        #expect(stage.desk.settle(at: stage.now).callouts.contains("update W-1 no_word_from_team"))
    }

    @Test("Ways, pieces and areas are closed and opened; what is nowhere is refused")
    func wishes() throws {
        var stage = try StreetStage()
        var wish = RoadWish(by: "李", minutes: 10)
        wish.way = stage.way
        #expect(try stage.desk.close(wish, at: stage.now).id == "R1")
        wish.way = nil
        wish.place = RoadStage.place(100, 0)
        #expect(try stage.desk.close(wish, at: stage.now).segmentCount == 1)
        #expect(stage.desk.closings.keys.sorted() == ["R1", "R2"])
        _ = try stage.desk.open(road: "R1", by: "李", at: stage.now)
        #expect(stage.desk.closings.keys.sorted() == ["R2"])
        #expect(throws: DeskRefusal.noSuchClosing("R1")) {
            try stage.desk.open(road: "R1", by: "李", at: stage.now)
        }
        func refused(_ change: (inout RoadWish) -> Void) -> Bool {
            var wish = RoadWish(by: "李", minutes: 10)
            wish.place = RoadStage.place(0, 0)
            change(&wish)
            return (try? stage.desk.close(wish, at: stage.now)) == nil
        }
        #expect(refused { $0.place = nil })
        #expect(refused { $0.way = 1 })
        #expect(refused { $0.minutes = 0 })
        #expect(refused { $0.minutes = 10_081 })
        #expect(refused { $0.radiusMetres = 0 })
        #expect(refused { $0.place = RoadStage.place(9_000, 0) })
        #expect(
            refused {
                $0.way = 999; $0.place = nil
            })
        stage.desk.take(roads: nil)
        #expect(refused { _ in })
    }

    @Test("A restart goes on with what is closed, until its time")
    func restart() throws {
        var stage = try StreetStage()
        var wish = RoadWish(by: "李", minutes: 10)
        wish.way = stage.way
        let closing = try stage.desk.close(wish, at: stage.now)
        var again = try StreetStage()
        again.desk.restore(closing)
        _ = again.leak("HOME", east: 100)
        let eta = try #require(again.incident("HOME")?.eta)
        // Walked from the corner, not driven.
        #expect(eta.travel == 17)
        #expect(try again.desk.close(wish, at: again.now).id == "R2")
        _ = again.desk.settle(at: closing.until)
        #expect(again.desk.closings.isEmpty)
    }

    @Test("At night teams leave later, and in a jam they drive slower")
    func hours() throws {
        var speed = Array(repeating: 1.0, count: 24)
        var turnout = speed
        let hour = Int(1_800_000_000 % 86_400 / 3_600)
        speed[hour] = 0.5
        turnout[hour] = 1.5
        var stage = try StreetStage(hours: HourRules(speed: speed, turnout: turnout))
        _ = stage.leak("HOME", east: 1_000)
        let eta = try #require(stage.incident("HOME")?.eta)
        #expect(eta.turnout == 90)
        #expect((199...202).contains(eta.travel))
        // East of Greenwich it is another hour.
        stage = try StreetStage(hours: HourRules(speed: speed, turnout: turnout))
        stage.desk.utcOffsetSeconds = 8 * 3_600
        _ = stage.leak("HOME", east: 1_000)
        #expect(stage.incident("HOME")?.eta?.turnout == 60)
    }
}
