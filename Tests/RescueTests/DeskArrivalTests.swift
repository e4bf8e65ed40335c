import Incidents
import Rescue
import Testing
import ValveModel

/// A team that accepts and is not heard again: asked for when it should be there, and then another
/// one is called beside it.
@Suite("Arrival")
struct DeskArrivalTests {
    /// A leak 90 m from E-1: 60 s turnout, 15 travel, 30 access; accepted five seconds after.
    private func accepted(
        _ change: (inout RescueRules) -> Void = { _ in }
    ) throws -> (DeskStage, String) {
        var stage = DeskStage(teams: 3, change)
        stage.find(gas: 20)
        stage.settle()
        let id = try #require(stage.incident()?.id)
        stage.pass(5)
        stage.reply("E-1", .accept, id)
        stage.settle()
        #expect(stage.incident()?.eta?.seconds ?? .max < 175)
        return (stage, id)
    }

    @Test("At the arrival milestone the centre is asked, a minute later the next team is called")
    func vanished() throws {
        var (stage, id) = try accepted()
        #expect(stage.pass(174).callouts.isEmpty)
        #expect(stage.desk.unheard.isEmpty)
        #expect(stage.pass(1).callouts == ["update E-1 no_word_from_team"])
        #expect(stage.desk.unheard == [id])
        #expect(!stage.pass(59).callouts.contains("takeover E-2"))
        #expect(stage.pass(1).callouts.contains("takeover E-2"))
        #expect(stage.desk.unheard.isEmpty)
        let incident = try #require(stage.incident())
        #expect(incident.state == .assigned)
        #expect(incident.team == "E-2")
        #expect(incident.escalation == 1)
        #expect(incident.calls.first?.answer == .silent)
        #expect(stage.desk.roster.teams["E-1"]?.isUnresponsive == true)
        #expect(stage.desk.roster.teams["E-1"]?.holding == nil)
    }

    @Test("A reload of the settings gives a silent team no new minute")
    func reload() throws {
        var (stage, id) = try accepted()
        stage.pass(175)
        #expect(stage.desk.unheard == [id])
        stage.pass(30)
        stage.desk.replace(rules: DeskStage.rules(teams: 3), at: stage.now)
        #expect(stage.settle().callouts.isEmpty)
        #expect(stage.desk.unheard == [id])
        #expect(!stage.pass(29).callouts.contains("takeover E-2"))
        #expect(stage.pass(1).callouts.contains("takeover E-2"))
    }

    @Test("Until another team accepts, the silent one leads again as soon as it says it is there")
    func foundAgain() throws {
        var (stage, id) = try accepted()
        stage.pass(240)
        stage.reply("E-1", .onscene, id)
        #expect(stage.settle().callouts.contains("standdown E-2 accepted_by_another E-1"))
        #expect(stage.incident()?.team == "E-1")
        #expect(stage.incident()?.state == .onscene)
        #expect(stage.desk.roster.teams["E-1"]?.isUnresponsive == false)
    }

    @Test("Who is heard too late is told who has it now")
    func lost() throws {
        var (stage, id) = try accepted()
        stage.pass(240)
        stage.reply("E-2", .accept, id)
        #expect(stage.settle().callouts.contains("standdown E-1 accepted_by_another E-2"))
        stage.reply("E-1", .onscene, id)
        #expect(stage.settle().callouts == ["standdown E-1 accepted_by_another E-2"])
        #expect(stage.incident()?.team == "E-2")
    }

    @Test(
        "A step, a note and a told place put it off; a machine's confirmation does not",
        arguments: [DeskReply.Word.enroute, .note])
    func signs(word: DeskReply.Word) throws {
        var (stage, id) = try accepted()
        stage.pass(170)
        stage.reply("E-1", word, id)
        stage.settle()
        stage.pass(59)
        #expect(stage.desk.unheard.isEmpty)
        stage.reply("E-1", .received, id)
        stage.pass(1)
        #expect(stage.desk.unheard == [id])
        // On the way, a kilometre from the home and moving.
        stage.desk.noteRoster(
            [
                RosterLine(
                    team: "E-1", isAvailable: true,
                    place: Coordinate(latitude: 36.061, longitude: 120.4005), at: stage.now)
            ],
            from: "east", sentAt: stage.now, at: stage.now)
        stage.settle()
        #expect(stage.desk.unheard.isEmpty)
        stage.pass(59)
        #expect(stage.incident()?.isHeld == true)
        #expect(stage.desk.unheard.isEmpty)
    }

    @Test("Nobody is looked for on scene, after a stand-down, or where the rule is switched off")
    func notOnTheWay() throws {
        var (stage, id) = try accepted()
        stage.reply("E-1", .onscene, id)
        stage.settle()
        stage.pass(400)
        #expect(stage.desk.unheard.isEmpty)
        #expect(stage.incident()?.team == "E-1")
        (stage, id) = try accepted()
        stage.pass(180)
        #expect(stage.desk.unheard == [id])
        stage.reply("E-1", .decline, id)
        stage.settle()
        #expect(stage.desk.unheard.isEmpty)
        (stage, id) = try accepted { $0.silentOnWay = nil }
        stage.pass(3_000)
        #expect(stage.incident()?.team == "E-1")
    }

    @Test("After a restart queued replies come first, then it is asked")
    func restart() throws {
        let (before, id) = try accepted()
        let saved = try #require(before.desk.book.incident(id))
        var stage = DeskStage()
        stage.now = before.now + .seconds(500)
        stage.desk.restore(saved, at: stage.now)
        stage.settle()
        stage.pass(4)
        #expect(stage.desk.unheard.isEmpty)
        stage.pass(1)
        #expect(stage.desk.unheard == [id])
        #expect(stage.pass(60).callouts.contains("takeover E-2"))
    }
}
