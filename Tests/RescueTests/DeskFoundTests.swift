import Incidents
import Rescue
import Testing
import ValveModel

/// What the simulation found in the desk.
@Suite("The desk, as the simulation found it wanting")
struct DeskFoundTests {
    @Test("A leak whose priority falls while its team is silent is planned for again")
    func silentTeamIsNotPinned() throws {
        var stage = DeskStage(teams: 1)
        stage.find()
        stage.settle()
        stage.pass(10)
        stage.find(valve: "V2")
        stage.settle()
        // The operator keeps the only other team for the second home.
        var wish = DeskWish(by: "D")
        wish.team = "W-1"
        try stage.desk.dispatch(try #require(stage.incident("V2")?.id), wish, at: stage.now)
        stage.settle()
        stage.pass(10)
        // Silent, and asked again at once: nobody else is left.
        #expect(stage.incident()?.calls.compactMap(\.team) == ["E-1", "E-1"])
        #expect(stage.incident()?.calls.first { $0.team != nil }?.answer == .silent)
        stage.find(.priority, .leak, .p2)
        stage.settle()
        #expect(stage.incident()?.priority == .p2)
        // There is a next step all the time, and the next round calls somebody again.
        stage.pass(60)
        #expect(try #require(stage.incident()?.ackBy) > stage.now)
        #expect(try #require(stage.incident()).calls.filter { $0.team != nil }.count >= 2)
    }

    @Test("A clock that is set back a day brings the next step in and does not push it out")
    func clockSetBack() throws {
        var stage = DeskStage(teams: 1)
        stage.find(gas: 4)
        stage.settle()
        stage.pass(39)
        let saved = try #require(stage.incident())
        var next = DeskStage(teams: 1)
        next.now = stage.now - .hours(24)
        next.desk.restore(saved, at: next.now)
        next.settle()
        #expect(next.incident()?.calls.allSatisfy { $0.at <= next.now } == true)
        #expect(try #require(next.incident()?.rescueBy) <= next.now + .seconds(300))
        // A reading of unknown age says nothing of the air.
        #expect(next.incident()?.entry == .forbidden)
        next.pass(95)
        #expect(next.actions.callouts.contains { $0.hasPrefix("takeover") })
        #expect(try #require(next.incident()?.ackBy) <= next.now + .seconds(60))
    }

    @Test("After a restart a call-out is repeated with the word it had")
    func wordAfterRestart() throws {
        var stage = DeskStage(teams: 1)
        // Nobody is near enough: the other centre is told as well.
        stage.find(longitude: 121.2)
        let before = stage.settle().callouts
        #expect(before.count == 2 && before.allSatisfy { $0.hasPrefix("new") })
        stage.pass(21)
        #expect(stage.actions.callouts.contains { $0.hasPrefix("takeover") })
        var next = DeskStage(teams: 1)
        next.now = stage.now + .seconds(1)
        next.desk.restore(try #require(stage.incident()), at: next.now)
        let after = next.settle().callouts
        #expect(after.filter { $0.hasPrefix("takeover") }.count == 1)
        #expect(Set(after.filter { $0.hasPrefix("new") }).isSubset(of: before))
    }

    /// Seed 839: the ten seconds of an overflow ended in the instant in which a person closed it.
    @Test("An incident that is closed while the watch makes up its mind commands nothing")
    func closeDeclined() throws {
        var stage = DeskStage()
        stage.find(.raised, .overflow, .p3)
        stage.settle()
        let id = try #require(stage.incident("V1", .supply)?.id)
        var wish = DeskWish(by: "D")
        wish.reason = "false_alarm"
        try stage.desk.close(id, wish, at: stage.now)
        stage.find(.closeWanted, .overflow, .p3)
        let actions = stage.settle()
        #expect(actions.commands.isEmpty && stage.desk.commands.isEmpty)
        #expect(actions.contains { if case .closeDeclined("V1") = $0 { true } else { false } })
    }

    /// Seed 8: the command stayed in the journal, and a clock set back brought it to life.
    @Test("A close command whose time passed while the daemon was down ends at the start")
    func lateCommand() throws {
        var stage = DeskStage()
        stage.find()
        stage.find(.closeWanted)
        stage.settle()
        let saved = try #require(stage.desk.commands["V1"])
        var next = DeskStage()
        next.now = saved.until + .seconds(1)
        next.desk.restore(saved, at: next.now)
        #expect(next.desk.commands.isEmpty)
        let isOver = next.settle().contains { action in
            if case .commandOver("V1") = action { true } else { false }
        }
        #expect(isOver)
        // Under a clock set back a day it runs for its ten minutes and not for a day longer.
        var earlier = DeskStage()
        earlier.now = stage.now - .hours(24)
        earlier.desk.restore(saved, at: earlier.now)
        #expect(earlier.desk.commands["V1"]?.until == earlier.now + (saved.until - saved.firstAt))
        // What was brought in is saved, so that a second restart gives nothing back.
        #expect(earlier.settle().commands.map(\.until) == [earlier.now + .minutes(10)])
    }

    @Test(
        "A deadline brought in at a restart is saved, so that a second restart gives nothing back")
    func broughtInOnce() throws {
        var stage = DeskStage()
        stage.find()
        stage.settle()
        let saved = try #require(stage.incident())
        var next = DeskStage()
        next.now = stage.now - .hours(24)
        next.desk.restore(saved, at: next.now)
        let changed = next.settle().compactMap { action in
            if case .changed(let incident) = action { incident } else { nil }
        }
        let written = try #require(changed.last)
        #expect(written.rescueBy == next.now + .seconds(300))
        var third = DeskStage()
        third.now = next.now + .seconds(30)
        third.desk.restore(written, at: third.now)
        #expect(third.incident()?.rescueBy == written.rescueBy)
    }

    @Test("A connection that comes and goes holds the ladder up only once")
    func flappingSession() throws {
        var stage = DeskStage()
        stage.find()
        stage.settle()
        let saved = try #require(stage.incident())
        var next = DeskStage()
        next.now = stage.now + .seconds(60)
        next.desk.restore(saved, at: next.now)
        next.settle()
        var callouts: [String] = []
        for _ in 0..<10 {
            next.desk.rescueConnected(at: next.now)
            callouts += next.pass(3).callouts
        }
        #expect(callouts.contains("takeover E-2"))
    }

    @Test(
        "A further team that has accepted is not asked a second time, which would forget its answer"
    )
    func furtherTeamTwice() throws {
        var stage = DeskStage()
        stage.find()
        stage.settle()
        let id = try #require(stage.incident()?.id)
        stage.reply("E-1", .accept, id)
        stage.settle()
        var wish = DeskWish(by: "D")
        wish.team = "W-1"
        wish.also = true
        wish.accepted = true
        try stage.desk.dispatch(id, wish, at: stage.now)
        stage.settle()
        wish.accepted = false
        #expect(throws: DeskRefusal.self) { try stage.desk.dispatch(id, wish, at: stage.now) }
        stage.settle()
        #expect(stage.desk.roster.teams["W-1"]?.holding == id)
        let saved = try #require(stage.incident())
        var next = DeskStage()
        next.desk.restore(saved, at: stage.now)
        #expect(next.desk.roster.teams["W-1"]?.holding == id)
    }

    /// Seed 1128: the team that was called to the leak stood idle beside another one.
    @Test("Who was called to a leak goes to another when the team at the door is asked for it")
    func freedByTheHolder() throws {
        var stage = DeskStage(teams: 1)
        // Far out, so that nobody is diverted for being in time.
        stage.find(.raised, .overpressure, .p2, longitude: 120.2)
        stage.settle()
        let pressure = try #require(stage.incident("V1", .supply)?.id)
        stage.reply("E-1", .accept, pressure)
        stage.settle()
        stage.desk.noteCentreLink("east", isOnline: false, at: stage.now)
        stage.find(longitude: 120.2)
        stage.find(valve: "V2", longitude: 120.2)
        stage.settle()
        let called = [stage.incident()?.team, stage.incident("V2")?.team]
        #expect(called == ["W-1", nil])
        stage.desk.noteCentreLink("east", isOnline: true, at: stage.now)
        stage.settle()
        stage.reply("E-1", .enroute, pressure)
        stage.settle()
        #expect(stage.incident()?.team == "E-1" && stage.incident("V2")?.team == "W-1")
    }
}
