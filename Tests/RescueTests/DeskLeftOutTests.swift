import Incidents
import Rescue
import Testing
import ValveModel

@Suite("A team that the file names no more")
struct DeskLeftOutTests {
    /// The file without E-1.
    static let without: RescueRules = {
        var rules = DeskStage.rules(teams: 3)
        rules.centres[0].teams.removeFirst()
        return rules
    }()

    /// A desk that begins with these rules where another ended.
    private func restarted(
        _ stage: DeskStage, _ rules: RescueRules, teams: [TeamState]? = nil
    ) -> DeskStage {
        var beginning = DeskBeginning(rules: rules, commandPrefix: "next")
        beginning.incidents = Array(stage.desk.book.open.values)
        beginning.teams = teams ?? Array(stage.desk.roster.teams.values)
        var next = DeskStage()
        next.now = stage.now + .seconds(10)
        next.desk = RescueDesk(beginning, at: next.now)
        next.settle()
        return next
    }

    private func saved(_ actions: [DeskAction]) -> TeamState? {
        actions.compactMap { if case .team(let team) = $0, team.id == "E-1" { team } else { nil } }
            .last
    }

    @Test("It is heard to the end over a reload and a restart, and called for nothing else")
    func heardToTheEnd() throws {
        for isReloaded in [true, false] {
            var (stage, id) = try DeskStage.accepted()
            var teams = Array(stage.desk.roster.teams.values)
            if isReloaded {
                stage.desk.replace(rules: Self.without, at: stage.now)
                let row = try #require(saved(stage.settle()))
                #expect(!row.isConfigured && !row.isAvailable && row.holding == id)
                teams = teams.map { $0.id == "E-1" ? row : $0 }
            }
            var next = restarted(stage, Self.without, teams: teams)
            let team = try #require(next.desk.roster.teams["E-1"])
            #expect(team.holding == id && !team.isConfigured && !team.isAvailable)
            #expect(isReloaded || saved(next.actions)?.isConfigured == false)
            next.reply("E-1", .onscene, id)
            next.settle()
            #expect(next.incident()?.state == .onscene)
            next.reply("E-1", .safe, id)
            next.find(valve: "V2", gas: 20)
            next.settle()
            #expect(!next.actions.callouts.contains { $0.hasSuffix(" E-1") })
            #expect(next.incident("V2")?.team == "E-2")
        }
    }

    @Test("A start has what the journal remembers, and a centre that is gone speaks for it")
    func row() throws {
        let (stage, id) = try DeskStage.accepted()
        var teams = Array(stage.desk.roster.teams.values)
        let place = teams.firstIndex { $0.id == "E-1" }
        teams[try #require(place)].turnoutSeconds = 77
        var rules = DeskStage.rules(teams: 3)
        rules.centres.removeFirst()
        var next = restarted(stage, rules, teams: teams)
        #expect(next.desk.roster.teams["E-1"]?.turnoutSeconds == 77)
        #expect(next.desk.roster.speaks("east") && !next.desk.roster.speaks("north"))
        next.reply("E-1", .onscene, id)
        next.settle()
        #expect(next.incident()?.state == .onscene)
    }

    @Test("One of which no row is left is asked for on its way, and the next is called as well")
    func silent() throws {
        let (stage, id) = try DeskStage.accepted()
        var next = restarted(stage, Self.without, teams: [])
        let passed = next.pass(600)
        #expect(passed.callouts.contains("update E-1 no_word_from_team"))
        #expect(passed.callouts.contains { $0.hasPrefix("takeover ") })
        next.reply("E-1", .safe, id)
        next.settle()
        #expect(next.desk.roster.teams["E-1"]?.isAvailable == false)
    }

    @Test("Named again it is available as any other, unless somebody else has said that it is not")
    func named() throws {
        let (stage, _) = try DeskStage.accepted()
        var again = restarted(stage, Self.without)
        again.desk.replace(rules: DeskStage.rules(teams: 3), at: again.now)
        #expect(again.desk.roster.teams["E-1"]?.isAvailable == true)
        #expect(again.desk.roster.teams["E-1"]?.isConfigured == true)
        var gone = restarted(stage, Self.without)
        try gone.desk.set(team: "E-1", available: false, place: nil, by: "王", at: gone.now)
        gone = restarted(gone, DeskStage.rules(teams: 3))
        #expect(gone.desk.roster.teams["E-1"]?.isAvailable == false)
    }

    @Test("One that was called and has not accepted is replaced at once")
    func called() throws {
        var stage = DeskStage()
        stage.find(gas: 20)
        stage.settle()
        #expect(stage.incident()?.team == "E-1")
        stage.desk.replace(rules: Self.without, at: stage.now)
        stage.settle()
        #expect(stage.incident()?.team == "E-2")
        #expect(stage.actions.callouts.contains("takeover E-2"))
    }

    @Test("One that was called accepts all the same, over a reload and a restart")
    func acceptsLate() throws {
        for isReloaded in [true, false] {
            var stage = DeskStage()
            stage.find(gas: 20)
            stage.settle()
            let id = try #require(stage.incident()?.id)
            #expect(stage.incident()?.team == "E-1")
            if isReloaded {
                stage.desk.replace(rules: Self.without, at: stage.now)
                stage.settle()
            } else {
                stage = restarted(stage, Self.without)
                stage.pass(6)
            }
            #expect(stage.incident()?.team == "E-2")
            stage.reply("E-1", .accept, id)
            stage.settle()
            #expect(stage.incident()?.state == .accepted)
            #expect(stage.incident()?.team == "E-1")
            #expect(stage.desk.roster.teams["E-1"]?.isAvailable == false)
        }
    }
}
