import Foundation
import ScenarioFiles
import SimulatedDistrict
import Testing
import ValveModel

@Suite("Scenario files")
struct ScenarioFileTests {
    struct Missing: Error {}

    private func read(_ text: String, others: [String: String] = [:]) throws -> Scenario {
        let files = others.merging(["a.yaml": text]) { $1 }
        return try ScenarioFile.read(path: "a.yaml") { path in
            guard let text = files[path] else { throw Missing() }
            return text
        }
    }

    private func faults(_ text: String, others: [String: String] = [:]) -> [String] {
        do {
            _ = try read(text, others: others)
            return []
        } catch {
            return (error as? ScenarioFaults)?.faults.map(\.description) ?? ["\(error)"]
        }
    }

    @Test("What is written arrives in the scenario")
    func written() throws {
        let scenario = try read(
            """
            name: x
            about: Everything at once.
            seed: 7
            valves: 2000
            duration: 2m
            homes: {season: summer, at: "18:30", speed: 60}
            traffic: {period: 5s, leaks_per_minute: 3, others_per_minute: 1}
            teams: {silent: 0.5, decline: 0.25, answer: [1, 2], drive_speed: 4, work: [60, 90]}
            events:
              - {at: 10s, leak: {valves: [SN-000017], flow: 0.8, closing: never}}
              - {at: 1m, clock: {drawn: 3, at_1970: true}}
            thresholds: {leaks_called_out: 0.9, callout_p99_ms: 250, standing_incidents: 40,
              area_events: [riser leak, fleet  offline]}
            """)
        #expect(scenario.seed == 7 && scenario.duration == 120 && scenario.speed == 60)
        #expect(scenario.season == .summer && scenario.startsAt == 66_600)
        #expect(scenario.teams.answerAfter == 1...2 && scenario.teams.silentShare == 0.5)
        #expect(
            scenario.events == [
                ScenarioEvent(
                    at: 10, what: .leak(.valves(["SN-000017"]), flow: 0.8, closing: .never),
                    line: 10),
                ScenarioEvent(at: 60, what: .clock(.drawn(3), offset: nil), line: 11),
            ])
        #expect(scenario.thresholds.leaksCalledOut == 0.9)
        #expect(scenario.thresholds.calloutP99 == 250)
        #expect(scenario.thresholds.standingIncidents == 40)
        #expect(scenario.thresholds.areaEvents == ["riser leak", "fleet offline"])
    }

    @Test(
        "What is wrong is refused with its file and line",
        arguments: [
            ("nmae: x", "a.yaml:1: nmae: is no key here"),
            ("name: x\nduration: -5", "a.yaml:2: duration: -5.0 is outside"),
            ("duration: soon", "a.yaml:1: duration: soon is no time"),
            ("valves: many", "a.yaml:1: valves: many is not a whole number"),
            ("homes:\n  season: monsoon", "a.yaml:2: season: monsoon is none of winter"),
            ("homes: {at: \"25:00\"}", "a.yaml:1: at: 25:00 is no time of day"),
            ("events:\n  - {leak: {drawn: 1, flow: 1}}", "a.yaml:2: at: is missing"),
            ("events:\n  - {at: 1, leek: {}}", "a.yaml:2: at: an event names exactly one of"),
            (
                "events:\n  - {at: 1, leak: {drawn: 1, flow: 9}}",
                "a.yaml:2: flow: 9.0 is outside 0.01 to 4.0"
            ),
            (
                "events:\n  - {at: 1, leak: {drawn: 1, riser: R, flow: 1}}",
                "a.yaml:2: drawn: name exactly one of"
            ),
            (
                "duration: 60\nevents:\n  - {at: 90, daemon_kill: {}}",
                "a.yaml:3: at: 90.0 s is not before the end of the run"
            ),
            ("events:\n  - {at: 1, stuck: {}}", "a.yaml:2: valves: name exactly one of"),
            ("events: leak", "a.yaml:1: events: is no list"),
            ("teams: {answer: [5, 2]}", "a.yaml:1: answer: is no span of seconds"),
            ("a: [", "a.yaml:1: is no YAML"),
            (
                "name: x\nthresholds:\n  standing_incidents: -1",
                "a.yaml:3: standing_incidents: -1 is outside 0 to 1000000"
            ),
            (
                "name: x\nthresholds:\n  standing_incidents: few",
                "a.yaml:3: standing_incidents: few is not a whole number"
            ),
            (
                "thresholds:\n  area_events:\n    - riser leak\n    - town leak",
                "a.yaml:4: area_events: 'town leak' is no area event"
            ),
            ("thresholds:\n  area_events: [riser damp]", "a.yaml:2: area_events: 'riser damp'"),
            ("thresholds:\n  area_events: [leak]", "a.yaml:2: area_events: 'leak' is no"),
            ("thresholds:\n  area_events: riser leak", "a.yaml:2: area_events: is no list"),
            ("include: none.yaml", "a.yaml:1: none.yaml could not be read"),
        ])
    func refused(text: String, fault: String) {
        let found = faults(text)
        #expect(found.contains { $0.hasPrefix(fault) }, "\(found)")
    }

    @Test("All faults of a file are reported together")
    func together() {
        #expect(faults("valves: 0\nduration: 1\nseed: x\ncolour: red").count == 4)
    }

    @Test("An included scenario comes first, and what is written later wins")
    func included() throws {
        let base = "name: base\nvalves: 10\nevents:\n  - {at: 1, daemon_kill: {}}"
        let scenario = try read(
            "include: base.yaml\nname: mine\nevents:\n  - {at: 2, daemon_kill: {}}",
            others: ["base.yaml": base])
        #expect(scenario.name == "mine" && scenario.valves == 10)
        #expect(scenario.events.map(\.at) == [1, 2])
    }

    @Test("A scenario that includes itself is refused")
    func cycle() {
        let found = faults("include: b.yaml", others: ["b.yaml": "include: a.yaml"])
        #expect(found == ["b.yaml:1: include: a.yaml includes itself"])
    }

    @Test("Names that are in no registry are refused with their line")
    func unknownPlaces() throws {
        let scenario = try read(
            """
            events:
              - {at: 1, leak: {valves: [NOBODY], flow: 1}}
              - {at: 1, supply_loss: {riser: R-9, for: 5}}
              - {at: 1, team_away: {team: X-1, for: 5}}
            """)
        let found = scenario.faults(
            in: [], centres: [CentreSetup(id: "east", teams: ["E-1"])], path: "a.yaml")
        #expect(found.map(\.line) == [2, 3, 4])
    }

    static var shippedPaths: [String] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Scenarios").standardizedFileURL
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().map { folder.path() + "/" + $0 }
    }

    @Test("There are shipped scenarios")
    func shippedAtAll() { #expect(Self.shippedPaths.count >= 17) }

    @Test("Every shipped scenario is read and fits the synthetic district", arguments: shippedPaths)
    func shipped(path: String) throws {
        let scenario = try ScenarioFile.read(path: path) {
            try String(contentsOfFile: $0, encoding: .utf8)
        }
        #expect(path.hasSuffix("/\(scenario.name).yaml") && scenario.about.hasSuffix("."))
        let places = SyntheticRegistry(seed: 1).households(count: scenario.valves).map {
            ValvePlace(
                valve: $0.valve, area: $0.area, riser: $0.riser, building: $0.building)
        }
        let centres = [CentreSetup(id: "east", teams: []), CentreSetup(id: "central", teams: [])]
        #expect(scenario.faults(in: places, centres: centres, path: path) == [])
    }
}
