import Incidents
import Rescue
import Testing
import ValveModel

@Suite("A team on a visit")
struct DeskVisitTests {
    @Test("It is sent to a P1 that it alone reaches in time, and the visit is open again")
    func diverted() throws {
        var stage = DeskStage(teams: 1)
        try stage.desk.take(.team("W-1", available: false, place: nil, by: "x"), at: stage.now)
        stage.find(.raised, .overflow, .p3)
        stage.settle()
        let visit = try #require(stage.incident("V1", .supply)).id
        var wish = DeskWish(by: "王")
        (wish.team, wish.accepted) = ("E-1", true)
        try stage.desk.take(.wish(.dispatch, incident: visit, wish), at: stage.now)
        stage.settle()
        #expect(stage.incident("V1", .supply)?.isHeld == true)
        stage.find(valve: "V2", gas: 20)
        let actions = stage.settle()
        let leak = try #require(stage.incident("V2"))
        #expect(leak.team == "E-1")
        #expect(stage.incident("V1", .supply)?.state == .raised)
        #expect(actions.callouts.contains("standdown E-1 diverted"))
        // At the door it stays: whoever is there is not sent home.
        var other = DeskStage(teams: 1)
        try other.desk.take(.team("W-1", available: false, place: nil, by: "x"), at: other.now)
        other.find(.raised, .overflow, .p3)
        other.settle()
        let there = try #require(other.incident("V1", .supply)).id
        try other.desk.take(.wish(.dispatch, incident: there, wish), at: other.now)
        other.reply("E-1", .onscene, there)
        other.settle()
        other.find(valve: "V2", gas: 20)
        other.settle()
        #expect(other.incident("V2")?.team == nil)
    }

    /// E-1 has accepted a visit at V1, whose home lies at the west's door.
    private func visited(_ word: DeskReply.Word? = nil) throws -> (DeskStage, String) {
        var stage = DeskStage(teams: 1)
        stage.find(.raised, .overflow, .p3, longitude: 120.361)
        stage.settle()
        let visit = try #require(stage.incident("V1", .supply)).id
        var wish = DeskWish(by: "王")
        (wish.team, wish.accepted) = ("E-1", word != nil)
        try stage.desk.take(.wish(.dispatch, incident: visit, wish), at: stage.now)
        if let word { stage.reply("E-1", word, visit) }
        stage.settle()
        return (stage, visit)
    }

    @Test("What rises from a visit gets the team that is there in time, accepted or not")
    func rises() throws {
        for word in [DeskReply.Word?.none, .some(.enroute)] {
            var (stage, visit) = try visited(word)
            #expect(stage.incident("V1", .supply)?.team == "E-1")
            stage.pass(2)
            stage.find(.raised, .overpressure, .p2, longitude: 120.361)
            let actions = stage.settle()
            let risen = try #require(stage.incident("V1", .supply))
            #expect(risen.priority == .p2 && risen.team == "W-1", "\(actions.callouts)")
            #expect(risen.inTime == true)
            #expect(actions.callouts(of: visit).contains { $0.hasPrefix("standdown E-1") })
        }
        // At the door it is the one that helps.
        var (stage, _) = try visited(.onscene)
        stage.find(.raised, .overpressure, .p2, longitude: 120.361)
        stage.settle()
        #expect(stage.incident("V1", .supply)?.team == "E-1")
    }

    @Test("A P1 that nobody reaches in time has the visitor where there is nobody else")
    func nobodyElse() throws {
        var (stage, _) = try visited(.enroute)
        try stage.desk.take(.team("W-1", available: false, place: nil, by: "x"), at: stage.now)
        // An hour away.
        stage.find(valve: "V2", longitude: 120.9, gas: 30)
        stage.settle()
        #expect(stage.incident("V2")?.team == "E-1")
    }

    @Test("A P2 keeps its team where a visitor is as near to the P1")
    func keepsP2() throws {
        for (onVisit, onP2) in [("E-1", "E-2"), ("E-2", "E-1")] {
            var stage = DeskStage(teams: 2)
            for team in ["W-1", "W-2"] {
                try stage.desk.take(
                    .team(team, available: false, place: nil, by: "x"), at: stage.now)
            }
            stage.find(.raised, .overflow, .p3)
            stage.settle()
            var wish = DeskWish(by: "王")
            (wish.team, wish.accepted) = (onVisit, true)
            let visit = try #require(stage.incident("V1", .supply)).id
            try stage.desk.take(.wish(.dispatch, incident: visit, wish), at: stage.now)
            stage.settle()
            stage.find(.raised, .overpressure, .p2, valve: "V3")
            stage.settle()
            let second = try #require(stage.incident("V3", .supply))
            #expect(second.team == onP2)
            stage.reply(onP2, .accept, second.id)
            stage.settle()
            stage.find(valve: "V2", gas: 30)
            stage.settle()
            #expect(stage.incident("V2")?.team == onVisit)
            #expect(stage.incident("V3", .supply)?.team == onP2)
        }
    }

    @Test(
        "A team that was late before is replaced when it tells its place and another is free by then"
    )
    func lateBefore() throws {
        var stage = DeskStage(teams: 1)
        try stage.desk.take(.team("W-1", available: false, place: nil, by: "x"), at: stage.now)
        stage.find(longitude: 120.361, gas: 20)
        stage.settle()
        let id = try #require(stage.incident()).id
        stage.reply("E-1", .enroute, id)
        stage.settle()
        #expect(stage.incident()?.inTime == false)
        try stage.desk.take(.team("W-1", available: true, place: nil, by: "x"), at: stage.now)
        stage.pass(5)
        let lines = [
            RosterLine(
                team: "E-1", isAvailable: true,
                place: Coordinate(latitude: 36.06, longitude: 120.41), at: stage.now)
        ]
        try stage.desk.take(
            .roster(centre: "east", sentAt: stage.now, lines: lines), at: stage.now)
        stage.settle()
        #expect(stage.incident()?.team == "W-1")
    }
}
