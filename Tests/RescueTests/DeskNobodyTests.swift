import Incidents
import Rescue
import Testing
import ValveModel

/// A leak that no team can be called to must not go quiet, and whoever can go after all is taken.
@Suite("Nobody to call")
struct DeskNobodyTests {
    /// Both centres' only teams are away.
    private func alone() throws -> (DeskStage, String) {
        var stage = DeskStage(teams: 1)
        for team in ["E-1", "W-1"] {
            try stage.desk.set(team: team, available: false, place: nil, by: "王", at: stage.now)
        }
        stage.settle()
        stage.find(gas: 20)
        #expect(stage.settle().callouts.sorted() == ["new east", "new west"])
        return (stage, try #require(stage.incident()?.id))
    }

    @Test("Every centre is told again once a minute, before and after the rescue was due")
    func toldAgain() throws {
        var (stage, id) = try alone()
        let first = try #require(stage.incident())
        #expect(first.orderedAt == stage.now)
        for minute in 1...7 {
            #expect(stage.pass(59).callouts.isEmpty, "minute \(minute)")
            let told = stage.pass(1)
            #expect(told.callouts.sorted() == ["new east", "new west"], "minute \(minute)")
            #expect(stage.incident()?.escalation == minute)
        }
        let last = try #require(stage.incident())
        #expect(last.calls.count == 2, "A long wait fills no list.")
        #expect(last.revision > first.revision)
        #expect(last.rescueBy == first.rescueBy)
        stage.reply("E-1", .accept, id)
        stage.settle()
        #expect(!stage.pass(120).callouts.contains { $0.hasPrefix("new ") })
    }

    @Test(
        "When everybody has declined, the centre of the last who did hears at once that nobody is left"
    )
    func lastDecliner() throws {
        var stage = DeskStage(teams: 1)
        stage.find(gas: 20)
        stage.settle()
        let id = try #require(stage.incident()?.id)
        stage.reply("E-1", .decline, id)
        stage.settle()
        stage.reply("W-1", .decline, id)
        stage.settle()
        let told = Set(try #require(stage.incident()).calls.filter(\.isOpen).map(\.centre))
        #expect(told == ["east", "west"])
    }

    @Test("A team that is called for hours and never answers fills no list")
    func silentForHours() throws {
        var stage = DeskStage(teams: 1)
        stage.find(gas: 20)
        stage.settle()
        var callCount = 0
        for _ in 0..<120 {
            callCount += stage.pass(60).callouts.count { $0.hasSuffix("-1") }
        }
        #expect(callCount > 100)
        let calls = try #require(stage.incident()).calls
        let bound = Incident.silentCallsMax + 1
        for team in ["E-1", "W-1"] { #expect(calls.count { $0.team == team } <= bound) }
        #expect(calls.first?.at == stage.incident()?.orderedAt, "When it began is kept.")
        #expect(calls.last.map { stage.now - $0.at < .minutes(3) } == true)
    }

    @Test("Who has declined is not called again, and every centre is told of it")
    func declined() throws {
        var stage = DeskStage(teams: 1)
        stage.find(gas: 20)
        stage.settle()
        let id = try #require(stage.incident()?.id)
        for team in ["E-1", "W-1"] {
            stage.reply(team, .decline, id)
            stage.settle()
        }
        let told = stage.pass(90).callouts
        #expect(told.filter { $0 == "new east" }.count >= 1)
        #expect(told.filter { $0 == "new west" }.count >= 1)
        #expect(!told.contains { $0.contains("-1") })
    }

    @Test("A team that comes back is called at once, and the centres hear no more of it")
    func backAgain() throws {
        var (stage, _) = try alone()
        stage.pass(70)
        try stage.desk.set(team: "W-1", available: true, place: nil, by: "王", at: stage.now)
        #expect(stage.settle().callouts == ["new W-1"])
        #expect(!stage.pass(19).callouts.contains { $0.hasPrefix("new ") })
    }

    @Test("A centre that was told as a whole sends whom it has")
    func acceptedByCentre() throws {
        var (stage, id) = try alone()
        stage.reply("W-1", .accept, id)
        let said = stage.settle().callouts
        #expect(said.contains("standdown east accepted_by_another W-1"))
        #expect(!said.contains { $0.contains("not_called") })
        let incident = try #require(stage.incident())
        #expect(incident.state == .accepted && incident.team == "W-1")
        #expect(incident.calls.contains { $0.team == "W-1" && $0.answer == .accept })
        #expect(stage.desk.roster.teams["W-1"]?.holding == id)
    }

    @Test("Where only teams were called, another team of their centre was not")
    func notCalled() throws {
        var stage = DeskStage(teams: 2)
        stage.find(gas: 20)
        stage.settle()
        let id = try #require(stage.incident()?.id)
        let team = try #require(stage.incident()?.team)
        stage.reply(team == "E-1" ? "E-2" : "E-1", .accept, id)
        #expect(stage.settle().callouts.contains { $0.contains("not_called") })
        #expect(stage.incident()?.state == .assigned)
    }

    @Test("When the centres' broker is back, what nobody has answered leaves at once")
    func brokerBack() throws {
        var stage = DeskStage()
        stage.find(gas: 20)
        stage.settle()
        stage.pass(1)
        stage.desk.rescueConnected(at: stage.now)
        #expect(stage.settle().repeatCount == 1)
        #expect(stage.pass(4).repeatCount == 0)
        #expect(stage.pass(1).repeatCount == 1)
    }

    @Test(
        "After a restart a centre is not told again once its window has passed and a team is called"
    )
    func restart() throws {
        var before = DeskStage(teams: 1)
        // Too far away for anybody to be in time.
        before.find(longitude: 120.60, gas: 20)
        #expect(before.settle().callouts.sorted() == ["new E-1", "new west"])
        before.pass(25)
        let saved = try #require(before.incident())
        #expect(saved.team == "W-1")
        var stage = DeskStage(teams: 1)
        stage.now = before.now + .seconds(21)
        stage.desk.restore(saved, at: stage.now)
        let told = stage.settle().callouts
        #expect(told.contains("takeover W-1"))
        #expect(!told.contains { $0.hasSuffix(" west") || $0.hasSuffix(" east") })
    }
}
