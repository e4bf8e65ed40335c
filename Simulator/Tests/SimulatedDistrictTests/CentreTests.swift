import SimulatedDistrict
import Testing

@Suite("The centres and their teams")
struct CentreTests {
    private let centres = [
        CentreSetup(id: "east", teams: ["E-1", "E-2"]), CentreSetup(id: "west", teams: ["W-1"]),
    ]

    private func side(silent: Double = 0, decline: Double = 0) -> RescueSide {
        var habits = RescueHabits()
        habits.silentShare = silent
        habits.declineShare = decline
        return RescueSide(centres, habits: habits, dice: Dice(seed: 1))
    }

    private func callout(
        _ kind: String, _ incident: String, team: String?, revision: Int = 1,
        acceptedBy: String? = nil
    ) throws -> Callout {
        let body = JSONText.object { text in
            text.member("callout", kind)
            text.member("id", incident)
            text.member("kind", "leak")
            text.member("priority", "P1")
            text.member("state", "assigned")
            text.member("valve", "SN-000001")
            text.member("revision", revision)
            if let team { text.member("team", team) }
            if let acceptedBy { text.member("acceptedBy", acceptedBy) }
            text.member("eta", json: Array(#"{"turnout":60,"travel":37,"access":45}"#.utf8))
        }
        return try #require(Callout(body))
    }

    /// Plays every later step in order of time and returns the words said, with their teams.
    private func play(_ side: inout RescueSide, _ first: [RescueSide.Outcome]) -> [String] {
        var agenda = Agenda<RescueSide.Step>()
        var words: [String] = []
        func note(_ outcomes: [RescueSide.Outcome]) {
            for outcome in outcomes {
                switch outcome {
                case .reply(_, let reply):
                    words.append("\(reply.team ?? "-") \(reply.word.rawValue) \(reply.revision)")
                case .later(let step, let due): agenda.add(step, at: due)
                case .atTheDoor(let valve): words.append("door \(valve)")
                case .madeSafe(let valve): words.append("safe \(valve)")
                }
            }
        }
        note(first)
        while let (due, step) = agenda.take(by: .seconds(100_000)) {
            note(side.due(step, at: due))
        }
        return words
    }

    @Test("A team accepts, drives, rescues and makes safe, in this order")
    func wholeIncident() throws {
        var side = side()
        let first = side.calledOut(
            centre: 0, try callout("new", "1", team: "E-1", revision: 3), at: .start)
        #expect(
            play(&side, first) == [
                "E-1 received 3", "E-1 accept 3", "E-1 enroute 3", "E-1 onscene 3", "E-1 rescue 3",
                "door SN-000001", "E-1 safe 3", "safe SN-000001",
            ])
        #expect(side.idleTeam(for: 0, at: .seconds(200_000)) == "E-1")
    }

    @Test("A silent team says nothing, however often it is called, and does not count as idle")
    func silence() throws {
        var side = side(silent: 1)
        for second in 0..<4 {
            let outcomes = side.calledOut(
                centre: 1, try callout("new", "1", team: "W-1"), at: .seconds(Double(second)))
            #expect(outcomes.isEmpty)
        }
        #expect(side.idleTeam(for: 5, at: .seconds(100)) == "E-1")
    }

    @Test("A declining team declines once and is free")
    func decline() throws {
        var side = side(decline: 1)
        let first = side.calledOut(centre: 1, try callout("new", "1", team: "W-1"), at: .start)
        #expect(play(&side, first) == ["W-1 received 1", "W-1 decline 1"])
    }

    @Test("A team that holds an incident declines the second and never accepts twice")
    func neverTwice() throws {
        var side = side()
        let one = side.calledOut(centre: 0, try callout("new", "1", team: "E-1"), at: .start)
        let again = side.calledOut(centre: 0, try callout("new", "1", team: "E-1"), at: .start)
        let two = side.calledOut(centre: 0, try callout("new", "2", team: "E-1"), at: .start)
        let words = play(&side, one + again + two)
        #expect(words.count { $0.hasPrefix("E-1 accept") } == 1)
        #expect(words.count { $0.hasPrefix("E-1 decline") } == 1)
    }

    @Test("A stand-down ends the way there, and the centre confirms its revision")
    func standDown() throws {
        var side = side()
        let first = side.calledOut(centre: 0, try callout("new", "1", team: "E-1"), at: .start)
        let down = side.calledOut(
            centre: 0, try callout("standdown", "1", team: "E-1", revision: 2, acceptedBy: "W-1"),
            at: .seconds(1))
        #expect(play(&side, first + down) == ["E-1 received 1", "E-1 received 2"])
    }

    @Test("A stand-down for the others leaves the team that was accepted on its way")
    func standDownOfOthers() throws {
        var side = side()
        let first = side.calledOut(centre: 0, try callout("new", "1", team: "E-1"), at: .start)
        let takeover = side.calledOut(
            centre: 0, try callout("takeover", "1", team: "E-2", revision: 2), at: .start)
        let down = side.calledOut(
            centre: 0, try callout("standdown", "1", team: "E-2", revision: 3, acceptedBy: "E-1"),
            at: .start)
        let words = play(&side, first + takeover + down)
        #expect(words.contains("E-1 safe 3"))
        #expect(!words.contains { $0.hasPrefix("E-2 accept") })
    }

    @Test("A stand-down without a winner ends only the team whose call it says has ended")
    func standDownOfOne() throws {
        var side = side()
        let first = side.calledOut(centre: 0, try callout("new", "1", team: "E-1"), at: .start)
        let other = side.calledOut(
            centre: 0, try callout("new", "1", team: "E-2", revision: 2), at: .start)
        let text = #"""
            {"callout":"standdown","id":"1","revision":3,"team":"E-2","acceptedBy":null,
             "calls":[{"team":"E-1","answer":"standdown"},{"team":"E-2","answer":null}]}
            """#
        let down = side.calledOut(
            centre: 0, try #require(Callout(Array(text.utf8))), at: .start)
        let words = play(&side, first + other + down)
        #expect(words.contains("E-2 accept 3"))
        #expect(!words.contains { $0.hasPrefix("E-1 accept") })
    }

    @Test("A call-out that names nobody of the centre is only received")
    func nobody() throws {
        var side = side()
        let none = side.calledOut(centre: 1, try callout("new", "1", team: nil), at: .start)
        #expect(play(&side, none) == ["- received 1"])
        let other = side.calledOut(centre: 1, try callout("update", "1", team: "E-1"), at: .start)
        #expect(play(&side, other) == ["- received 1"])
    }

    @Test("An area event names its valves as texts or as objects")
    func areaEvent() throws {
        let text = #"""
            {"callout":"new","id":"7","kind":"area_event","revision":1,
             "valves":["A",{"valve":"B","address":"x\u5c71"}],
             "raisedAt":"2026-11-23T16:21:31.204+08:00"}
            """#
        let callout = try #require(Callout(Array(text.utf8)))
        #expect(callout.valves == ["A", "B"])
        #expect(callout.valve == nil && callout.team == nil)
        #expect(callout.raisedAt == 1_795_422_091_204)
    }

    @Test(
        "What is no call-out is not taken for one",
        arguments: ["", "{", "[]", #"{"callout":"new"}"#, #"{"callout":"party","id":"1"}"#])
    func noCallout(text: String) {
        #expect(Callout(Array(text.utf8)) == nil)
    }

    @Test("A centre and its teams can be named in one argument")
    func argument() {
        #expect(CentreSetup(argument: "east:E-1,E-2")?.teams == ["E-1", "E-2"])
        #expect(CentreSetup(argument: "east") == nil)
    }
}
