import Incidents
import Rescue
import Testing
import ValveModel

@Suite("Accepted calibrations")
struct DeskCalibrationTests {
    /// The stage plays at 08:00 UTC and says nothing of local time.
    private static func accepted(
        _ seconds: Int, hour: Int = 8, of centre: String = "east"
    ) -> TravelCalibration {
        TravelCalibration(
            centre: centre,
            hours: [TravelCalibration.Hour(hour: hour, seconds: seconds, count: 5)], by: "王",
            at: .distantPast)
    }

    @Test("What was accepted is in the estimates of its centre and hour, and shows in them")
    func applied() throws {
        var plain = DeskStage(teams: 1)
        plain.find()
        plain.settle()
        let before = try #require(plain.incident()?.eta)
        #expect(before.calibration == nil)

        var stage = DeskStage(teams: 1)
        try stage.desk.accept(Self.accepted(40), at: stage.now)
        let actions = stage.settle()
        #expect(
            actions.contains {
                guard case .calibration("east", let kept) = $0 else { return false }
                return kept?.at == stage.now
            })
        stage.find()
        stage.settle()
        let eta = try #require(stage.incident()?.eta)
        #expect(eta.seconds == before.seconds + 40)
        #expect(eta.turnout == before.turnout + 40)
        #expect(eta.calibration == 40)
        #expect(stage.desk.coverageTeams(at: stage.now).map(\.turnout) == [100, 60])

        var elsewhere = DeskStage(teams: 1)
        try elsewhere.desk.accept(Self.accepted(40, of: "west"), at: elsewhere.now)
        try elsewhere.desk.accept(Self.accepted(40, hour: 9), at: elsewhere.now)
        elsewhere.find()
        elsewhere.settle()
        #expect(elsewhere.incident()?.eta == before)
    }

    @Test("It decides who is sent, from the moment it is accepted until it is taken back")
    func plan() throws {
        var stage = DeskStage(teams: 1) { $0.ackWindow = .seconds(3_000) }
        // Halfway, a little nearer to the east.
        stage.find(longitude: 120.381)
        #expect(stage.settle().callouts.first == "new E-1")
        try stage.desk.accept(Self.accepted(120), at: stage.now)
        #expect(stage.settle().callouts == ["standdown E-1 reassigned", "takeover W-1"])
        try stage.desk.revokeCalibration(of: "east", by: "王", at: stage.now)
        #expect(stage.settle().callouts == ["standdown W-1 reassigned", "takeover E-1"])
        #expect(throws: DeskRefusal.noSuchCalibration("east")) {
            try stage.desk.revokeCalibration(of: "east", by: "王", at: stage.now)
        }
    }

    @Test("No estimate has less than no turnout")
    func floor() throws {
        var stage = DeskStage(teams: 1) { $0.centres[0].teams[0].turnoutSeconds = 10 }
        try stage.desk.accept(Self.accepted(-30), at: stage.now)
        stage.find()
        stage.settle()
        #expect(stage.incident()?.eta?.turnout == 0)
        #expect(stage.incident()?.eta?.calibration == -10)
    }

    @Test("What is out of bounds or of no centre is refused, and changes nothing")
    func refused() {
        var stage = DeskStage()
        func isRefused(_ calibration: TravelCalibration) -> Bool {
            (try? stage.desk.accept(calibration, at: stage.now)) == nil
        }
        #expect(isRefused(Self.accepted(121)))
        #expect(isRefused(Self.accepted(-31)))
        #expect(isRefused(Self.accepted(1, hour: 24)))
        #expect(isRefused(Self.accepted(1, of: "north")))
        #expect(isRefused(TravelCalibration(centre: "east", hours: [], by: "王", at: stage.now)))
        let twice = Array(
            repeating: TravelCalibration.Hour(hour: 1, seconds: 1, count: 5), count: 2)
        #expect(isRefused(TravelCalibration(centre: "east", hours: twice, by: "王", at: stage.now)))
        #expect(stage.desk.calibrations.isEmpty)
    }

    @Test("Hours with five arrivals are taken, brought into the bounds")
    func figures() throws {
        func figure(_ centre: String, _ hour: Int, _ count: Int, _ offset: Int64)
            -> ResponseFigures.Calibration
        {
            ResponseFigures.Calibration(
                centre: centre, hour: hour, count: count, estimated: 100, actual: 100 + offset,
                offset: offset)
        }
        let figures = [
            figure("east", 3, 5, 25), figure("east", 4, 4, 25), figure("east", 5, 9, 500),
            figure("east", 6, 9, -80), figure("west", 3, 9, 1),
        ]
        let taken = try #require(
            TravelCalibration(figures, of: "east", by: "王", at: .distantPast))
        #expect(taken.hours.map(\.hour) == [3, 5, 6])
        #expect(taken.hours.map(\.seconds) == [25, 120, -30])
        #expect(TravelCalibration(figures, of: "north", by: "王", at: .distantPast) == nil)
    }

    @Test("What is measured is the offset of the estimate without a calibration")
    func measured() throws {
        let raised = Moment(milliseconds: 1_800_000_000_000)
        var incident = Incident(
            id: "20270115-0001", kind: .leak, priority: .p1, mode: .actual,
            place: ValvePlace(valve: "V", area: "370202010"), at: raised)
        incident.rescueBy = raised + .seconds(300)
        incident.team = "E-1"
        incident.calls = [Incident.Call(team: "E-1", centre: "east", at: raised)]
        incident.eta = Incident.ETA(
            turnout: 100, travel: 50, access: 30, model: "detour", calibration: 40)
        incident.acceptedAt = raised + .seconds(10)
        incident.onsceneAt = raised + .seconds(160)
        let figures = ResponseFigures([incident], rules: RescueRules(), at: raised + .hours(1)) {
            _ in 8
        }
        #expect(figures.calibration.map(\.estimated) == [110])
        #expect(figures.calibration.map(\.offset) == [50])
    }
}
