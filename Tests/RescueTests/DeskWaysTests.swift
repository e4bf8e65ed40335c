import Incidents
import Rescue
import Testing
import ValveModel

/// One team at each end of a street of 4 km at 36 km/h in three pieces, and a slow way around.
private struct PiecesStage {
    var desk: RescueDesk
    var now = Moment(milliseconds: 1_800_000_000_000)

    init() throws {
        var stage = RoadStage()
        for (number, east) in [0.0, 1_000, 3_000, 4_000].enumerated() {
            stage.node(Int64(number), 0, east)
        }
        stage.node(8, 200, 0)
        stage.node(9, 200, 4_000)
        for pair in [[0, 1], [1, 2], [2, 3], [0, 8], [9, 3]] { stage.way(pair.map { Int64($0) }) }
        stage.way([8, 9], ["maxspeed": "18"])
        var rules = RescueRules()
        rules.centres = [("west", 0.0, "W-1", 20), ("east", 4_000, "E-1", 60)].map {
            name, east, team, turnout in
            CentrePlan(
                id: name, name: name, place: RoadStage.place(0, east), areas: [],
                teams: [TeamPlan(id: team, name: "", centre: name, turnoutSeconds: turnout)])
        }
        desk = RescueDesk(rules: rules, commandPrefix: "ways")
        desk.take(roads: try stage.network())
    }

    /// A leak 2,100 m east of the west's team: it needs 20 + 210 + 30 s, the other 60 + 190 + 30.
    mutating func leak(east: Double = 2_100) throws -> String {
        var place = ValvePlace(valve: "HOME", area: "370202010")
        let home = RoadStage.place(0, east)
        place.latitude = home.latitude
        place.longitude = home.longitude
        place.homeCentre = "west"
        desk.note(
            DeskFinding(.raised, .leak, .p1, place: place, condition: Incident.Condition()), at: now
        )
        _ = desk.settle(at: now)
        return try #require(incident?.id)
    }

    mutating func say(_ team: String, _ word: DeskReply.Word, _ incident: String) {
        desk.note(
            DeskReply(
                centre: team == "W-1" ? "west" : "east", incident: incident, team: team,
                revision: nil, word: word, by: team, text: nil), at: now)
        _ = desk.settle(at: now)
    }

    /// Closes the piece that lies there; what was decided then.
    mutating func close(east: Double = 500) throws -> [DeskAction] {
        var wish = RoadWish(by: "李", minutes: 30)
        wish.place = RoadStage.place(0, east)
        #expect(try desk.close(wish, at: now).segmentCount == 1)
        return desk.settle(at: now)
    }

    var incident: Incident? {
        desk.book.incident(in: IncidentBook.Slot(valve: "HOME", axis: .gas, isTest: false))
    }
}

@Suite("A road is closed before a team that is coming")
struct DeskWaysTests {
    @Test("A team that has accepted and cannot come in time by other roads is replaced")
    func replaced() throws {
        var stage = try PiecesStage()
        let id = try stage.leak()
        stage.say("W-1", .accept, id)
        stage.now = stage.now + .seconds(10)
        #expect(
            Array(try stage.close().callouts.prefix(2)) == [
                "standdown W-1 road_closed", "takeover E-1",
            ])
        let incident = try #require(stage.incident)
        #expect(incident.team == "E-1" && incident.state == .assigned)
        #expect(incident.inTime == true)
        #expect(stage.desk.roster.teams["W-1"]?.holding == nil)
        // It may be wrong about the road: its word still counts while nobody else has accepted.
        stage.say("W-1", .enroute, id)
        #expect(stage.incident?.team == "W-1")
    }

    @Test("One that has left and has told no place is told of the road, and goes on")
    func uncertain() throws {
        var stage = try PiecesStage()
        let id = try stage.leak()
        stage.say("W-1", .enroute, id)
        #expect(try stage.close().callouts == ["update W-1 road_closed"])
        let incident = try #require(stage.incident)
        #expect(incident.team == "W-1" && incident.state == .enroute)
        #expect(incident.inTime == false)
        #expect((incident.eta?.travel ?? 0) > 900)
    }

    @Test("One that is before the closed piece is replaced; past it nothing changes")
    func placed() throws {
        for (east, isReplaced) in [(100.0, true), (1_200.0, false)] {
            var stage = try PiecesStage()
            let id = try stage.leak()
            stage.say("W-1", .enroute, id)
            stage.now = stage.now + .seconds(10)
            try stage.desk.set(
                team: "W-1", available: true, place: RoadStage.place(0, east), by: "W-1",
                at: stage.now)
            _ = stage.desk.settle(at: stage.now)
            let callouts = try stage.close().callouts
            #expect(callouts.isEmpty != isReplaced)
            #expect(stage.incident?.team == (isReplaced ? "E-1" : "W-1"))
        }
    }

    @Test("Where nobody else is in time the team goes on, and all is as before when the road opens")
    func kept() throws {
        var stage = try PiecesStage()
        try stage.desk.set(team: "E-1", available: false, place: nil, by: "李", at: stage.now)
        let id = try stage.leak()
        let before = stage.incident?.eta
        stage.say("W-1", .accept, id)
        #expect(try stage.close().callouts == ["update W-1 road_closed"])
        #expect(stage.incident?.inTime == false)
        _ = try stage.desk.open(road: "R1", by: "李", at: stage.now)
        #expect(stage.desk.settle(at: stage.now).callouts.isEmpty)
        #expect(stage.incident?.inTime == true)
        #expect(stage.incident?.eta == before)
        stage.say("W-1", .onscene, id)
        #expect(try stage.close().callouts.isEmpty)
    }

    /// Tells a place of the west's team so many seconds later; what was decided then.
    private func tell(_ stage: inout PiecesStage, east: Double, after seconds: Int64) throws
        -> [String]
    {
        stage.now = stage.now + .seconds(seconds)
        try stage.desk.set(
            team: "W-1", available: true, place: RoadStage.place(0, east), by: "W-1", at: stage.now)
        return stage.desk.settle(at: stage.now).callouts
    }

    @Test("A team that stands still on its way is replaced while another can still be in time")
    func standsStill() throws {
        var stage = try PiecesStage()
        // It needs 20 + 200 + 30 s, the east's team 60 + 200 + 30.
        let id = try stage.leak(east: 2_000)
        stage.say("W-1", .enroute, id)
        // On the road for 20 s, 300 m from its start: 20 + 170 + 30 in all.
        #expect(try tell(&stage, east: 300, after: 20).isEmpty)
        #expect(stage.incident?.team == "W-1" && stage.incident?.inTime == true)
        // It has not moved for a minute: 80 + 170 + 30 is still in time.
        #expect(try tell(&stage, east: 300, after: 60).isEmpty)
        // After another half minute it is not, and nobody else would be either: it goes on.
        #expect(try tell(&stage, east: 300, after: 30) == ["update W-1 cannot_arrive"])
        #expect(stage.incident?.team == "W-1" && stage.incident?.inTime == false)
        // It moves again, quicker than anybody thought.
        #expect(try tell(&stage, east: 1_500, after: 20).isEmpty)
        #expect(stage.incident?.inTime == true)
    }

    @Test("A team that drove the wrong way is replaced at once")
    func wrongWay() throws {
        var stage = try PiecesStage()
        let id = try stage.leak()
        stage.say("W-1", .enroute, id)
        let callouts = try tell(&stage, east: -600, after: 10)
        #expect(callouts.prefix(2) == ["standdown W-1 cannot_arrive", "takeover E-1"])
        #expect(stage.incident?.team == "E-1")
    }

    @Test("A piece that is not on the way changes nothing")
    func elsewhere() throws {
        var stage = try PiecesStage()
        let id = try stage.leak()
        stage.say("W-1", .accept, id)
        let before = try #require(stage.incident)
        #expect(try stage.close(east: 3_500).callouts.isEmpty)
        #expect(stage.incident == before)
    }

    @Test("A call-out that nobody has answered says at once how long the open roads take")
    func unanswered() throws {
        var stage = try PiecesStage()
        try stage.desk.set(team: "E-1", available: false, place: nil, by: "李", at: stage.now)
        _ = try stage.leak()
        #expect(stage.incident?.inTime == true)
        _ = try stage.close()
        let incident = try #require(stage.incident)
        #expect(incident.team == "W-1" && incident.inTime == false && incident.inCircle == false)
        #expect((incident.eta?.travel ?? 0) > 900)
    }
}
