import Incidents
import Rescue
import Testing
import ValveModel

@Suite("The take-over ladder")
struct DeskLadderTests {
    private func raised() throws -> (DeskStage, String) {
        var stage = DeskStage()
        stage.find()
        stage.settle()
        return (stage, try #require(stage.incident()?.id))
    }

    @Test("Silence adds the next team, the late first accept leads, the other stands down")
    func silenceAdds() throws {
        var (stage, id) = try raised()
        #expect(stage.actions.callouts == ["new E-1"])
        #expect(stage.incident()?.ackBy == stage.now + .seconds(20))
        stage.pass(19)
        #expect(stage.actions.callouts == [])
        #expect(stage.actions.repeatCount == 3)
        stage.pass(1)
        #expect(stage.actions.callouts == ["takeover E-2"])
        #expect(stage.desk.roster.teams["E-1"]?.isUnresponsive == true)
        stage.reply("E-1", .accept, id)
        #expect(stage.settle().callouts == ["standdown E-2 accepted_by_another E-1"])
        #expect(stage.incident()?.team == "E-1")
        #expect(stage.incident()?.state == .accepted)
        #expect(stage.desk.roster.teams["E-1"]?.isUnresponsive == false)
    }

    @Test("Who was silent is asked again as soon as nobody else is left, and never waits idle")
    func silentAgain() throws {
        var stage = DeskStage(teams: 1)
        stage.find()
        stage.settle()
        let id = try #require(stage.incident()?.id)
        stage.pass(20)
        #expect(stage.actions.callouts == ["takeover W-1"])
        stage.pass(5)
        stage.reply("W-1", .decline, id)
        #expect(stage.settle().callouts == ["takeover E-1"])
        #expect(stage.incident()?.ackBy == stage.now + .seconds(20))
    }

    @Test("Who was silent and becomes free is asked again at once")
    func silentAndFree() throws {
        var stage = DeskStage(teams: 1)
        try stage.desk.set(team: "W-1", available: false, place: nil, by: "王", at: stage.now)
        stage.find(valve: "V1")
        stage.settle()
        let first = try #require(stage.incident("V1")?.id)
        stage.pass(20)
        // Silent here, it accepts another home's leak, and gives that up.
        stage.find(valve: "V2")
        stage.settle()
        let second = try #require(stage.incident("V2")?.id)
        stage.reply("E-1", .accept, second)
        stage.settle()
        stage.pass(45)
        #expect(stage.incident("V1")?.state == .raised)
        stage.reply("E-1", .decline, second)
        #expect(stage.settle().callouts.contains { $0.hasSuffix("E-1") && $0 != "standdown E-1" })
        #expect(stage.incident("V1")?.team == "E-1")
        #expect(stage.incident("V1")?.id == first)
    }

    @Test("While nobody can be called every centre is told every five seconds")
    func nobody() throws {
        var stage = DeskStage(teams: 1)
        for team in ["E-1", "W-1"] {
            try stage.desk.set(team: team, available: false, place: nil, by: "王", at: stage.now)
        }
        stage.find()
        #expect(stage.settle().callouts.sorted() == ["new east", "new west"])
        stage.pass(59)
        #expect(stage.actions.repeatCount == 22)
        stage.pass(1)
        #expect(stage.actions.callouts.sorted() == ["new east", "new west"])
        stage.pass(59)
        #expect(stage.actions.repeatCount == 22)
    }

    @Test("A team that has declined hears of no more updates")
    func declinedUpdate() throws {
        var (stage, id) = try raised()
        stage.reply("E-1", .accept, id)
        stage.settle()
        stage.find(.raised, .heat)
        #expect(stage.settle().callouts == ["update E-1"])
        stage.reply("E-1", .decline, id)
        stage.settle()
        let called = try #require(stage.incident()?.team)
        stage.reply(called, .accept, id)
        stage.settle()
        stage.pass(60)
        let repeated = stage.actions.filter { action in
            guard case .callout(let callout) = action else { return false }
            return callout.team == "E-1" && callout.word == .update
        }
        #expect(repeated.isEmpty)
    }

    @Test("A silent team that an operator sent to one of two leaks leaves neither without a step")
    func silentChoice() throws {
        var stage = DeskStage(teams: 1)
        try stage.desk.set(team: "W-1", available: false, place: nil, by: "王", at: stage.now)
        stage.find(valve: "V1")
        stage.find(valve: "V2")
        stage.settle()
        let ids = ["V1", "V2"].compactMap { stage.incident($0) }
        let other = try #require(ids.first { $0.team == nil }).id
        var wish = DeskWish(by: "王")
        wish.team = "E-1"
        stage.pass(1)
        try stage.desk.dispatch(other, wish, at: stage.now)
        stage.settle()
        for _ in 0..<200 {
            stage.pass(1)
            for valve in ["V1", "V2"] {
                let step = try #require(stage.incident(valve)?.ackBy, "\(valve) has no step")
                #expect(step >= stage.now, "\(valve)")
            }
        }
    }

    @Test("A decline is replaced at once, and after an accept too, but not on scene")
    func decline() throws {
        var (stage, id) = try raised()
        stage.reply("E-1", .decline, id)
        #expect(stage.settle().callouts == ["takeover E-2"])
        stage.reply("E-2", .accept, id)
        stage.settle()
        stage.reply("E-2", .decline, id)
        #expect(stage.settle().callouts == ["takeover E-3"])
        #expect(stage.desk.roster.teams["E-2"]?.holding == nil)
        stage.reply("E-3", .onscene, id)
        stage.settle()
        #expect(stage.incident()?.enrouteAt == stage.now)
        stage.reply("E-3", .decline, id)
        stage.settle()
        #expect(stage.incident()?.state == .onscene)
    }

    @Test("A lost race and a team that was never called change nothing and are stood down")
    func lostRace() throws {
        var (stage, id) = try raised()
        stage.reply("W-1", .accept, id)
        #expect(stage.settle().callouts == ["standdown W-1 not_called"])
        #expect(stage.incident()?.state == .assigned)
        stage.pass(20)
        stage.reply("E-1", .accept, id)
        stage.settle()
        let before = stage.incident()
        stage.reply("E-2", .safe, id)
        #expect(stage.settle().callouts == ["standdown E-2 accepted_by_another E-1"])
        #expect(stage.incident() == before)
        stage.reply("E-2", .note, id)
        stage.reply("E-2", .received, id)
        #expect(stage.settle().callouts == [])
    }

    @Test("A repeated step of the holder changes nothing and is not stood down")
    func repeatedStep() throws {
        var (stage, id) = try raised()
        stage.reply("E-1", .safe, id)
        stage.settle()
        let before = stage.incident()
        stage.reply("E-1", .safe, id)
        #expect(stage.settle().callouts == [])
        #expect(stage.incident() == before)
    }

    @Test("When every team is silent the round begins anew, and every 60 s after rescueBy")
    func rounds() throws {
        var stage = DeskStage(teams: 1)
        stage.find()
        stage.settle()
        stage.pass(20)
        stage.pass(20)
        // E-1 at 0 s and W-1 at 20 s were silent: E-1 is asked again at 40 s.
        #expect(stage.actions.callouts.filter { !$0.hasPrefix("new") } == ["takeover E-1"])
        stage.pass(260)
        for _ in 0..<10 {
            stage.pass(60)
            let called = stage.actions.callouts.filter { $0.hasPrefix("takeover") }
            #expect((1...2).contains(called.count))
        }
    }

    @Test("A reply with the revision ends the repetition; an update is sent at most twelve times")
    func repetition() throws {
        var (stage, id) = try raised()
        stage.reply("E-1", .received, id, revision: 1)
        stage.pass(15)
        #expect(stage.actions.repeatCount == 0)
        stage.reply("E-1", .onscene, id, revision: 1)
        stage.settle()
        stage.find(.repeated)
        #expect(stage.settle().callouts == ["update E-1"])
        stage.pass(300)
        #expect(stage.actions.repeatCount == 11)
    }

    @Test("A team that is gone before it accepted is replaced")
    func unavailable() throws {
        var (stage, _) = try raised()
        try stage.desk.set(
            team: "E-1", available: false, place: nil, by: "Li", at: stage.now)
        #expect(stage.settle().callouts == ["standdown E-1 team_unavailable", "takeover E-2"])
    }

    @Test("A team accepts one incident; where it was only called it is no longer awaited")
    func oneEach() throws {
        var stage = DeskStage(teams: 1)
        stage.find(valve: "V1")
        stage.settle()
        let first = try #require(stage.incident("V1")?.id)
        stage.pass(20)
        stage.find(valve: "V2")
        stage.settle()
        let second = try #require(stage.incident("V2")?.id)
        stage.reply("E-1", .accept, first)
        stage.settle()
        stage.reply("E-1", .accept, second)
        stage.settle()
        #expect(stage.incident("V1")?.team == "E-1")
        #expect(stage.incident("V2")?.team != "E-1")
    }
}
