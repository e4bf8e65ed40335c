import ConsoleAPI
import Foundation
import Testing

@Suite("What an operator accepts for a centre", .timeLimit(.minutes(1)))
struct DistrictTests {
    private static let calibration = CalibrationView(
        centre: "central", by: "王", at: "2026-11-23T16:21:31.204+08:00",
        hours: [.init(hour: 18, seconds: 40, count: 6)])
    private static let posts = CentreStandbyView(
        centre: "central", by: "王", at: "2026-11-23T16:21:31.204+08:00",
        posts: [.init(team: "C-1", lat: 36.06, lon: 120.38, gained: 12, reached: true)])

    @Test(
        "A calibration is accepted over so many days, and taken back",
        arguments: [
            (
                ["--accept", "central", "--days", "90"], "central",
                #"{"by":"tester","days":90}"#
            ), (["--revoke", "central"], "central/revoke", #"{"by":"tester"}"#),
        ])
    func calibration(_ arguments: [String], _ path: String, _ body: String) async throws {
        let daemon = try await FakeDaemon([
            "POST /api/v1/calibrations/\(path)": .init(body: Samples.text(Self.calibration))
        ])
        let words = ["stats", "response", "--server", daemon.address] + arguments
        let table = try BuiltCLI.run(words)
        #expect(table.status == 0, "\(table.err)")
        #expect(table.out.contains("central") && table.out.contains("40"))
        #expect(daemon.requests.map(\.body) == [body])
        let json = try BuiltCLI.run(words + ["-o", "json"])
        #expect(json.out == Samples.text(Self.calibration) + "\n")
        try await daemon.stop()
    }

    @Test("Standby posts are shown with what they gain, and switched on and off")
    func standby() async throws {
        let advice = StandbyView(
            standby: CoverageView.Standby(
                busy: 0.4, before: 100, after: 112, candidates: 9,
                moves: [.init(team: "C-1", lat: 36.06, lon: 120.38, valve: "V1", gained: 12)]),
            centres: [Self.posts])
        let daemon = try await FakeDaemon([
            "GET /api/v1/standby?busy=40": .init(body: Samples.text(advice)),
            "POST /api/v1/standby/central": .init(body: Samples.text(Self.posts)),
        ])
        let server = ["--server", daemon.address]
        let shown = try BuiltCLI.run(["coverage", "--standby", "--busy", "0.4"] + server)
        #expect(shown.status == 0, "\(shown.err)")
        for words in ["100 households", "112 after", "C-1  36.06,120.38  (+12)", "switched on"] {
            #expect(shown.out.contains(words), "\(shown.out)")
        }
        let on = try BuiltCLI.run(["centre", "standby", "central", "--on"] + server)
        #expect(on.out == "C-1  36.06,120.38  (+12)\n")
        _ = try BuiltCLI.run(["centre", "standby", "central", "--off", "--by", "李"] + server)
        #expect(
            daemon.requests.suffix(2).map(\.body) == [
                #"{"by":"tester","on":true}"#, #"{"by":"李","on":false}"#,
            ])
        #expect(try BuiltCLI.run(["centre", "standby", "central"] + server).status == 64)
        #expect(try BuiltCLI.run(["stats", "response", "--accept", "a", "--drills"]).status == 64)
        try await daemon.stop()
    }
}
