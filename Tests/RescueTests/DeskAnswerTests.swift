import Incidents
import Rescue
import Testing
import ValveModel

@Suite("Who may say what of an incident")
struct DeskAnswerTests {
    private func raised() throws -> (DeskStage, String) {
        var stage = DeskStage()
        stage.find()
        stage.settle()
        return (stage, try #require(stage.incident()?.id))
    }

    @Test(
        "Words of a team that was never called are kept, change nothing and are stood down",
        arguments: [DeskReply.Word.received, .decline, .note, .accept, .safe])
    func stranger(word: DeskReply.Word) throws {
        var (stage, id) = try raised()
        let before = stage.incident()
        stage.reply("W-1", word, id)
        #expect(stage.settle().callouts == ["standdown W-1 not_called"])
        #expect(stage.incident() == before)
        let kept = stage.actions.contains { action in
            guard case .entry(let entry) = action else { return false }
            return entry.kind == "note" && entry.subject == id && entry.text.contains("not_called")
        }
        #expect(kept)
    }

    @Test("A receipt is kept under the same revision, so that a start calls nobody again")
    func receiptIsKept() throws {
        var (stage, id) = try raised()
        stage.reply("E-1", .received, id, revision: 1)
        let kept = stage.settle().compactMap { action -> Incident? in
            guard case .kept(let incident) = action else { return nil }
            return incident
        }
        #expect(kept.map(\.revision) == [1])
        #expect(kept.first?.calls.map(\.answer) == [.received])
        var beginning = DeskBeginning(rules: DeskStage.rules(teams: 3), commandPrefix: "next")
        beginning.incidents = kept
        var next = DeskStage()
        next.now = stage.now + .seconds(2)
        next.desk = RescueDesk(beginning, at: next.now)
        next.desk.rescueConnected(at: next.now)
        #expect(next.settle().callouts == [])
        #expect(next.pass(10).repeatCount == 0)
        next.pass(20)
        #expect(next.desk.roster.teams["E-1"]?.isUnresponsive == false)
    }

    @Test("A decline of who was stood down for another changes nothing and is answered")
    func lateDecline() throws {
        var (stage, id) = try raised()
        var wish = DeskWish(by: "A")
        wish.team = "W-1"
        wish.accepted = true
        try stage.desk.dispatch(id, wish, at: stage.now)
        #expect(
            stage.settle().callouts.contains("standdown E-1 operator_chose_another W-1"))
        let before = stage.incident()
        stage.reply("E-1", .decline, id)
        #expect(stage.settle().callouts == ["standdown E-1 accepted_by_another W-1"])
        #expect(stage.incident() == before)
    }

    @Test("What a desk tells again makes no new revision, nor does a note")
    func toldAgain() throws {
        var (stage, id) = try DeskStage.accepted()
        var wish = DeskWish(by: "A")
        wish.team = "E-1"
        try stage.desk.step(.onscene, id, wish, at: stage.now)
        try stage.desk.acknowledge(id, wish, at: stage.now)
        stage.settle()
        let before = try #require(stage.incident())
        wish.note = "again"
        wish.by = "B"
        for step in [TeamStep.accept, .enroute, .onscene] {
            try stage.desk.step(step, id, wish, at: stage.now + .seconds(5))
        }
        try stage.desk.addNote(id, wish, at: stage.now + .seconds(5))
        wish.by = "A"
        try stage.desk.acknowledge(id, wish, at: stage.now + .seconds(5))
        let actions = stage.settle()
        #expect(stage.incident() == before)
        let notes = actions.count { action in
            guard case .entry(let entry) = action else { return false }
            return entry.kind == "note" && entry.text == "again"
        }
        #expect(notes == 5)
    }

    @Test("Who has accepted is named to a team that was never called")
    func acceptedBy() throws {
        var (stage, id) = try raised()
        stage.reply("E-1", .accept, id)
        stage.settle()
        stage.reply("W-1", .note, id)
        #expect(stage.settle().callouts == ["standdown W-1 not_called E-1"])
    }

    @Test("A stand-down that is received is answered by nothing, known incident or not")
    func received() throws {
        var (stage, id) = try raised()
        stage.reply("W-1", .received, id)
        stage.settle()
        stage.reply("W-1", .received, id, revision: 9)
        #expect(stage.settle().callouts == [])
        for answer in 0..<3 {
            stage.reply("W-1", .received, "20200101-0001", revision: 0)
            let unknown = stage.settle().count { action in
                guard case .standdownUnknown = action else { return false }
                return true
            }
            #expect(unknown == (answer == 0 ? 1 : 0))
        }
    }

    @Test(
        "Every word on an incident that is over or unknown is stood down",
        arguments: [DeskReply.Word.decline, .note, .accept])
    func over(word: DeskReply.Word) throws {
        var (stage, _) = try raised()
        stage.reply("E-1", word, "20200101-0001")
        let reasons = stage.settle().compactMap { action -> String? in
            guard case .standdownUnknown(_, let centre, let team, let reason) = action else {
                return nil
            }
            return "\(centre) \(team ?? "-") \(reason)"
        }
        #expect(reasons == ["east E-1 not_open"])
    }

    @Test("No clock stops by the name of a team that never spoke")
    func stepWithoutTeam() throws {
        var (stage, id) = try raised()
        for step in [TeamStep.safe, .onscene, .rescue, .enroute, .accept] {
            let refusal = #expect(throws: DeskRefusal.self) {
                try stage.desk.step(step, id, DeskWish(by: "Li"), at: stage.now)
            }
            guard case .invalid("team_missing", let advice) = refusal else {
                Issue.record("\(step): \(String(describing: refusal))")
                continue
            }
            #expect(advice.contains("team"))
        }
        stage.settle()
        #expect(stage.incident()?.state == .assigned && stage.incident()?.safeAt == nil)
        stage.reply("E-1", .accept, id)
        stage.settle()
        try stage.desk.step(.safe, id, DeskWish(by: "Li"), at: stage.now)
        stage.settle()
        #expect(stage.incident()?.state == .safe && stage.incident()?.team == "E-1")
    }

    struct Closing: Sendable, CustomTestStringConvertible {
        var isSafe: Bool
        var by: String
        var verifiedBy: String?
        var refusal: StepRule.ClosingRefusal?
        var testDescription: String { "\(isSafe) \(by) \(verifiedBy ?? "-")" }
    }

    @Test(
        "A false alarm takes two people: before safe the verifier, after it the one who said safe",
        arguments: [
            Closing(isSafe: false, by: "Li", refusal: .notVerified),
            Closing(isSafe: false, by: "Li", verifiedBy: "Li", refusal: .notVerified),
            Closing(isSafe: false, by: "Li", verifiedBy: "Wang"),
            Closing(isSafe: true, by: "Li"), Closing(isSafe: true, by: "E-1", refusal: .samePerson),
            Closing(isSafe: true, by: "e-1", refusal: .samePerson),
            Closing(isSafe: true, by: "E-1", verifiedBy: "Wang"),
        ])
    func falseAlarm(closing: Closing) throws {
        var (stage, id) = try raised()
        if closing.isSafe {
            stage.reply("E-1", .safe, id)
            stage.settle()
        }
        let incident = try #require(stage.incident())
        let refusal = StepRule.mayClose(
            incident, by: closing.by, reason: "false_alarm", verifiedBy: closing.verifiedBy)
        #expect(refusal == closing.refusal)
    }

    @Test("Who comes second is told who or what was first")
    func whoWasFirst() throws {
        var (stage, id) = try raised()
        var wish = DeskWish(by: "Li")
        wish.revision = 1
        try stage.desk.acknowledge(id, wish, at: stage.now)
        stage.settle()
        #expect(throws: DeskRefusal.revision(now: 2, by: "Li", at: stage.now)) {
            try stage.desk.addNote(id, wish, at: stage.now)
        }
        // The ladder changes it, and nobody has signed that.
        stage.pass(20)
        let revision = try #require(stage.incident()?.revision)
        #expect(throws: DeskRefusal.revision(now: revision, by: "gaswatch", at: stage.now)) {
            try stage.desk.addNote(id, wish, at: stage.now)
        }
    }

    @Test("Once rescueBy has passed every step takes 60 s, with teams left to call as well")
    func overdueSteps() throws {
        var (stage, _) = try raised()
        stage.pass(299)
        let before = try #require(stage.incident()?.calls.count)
        #expect(before >= 14)
        stage.pass(22)
        // The last window of before has ended; from here on it is one call a minute.
        for _ in 0..<8 {
            let count = try #require(stage.incident()?.calls.count { $0.team != nil })
            let ackBy = try #require(stage.incident()?.ackBy)
            stage.pass(60)
            #expect(stage.incident()?.calls.count { $0.team != nil } == count + 1)
            #expect(try #require(stage.incident()?.ackBy) == ackBy + .seconds(60))
        }
    }

    @Test("A decline after rescueBy is replaced at once")
    func declineWhenOverdue() throws {
        var (stage, id) = try raised()
        stage.pass(325)
        let called = try #require(stage.incident()?.team)
        stage.reply(called, .decline, id)
        #expect(stage.settle().callouts.contains { $0.hasPrefix("takeover") })
    }
}
