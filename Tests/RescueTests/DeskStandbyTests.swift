import Incidents
import Rescue
import Testing
import ValveModel

@Suite("Standby posts")
struct DeskStandbyTests {
    private static let place = Coordinate(latitude: 36.06, longitude: 120.4012)

    private static func post(_ team: String = "W-1", _ centre: String = "west") -> StandbyPost {
        StandbyPost(
            team: team, centre: centre, place: place, gained: 12, by: "王", at: .distantPast)
    }

    @Test("A post counts once its team has told that it is there, and then it does not grow old")
    func arrival() throws {
        var stage = DeskStage(teams: 1)
        try stage.desk.take(standby: [Self.post()], of: "west", by: "王", at: stage.now)
        #expect(stage.settle().contains { if case .post("W-1", _?) = $0 { true } else { false } })
        // It is on its way there, and counted from its centre.
        stage.find(valve: "EARLY")
        #expect(stage.settle().callouts.first == "new E-1")
        stage = DeskStage(teams: 1)
        try stage.desk.take(standby: [Self.post()], of: "west", by: "王", at: stage.now)
        try stage.desk.set(
            team: "W-1", available: true,
            place: Coordinate(latitude: 36.0604, longitude: 120.4012), by: "W-1", at: stage.now)
        stage.settle()
        stage.pass(10_000)
        let team = try #require(stage.desk.roster.teams["W-1"])
        #expect(stage.desk.isAtPost(team) == true)
        #expect(stage.desk.start(of: team, at: stage.now).source == .post)
        stage.find(valve: "LATE")
        #expect(stage.settle().callouts.first == "new W-1")
    }

    @Test("Switched off, a place is as old as it is; what is nobody's post is refused")
    func off() throws {
        var stage = DeskStage(teams: 1)
        try stage.desk.take(standby: [Self.post()], of: "west", by: "王", at: stage.now)
        try stage.desk.set(
            team: "W-1", available: true, place: Self.place, by: "W-1", at: stage.now)
        stage.settle()
        stage.pass(10_000)
        try stage.desk.take(standby: [], of: "west", by: "王", at: stage.now)
        #expect(stage.settle().contains { if case .post("W-1", nil) = $0 { true } else { false } })
        let team = try #require(stage.desk.roster.teams["W-1"])
        #expect(stage.desk.start(of: team, at: stage.now).isTooOld)
        #expect(stage.desk.isAtPost(team) == nil)
        for posts in [
            [Self.post("E-1")], [Self.post(), Self.post()], [Self.post("X-1")],
        ] {
            #expect(throws: DeskRefusal.self) {
                try stage.desk.take(standby: posts, of: "west", by: "王", at: stage.now)
            }
        }
        #expect(throws: DeskRefusal.noSuchCentre("north")) {
            try stage.desk.take(standby: [], of: "north", by: "王", at: stage.now)
        }
        #expect(stage.desk.standby.isEmpty)
    }
}
