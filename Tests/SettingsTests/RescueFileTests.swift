import Rescue
import Testing
import ValveModel

@testable import Settings

/// A faulty file and the beginnings of the lines that report it.
struct FaultyFile: Sendable, CustomTestStringConvertible {
    let yaml: String
    let reports: [String]
    var testDescription: String { yaml }

    static let centres: [FaultyFile] = [
        FaultyFile(yaml: "", reports: ["centres.yaml:1: centres: has no centre"]),
        FaultyFile(
            yaml: "centres: [{id: a, lat: 36, lon: 120, areas: [], teams: ["
                + (0...900).map { "{id: T-\($0)}" }.joined(separator: ", ") + "]}]",
            reports: ["centres.yaml:1: centres: have 901 teams, name 900 at most"]),
        FaultyFile(
            yaml: """
                milestones: {response: 200, arrival: 180}
                \(goodCentres)
                """,
            reports: ["centres.yaml:1: milestones.response: is later than arrival"]),
        FaultyFile(
            yaml: """
                travel:
                  detour: 0.5
                  speed_kmh: -3
                \(goodCentres)
                """,
            reports: [
                "centres.yaml:2: travel.detour: \"0.5\" is out of range, write one from 1 to 10",
                "centres.yaml:3: travel.speed_kmh: \"-3\" is out of range",
            ]),
        FaultyFile(
            yaml: """
                centres:
                  - {id: a, lat: 36, lon: 120, areas: ["370202010"], teams: [{id: T}]}
                  - {id: b, lat: 36, lon: 120, areas: ["370202010"], teams: [{id: T}]}
                """,
            reports: [
                "centres.yaml:3: centres[1].areas: 370202010 is already claimed in line 2",
                "centres.yaml:3: centres[1].teams[0].id: T is already used in line 2",
            ]),
        FaultyFile(
            yaml: """
                centres:
                  - {id: a, lat: 0, lon: 0, areas: [], teams: [{id: T}]}
                """,
            reports: ["centres.yaml:2: centres[0].lat: and lon are 0, measure the place"]),
        FaultyFile(
            yaml: """
                centres:
                  - id: East_1
                    lat: 91
                    lon: 120
                    areas: [5]
                    teams:
                      - {name: nobody, turnout: -1}
                      - {id: T, lat: 36}
                """,
            reports: [
                "centres.yaml:2: centres[0].id: \"East_1\" becomes a level of a topic",
                "centres.yaml:3: centres[0].lat: \"91\" is out of range",
                "centres.yaml:5: centres[0].areas: has an area that is not nine digits",
                "centres.yaml:7: centres[0].teams[0].id: is missing",
                "centres.yaml:7: centres[0].teams[0].turnout: \"-1\" is out of range",
                "centres.yaml:8: centres[0].teams[1].lon: is missing",
            ]),
        FaultyFile(
            yaml: """
                location_age: 5
                centres:
                  - id: a
                    lat: 36
                    lon: 120
                    teams:
                      - {id: T, shifts: ["7-19"]}
                      - {id: U, shifts: ["07:00-19:00", "18:00-20:00"]}
                      - {id: V, shifts: 5}
                """,
            reports: [
                "centres.yaml:1: location_age: \"5\" is out of range",
                "centres.yaml:7: centres[0].teams[0].shifts: has \"7-19\", which is no shift",
                "centres.yaml:8: centres[0].teams[1].shifts: has 07:00-19:00 and 18:00-20:00",
                "centres.yaml:9: centres[0].teams[2].shifts: is a single value",
            ]),
        FaultyFile(
            yaml: """
                centres:
                  - {id: a, lat: 36, lon: 120, team: []}
                  - {id: a}
                  - word
                """,
            reports: [
                "centres.yaml:2: centres[0].team: is not a known key, did you mean teams?",
                "centres.yaml:3: centres[1].lat: is missing",
                "centres.yaml:3: centres[1].lon: is missing",
                "centres.yaml:3: centres[1].id: a is already used in line 2",
                "centres.yaml:4: centres[2]: is a single value",
            ]),
    ]

    static let profiles: [FaultyFile] = [
        FaultyFile(
            yaml: "profiles:\n  - name: a\n    leak_gass: 5\n",
            reports: ["profiles.yaml:3: profiles[0].leak_gass: is not a known key, did you mean"]),
        FaultyFile(
            yaml: "profiles:\n  - name: a\n    leak_gas: -5\n    report_period: 0\n",
            reports: [
                "profiles.yaml:3: profiles[0].leak_gas: \"-5\" is out of range",
                "profiles.yaml:4: profiles[0].report_period: \"0\" is out of range",
            ]),
        FaultyFile(
            yaml: "profiles:\n  - name: a\n    leak_gas: 30\n",
            reports: ["profiles.yaml:3: profiles[0].leak_gas: leak_gas is above leak_gas_at_once"]),
        FaultyFile(
            yaml: "profiles:\n  - name: a\n    auto_close: maybe\n  - name: a\n",
            reports: [
                "profiles.yaml:3: profiles[0].auto_close: \"maybe\" is neither true nor false",
                "profiles.yaml:4: profiles[1].name: a is described twice",
            ]),
        FaultyFile(
            yaml: "profiles:\n" + (0..<256).map { "  - name: p\($0)\n" }.joined(),
            reports: ["profiles.yaml:2: profiles: 256 profiles are described, leave at most 255"]),
        FaultyFile(
            yaml: "profiles: 3", reports: ["profiles.yaml:1: profiles: is a single value"]),
        FaultyFile(
            yaml: "profiles: []\nleak_gas: 3\n",
            reports: ["profiles.yaml:2: leak_gas: is not a known key"]),
    ]
}

@Suite("Files of centres and profiles")
struct RescueFileTests {
    @Test("A fault of the centres is reported at its line", arguments: FaultyFile.centres)
    func centres(_ faulty: FaultyFile) throws {
        let folder = try TemporaryFolder()
        try compare(folder.faults(main: "", centres: faulty.yaml), with: faulty)
    }

    @Test("A fault of the profiles is reported at its line", arguments: FaultyFile.profiles)
    func profiles(_ faulty: FaultyFile) throws {
        let folder = try TemporaryFolder()
        try compare(folder.faults(main: "", profiles: faulty.yaml), with: faulty)
    }

    @Test("What the contract's example of centres says is read")
    func example() throws {
        let folder = try TemporaryFolder()
        let rules = try folder.load(
            main: "",
            centres: """
                milestones: {response: 50, arrival: 150, rescue: 250}
                ack_window: 15
                travel: {speed_kmh: 25, detour: 1.5, access: 20, floor: 10}
                centres:
                  - {id: central, name: 中部, lat: 36.064, lon: 120.356, areas: ["370202010"],
                     teams: [{id: C-1, name: 一组, turnout: 45}, {id: C-2, lat: 36.06, lon: 120.38}]}
                """
        ).rescue.rules
        #expect(rules.response == .seconds(50))
        #expect(rules.arrival == .seconds(150))
        #expect(rules.rescue == .seconds(250))
        #expect(rules.ackWindow == .seconds(15))
        #expect(
            rules.travel
                == TravelRules(
                    speedKilometresPerHour: 25, detourFactor: 1.5, accessSeconds: 20,
                    floorSeconds: 10))
        let place = Coordinate(latitude: 36.06, longitude: 120.38)
        let teams = [
            TeamPlan(id: "C-1", name: "一组", centre: "central", turnoutSeconds: 45),
            TeamPlan(id: "C-2", name: "C-2", centre: "central", turnoutSeconds: 60, place: place),
        ]
        let centre = CentrePlan(
            id: "central", name: "中部", place: Coordinate(latitude: 36.064, longitude: 120.356),
            areas: [Area(code: 370_202_010)], teams: teams)
        #expect(rules.centres == [centre])
    }

    @Test("A profile keeps the default's numbers where it names none, and default comes first")
    func profileDefaults() throws {
        let folder = try TemporaryFolder()
        let profiles = try folder.load(
            main: "",
            profiles: """
                profiles:
                  - {name: slow, report_period: 21600, self_closing: false, leak_gas_at_once: 25.5}
                  - {name: default, seepage_gas: 2}
                """
        ).profiles
        var standard = Profile()
        standard.seepageGas = 2
        var slow = Profile()
        slow.name = "slow"
        slow.reportPeriod = .hours(6)
        slow.selfClosing = false
        slow.leakGasAtOnce = 25.5
        #expect(profiles == [standard, slow])
    }

    private func compare(_ reports: [String], with faulty: FaultyFile) throws {
        try #require(reports.count == faulty.reports.count, "\(reports)")
        for (report, expected) in zip(reports, faulty.reports) {
            #expect(report.hasPrefix(expected), "\(report)")
        }
    }
}
