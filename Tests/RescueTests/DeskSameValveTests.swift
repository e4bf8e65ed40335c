import Incidents
import Rescue
import Testing
import ValveModel

extension DeskStage {
    /// A leak at a home to whose overpressure E-1 has answered with this step.
    fileprivate static func asked(
        after step: DeskReply.Word
    ) throws -> (DeskStage, leak: String, pressure: String) {
        var (stage, pressure) = try answered(step)
        stage.find(gas: 20)
        #expect(stage.settle().callouts.filter { $0.hasPrefix("new") } == ["new E-1"])
        return (stage, try #require(stage.incident()).id, pressure)
    }
}

/// Two axes of one valve that both want a team get one: the gravest finds it, the other follows.
@Suite("One team for one valve")
struct DeskSameValveTests {
    /// An overpressure, and then a leak, of one valve.
    private func both(teams: Int = 3) -> DeskStage {
        var stage = DeskStage(teams: teams)
        stage.find(.raised, .overpressure, .p2)
        stage.settle()
        stage.find(gas: 20)
        stage.settle()
        return stage
    }

    /// Teams that have accepted something of the valve.
    private func accepted(_ stage: DeskStage) -> Set<String> {
        Set(
            stage.desk.book.open.values.filter { $0.isHeld && $0.place.valve == "V1" }
                .compactMap(\.team))
    }

    @Test("The team that is called to the first is called to the second, and no other")
    func oneCall() throws {
        let stage = both()
        let leak = try #require(stage.incident())
        let pressure = try #require(stage.incident("V1", .supply))
        #expect(leak.team == pressure.team && leak.state == .assigned)
        #expect(pressure.state == .assigned && pressure.ackBy == leak.ackBy)
        #expect(pressure.reasons == ["same_valve"])
        #expect(stage.desk.following?[pressure.id] == leak.id)
        #expect(stage.actions.callouts == ["new E-1"])
    }

    @Test("Raised in one batch, both are called out to the same team")
    func oneBatch() throws {
        var stage = DeskStage()
        stage.find(gas: 20)
        stage.find(.raised, .overpressure, .p2)
        #expect(stage.settle().callouts == ["new E-1", "new E-1"])
        #expect(stage.incident()?.team == stage.incident("V1", .supply)?.team)
    }

    @Test(
        "What the team says of either counts for both, except that it is safe",
        arguments: [true, false])
    func steps(isOfLeak: Bool) throws {
        var stage = both()
        let leak = try #require(stage.incident()).id
        let pressure = try #require(stage.incident("V1", .supply)).id
        let named = isOfLeak ? leak : pressure
        for (word, state) in [
            (DeskReply.Word.accept, IncidentState.accepted), (.enroute, .enroute),
            (.onscene, .onscene), (.rescue, .rescue),
        ] {
            stage.reply("E-1", word, named)
            stage.settle()
            #expect(stage.incident()?.state == state)
            #expect(stage.incident("V1", .supply)?.state == state)
            #expect(stage.desk.roster.teams["E-1"]?.holding == leak)
        }
        stage.reply("E-1", .safe, leak)
        stage.settle()
        #expect(stage.desk.book.incident(leak)?.state == .safe)
        #expect(stage.incident("V1", .supply)?.state == .rescue)
        #expect(stage.desk.roster.teams["E-1"]?.holding == pressure)
        #expect(stage.desk.following?[pressure] == nil)
        stage.reply("E-1", .safe, pressure)
        stage.settle()
        #expect(stage.desk.roster.teams["E-1"]?.holding == nil)
    }

    @Test("The team that is on its way to an overpressure is asked first for the leak of that home")
    func askedFirst() throws {
        var (stage, leak, pressure) = try DeskStage.asked(after: .enroute)
        #expect(stage.incident()?.state == .assigned && stage.incident()?.team == "E-1")
        #expect(stage.incident()?.acceptedAt == nil)
        #expect(stage.incident()?.ackBy == stage.now + .seconds(20))
        #expect(stage.incident("V1", .supply)?.state == .enroute)
        #expect(accepted(stage) == ["E-1"])
        stage.pass(3)
        stage.reply("E-1", .accept, leak)
        stage.settle()
        // It is where it is for the one as for the other.
        #expect(stage.incident()?.state == .enroute)
        #expect(stage.desk.roster.teams["E-1"]?.holding == leak)
        #expect(stage.desk.following?[pressure] == leak)
        #expect(accepted(stage) == ["E-1"])
    }

    @Test("Its next word about the overpressure answers for the leak as well; safe does not")
    func answeredByTheOther() throws {
        var (stage, _, pressure) = try DeskStage.asked(after: .enroute)
        stage.reply("E-1", .onscene, pressure)
        stage.settle()
        #expect(stage.incident()?.state == .onscene && stage.incident()?.team == "E-1")
        (stage, _, pressure) = try DeskStage.asked(after: .onscene)
        stage.reply("E-1", .safe, pressure)
        stage.settle()
        #expect(stage.incident()?.state == .assigned)
        #expect(stage.incident()?.ackBy == stage.now + .seconds(20))
    }

    @Test("When it is silent the next team is called to the leak, and takes both over")
    func silentHolder() throws {
        var (stage, leak, pressure) = try DeskStage.asked(after: .accept)
        stage.pass(20)
        #expect(stage.actions.callouts.contains("takeover E-2"))
        #expect(accepted(stage) == ["E-1"])
        stage.reply("E-2", .accept, leak)
        let said = stage.settle().callouts
        #expect(said.filter { $0 == "standdown E-1 accepted_by_another E-2" }.count == 2)
        #expect(accepted(stage) == ["E-2"])
        #expect(stage.incident("V1", .supply)?.team == "E-2")
        #expect(stage.desk.roster.teams["E-1"]?.holding == nil)
        #expect(stage.desk.following?[pressure] == leak)
    }

    @Test("Who is at the door stays with what it has accepted, and the leak gets its own team")
    func silentAtTheDoor() throws {
        var (stage, leak, _) = try DeskStage.asked(after: .onscene)
        stage.pass(20)
        stage.reply("E-2", .accept, leak)
        stage.settle()
        #expect(stage.incident()?.team == "E-2")
        #expect(stage.incident("V1", .supply)?.team == "E-1")
        #expect(stage.incident("V1", .supply)?.state == .onscene)
    }

    @Test("A team that is off duty, or unheard, is not waited for")
    func ghost() throws {
        var stage = DeskStage()
        stage.find(.raised, .overpressure, .p2)
        stage.settle()
        let pressure = try #require(stage.incident("V1", .supply)).id
        stage.reply("E-1", .onscene, pressure)
        stage.settle()
        try stage.desk.set(team: "E-1", available: false, place: nil, by: "王", at: stage.now)
        stage.settle()
        stage.find(gas: 30)
        #expect(stage.settle().callouts.contains("new E-2"))
        #expect(stage.incident()?.state == .assigned)
    }

    @Test("A team that an operator added to the overpressure comes for the leak too, and once")
    func addedBefore() throws {
        var stage = DeskStage()
        stage.find(.raised, .overpressure, .p2)
        stage.settle()
        let pressure = try #require(stage.incident("V1", .supply)).id
        stage.reply("E-1", .onscene, pressure)
        stage.settle()
        var wish = DeskWish(by: "王")
        (wish.team, wish.also) = ("W-1", true)
        try stage.desk.dispatch(pressure, wish, at: stage.now)
        stage.settle()
        stage.find(gas: 20)
        stage.settle()
        for gas in [30, 45, 61] as [Float] {
            stage.pass(3)
            stage.find(.crossed, gas: gas)
            stage.settle()
        }
        let calls = try #require(stage.incident()).calls.compactMap(\.team)
        #expect(calls.sorted() == ["E-1", "W-1"])
        #expect(stage.incident()?.alsoTeams == ["W-1"])
    }

    @Test("An accept of one ends the calling to the other: of that the team is told, twelve times")
    func noMoreNew() throws {
        var stage = both()
        let leak = try #require(stage.incident()).id
        let pressure = try #require(stage.incident("V1", .supply)).id
        stage.pass(1)
        stage.reply("E-1", .accept, leak, revision: stage.incident()?.revision)
        #expect(stage.settle().callouts == ["update E-1"])
        let words = stage.pass(120).compactMap { action -> String? in
            guard case .callout(let callout) = action, callout.incident.id == pressure else {
                return nil
            }
            return callout.word.rawValue
        }
        #expect(words == Array(repeating: "update", count: 11))
    }

    @Test("Who declines the leak does not go on to the overpressure of that home")
    func declinesTheLeak() throws {
        var (stage, leak, _) = try DeskStage.asked(after: .enroute)
        stage.reply("E-1", .decline, leak)
        stage.settle()
        #expect(stage.incident()?.team == "E-2" && stage.incident("V1", .supply)?.team == "E-2")
        #expect(accepted(stage).isEmpty)
        #expect(stage.desk.roster.teams["E-1"]?.holding == nil)
    }

    @Test("After a restart the leak still waits for the answer of the team that was asked")
    func askedOverRestart() throws {
        let (before, leak, _) = try DeskStage.asked(after: .enroute)
        var stage = DeskStage()
        stage.now = before.now + .seconds(2)
        for incident in before.desk.book.open.values { stage.desk.restore(incident, at: stage.now) }
        stage.settle()
        #expect(stage.incident()?.state == .assigned && stage.incident()?.team == "E-1")
        #expect(stage.incident("V1", .supply)?.state == .enroute)
        stage.reply("E-1", .accept, leak)
        stage.settle()
        #expect(stage.incident()?.state == .enroute)
        #expect(accepted(stage) == ["E-1"])
    }

    @Test(
        "Where that team would come too late for the leak and an idle one would not, that one goes")
    func tooFar() throws {
        var stage = DeskStage(teams: 1)
        for team in ["E-1"] {
            try stage.desk.set(team: team, available: false, place: nil, by: "王", at: stage.now)
        }
        // Six minutes from the west centre.
        stage.find(.raised, .overpressure, .p2, longitude: 120.40)
        stage.settle()
        let pressure = try #require(stage.incident("V1", .supply)).id
        #expect(stage.incident("V1", .supply)?.team == "W-1")
        stage.reply("W-1", .accept, pressure)
        stage.settle()
        try stage.desk.set(team: "E-1", available: true, place: nil, by: "王", at: stage.now)
        stage.settle()
        stage.find(longitude: 120.40, gas: 20)
        let said = stage.settle().callouts
        #expect(said.contains("standdown W-1 cannot_arrive"))
        #expect(stage.incident()?.team == "E-1")
        #expect(stage.incident("V1", .supply)?.team == "E-1")
        #expect(accepted(stage).isEmpty)
        stage.reply("E-1", .accept, pressure)
        stage.settle()
        #expect(accepted(stage) == ["E-1"])
    }

    @Test("Declining one is declining the valve: the next team is called to both")
    func declined() throws {
        var stage = both()
        let pressure = try #require(stage.incident("V1", .supply)).id
        stage.reply("E-1", .decline, pressure)
        #expect(stage.settle().callouts == ["takeover E-2", "takeover E-2"])
        #expect(stage.incident()?.team == "E-2")
        #expect(stage.incident("V1", .supply)?.team == "E-2")
    }

    @Test("Silence adds one team to both, and the first accept of either leads both")
    func silent() throws {
        var stage = both()
        #expect(stage.pass(20).callouts == ["takeover E-2", "takeover E-2"])
        let pressure = try #require(stage.incident("V1", .supply)).id
        stage.reply("E-1", .accept, pressure)
        let said = stage.settle().callouts
        #expect(said.count { $0 == "standdown E-2 accepted_by_another E-1" } == 2)
        #expect(accepted(stage) == ["E-1"])
        #expect(stage.incident()?.team == "E-1")
    }

    @Test("When the leak is closed as a false alarm the team goes on with the other")
    func closed() throws {
        var stage = both()
        let leak = try #require(stage.incident()).id
        let pressure = try #require(stage.incident("V1", .supply)).id
        var wish = DeskWish(by: "王")
        wish.reason = "false_alarm"
        wish.verifiedBy = "李"
        try stage.desk.close(leak, wish, at: stage.now)
        stage.settle()
        #expect(stage.incident("V1", .supply)?.team == "E-1")
        // Nobody answers: its own ladder goes on.
        #expect(stage.pass(20).callouts.contains("takeover E-2"))
        stage.reply("E-2", .accept, pressure)
        stage.settle()
        #expect(stage.incident("V1", .supply)?.state == .accepted)
    }

    @Test("With nobody to call every centre hears of both")
    func nobody() throws {
        var stage = DeskStage(teams: 1)
        for team in ["E-1", "W-1"] {
            try stage.desk.set(team: team, available: false, place: nil, by: "王", at: stage.now)
        }
        stage.find(gas: 20)
        stage.find(.raised, .overpressure, .p2)
        #expect(stage.settle().callouts.count { $0 == "new east" } == 2)
    }

    @Test("An operator may add a second team, and sends the valve's team whichever he names")
    func operators() throws {
        var stage = both()
        let leak = try #require(stage.incident()).id
        let pressure = try #require(stage.incident("V1", .supply)).id
        var wish = DeskWish(by: "王")
        wish.team = "W-1"
        try stage.desk.dispatch(pressure, wish, at: stage.now)
        stage.settle()
        #expect(stage.incident()?.team == "W-1" && stage.incident("V1", .supply)?.team == "W-1")
        stage.reply("W-1", .accept, leak)
        stage.settle()
        wish.team = "E-2"
        wish.also = true
        try stage.desk.dispatch(pressure, wish, at: stage.now)
        stage.settle()
        #expect(stage.incident()?.alsoTeams == ["E-2"])
    }

    @Test("After a restart the team still holds both")
    func restart() throws {
        var before = both()
        let leak = try #require(before.incident()).id
        before.reply("E-1", .enroute, leak)
        before.settle()
        var stage = DeskStage()
        stage.now = before.now + .seconds(5)
        for incident in before.desk.book.open.values.sorted(by: { $0.id > $1.id }) {
            stage.desk.restore(incident, at: stage.now)
        }
        for team in before.desk.roster.teams.values { stage.desk.restore(team, at: stage.now) }
        // To the overpressure it has answered nothing itself.
        #expect(stage.settle().callouts == ["new E-1"])
        #expect(stage.desk.following == before.desk.following)
        #expect(stage.desk.roster.teams["E-1"]?.holding == leak)
        #expect(stage.incident("V1", .supply)?.state == .enroute)
    }

    @Test("Another valve's incidents have teams of their own")
    func otherValve() throws {
        var stage = both()
        stage.find(.raised, .overpressure, .p2, valve: "V2")
        stage.settle()
        #expect(stage.incident("V2", .supply)?.team == "E-2")
        #expect(stage.desk.following?.count == 1)
    }
}

/// What an outside test of the rule found, each as it was seen.
@Suite("One team for one valve, attacked")
struct DeskSameValveFoundTests {
    private func wish(_ team: String, also: Bool = false, accepted: Bool = false) -> DeskWish {
        var wish = DeskWish(by: "王")
        wish.team = team
        wish.also = also
        wish.accepted = accepted
        return wish
    }

    @Test("Either may be handed over, and both go", arguments: [true, false])
    func handedOver(isOfLeak: Bool) throws {
        var (stage, leak, pressure) = try DeskStage.asked(after: .accept)
        var wish = DeskWish(by: "王")
        wish.centre = "west"
        try stage.desk.handOver(isOfLeak ? leak : pressure, wish, at: stage.now)
        stage.settle()
        #expect(stage.incident()?.team == "W-1" && stage.incident()?.state == .assigned)
        stage.reply("W-1", .accept, leak)
        stage.settle()
        for axis in [Axis.gas, .supply] {
            #expect(stage.incident("V1", axis)?.team == "W-1")
            #expect(stage.incident("V1", axis)?.state == .accepted)
        }
        #expect(stage.desk.roster.teams["E-1"]?.holding == nil)
    }

    @Test("A hand-over that cannot be leaves the team that is on its way where it is")
    func refusedHandover() throws {
        // Fast enough that neither centre is late: nobody is replaced for that.
        var stage = DeskStage { $0.travel.speedKilometresPerHour = 120 }
        stage.find(.raised, .underpressure, .p3)
        stage.settle()
        let visit = try #require(stage.incident("V1", .supply)).id
        var wish = DeskWish(by: "王")
        wish.team = "W-1"
        wish.accepted = true
        try stage.desk.dispatch(visit, wish, at: stage.now)
        stage.settle()
        stage.find(gas: 20)
        stage.settle()
        let leak = try #require(stage.incident())
        let team = try #require(leak.team)
        stage.reply(team, .accept, leak.id)
        stage.settle()
        // The visit becomes a call-out of its own: both teams have accepted already.
        stage.find(.raised, .overpressure, .p2)
        stage.settle()
        try #require(stage.incident("V1", .supply)?.team == "W-1")
        try #require(stage.desk.following?.isEmpty == true)
        wish = DeskWish(by: "王")
        wish.centre = "west"
        #expect(throws: DeskRefusal.self) { try stage.desk.handOver(leak.id, wish, at: stage.now) }
        #expect(stage.settle().callouts.isEmpty)
        #expect(stage.incident()?.team == team && stage.incident()?.state == .accepted)
        #expect(stage.desk.roster.teams[team]?.holding == leak.id)
    }

    @Test("A visit is no reason not to call a team, and its late team is not needed any more")
    func visit() throws {
        var stage = DeskStage()
        stage.find(.raised, .underpressure, .p3)
        stage.settle()
        let visit = try #require(stage.incident("V1", .supply)).id
        try stage.desk.dispatch(visit, wish("W-1"), at: stage.now)
        stage.settle()
        stage.find(gas: 20)
        #expect(stage.settle().callouts.contains("new E-1"))
        let leak = try #require(stage.incident()).id
        stage.reply("E-1", .accept, leak)
        stage.settle()
        stage.reply("W-1", .accept, visit)
        #expect(
            stage.settle().callouts.contains { $0.hasPrefix("standdown W-1 accepted_by_another") })
        #expect(stage.incident("V1", .supply)?.isHeld == false)
    }

    @Test("Safe said of one without an accept: the team is at the door, and goes on with the other")
    func safeAtOnce() throws {
        var stage = DeskStage()
        stage.find(.raised, .overpressure, .p2)
        stage.find(gas: 20)
        stage.settle()
        let leak = try #require(stage.incident()).id
        stage.reply("E-1", .safe, leak)
        stage.settle()
        let pressure = try #require(stage.incident("V1", .supply))
        #expect(pressure.isHeld && pressure.team == "E-1")
        #expect(stage.desk.roster.teams["E-1"]?.holding == pressure.id)
        #expect(!stage.pass(25).callouts.contains { $0.hasPrefix("takeover") })
    }

    @Test("A fall that makes the other lead takes no team away")
    func fall() throws {
        var stage = DeskStage(teams: 1)
        stage.find(.raised, .overpressure, .p2)
        stage.settle()
        stage.pass(1)
        stage.find(gas: 20)
        stage.find(.raised, .overpressure, .p2, valve: "V2", longitude: 120.4001)
        stage.settle()
        #expect(stage.incident()?.team == "E-1")
        stage.find(.priority, .leak, .p2)
        #expect(!stage.settle().callouts.contains { $0.hasPrefix("standdown") })
        #expect(stage.incident("V1", .supply)?.team == "E-1")
        #expect(stage.incident("V2", .supply)?.team == "W-1")
    }

    @Test("What an operator chose for the first counts for the graver one that joins")
    func chosen() throws {
        var stage = DeskStage()
        stage.find(.raised, .overpressure, .p2)
        stage.settle()
        let pressure = try #require(stage.incident("V1", .supply)).id
        try stage.desk.dispatch(pressure, wish("E-2"), at: stage.now)
        stage.settle()
        stage.find(gas: 20)
        #expect(stage.settle().callouts == ["new E-2"])
        #expect(stage.incident()?.teamPinned == true)
    }

    @Test(
        "An added team leads the one it accepted when the first declines, and is asked for the graver"
    )
    func added() throws {
        var (stage, leak, _) = try DeskStage.withAdded(.accept)
        stage.reply("E-1", .decline, leak)
        let said = stage.settle().callouts
        #expect(said.filter { $0.hasPrefix("takeover") || $0.hasPrefix("new") } == ["takeover E-2"])
        #expect(stage.incident()?.team == "E-2" && stage.incident()?.isHeld == false)
        #expect(stage.incident("V1", .supply)?.team == "E-2")
        #expect(stage.incident("V1", .supply)?.isHeld == true)
        stage.reply("E-2", .accept, leak)
        stage.settle()
        #expect(stage.incident()?.isHeld == true)
        #expect(stage.desk.roster.teams["E-2"]?.holding == leak)
    }

    /// Seed 6408: the team held what did not know of it.
    @Test(
        "Whom an operator added goes along where another team takes the valve over from the first")
    func addedWhereTakenOver() throws {
        var (stage, leak, pressure) = try DeskStage.withAdded(.accept)
        stage.pass(20)
        let called = try #require(stage.incident()?.team)
        #expect(called != "E-1" && called != "E-2")
        stage.reply(called, .accept, leak)
        #expect(stage.settle().callouts.contains { $0.hasPrefix("standdown E-1") })
        #expect(stage.incident()?.alsoTeams == ["E-2"])
        #expect(stage.desk.roster.teams["E-2"]?.holding == leak)
        stage.reply("E-2", .onscene, pressure)
        stage.settle()
        #expect(stage.desk.roster.teams["E-2"]?.holding == leak)
        // Seed 1051: the leak was over, and who had been added to the other was free for anything.
        stage.reply(called, .safe, leak)
        stage.settle()
        #expect(["E-2", called].allSatisfy { stage.desk.roster.teams[$0]?.holding == pressure })
    }

    @Test(
        "Whom an operator added, and who has accepted, goes along when somebody accepts the graver one"
    )
    func addedAndAccepted() throws {
        var (stage, leak, pressure) = try DeskStage.withAdded(.onscene)
        #expect(stage.incident()?.alsoTeams == [], "Its word was for the other.")
        #expect(stage.desk.roster.teams["E-2"]?.holding == pressure)
        stage.pass(20)
        stage.reply("E-3", .decline, leak)
        stage.settle()
        #expect(stage.incident().map { $0.isHeld } == false, "Nobody has accepted the leak.")
        stage.reply("E-1", .onscene, leak)
        stage.settle()
        #expect(stage.incident()?.team == "E-1" && stage.incident()?.alsoTeams == ["E-2"])
        #expect(stage.desk.roster.teams["E-2"]?.holding == leak)
    }

    @Test(
        "Who declines what it has accepted is not waited for at the graver one it was asked for since"
    )
    func declinesTheLesser() throws {
        var (stage, leak, pressure) = try DeskStage.asked(after: .enroute)
        stage.reply("E-1", .decline, pressure)
        let said = stage.settle().callouts.filter {
            $0.hasPrefix("new") || $0.hasPrefix("takeover")
        }
        #expect(said.contains("takeover E-2") && !said.contains { $0.contains("E-1") })
        for id in [leak, pressure] { #expect(stage.desk.book.incident(id)?.team == "E-2") }
        #expect(stage.desk.roster.teams["E-1"]?.holding == nil)
    }

    @Test("Who was silent may still accept when a graver one joins, and has no longer to answer")
    func silentStaysCalled() throws {
        var stage = DeskStage()
        stage.find(.raised, .overpressure, .p2)
        stage.settle()
        let pressure = try #require(stage.incident("V1", .supply)).id
        stage.pass(20)
        #expect(stage.incident("V1", .supply)?.team == "E-2")
        stage.pass(5)
        let before = try #require(stage.incident("V1", .supply)?.ackBy)
        stage.find(gas: 20)
        #expect(!stage.settle().callouts.contains { $0.hasPrefix("standdown E-1") })
        let leak = try #require(stage.incident())
        if leak.team == "E-2" { #expect(leak.ackBy == before) }
        stage.reply("E-1", .accept, pressure)
        stage.settle()
        #expect(stage.incident()?.team == "E-1" && stage.incident()?.isHeld == true)
    }

    @Test(
        "Who declined the lesser one may be called to the leak, and is not called to that one again"
    )
    func declinedLesser() throws {
        var stage = DeskStage()
        stage.find(.raised, .overpressure, .p2)
        stage.settle()
        let pressure = try #require(stage.incident("V1", .supply)).id
        stage.reply("E-1", .decline, pressure)
        stage.settle()
        stage.find(gas: 20)
        let said = stage.settle().callouts(of: pressure)
        #expect(!said.contains("takeover E-1") && !said.contains("new E-1"))
    }
}
