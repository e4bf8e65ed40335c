import Recordings
import SimulatedDistrict
import Testing
import ValveModel

@Suite("The score")
struct ScoreTests {
    private static let identity = RunIdentity(
        scenario: "fleet", file: nil, seed: 1, valves: 100, wallStart: 0, speed: 1, driveSpeed: 8)

    private static func ending(_ seconds: Double, isWhole: Bool = true) -> RunEnding {
        RunEnding(seconds: seconds, isWhole: isWhole, remarks: [])
    }

    private static func verdict(
        _ score: Score, _ seconds: Double, isWhole: Bool = true, limits: Thresholds? = nil
    ) -> Verdict {
        Verdict(score, limits, of: identity, ending: ending(seconds, isWhole: isWhole))
    }

    /// Leaks that trip after ten seconds and are called out so much later, but for those named.
    private static func fold(
        leaks count: Int, calledOutAfter seconds: Double?, untripped: Set<Int> = [],
        notCalledOut: Set<Int> = [], withoutTeam: Set<Int> = []
    ) -> Score {
        var score = Score()
        for number in 0..<count {
            score.note(.leakBegan(leak: number, valve: "SN-\(number)"), at: .start)
        }
        for number in 0..<count where !untripped.contains(number) {
            score.note(.leakTripped(leak: number), at: .seconds(10))
        }
        for number in 0..<count where !notCalledOut.contains(number) {
            guard let seconds else { continue }
            let team = withoutTeam.contains(number) ? nil : "E-1"
            score.note(
                .leakCalledOut(leak: number, incident: "\(number)", team: team),
                at: .seconds(10 + seconds))
        }
        return score
    }

    @Test("Late means more than a second after the alarm was due")
    func late() {
        #expect(Self.fold(leaks: 3, calledOutAfter: 1).lateCount == 0)
        #expect(Self.fold(leaks: 3, calledOutAfter: 1.001).lateCount == 3)
        #expect(Self.fold(leaks: 3, calledOutAfter: nil).lateCount == 0)
    }

    @Test("A run passes with enough leaks, all called out, and every receipt")
    func passes() {
        #expect(Self.verdict(Self.fold(leaks: 20, calledOutAfter: 0.1), 60).passed)
        #expect(Self.verdict(Self.fold(leaks: 40, calledOutAfter: 0.1), 120).passed)
        #expect(!Self.verdict(Self.fold(leaks: 19, calledOutAfter: 0.1), 60).passed)
        #expect(!Self.verdict(Self.fold(leaks: 39, calledOutAfter: 0.1), 120).passed)
    }

    @Test("A run without leaks is a failure, however short")
    func empty() {
        let verdict = Self.verdict(Score(), 0)
        #expect(verdict.reasons == ["no leak was begun: a run without leaks proves nothing"])
    }

    @Test("A missed leak, a missing receipt and an idle team are each a reason")
    func reasons() {
        var score = Self.fold(
            leaks: 20, calledOutAfter: 0.1, notCalledOut: [3], withoutTeam: [4, 5])
        score.note(.idle(leak: 4, team: "E-1"), at: .seconds(20))
        score.note(.sooner(leak: 6, team: "E-2", seconds: 12), at: .seconds(20))
        for seq in 1...2 as ClosedRange<UInt32> {
            score.note(.alarm(valve: "SN-1", boot: 1, seq: seq), at: .seconds(10))
        }
        score.note(
            .receipt(valve: "SN-1", boot: 1, seq: 1, leak: nil, after: 0.1), at: .seconds(10))
        #expect(
            Self.verdict(score, 60).reasons == [
                "1 leaks were not called out: SN-3",
                "1 leaks had no team although one was idle (E-1): SN-4",
                "1 leaks had a nearer team that stayed free (E-2): SN-6",
                "1 alarms never had their receipt",
            ])
    }

    @Test("A leak that has not tripped its valve counts as missed only in a run that went its time")
    func interrupted() {
        let one = Self.fold(
            leaks: 20, calledOutAfter: 0.1, untripped: [0], notCalledOut: [0])
        #expect(!Self.verdict(one, 60).passed)
        #expect(Self.verdict(one, 60, isWhole: false).passed)
        let all = Self.fold(leaks: 20, calledOutAfter: nil, untripped: Set(0..<20))
        #expect(!Self.verdict(all, 60, isWhole: false).passed)
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
        let page = SummaryPage(
            Self.fold(leaks: 20, calledOutAfter: 0.25), of: Self.identity,
            ending: Self.ending(60), limits: nil, review: nil)
        #expect(page.text.contains("  begun                 20\n"))
        #expect(page.text.contains("PASSED"))
        #expect(page.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
        let json = try #require(JSONValue(ScoreReport.json(page)))
        #expect(json["passed"] == .bool(true))
        #expect(json["leaksCalledOut"]?.number == 20)
        #expect(json["calloutMilliseconds"]?["p99"]?.number == 250)
        #expect(json["leaks"]?.elements.count == 20)
    }

    @Test("A control room that does not answer and a log without its end have not passed")
    func unknown() {
        let score = Self.fold(leaks: 20, calledOutAfter: 0.25)
        let silent = SummaryPage(
            score, of: Self.identity, ending: Self.ending(60), limits: nil, review: nil,
            wasAsked: true)
        #expect(!silent.verdict.passed && silent.text.contains("yes, without an answer"))
        let cut = SummaryPage(
            score, of: Self.identity, ending: .cut(after: 60), limits: nil, review: nil)
        #expect(!cut.verdict.passed && cut.text.contains("the log has no end"))
    }

    @Test("Nuisance call-outs are counted for a day of the homes' time and held to their limit")
    func nuisances() {
        var score = Score()
        for (number, worth) in [Fact.Worth.nuisance, .nuisance, .wrong, .caused].enumerated() {
            score.note(
                .callout(
                    incident: "\(number / 2)", kind: "new", valve: nil, team: nil, worth: worth),
                at: .start)
        }
        // Two incidents within a minute at 60 times the speed: an hour of the homes.
        var identity = Self.identity
        identity.speed = 60
        #expect(score.nuisancePerDay(of: identity, Self.ending(60)) == 48)
        var limits = Thresholds()
        limits.wrongCallouts = 1
        for (most, passes) in [(48.0, true), (47.9, false)] {
            limits.nuisanceCalloutsPerDay = most
            let verdict = Verdict(score, limits, of: identity, ending: Self.ending(60))
            #expect(verdict.passed == passes)
        }
    }
}
