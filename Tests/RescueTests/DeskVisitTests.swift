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
}
