import Incidents
import Rescue
import Testing
import ValveModel

@Suite("Team life")
struct DeskTeamLifeTests {
    private func onScene() throws -> (DeskStage, String) {
        var stage = DeskStage()
        stage.find(gas: 20)
        stage.settle()
        let id = try #require(stage.incident()?.id)
        stage.reply("E-1", .onscene, id)
        stage.settle()
        return (stage, id)
    }

    @Test("Ten silent minutes on scene in gas alarm the centre, and the next ten do again")
    func noWord() throws {
        var (stage, id) = try onScene()
        stage.pass(599)
        #expect(stage.desk.wordless.isEmpty)
        let alarmed = stage.pass(1)
        #expect(alarmed.callouts.contains("update E-1 no_word_from_team"))
        #expect(stage.desk.wordless == [id])
        // A machine's confirmation is no word of a person.
        stage.reply("E-1", .received, id)
        stage.settle()
        #expect(stage.desk.wordless == [id])
        let again = stage.pass(600)
        #expect(again.callouts.contains("update E-1 no_word_from_team"))
        stage.reply("E-1", .note, id)
        stage.settle()
        #expect(stage.desk.wordless.isEmpty)
        stage.pass(599)
        #expect(stage.desk.wordless.isEmpty)
    }

    @Test("Good air and a team that is done are left alone")
    func noAlarm() throws {
        var (stage, id) = try onScene()
        for _ in 0..<70 {
            stage.find(.evidence, gas: 1)
            stage.pass(10)
        }
        #expect(stage.desk.wordless.isEmpty)
        stage.reply("E-1", .safe, id)
        stage.settle()
        stage.pass(3_000)
        #expect(stage.desk.wordless.isEmpty)
    }

    @Test("After a restart the ten minutes begin anew")
    func restart() throws {
        let (before, id) = try onScene()
        let saved = try #require(before.desk.book.incident(id))
        var stage = DeskStage()
        stage.now = before.now + .seconds(500)
        stage.desk.restore(saved, at: stage.now)
        stage.settle()
        stage.pass(599)
        #expect(stage.desk.wordless.isEmpty)
        stage.pass(1)
        #expect(stage.desk.wordless == [id])
    }

    @Test("Teams of a centre that is off line are called last, and called all the same")
    func offline() throws {
        var stage = DeskStage(teams: 1)
        stage.desk.noteCentreLink("east", isOnline: false, at: stage.now)
        stage.settle()
        stage.find()
        #expect(stage.settle().callouts.first == "new W-1")
        stage.find(valve: "V2")
        stage.settle()
        #expect(stage.actions.callouts.contains { $0.hasSuffix(" E-1") })
        stage.desk.noteCentreLink("east", isOnline: true, at: stage.now)
        #expect(stage.desk.roster.links["east"] == true)
    }

    @Test("A hand-over calls the other centre's best team, and the giving centre hears who has it")
    func handover() throws {
        var stage = DeskStage()
        stage.find()
        stage.settle()
        let id = try #require(stage.incident()?.id)
        stage.reply("E-1", .accept, id)
        stage.settle()
        var wish = DeskWish(by: "王")
        wish.centre = "west"
        try stage.desk.handOver(id, wish, at: stage.now)
        stage.settle()
        #expect(
            stage.actions.callouts.prefix(2) == ["standdown E-1 handed_over W-1", "takeover W-1"])
        #expect(stage.incident()?.team == "W-1")
        #expect(stage.incident()?.centre == "west")
        #expect(stage.desk.roster.teams["E-1"]?.holding == nil)
        #expect(throws: DeskRefusal.self) {
            try stage.desk.handOver(id, wish, at: stage.now)
        }
    }

    @Test(
        "Nothing is handed over once somebody is on scene, nor by a stale revision, nor to nobody")
    func noHandover() throws {
        var (stage, id) = try onScene()
        var wish = DeskWish(by: "王")
        wish.centre = "west"
        #expect(throws: DeskRefusal.self) { try stage.desk.handOver(id, wish, at: stage.now) }
        wish.centre = "north"
        #expect(throws: DeskRefusal.noSuchCentre("north")) {
            try stage.desk.handOver(id, wish, at: stage.now)
        }
        var other = DeskStage()
        other.find()
        other.settle()
        let fresh = try #require(other.incident()?.id)
        other.reply("E-1", .accept, fresh)
        other.settle()
        wish.centre = "west"
        wish.revision = 1
        #expect(throws: DeskRefusal.self) { try other.desk.handOver(fresh, wish, at: other.now) }
        #expect(other.incident()?.team == "E-1")
        #expect(other.incident()?.state == .accepted)
    }
}
