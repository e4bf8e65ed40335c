import Incidents
import Rescue
import Testing
import ValveModel

@Suite("Places that were told")
struct DeskLocationTests {
    /// E-1 waits far away and has told that it stands before the home.
    private static func told() throws -> DeskStage {
        var stage = DeskStage(teams: 1)
        try stage.desk.set(
            team: "W-1", available: true,
            place: Coordinate(latitude: 36.06, longitude: 120.4012), by: "王", at: stage.now)
        stage.settle()
        return stage
    }

    @Test("A place counts for half an hour, then the team is where it waits, and the plan says so")
    func age() throws {
        var stage = try Self.told()
        stage.pass(1_799)
        stage.find(valve: "EARLY")
        #expect(stage.settle().callouts.first == "new W-1")
        #expect(stage.incident("EARLY")?.reasons == ["nearest_available"])

        stage = try Self.told()
        let passed = stage.pass(1_800)
        #expect(
            passed.contains { if case .team(let team) = $0 { team.id == "W-1" } else { false } })
        let team = try #require(stage.desk.roster.teams["W-1"])
        let start = stage.desk.start(of: team, at: stage.now)
        #expect(start.isTooOld && start.source == .centre)
        stage.find(valve: "LATE")
        #expect(stage.settle().callouts.first == "new E-1")
        #expect(stage.incident("LATE")?.reasons == ["nearest_available"])
        stage.find(valve: "NEXT")
        stage.settle()
        #expect(stage.incident("NEXT")?.team == "W-1")
        #expect(stage.incident("NEXT")?.reasons.last == TeamStart.tooOldReason)
    }

    @Test("A call-out that rests on an old place is planned anew when the place grows too old")
    func replan() throws {
        var stage = DeskStage(teams: 1) { $0.ackWindow = .seconds(3_000) }
        try stage.desk.set(
            team: "W-1", available: true,
            place: Coordinate(latitude: 36.06, longitude: 120.4012), by: "王", at: stage.now)
        stage.settle()
        stage.pass(1_790)
        stage.find()
        #expect(stage.settle().callouts.first == "new W-1")
        #expect(
            Array(stage.pass(10).callouts.prefix(2)) == [
                "standdown W-1 reassigned", "takeover E-1",
            ])
    }

    @Test("A place told again counts anew, and one timer is enough for it")
    func refreshed() throws {
        var stage = try Self.told()
        stage.pass(1_000)
        try stage.desk.set(
            team: "W-1", available: true,
            place: Coordinate(latitude: 36.06, longitude: 120.4012), by: "王", at: stage.now)
        stage.settle()
        stage.pass(1_700)
        stage.find()
        #expect(stage.settle().callouts.first == "new W-1")
        stage.pass(100)
        let team = try #require(stage.desk.roster.teams["W-1"])
        #expect(stage.desk.start(of: team, at: stage.now).isTooOld)
    }

    @Test(
        "A roster without a place keeps the age of the one before; a clock ahead makes none younger"
    )
    func rosters() throws {
        var stage = DeskStage(teams: 1)
        let place = Coordinate(latitude: 36.06, longitude: 120.4012)
        func line(_ place: Coordinate?, _ at: Moment) -> [RosterLine] {
            [RosterLine(team: "W-1", isAvailable: true, place: place, at: at)]
        }
        let ahead = stage.now + .hours(5)
        stage.desk.noteRoster(line(place, ahead), from: "west", sentAt: ahead, at: stage.now)
        let told = stage.now
        stage.settle()
        #expect(stage.desk.roster.teams["W-1"]?.placedAt == told)
        stage.pass(600)
        let later = ahead + .seconds(1)
        stage.desk.noteRoster(line(nil, later), from: "west", sentAt: later, at: stage.now)
        stage.settle()
        #expect(stage.desk.roster.teams["W-1"]?.placedAt == told)
        // Nor does it keep others from speaking of the team, but for a minute.
        #expect(stage.desk.roster.teams["W-1"]?.changedAt == stage.now + .minutes(1))
        stage.pass(61)
        stage.desk.noteRoster(line(nil, stage.now), from: "west", sentAt: stage.now, at: stage.now)
        #expect(stage.desk.roster.teams["W-1"]?.changedAt == stage.now)
    }

    @Test("A roster counts by its own time, and each place in it by the time it was seen")
    func rosterOfOldPlaces() throws {
        var stage = DeskStage(teams: 1)
        let place = Coordinate(latitude: 36.06, longitude: 120.4012)
        func roster(_ available: Bool, _ place: Coordinate, seen: Moment, sent: Moment) {
            let line = RosterLine(team: "W-1", isAvailable: available, place: place, at: seen)
            stage.desk.noteRoster([line], from: "west", sentAt: sent, at: stage.now)
            stage.settle()
        }
        stage.pass(600)
        let now = stage.now
        try stage.desk.set(team: "W-1", available: true, place: place, by: "王", at: now)
        stage.pass(60)
        // Newer as a whole, with a place from before the one that a person has told since.
        let elsewhere = Coordinate(latitude: 36.07, longitude: 120.41)
        roster(false, elsewhere, seen: now - .seconds(300), sent: stage.now)
        #expect(stage.desk.roster.teams["W-1"]?.isAvailable == false)
        #expect(stage.desk.roster.teams["W-1"]?.place == place)
        // A line cannot be newer than the roster that it stands in.
        roster(true, elsewhere, seen: stage.now, sent: now)
        #expect(stage.desk.roster.teams["W-1"]?.isAvailable == false)
        roster(true, elsewhere, seen: stage.now, sent: stage.now + .seconds(1))
        #expect(stage.desk.roster.teams["W-1"]?.isAvailable == true)
        #expect(stage.desk.roster.teams["W-1"]?.place == elsewhere)
        #expect(stage.desk.roster.teams["W-1"]?.placedAt == stage.now)
    }

    @Test("A restart knows how old a place is")
    func restart() throws {
        let before = try Self.told()
        let saved = try #require(before.desk.roster.teams["W-1"])
        var stage = DeskStage(teams: 1)
        stage.now = before.now + .seconds(1_000)
        stage.desk.restore(saved, at: stage.now)
        stage.settle()
        stage.pass(799)
        #expect(stage.desk.start(of: saved, at: stage.now).source == .location)
        stage.pass(1)
        #expect(stage.desk.start(of: saved, at: stage.now).source == .centre)
        // Without the setting a place counts for ever.
        var trusting = DeskStage(teams: 1) { $0.locationAge = nil }
        trusting.now = stage.now
        trusting.desk.restore(saved, at: stage.now)
        trusting.pass(100_000)
        #expect(trusting.desk.start(of: saved, at: trusting.now).source == .location)
    }
}

@Suite("Shifts")
struct DeskShiftTests {
    /// 2027-01-15 08:00:00 UTC; east of Greenwich it is 16:00.
    private static func stage(_ shifts: [String]) -> DeskStage {
        var stage = DeskStage(teams: 1) { rules in
            rules.centres[0].teams[0].shifts = shifts.compactMap { Shift($0) }
        }
        stage.desk.utcOffsetSeconds = 28_800
        stage.settle()
        return stage
    }

    private func isFree(_ stage: DeskStage) -> Bool? { stage.desk.roster.teams["E-1"]?.isAvailable }

    @Test(
        "A shift holds its minutes, over midnight too",
        arguments: [
            ("07:00-19:00", [7 * 60, 1_139], [6 * 60 + 59, 19 * 60]),
            ("19:00-07:00", [0, 419, 1_140], [420, 1_139]),
            ("19:00-24:00", [1_140, 1_439], [0, 1_139]),
        ])
    func holds(_ text: String, _ inside: [Int], _ outside: [Int]) throws {
        let shift = try #require(Shift(text))
        #expect(inside.allSatisfy { shift.holds($0) })
        #expect(!outside.contains { shift.holds($0) })
        #expect(Shift(shift.description) == shift)
    }

    @Test(
        "What is no shift is refused",
        arguments: [
            "", "07:00", "7-19", "07:00-07:00", "00:00-24:00", "07:60-19:00", "25:00-26:00",
            "-1:00-07:00", "07:00-19:00-20:00", "a:00-b:00", "+7:00-19:00",
        ])
    func refused(_ text: String) { #expect(Shift(text) == nil) }

    @Test("A team can be sent in its shift only, and the one that is called then is replaced")
    func changes() throws {
        var stage = Self.stage(["07:00-16:10"])
        #expect(isFree(stage) == true)
        stage.pass(595)
        stage.find()
        #expect(stage.settle().callouts.first == "new E-1")
        let end = stage.pass(5)
        #expect(isFree(stage) == false)
        #expect(
            Array(end.callouts.prefix(2)) == ["standdown E-1 team_unavailable", "takeover W-1"])
        stage.pass(53_399)
        #expect(isFree(stage) == false)
        stage.pass(1)
        #expect(isFree(stage) == true)
    }

    @Test("A team that is on its way when its shift ends goes on")
    func overtime() throws {
        var stage = Self.stage(["07:00-16:10"])
        stage.pass(590)
        stage.find()
        stage.settle()
        let id = try #require(stage.incident()?.id)
        stage.reply("E-1", .enroute, id)
        stage.settle()
        stage.pass(20)
        #expect(isFree(stage) == false)
        #expect(stage.incident()?.team == "E-1")
        #expect(stage.incident()?.state == .enroute)
        stage.reply("E-1", .safe, id)
        stage.settle()
        #expect(isFree(stage) == false)
    }

    @Test("What is said after a change of shift stands until the next one")
    func said() throws {
        var stage = Self.stage(["07:00-15:00"])
        #expect(isFree(stage) == false)
        try stage.desk.set(team: "E-1", available: true, place: nil, by: "王", at: stage.now)
        stage.settle()
        #expect(isFree(stage) == true)
        // 07:00 of the next day changes nothing, and 15:00 ends it.
        stage.pass(15 * 3_600)
        #expect(isFree(stage) == true)
        #expect(stage.desk.roster.teams["E-1"]?.changedBy == Roster.shiftSource)
        stage.desk.noteRoster([], from: "east", sentAt: stage.now + .seconds(9), at: stage.now)
        #expect(isFree(stage) == false)
        stage.pass(8 * 3_600)
        #expect(isFree(stage) == false)
        // A roster written before the change says nothing of the shift that came after it.
        let old = stage.now - .seconds(60)
        stage.desk.noteRoster(
            [RosterLine(team: "E-1", isAvailable: true, place: nil, at: old)], from: "east",
            sentAt: old, at: stage.now)
        #expect(isFree(stage) == false)
    }

    @Test("A restart in another shift finds the team as that shift says")
    func restart() throws {
        let before = Self.stage(["07:00-16:10"])
        let saved = try #require(before.desk.roster.teams["E-1"])
        #expect(saved.isAvailable)
        var stage = DeskStage(teams: 1) { rules in
            rules.centres[0].teams[0].shifts = [Shift("07:00-16:10")].compactMap(\.self)
        }
        stage.now = before.now + .hours(1)
        stage.desk.utcOffsetSeconds = 28_800
        stage.desk.restore(saved, at: stage.now)
        stage.settle()
        #expect(isFree(stage) == false)
        // Settings that know no shift any more leave nobody out.
        stage.desk.replace(rules: DeskStage.rules(teams: 1), at: stage.now)
        stage.settle()
        #expect(isFree(stage) == true)
        #expect(stage.desk.isOnShift("E-1", at: stage.now) == nil)
    }

    @Test("New settings with a shift count at once")
    func reload() throws {
        var stage = DeskStage(teams: 1)
        stage.desk.utcOffsetSeconds = 28_800
        stage.settle()
        #expect(isFree(stage) == true)
        var rules = DeskStage.rules(teams: 1)
        rules.centres[0].teams[0].shifts = [Shift("16:05-16:06")].compactMap(\.self)
        stage.desk.replace(rules: rules, at: stage.now)
        stage.settle()
        #expect(isFree(stage) == false)
        stage.pass(300)
        #expect(isFree(stage) == true)
        stage.pass(60)
        #expect(isFree(stage) == false)
    }

    @Test("Shadows of a drill follow the teams, not the shifts")
    func drills() throws {
        var rules = DeskStage.rules(teams: 1)
        rules.centres[0].teams[0].shifts = [Shift("07:00-15:00")].compactMap(\.self)
        var drill = RescueDesk(rules: rules, commandPrefix: "drill", mode: .exercise)
        drill.utcOffsetSeconds = 28_800
        _ = drill.settle(at: Moment(milliseconds: 1_800_000_000_000))
        #expect(drill.roster.teams["E-1"]?.isAvailable == true)
        #expect(drill.nextDeadline == nil)
    }
}
