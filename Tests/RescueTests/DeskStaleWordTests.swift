import Incidents
import Rescue
import Testing
import ValveModel

@Suite("Words that come again when all is safe")
struct DeskStaleWordTests {
    /// A leak that E-1 has made safe, and a new one of the same home to which it is called.
    private func secondLeak(
        _ kind: FindingKind = .leak, _ priority: Priority = .p1
    ) throws -> (DeskStage, old: String, new: String) {
        var stage = DeskStage()
        stage.find(.raised, kind, priority)
        stage.settle()
        let old = try #require(stage.incident("V1", kind.axis)?.id)
        for word in [DeskReply.Word.accept, .onscene, .safe] {
            stage.reply("E-1", word, old)
            stage.settle()
        }
        stage.find(.repeated)
        stage.settle()
        let new = try #require(stage.incident()?.id)
        #expect(new != old && stage.incident()?.state == .assigned)
        #expect(stage.incident()?.team == "E-1")
        return (stage, old, new)
    }

    @Test(
        "A step on the safe incident is a note, and answers for no other of the valve",
        arguments: [DeskReply.Word.accept, .enroute, .onscene, .rescue, .safe], [true, false])
    func step(_ word: DeskReply.Word, isLeak: Bool) throws {
        var (stage, old, new) =
            isLeak ? try secondLeak() : try secondLeak(.overpressure, .p2)
        stage.reply("E-1", word, old)
        stage.settle()
        let incident = try #require(stage.desk.book.incident(new))
        #expect(incident.state == .assigned && incident.acceptedAt == nil)
        #expect(incident.calls.last?.answer == nil)
        #expect(stage.actions.callouts.isEmpty)
        let later = stage.pass(20)
        #expect(later.callouts.contains { $0.hasPrefix("takeover ") })
    }

    @Test("An operator's step on the safe incident does not either")
    func wish() throws {
        var (stage, old, new) = try secondLeak()
        var wish = DeskWish(by: "王")
        wish.team = "E-1"
        try? stage.desk.step(.onscene, old, wish, at: stage.now)
        stage.settle()
        #expect(stage.desk.book.incident(new)?.state == .assigned)
    }

    @Test("A repeated word about what the team holds is none about the leak that came meanwhile")
    func known() throws {
        var stage = DeskStage()
        stage.find(.raised, .overpressure, .p2)
        stage.settle()
        let old = try #require(stage.incident("V1", .supply)?.id)
        stage.reply("E-1", .accept, old)
        stage.settle()
        stage.find()
        stage.settle()
        #expect(stage.incident()?.state == .assigned)
        stage.reply("E-1", .accept, old)
        stage.settle()
        #expect(stage.incident()?.state == .assigned)
        // The next word is one.
        stage.reply("E-1", .enroute, old)
        stage.settle()
        #expect(stage.incident()?.state == .enroute)
    }

    @Test("A decline of the safe incident is answered, and declines nothing else of the valve")
    func decline() throws {
        var (stage, old, new) = try secondLeak()
        stage.reply("E-1", .decline, old)
        stage.settle()
        #expect(stage.actions.callouts == ["standdown E-1 already_safe E-1"])
        #expect(stage.desk.book.incident(new)?.calls.map(\.answer) == [nil])
        #expect(stage.desk.book.incident(new)?.team == "E-1")
    }

    @Test("Who declines after having let a call pass is asked for nothing any more")
    func declineAfterSilence() throws {
        var stage = DeskStage(teams: 1)
        stage.find()
        stage.settle()
        let id = try #require(stage.incident()?.id)
        stage.pass(60)
        #expect((stage.incident()?.calls.filter { $0.team == "E-1" }.count ?? 0) > 1)
        stage.reply("E-1", .decline, id)
        stage.settle()
        #expect(stage.desk.called("E-1").isEmpty)
        stage.reply("W-1", .accept, id)
        stage.settle()
        #expect(!stage.actions.callouts.contains { $0.contains(" E-1") })
    }

    /// Seed 1374: of a queue that came at once, each word of another time.
    @Test("Who declines the valve and then speaks of its lesser incident leads neither")
    func declinedInOneBatch() throws {
        var stage = DeskStage()
        stage.find(.raised, .overpressure, .p2)
        stage.find(.raised, .leak, .p2)
        stage.settle()
        let pressure = try #require(stage.incident("V1", .supply)?.id)
        stage.pass(62)
        let leak = try #require(stage.incident())
        let called = leak.calls.compactMap(\.team)
        stage.reply(called[1], .accept, pressure)
        stage.reply(called[1], .decline, pressure)
        stage.reply(called[2], .accept, leak.id)
        stage.reply(called[1], .enroute, pressure)
        stage.settle()
        #expect(stage.incident()?.team == called[2])
        #expect(stage.incident("V1", .supply)?.team == called[2])
        #expect(stage.desk.roster.teams[called[1]]?.holding == nil)
        #expect(stage.incident()?.calls.contains { $0.team == called[1] && $0.isOpen } == false)
    }

    /// E-2 was sent beside E-1 to an overpressure and has accepted; another team has taken over the leak
    /// that came, and E-2 goes along.
    private func addedToBoth() throws -> (DeskStage, leak: String, pressure: String, leader: String)
    {
        var (stage, leak, pressure) = try DeskStage.withAdded(.accept)
        stage.pass(20)
        let leader = try #require(stage.incident()?.team)
        stage.reply(leader, .accept, leak)
        stage.settle()
        #expect(stage.desk.roster.teams["E-2"]?.holding == leak)
        return (stage, leak, pressure, leader)
    }

    @Test("Who was added to the lesser incident is heard in the batch in which the leader is done")
    func addedInOneBatch() throws {
        var (stage, leak, pressure, leader) = try addedToBoth()
        stage.reply(leader, .safe, leak)
        stage.reply("E-2", .onscene, pressure)
        let said = stage.settle().callouts
        #expect(!said.contains("standdown E-2 already_safe"), "\(said)")
        #expect(stage.desk.roster.teams["E-2"]?.holding == pressure)
        let call = stage.incident("V1", .supply)?.calls.last { $0.team == "E-2" }
        #expect(call?.answer == .onscene)
    }

    @Test("An added team that is done with the graver incident holds the other one")
    func addedAndSafe() throws {
        var (stage, leak, pressure, _) = try addedToBoth()
        stage.reply("E-2", .safe, leak)
        stage.settle()
        #expect(stage.desk.roster.teams["E-2"]?.holding == pressure)
    }
}
