import Incidents
import Rescue
import Testing
import ValveModel

/// A leak that falls to P2 keeps the team that was called, until a P1 needs it.
@Suite("A priority that falls")
struct DeskFallenTests {
    /// One team each: the east one near, the west one ten minutes away. The east one is called to a
    /// leak at its door, which then falls to P2.
    private func fallen() throws -> DeskStage {
        var stage = DeskStage(teams: 1)
        stage.find(gas: 20)
        #expect(stage.settle().callouts == ["new E-1"])
        stage.find(.priority, .leak, .p2)
        #expect(!stage.settle().callouts.contains { $0.hasPrefix("standdown") })
        #expect(stage.incident()?.priority == .p2)
        #expect(stage.incident()?.team == "E-1")
        return stage
    }

    @Test("A P1 that only its team reaches in time gets the team")
    func neededElsewhere() throws {
        var stage = try fallen()
        stage.find(valve: "V2", gas: 30)
        let said = stage.settle().callouts
        #expect(said.contains("standdown E-1 reassigned"))
        #expect(stage.incident("V2")?.team == "E-1")
        #expect(stage.incident("V2")?.inTime == true)
        #expect(stage.incident()?.team == "W-1")
    }

    @Test("A P1 that another team reaches in time leaves it its team")
    func notNeeded() throws {
        var stage = try fallen()
        stage.find(valve: "V2", longitude: 120.361, gas: 30)
        stage.settle()
        #expect(stage.incident("V2")?.team == "W-1")
        #expect(stage.incident()?.team == "E-1")
    }

    @Test("A P1 with no other team at all gets the team")
    func nobodyElse() throws {
        var stage = try fallen()
        try stage.desk.set(team: "W-1", available: false, place: nil, by: "王", at: stage.now)
        stage.settle()
        stage.find(valve: "V2", gas: 30)
        stage.settle()
        #expect(stage.incident("V2")?.team == "E-1")
        #expect(stage.incident()?.team == nil)
    }

    @Test("Grave again, it is the plan's again: a nearer team that has come back is called")
    func risesAgain() throws {
        var stage = DeskStage(teams: 1)
        try stage.desk.set(team: "E-1", available: false, place: nil, by: "王", at: stage.now)
        stage.find(gas: 20)
        stage.settle()
        #expect(stage.incident()?.team == "W-1")
        stage.find(.priority, .leak, .p2)
        stage.settle()
        try stage.desk.set(team: "E-1", available: true, place: nil, by: "王", at: stage.now)
        stage.settle()
        stage.find(.priority, .leak, .p1)
        stage.settle()
        #expect(stage.incident()?.team == "E-1")
        #expect(stage.incident()?.inTime == true)
    }

    @Test("A team that an operator named stays, whoever else is late")
    func operatorsChoice() throws {
        var stage = DeskStage(teams: 1)
        stage.find(.raised, .overpressure, .p2)
        stage.settle()
        let id = try #require(stage.incident("V1", .supply)?.id)
        var wish = DeskWish(by: "王")
        wish.team = "E-1"
        try stage.desk.dispatch(id, wish, at: stage.now)
        stage.settle()
        stage.find(valve: "V2", gas: 30)
        stage.settle()
        #expect(stage.incident("V1", .supply)?.team == "E-1")
        #expect(stage.incident("V2")?.team == "W-1")
    }
}

/// Teams that an operator adds, and what ends with a team.
@Suite("A further team")
struct DeskFurtherTeamTests {
    private func added() throws -> (DeskStage, String) {
        var (stage, id) = try DeskStage.accepted()
        var wish = DeskWish(by: "王")
        wish.team = "E-2"
        wish.also = true
        try stage.desk.dispatch(id, wish, at: stage.now)
        stage.settle()
        return (stage, id)
    }

    @Test("It is called every five seconds until it answers, though another has accepted")
    func repeated() throws {
        var (stage, id) = try added()
        #expect(stage.pass(12).repeatCount == 2)
        let revision = try #require(stage.incident()?.revision)
        stage.reply("E-2", .accept, id, revision: revision)
        stage.settle()
        #expect(stage.pass(10).repeatCount == 0)
    }

    @Test("After a restart it is called again while it has not answered")
    func restart() throws {
        let (before, _) = try added()
        var stage = DeskStage()
        stage.now = before.now + .seconds(3)
        for incident in before.desk.book.open.values { stage.desk.restore(incident, at: stage.now) }
        #expect(stage.settle().callouts == ["new E-2"])
    }

    @Test("It may leave while the leading team is on scene, and is free")
    func declines() throws {
        var (stage, id) = try added()
        stage.reply("E-2", .enroute, id)
        stage.reply("E-1", .onscene, id)
        stage.settle()
        #expect(stage.desk.roster.teams["E-2"]?.holding == id)
        stage.reply("E-2", .decline, id)
        stage.settle()
        #expect(stage.desk.roster.teams["E-2"]?.holding == nil)
        #expect(stage.incident()?.alsoTeams.isEmpty == true)
        #expect(stage.incident()?.state == .onscene && stage.incident()?.team == "E-1")
    }

    @Test("A visit whose condition is gone ends when its team declines")
    func visitOver() throws {
        var stage = DeskStage()
        stage.find(.raised, .lowBattery, .p4)
        stage.settle()
        let id = try #require(stage.incident("V1", .health)?.id)
        var wish = DeskWish(by: "王")
        wish.team = "E-1"
        wish.accepted = true
        try stage.desk.dispatch(id, wish, at: stage.now)
        stage.settle()
        stage.find(.cleared, .lowBattery, .p4)
        stage.settle()
        #expect(stage.incident("V1", .health) != nil, "Somebody is on the way.")
        stage.reply("E-1", .decline, id)
        stage.settle()
        #expect(stage.incident("V1", .health) == nil)
    }

    @Test("After safe the valve is not closed for the sake of a low pressure")
    func closeCommandEnds() throws {
        var stage = DeskStage()
        stage.find(.raised, .underpressure, .p3)
        stage.find(gas: 20)
        stage.find(.closeWanted)
        #expect(stage.settle().commands.count == 1)
        let id = try #require(stage.incident()?.id)
        stage.reply("E-1", .safe, id)
        stage.settle()
        #expect(stage.pass(10).commands.isEmpty)
    }

    @Test("A silence that a person has closed and that lasts a day is found anew")
    func longSilence() throws {
        var stage = DeskStage()
        stage.find(.raised, .offline, .p4)
        stage.settle()
        let id = try #require(stage.incident("V1", .link)?.id)
        var wish = DeskWish(by: "王")
        wish.reason = "no_access"
        try stage.desk.close(id, wish, at: stage.now)
        stage.settle()
        stage.find(.priority, .offline, .p3)
        stage.settle()
        #expect(stage.incident("V1", .link)?.priority == .p3)
    }

    @Test("A second finding of a test joins the first; one of another day begins anew")
    func tests() throws {
        var stage = DeskStage()
        stage.find(isTest: true)
        stage.settle()
        let first = try #require(stage.incident(isTest: true))
        stage.find(.raised, .heat, .p1, isTest: true)
        #expect(stage.settle().callouts.isEmpty)
        let joined = try #require(stage.incident(isTest: true))
        #expect(joined.id == first.id && joined.kinds == [.leak, .heat])
        #expect(joined.revision == first.revision + 1 && joined.rescueBy == nil)
        stage.pass(5 * 3_600)
        stage.find(isTest: true)
        #expect(stage.settle().callouts.isEmpty)
        let second = try #require(stage.incident(isTest: true))
        #expect(second.id != first.id)
        #expect(stage.desk.book.open[first.id] == nil)
    }
}
