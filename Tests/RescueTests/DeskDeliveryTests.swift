import Incidents
import Testing
import ValveModel

@testable import Rescue

@Suite("Updates and stand-downs on their way")
struct DeskDeliveryTests {
    /// What the journal would hold of them.
    struct Rows {
        var kept: [String: Delivery] = [:]

        mutating func take(_ actions: [DeskAction]) {
            for action in actions {
                switch action {
                case .delivery(let delivery): kept[delivery.name] = delivery
                case .deliveryOver(let name): kept[name] = nil
                default: continue
                }
            }
        }
    }

    /// Nobody is asked whether he is still coming, so that one stand-down is all that is on its way.
    static let rules: RescueRules = {
        var rules = DeskStage.rules(teams: 3)
        rules.silentOnWay = nil
        return rules
    }()

    /// A leak for which W-1 was chosen, and has accepted by telephone; E-1 has been stood down just
    /// now.
    static func stoodDown(
        isAccepted: Bool = true
    ) throws -> (DeskStage, incident: String, rows: Rows) {
        var stage = DeskStage { $0 = rules }
        var rows = Rows()
        stage.desk.rescueConnected(at: stage.now)
        stage.find()
        rows.take(stage.settle())
        let id = try #require(stage.incident()?.id)
        var wish = DeskWish(by: "D")
        wish.team = "W-1"
        wish.accepted = isAccepted
        try stage.desk.dispatch(id, wish, at: stage.now)
        rows.take(stage.settle())
        #expect(stage.actions.callouts.contains { $0.hasPrefix("standdown E-1") })
        return (stage, id, rows)
    }

    /// The desk after an end and a start, `seconds` later, with what the rows hold.
    static func restarted(_ stage: DeskStage, _ rows: Rows, after seconds: Int64) -> DeskStage {
        var beginning = DeskBeginning(rules: rules, commandPrefix: "next")
        beginning.incidents = Array(stage.desk.book.open.values)
        beginning.teams = Array(stage.desk.roster.teams.values)
        beginning.deliveries = Array(rows.kept.values)
        var next = DeskStage()
        next.now = stage.now + .seconds(seconds)
        next.desk = RescueDesk(beginning, at: next.now)
        return next
    }

    static func standDowns(_ actions: [DeskAction]) -> Int {
        actions.count { action in
            guard case .callout(let callout) = action else { return false }
            return callout.word == .standdown && callout.team == "E-1"
        }
    }

    @Test(
        "A stand-down goes on after a restart, twelve times in all, and its row ends with it",
        arguments: [1, 12, 29, 58, 3_600] as [Int64])
    func goesOn(seconds: Int64) throws {
        let (before, _, saved) = try Self.stoodDown()
        var rows = saved
        var stage = Self.restarted(before, rows, after: seconds)
        #expect(Self.standDowns(stage.settle()) == 0, "Its broker is not there yet.")
        rows.take(stage.actions)
        stage.desk.rescueConnected(at: stage.now)
        let told = stage.settle() + stage.pass(120)
        rows.take(told)
        #expect(Self.standDowns(told) == max(1, 12 - Int(seconds / 5) - 1))
        #expect(rows.kept.isEmpty)
    }

    @Test("Whoever confirms it, before or after the restart, hears it no more")
    func confirmed() throws {
        let (before, id, rows) = try Self.stoodDown()
        var (stage, heard) = (before, rows)
        stage.reply("E-1", .received, id, revision: 99)
        heard.take(stage.settle())
        #expect(heard.kept.isEmpty)
        var next = Self.restarted(before, rows, after: 2)
        next.desk.rescueConnected(at: next.now)
        var later = rows
        later.take(next.settle())
        #expect(Self.standDowns(next.actions) == 1)
        next.reply("E-1", .received, id, revision: 99)
        later.take(next.settle())
        #expect(Self.standDowns(next.pass(120)) == 0)
        #expect(later.kept.isEmpty)
    }

    @Test("The stand-down of an incident that is closed goes on with what the centre knew of it")
    func closed() throws {
        var (stage, id, rows) = try Self.stoodDown()
        var wish = DeskWish(by: "D")
        (wish.reason, wish.verifiedBy) = ("false_alarm", "E")
        try stage.desk.close(id, wish, at: stage.now)
        rows.take(stage.settle())
        #expect(rows.kept.count == 2, "E-1 and W-1 stand down.")
        var next = Self.restarted(stage, rows, after: 3)
        #expect(next.desk.book.open.isEmpty)
        next.desk.rescueConnected(at: next.now)
        let told = next.settle().compactMap { action in
            if case .callout(let callout) = action { callout } else { nil }
        }
        #expect(Set(told.map(\.team)) == ["E-1", "W-1"])
        #expect(told.allSatisfy { $0.incident.id == id && $0.word == .standdown })
    }

    @Test("Without a broker they wait and no try is counted; calls go on trying")
    func brokerless() throws {
        var (stage, _, _) = try Self.stoodDown()
        try stage.desk.take(.rescueLost, at: stage.now)
        stage.find(valve: "V2")
        let silence = stage.settle() + stage.pass(15)
        #expect(Self.standDowns(silence) == 1, "Once, for the second channel.")
        #expect(silence.repeatCount >= 2, "The team of V2 is called on.")
        stage.pass(300)
        try stage.desk.take(.rescueConnected, at: stage.now)
        #expect(Self.standDowns(stage.settle()) == 1)
        #expect(Self.standDowns(stage.pass(300)) == 10)
    }

    @Test("What is decided without a broker has all its tries left when one is there")
    func decidedWithout() throws {
        var stage = DeskStage { $0 = Self.rules }
        stage.find()
        stage.settle()
        let id = try #require(stage.incident()?.id)
        try stage.desk.take(.rescueLost, at: stage.now)
        var wish = DeskWish(by: "D")
        wish.team = "W-1"
        wish.accepted = true
        try stage.desk.dispatch(id, wish, at: stage.now)
        var rows = Rows()
        rows.take(stage.settle())
        rows.take(stage.pass(60))
        var next = Self.restarted(stage, rows, after: 600)
        for isRestarted in [false, true] {
            if isRestarted { stage = next }
            try stage.desk.take(.rescueConnected, at: stage.now)
            let first = stage.settle()
            #expect(Self.standDowns(first) + Self.standDowns(stage.pass(12)) == 3)
            if isRestarted { rows.take(first) }
            if !isRestarted { #expect(Self.standDowns(stage.pass(300)) == 9) }
        }
        // What is left after a further restart is reckoned from the first try.
        next = Self.restarted(stage, rows, after: 1)
        next.desk.rescueConnected(at: next.now)
        #expect(Self.standDowns(next.settle()) + Self.standDowns(next.pass(300)) == 9)
    }

    @Test(
        "A stand-down of before a program that keeps none does not turn back who was called since")
    func rolledBack() throws {
        let (before, id, rows) = try Self.stoodDown(isAccepted: false)
        var between = before
        between.now = between.now + .seconds(30)
        var wish = DeskWish(by: "D")
        (wish.team, wish.accepted) = ("E-1", true)
        try between.desk.dispatch(id, wish, at: between.now)
        between.settle()
        var next = Self.restarted(between, rows, after: 5)
        var later = rows
        next.desk.rescueConnected(at: next.now)
        let told = next.settle() + next.pass(60)
        later.take(told)
        #expect(Self.standDowns(told) == 0)
        #expect(!later.kept.values.contains { $0.word == .standdown && $0.name.contains("E-1") })
    }

    @Test("A team that is called again after its stand-down has no stand-down on its way any more")
    func calledAgain() throws {
        var (stage, id, rows) = try Self.stoodDown(isAccepted: false)
        #expect(rows.kept.keys.contains { $0.contains("E-1") })
        var wish = DeskWish(by: "D")
        wish.team = "E-1"
        try stage.desk.dispatch(id, wish, at: stage.now)
        rows.take(stage.settle())
        #expect(!rows.kept.values.contains { $0.word == .standdown && $0.name.contains("E-1") })
        var next = Self.restarted(stage, rows, after: 1)
        next.desk.rescueConnected(at: next.now)
        #expect(Self.standDowns(next.settle()) == 0)
    }

    @Test("An update that nobody confirmed goes on, as the incident stands then")
    func update() throws {
        var stage = DeskStage()
        var rows = Rows()
        stage.find(gas: 12)
        rows.take(stage.settle())
        let id = try #require(stage.incident()?.id)
        stage.reply("E-1", .accept, id)
        rows.take(stage.settle())
        stage.find(.crossed, gas: 41)
        rows.take(stage.settle())
        let revision = try #require(stage.incident()?.revision)
        #expect(rows.kept.values.map(\.word) == [.update])
        var next = Self.restarted(stage, rows, after: 4)
        next.desk.rescueConnected(at: next.now)
        let told = next.settle().compactMap { action -> Callout? in
            if case .callout(let callout) = action { callout } else { nil }
        }
        #expect(told.map(\.word) == [.update] && told.first?.incident.condition.gas == 41)
        next.reply("E-1", .received, id, revision: revision)
        rows.take(next.settle())
        #expect(rows.kept.isEmpty)
    }

    @Test("Without a broker a stand-down of a P1 is offered once more, for the second channel")
    func offered() throws {
        var (stage, _, _) = try Self.stoodDown()
        _ = try stage.desk.take(.rescueLost, at: stage.now)
        stage.settle()
        let waiting = stage.pass(60)
        #expect(Self.standDowns(waiting) == 1)
        _ = try stage.desk.take(.rescueConnected, at: stage.now)
        let after = [stage.settle(), stage.pass(600)].joined()
        // The try before the loss counts, the offer does not.
        #expect(Self.standDowns(Array(after)) == 11)
    }
}
