import SimulatedDistrict
import Testing
import ValveModel

@Suite("The score")
struct ScoreTests {
    private func score(leaks count: Int, calledOutAfter seconds: Double?) -> Score {
        var score = Score()
        for number in 0..<count {
            var leak = LeakRecord(valve: "SN-\(number)", begun: .start)
            leak.alarmed = .seconds(10)
            score.leaks.append(leak)
            if let seconds {
                score.leakCalledOut(number, withTeam: true, at: .seconds(10 + seconds))
            }
        }
        return score
    }

    @Test("Percentiles are values that were measured, and counts are exact")
    func percentiles() {
        var latencies = Latencies()
        #expect(latencies.percentile(0.99) == 0 && latencies.longest == 0)
        for value in (1...200).reversed() { latencies.add(seconds: Double(value) / 1000) }
        #expect(latencies.percentile(0.5) == 100)
        #expect(latencies.percentile(0.99) == 198)
        #expect(latencies.percentile(1) == 200 && latencies.longest == 200)
        #expect(latencies.within(seconds: 0.05) == 50 && latencies.count == 200)
    }

    @Test("Late means more than a second after the alarm was due")
    func late() {
        #expect(score(leaks: 3, calledOutAfter: 1).lateCount == 0)
        #expect(score(leaks: 3, calledOutAfter: 1.001).lateCount == 3)
        #expect(score(leaks: 3, calledOutAfter: nil).lateCount == 0)
    }

    @Test("A run passes with enough leaks, all called out, and every receipt")
    func passes() {
        #expect(Verdict(score(leaks: 20, calledOutAfter: 0.1), ranFor: 60).passed)
        #expect(Verdict(score(leaks: 40, calledOutAfter: 0.1), ranFor: 120).passed)
        #expect(!Verdict(score(leaks: 19, calledOutAfter: 0.1), ranFor: 60).passed)
        #expect(!Verdict(score(leaks: 39, calledOutAfter: 0.1), ranFor: 120).passed)
    }

    @Test("A run without leaks is a failure, however short")
    func empty() {
        let verdict = Verdict(Score(), ranFor: 0)
        #expect(verdict.reasons == ["no leak was begun: a run without leaks proves nothing"])
    }

    @Test("A missed leak, a missing receipt and an idle team are each a reason")
    func reasons() {
        var score = score(leaks: 20, calledOutAfter: 0.1)
        score.leaks[3].calledOut = nil
        score.leaks[4].teamCalled = nil
        score.leaks[4].idleTeam = "E-1"
        score.leaks[5].teamCalled = nil
        score.alarms = 2
        score.acknowledged = 1
        #expect(
            Verdict(score, ranFor: 60).reasons == [
                "1 leaks were not called out: SN-3",
                "1 leaks had no team although one was idle (E-1): SN-4",
                "1 alarms never had their receipt",
            ])
    }

    @Test("A leak that has not tripped its valve counts as missed only in a run that went its time")
    func interrupted() {
        var score = score(leaks: 20, calledOutAfter: 0.1)
        score.leaks[0].alarmed = nil
        score.leaks[0].calledOut = nil
        #expect(!Verdict(score, ranFor: 60, isWhole: true).passed)
        #expect(Verdict(score, ranFor: 60, isWhole: false).passed)
        for index in score.leaks.indices {
            score.leaks[index].alarmed = nil
            score.leaks[index].calledOut = nil
        }
        #expect(!Verdict(score, ranFor: 60, isWhole: false).passed)
    }

    @Test("A call-out of a leaking valve counts once, with its latency and its team")
    func calloutOfLeak() throws {
        var (world, alarms) = Fleet.runToFirstLeakAlarm(then: 0)
        let alarm = try #require(alarms.first)
        let leak = try #require(world.score.leaks.firstIndex { $0.alarmed != nil })
        let valve = world.score.leaks[leak].valve
        for (after, team) in [(0.2, nil), (0.5, "E-1"), (0.9, "E-1")] as [(Double, String?)] {
            world.received(
                topic: "rescue/v1/east/callout",
                payload: Fleet.callout("new", "1", valve: valve, team: team),
                at: alarm.planned + after)
        }
        #expect(world.score.calledOutCount == 1 && world.score.withTeamCount == 1)
        #expect(abs(world.score.calloutLatency.longest - 200) < 0.001)
        #expect(world.score.calloutsWrong.isEmpty && world.score.callouts == 3)
        // From here the team plays its part, unless it is one of the silent ones.
        _ = world.messages(to: alarm.planned + 200)
        let answers = world.score.replies
        #expect(answers["accept", default: 0] + answers["decline", default: 0] <= 1)
        #expect(world.score.leaks[leak].accepted == nil || answers["accept"] == 1)
    }

    @Test("A call-out of a valve that has nothing is wrong; one of an earlier run is not ours")
    func wrongCallout() throws {
        var (world, _) = Fleet.runToFirstLeakAlarm(then: 0)
        let leaking = Set(world.score.leaks.map(\.valve))
        let quiet = try #require(
            Fleet.places(200).map(\.valve.description).first { !leaking.contains($0) })
        world.received(
            topic: "rescue/v1/east/callout",
            payload: Fleet.callout(
                "new", "1", valve: quiet, team: nil, raisedAt: "2024-01-01T00:00:00.000Z"),
            at: .seconds(30))
        #expect(world.score.calloutsForeign == 1 && world.score.calloutsWrong.isEmpty)
        world.received(
            topic: "rescue/v1/east/callout",
            payload: Fleet.callout("new", "2", valve: quiet, team: nil), at: .seconds(30))
        #expect(world.score.calloutsWrong == ["2"])
    }

    @Test("A leak without a team is held against the plan only while a team is idle")
    func idleTeam() throws {
        var (world, alarms) = Fleet.runToFirstLeakAlarm(then: 0)
        let alarm = try #require(alarms.first)
        let leak = try #require(world.score.leaks.firstIndex { $0.alarmed != nil })
        world.received(
            topic: "rescue/v1/east/callout",
            payload: Fleet.callout(
                "new", "1", valve: world.score.leaks[leak].valve, team: nil),
            at: alarm.planned)
        _ = world.messages(to: alarm.planned + 4)
        #expect(world.score.leaks[leak].idleTeam == nil)
        _ = world.messages(to: alarm.planned + 8)
        #expect(world.score.leaks[leak].idleTeam == "E-1")
    }

    @Test("The page and the report say the same numbers")
    func pages() throws {
        let score = score(leaks: 20, calledOutAfter: 0.25)
        let page = SummaryPage(
            score: score, verdict: Verdict(score, ranFor: 60), valveCount: 100, seconds: 60,
            driveSpeed: 8)
        #expect(page.text.contains("  begun                 20\n"))
        #expect(page.text.contains("PASSED"))
        #expect(page.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
        let json = try #require(JSONValue(ScoreReport.json(page, seed: 1)))
        #expect(json["passed"] == .bool(true))
        #expect(json["leaksCalledOut"]?.number == 20)
        #expect(json["calloutMilliseconds"]?["p99"]?.number == 250)
        #expect(json["leaks"]?.elements.count == 20)
    }
}
