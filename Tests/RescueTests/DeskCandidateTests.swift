import Incidents
import Rescue
import Testing
import ValveModel

@Suite("Who was considered")
struct DeskCandidateTests {
    @Test("Every team is named with its time and what spoke for or against it, the nearest first")
    func standings() throws {
        var stage = DeskStage(teams: 3)
        stage.find(valve: "HELD")
        stage.settle()
        let held = try #require(stage.incident("HELD")?.id)
        stage.reply("E-1", .accept, held)
        stage.settle()
        stage.find(valve: "OTHER")
        stage.settle()
        let other = try #require(stage.incident("OTHER")?.id)
        try stage.desk.set(team: "W-3", available: false, place: nil, by: "王", at: stage.now)
        stage.find(valve: "V1")
        stage.settle()
        let id = try #require(stage.incident("V1")?.id)
        #expect(stage.incident("V1")?.team == "E-3")
        stage.reply("E-3", .decline, id)
        stage.settle()
        // E-3 goes to the other leak in place of E-2, which comes here: nobody has to come from the west.
        #expect(stage.incident("OTHER")?.team == "E-3")
        let all = stage.desk.candidates(of: id, at: stage.now)
        #expect(all.map(\.team) == ["E-1", "E-2", "E-3", "W-1", "W-2", "W-3"])
        #expect(
            all.map(\.standing) == [
                .holds(held), .leads, .declined, .free, .free, .unavailable,
            ])
        #expect(all.allSatisfy { $0.eta != nil && !$0.isLast && $0.start.source == .centre })
        #expect(all[0].isInTime && !all[3].isInTime)
        // Looking changes nothing.
        #expect(stage.settle().isEmpty)

        stage.pass(20)
        let later = stage.desk.candidates(of: id, at: stage.now)
        #expect(later.first { $0.team == "E-2" }?.standing == .silent)
        #expect(later.first { $0.team == "E-2" }?.isLast == true)
        let elsewhere = stage.desk.candidates(of: other, at: stage.now)
        #expect(elsewhere.first { $0.standing == .calledTo(id) } != nil)
        #expect(stage.desk.candidates(of: "20270115-9999", at: stage.now).isEmpty)
    }
}
