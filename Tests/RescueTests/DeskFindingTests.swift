import Incidents
import Rescue
import Testing
import ValveModel

@Suite("Findings at the desk")
struct DeskFindingTests {
    @Test("A finding joins its axis: gravest kind, highest priority, next revision, an update")
    func joins() throws {
        var stage = DeskStage()
        stage.find(.raised, .suspect, .p2)
        stage.settle()
        let before = try #require(stage.incident())
        stage.find(.raised, .leak, .p1)
        #expect(stage.settle().callouts == ["update E-1"])
        let after = try #require(stage.incident())
        #expect(after.id == before.id)
        #expect(after.kind == .leak)
        #expect(after.priority == .p1)
        #expect(after.revision == before.revision + 1)
        #expect(after.rescueBy == before.rescueBy)
        #expect(stage.desk.book.open.count == 1)
    }

    @Test("An incident says why its gravest kind was raised, and each line of its history why")
    func evidence() throws {
        var stage = DeskStage()
        stage.find(.raised, .suspect, .p2, .silence)
        stage.settle()
        #expect(stage.incident()?.why == Evidence(.suspect, .silence))
        stage.find(.raised, .leak, .p1, .twice)
        let lines = stage.settle().compactMap { action -> Evidence? in
            if case .entry(let entry) = action { entry.evidence } else { nil }
        }
        #expect(lines == [Evidence(.leak, .twice)])
        #expect(stage.incident()?.why == Evidence(.leak, .twice))
        // What is less grave joins and has its line, and the incident stays what it is about.
        stage.find(.raised, .reopened, .p1, .position)
        stage.settle()
        #expect(stage.incident()?.why == Evidence(.leak, .twice))
    }

    @Test("A new leak alarm and a crossed level ask for attention and move no deadline")
    func attention() throws {
        for change in [DeskFinding.Change.repeated, .crossed] {
            var stage = DeskStage()
            stage.find()
            stage.settle()
            let before = try #require(stage.incident())
            try stage.desk.acknowledge(before.id, DeskWish(by: "Li"), at: stage.now)
            stage.settle()
            #expect(stage.incident()?.seenBy == "Li")
            stage.pass(5)
            stage.find(change, gas: 41)
            stage.settle()
            #expect(stage.incident()?.seenAt == nil)
            #expect(stage.incident()?.rescueBy == before.rescueBy)
        }
    }

    @Test("After safe a new incident names the one before")
    func afterSafe() throws {
        var stage = DeskStage()
        stage.find()
        stage.settle()
        let first = try #require(stage.incident()?.id)
        stage.reply("E-1", .safe, first)
        stage.settle()
        stage.find()
        stage.settle()
        let second = try #require(stage.incident())
        #expect(second.previous == first)
        #expect(stage.desk.book.open.count == 2)
        var wish = DeskWish(by: "E-1")
        #expect(throws: DeskRefusal.self) { try stage.desk.close(first, wish, at: stage.now) }
        wish.by = "Li"
        try stage.desk.close(first, wish, at: stage.now)
        let isForgotten = stage.settle().contains {
            if case .axisSettled = $0 { true } else { false }
        }
        #expect(!isForgotten)
        #expect(stage.incident()?.id == second.id)
    }

    @Test("A leak falls to P2 at most, not under a heat, and not once a team has accepted")
    func falls() throws {
        var stage = DeskStage()
        stage.find()
        stage.find(.priority, .leak, .p3)
        stage.settle()
        #expect(stage.incident()?.priority == .p2)
        stage.find(.raised, .heat, .p1)
        stage.find(.priority, .leak, .p2)
        stage.settle()
        #expect(stage.incident()?.priority == .p1)
        stage.find(.raised, .leak, .p1, valve: "V2")
        stage.settle()
        let other = try #require(stage.incident("V2"))
        stage.reply(try #require(other.team), .accept, other.id)
        stage.find(.priority, .leak, .p2, valve: "V2")
        stage.settle()
        #expect(stage.incident("V2")?.priority == .p1)
    }

    @Test(
        "Nobody reads minutes out of a place that is unknown: every centre is told, one team called"
    )
    func nowhere() throws {
        var stage = DeskStage()
        let place = ValvePlace(valve: "V1", area: "999999999")
        stage.desk.note(
            DeskFinding(.raised, .leak, .p1, place: place, condition: Incident.Condition()),
            at: stage.now)
        stage.settle()
        let incident = try #require(stage.incident())
        #expect(incident.team != nil && incident.eta == nil)
        #expect(incident.inTime == false && incident.inCircle == false)
        #expect(!incident.rejected.isEmpty)
        #expect(incident.rejected.allSatisfy { $0.seconds == nil })
        #expect(Set(incident.calls.map(\.centre)) == ["east", "west"])
    }

    @Test("A place that is unknown counts as late for everybody and takes nobody's team in time")
    func nowhereIsLate() throws {
        var stage = DeskStage(teams: 1)
        var rules = DeskStage.rules(teams: 1)
        // Only the eastern team would be in time at the middle of the centres, too.
        rules.centres[1].teams[0].turnoutSeconds = 280
        try stage.desk.take(.rules(rules), at: stage.now)
        stage.settle()
        stage.desk.note(
            DeskFinding(
                .raised, .leak, .p1, place: ValvePlace(valve: "V1", area: "999999999"),
                condition: Incident.Condition()),
            at: stage.now)
        stage.find(.raised, .overpressure, .p2, valve: "V2")
        stage.settle()
        #expect(stage.incident("V1")?.team == "W-1")
        let known = try #require(stage.incident("V2", .supply))
        #expect(known.team == "E-1" && known.inTime == true)
    }

    @Test("A visit has the day from when it became one, and nothing else has a day")
    func visits() throws {
        var stage = DeskStage()
        stage.find(.raised, .overtime, .p3, valve: "V2")
        stage.settle()
        #expect(stage.incident("V2", .supply)?.visitBy == stage.now + .hours(24))
        stage.find(.raised, .offline, .p4)
        stage.settle()
        #expect(stage.incident("V1", .link)?.visitBy == nil)
        stage.now = stage.now + .hours(24)
        stage.find(.priority, .offline, .p3)
        stage.settle()
        let offline = try #require(stage.incident("V1", .link))
        #expect(offline.visitBy == stage.now + .hours(24) && offline.raisedAt < offline.clockFrom)
        var wish = DeskWish(by: "Li")
        wish.reason = "no_access"
        try stage.desk.close(offline.id, wish, at: stage.now)
        #expect(stage.desk.book.incident(offline.id)?.visitBy == nil)
        stage.find(.raised, .leak, .p1, valve: "V3")
        stage.settle()
        #expect(stage.incident("V3")?.visitBy == nil)
    }

    @Test("A rise after rescueBy starts a new clock and keeps the first")
    func newClock() throws {
        var stage = DeskStage()
        stage.find(.raised, .suspect, .p2)
        stage.settle()
        let first = try #require(stage.incident()?.rescueBy)
        stage.pass(301)
        stage.find(.raised, .leak, .p1)
        stage.settle()
        #expect(stage.incident()?.rescueBy == stage.now + .seconds(300))
        #expect(stage.incident()?.milestones.map(\.rescueBy) == [first])
    }

    @Test("A P3 to which a team was sent climbs the ladder once it rises")
    func risenFromVisit() throws {
        var stage = DeskStage()
        stage.find(.raised, .seepage, .p3)
        stage.settle()
        var wish = DeskWish(by: "Li")
        wish.team = "W-1"
        try stage.desk.dispatch(try #require(stage.incident()?.id), wish, at: stage.now)
        stage.settle()
        stage.pass(120)
        stage.find(.raised, .leak, .p1)
        stage.settle()
        stage.pass(1)
        #expect(stage.incident()?.calls.contains { $0.team == "E-1" } == true)
    }

    @Test("Entry follows the newest reading and its age; readings leave one look ahead")
    func entry() throws {
        var stage = DeskStage()
        stage.find()
        stage.settle()
        for _ in 0..<50 {
            stage.now = stage.now + .milliseconds(100)
            stage.find(.evidence, gas: 2)
            stage.settle()
        }
        #expect(stage.incident()?.entry == .open)
        stage.find(.evidence, gas: 7)
        stage.settle()
        #expect(stage.incident()?.entry == .caution)
        stage.find(.evidence, gas: 2, isRising: true)
        stage.settle()
        #expect(stage.incident()?.entry == .forbidden)
        stage.find(.evidence, gas: 2)
        stage.settle()
        stage.pass(29)
        #expect(stage.incident()?.entry == .open)
        stage.pass(1)
        #expect(stage.incident()?.entry == .forbidden)
    }

    @Test("A team that was sent on a visit is told when the air there is not clean any more")
    func entryOfAVisit() throws {
        var stage = DeskStage()
        stage.find(.raised, .overflow, .p3, gas: 0)
        stage.settle()
        let id = try #require(stage.incident("V1", .supply)?.id)
        stage.find(.evidence, .overflow, .p3, gas: 8)
        #expect(stage.settle().callouts.isEmpty, "nobody is under way")
        #expect(stage.incident("V1", .supply)?.entry == .caution)
        var wish = DeskWish(by: "duty")
        wish.team = "W-1"
        try stage.desk.dispatch(id, wish, at: stage.now)
        stage.settle()
        stage.find(.evidence, .overflow, .p3, gas: 12)
        #expect(stage.settle().callouts.contains { $0.hasPrefix("update") })
        #expect(stage.incident("V1", .supply)?.entry == .forbidden)
    }

    @Test("A test calls nobody, commands nothing and touches no actual incident")
    func tests() throws {
        var stage = DeskStage()
        stage.find()
        stage.find(.closeWanted)
        stage.settle()
        let before = stage.incident()
        stage.find(isTest: true)
        stage.find(.closeWanted, valve: "V2", isTest: true)
        stage.find(.provenClosed, isTest: true)
        stage.find(.evidence, isTest: true, gas: 1)
        #expect(stage.settle().callouts == [])
        #expect(stage.incident() == before)
        #expect(stage.desk.commands.keys.sorted() == ["V1"])
        let test = try #require(stage.incident(isTest: true))
        #expect(test.mode == .test && test.calls.isEmpty && test.rescueBy == nil)
        var wish = DeskWish(by: "Li")
        wish.reason = "false_alarm"
        try stage.desk.close(test.id, wish, at: stage.now)
        stage.settle()
        #expect(stage.desk.commands.count == 1)
    }

    @Test("A close command goes every 5 s with one id until proven closed, at most for 10 min")
    func closing() {
        var stage = DeskStage()
        stage.find()
        stage.find(.closeWanted)
        #expect(stage.settle().commands.count == 1)
        stage.find(.provenClosed)
        stage.settle()
        stage.find(.closeWanted)
        stage.settle()
        stage.pass(700)
        #expect(stage.actions.commands.count == 119)
        #expect(Set(stage.actions.commands.map(\.id)).count == 1)
        #expect(stage.desk.commands.isEmpty)
    }

    @Test("A leak that begins while an operator's command runs has ten minutes of its own")
    func closingAnew() throws {
        var stage = DeskStage()
        try stage.desk.take(
            .closeValve("V1", area: "370202010", by: "Wang", ClosingRules()), at: stage.now)
        stage.settle()
        let first = try #require(stage.desk.commands["V1"])
        stage.pass(540)
        stage.find()
        stage.find(.closeWanted)
        // In the commit of the finding the new one is sent and kept, and the history says both.
        let asked = try #require(stage.settle().commands.first)
        #expect(asked.id != first.id && asked.kind == .leak)
        #expect(asked.until == stage.now + .minutes(10))
        let said = stage.actions.compactMap { action in
            if case .entry(let entry) = action { entry.text } else { nil }
        }
        #expect(said.contains("\(first.id): taken over by \(asked.id)"))
        #expect(said.contains("close commanded (\(asked.id))"))
        // What is as grave, and a person, change nothing of it.
        stage.find(.closeWanted, .heat)
        try stage.desk.take(
            .closeValve("V1", area: "370202010", by: "Wang", ClosingRules()), at: stage.now)
        stage.pass(590)
        #expect(Set(stage.actions.commands.map(\.id)) == [asked.id])
        stage.pass(20)
        #expect(stage.desk.commands.isEmpty)
    }

    /// Seed 181: the supply still wanted the valve closed, so that the command outlived its leak.
    @Test("A second leak has a command of its own although that of the first still runs")
    func closingOfTheNext() throws {
        var stage = DeskStage()
        stage.find()
        stage.find(.closeWanted)
        stage.find(.raised, .overpressure, .p2)
        stage.find(.closeWanted, .overpressure, .p2)
        stage.settle()
        let first = try #require(stage.desk.commands["V1"])
        let leak = try #require(stage.incident())
        stage.pass(540)
        var wish = DeskWish(by: "Li")
        wish.reason = "false_alarm"
        wish.verifiedBy = "Wang"
        try stage.desk.close(leak.id, wish, at: stage.now)
        stage.settle()
        #expect(stage.desk.commands["V1"]?.id == first.id)
        stage.find()
        stage.find(.closeWanted)
        stage.settle()
        let second = try #require(stage.desk.commands["V1"])
        #expect(second.id != first.id && second.until == stage.now + .minutes(10))
        #expect(second.incident == stage.incident()?.id)
    }

    @Test("A leak that its own alarm proves closed counts as the P2 that people are called to")
    func countedAsCalled() throws {
        var stage = DeskStage()
        stage.find()
        stage.find(.priority, .leak, .p2)
        stage.settle()
        #expect(stage.incident()?.priority == .p2)
        #expect(stage.desk.tally?.district(at: stage.now)?.byPriority == [0, 1, 0, 0])
        stage.find(valve: "V2")
        stage.settle()
        #expect(stage.desk.tally?.district(at: stage.now)?.byPriority == [1, 1, 0, 0])
    }

    @Test("A silence that becomes a visit asks to be seen again")
    func risenVisit() throws {
        var stage = DeskStage()
        stage.find(.raised, .offline, .p4)
        stage.settle()
        let id = try #require(stage.desk.book.open.keys.first)
        try stage.desk.acknowledge(id, DeskWish(by: "Li"), at: stage.now)
        stage.settle()
        #expect(stage.desk.book.incident(id)?.seenBy == "Li")
        stage.find(.priority, .offline, .p3)
        stage.settle()
        #expect(stage.desk.book.incident(id)?.seenAt == nil)
        #expect(stage.desk.tally?.district(at: stage.now)?.byPriority == [0, 0, 1, 1])
    }
}
