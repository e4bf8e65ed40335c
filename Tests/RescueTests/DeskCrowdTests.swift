import Incidents
import Rescue
import Testing
import ValveModel

@Suite("Teams that only rosters name")
struct DeskCrowdTests {
    private func roster(_ ids: some Sequence<Int>, _ stage: DeskStage) -> [RosterLine] {
        ids.map { number in
            RosterLine(team: "X-\(number)", isAvailable: true, place: nil, at: stage.now)
        }
    }

    @Test("A roster of thousands adds a hundred, and the next leak is planned as ever")
    func flood() {
        var stage = DeskStage(teams: 1)
        stage.desk.noteRoster(
            roster(0..<2_200, stage), from: "west", sentAt: stage.now, at: stage.now)
        #expect(stage.desk.roster.teams.count == 2 + Roster.unconfiguredMax)
        #expect(stage.desk.roster.crowdedLineCount == 2_100)
        stage.settle()
        stage.find()
        #expect(stage.settle().callouts == ["new E-1"])
    }

    @Test("New ids take the place of those that no roster names any more")
    func shifts() {
        var stage = DeskStage(teams: 1)
        for shift in 0..<30 {
            stage.pass(3_600)
            stage.desk.noteRoster(
                roster(shift * 10..<shift * 10 + 10, stage), from: "west", sentAt: stage.now,
                at: stage.now)
            stage.settle()
        }
        let named = Set(stage.desk.roster.teams.keys)
        #expect(named.count == 2 + Roster.unconfiguredMax)
        #expect(stage.desk.roster.crowdedLineCount == 0)
        #expect(named.contains("W-1") && named.contains("E-1"))
        #expect((290..<300).allSatisfy { stage.desk.roster.teams["X-\($0)"]?.isAvailable == true })
        let forgotten = stage.actions.compactMap {
            if case .teamForgotten(let id) = $0 { id } else { nil }
        }
        #expect(forgotten.count == 10 && named.isDisjoint(with: forgotten))
    }

    @Test("Whoever holds an incident, or may still answer one, is not forgotten")
    func needed() throws {
        var stage = DeskStage(teams: 1)
        stage.desk.noteRoster(
            roster(0..<2, stage), from: "west", sentAt: stage.now, at: stage.now)
        stage.settle()
        try stage.desk.set(
            team: "E-1", available: false, place: nil, by: "王", at: stage.now)
        stage.find()
        stage.settle()
        let first = try #require(stage.incident())
        let called = try #require(first.team)
        stage.reply(called, .accept, first.id)
        stage.settle()
        for shift in 1..<20 {
            stage.pass(1)
            stage.desk.noteRoster(
                roster(shift * 50..<shift * 50 + 50, stage), from: "west", sentAt: stage.now,
                at: stage.now)
            stage.settle()
        }
        #expect(stage.desk.roster.teams[called]?.holding == first.id)
    }

    @Test("A journal of more teams than there is room for brings back a hundred")
    func restart() {
        var stage = DeskStage(teams: 1)
        stage.desk.noteRoster(roster(0..<1, stage), from: "west", sentAt: stage.now, at: stage.now)
        guard var saved = stage.desk.roster.teams["X-0"] else {
            Issue.record("A roster's team is known.")
            return
        }
        var later = DeskStage(teams: 1)
        for number in 0..<1_500 {
            saved.id = "X-\(number)"
            later.desk.restore(saved, at: later.now)
        }
        later.find()
        #expect(later.settle().callouts == ["new E-1"])
        #expect(later.desk.roster.teams.count == 2 + Roster.unconfiguredMax)
    }
}
