internal import ArgumentParser
internal import FoundationEssentials
internal import ScenarioFiles
internal import SimulatedDistrict

/// Plays a written scenario and judges it by its own thresholds.
struct ScenarioCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenario",
        abstract: "Plays a scenario file against an installation and judges it.",
        discussion: """
            Exit code 0 when every threshold of the scenario was held, 1 when not, 65 when the \
            file is refused.
            """)

    @Argument(help: "The scenario, a YAML file.")
    var file: String?

    @Flag(help: "Shows the scenarios of a folder, a sentence each.")
    var list = false

    @Flag(help: "Reads the file, says what is wrong with it, and plays nothing.")
    var check = false

    @Option(help: "The folder that --list shows.")
    var folder = "Simulator/Scenarios"

    @Option(help: "The valves that take part, instead of what the scenario says.")
    var only: Int?

    @Option(name: .customLong("for"), help: "Seconds to run, instead of what the scenario says.")
    var duration: Double?

    @OptionGroup var files: ReportFiles

    @OptionGroup var target: FleetTarget

    func run() throws {
        if list { return try showList() }
        guard let file else {
            throw ValidationError("Name a scenario file, or ask for --list.")
        }
        var scenario = try Self.read(file)
        if check {
            Console.say("\(file): \(scenario.about)")
            return
        }
        if let only { scenario.valves = only }
        if let duration {
            guard FleetSettings.durations.contains(duration) else {
                throw ValidationError(
                    "--for is \(duration) s; \(Int(FleetSettings.durationMin)) s to a year.")
            }
            scenario.duration = duration
        }
        try play(scenario, file)
    }

    static func read(_ path: String) throws -> Scenario {
        do {
            return try ScenarioFile.read(path: path) { path in
                String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
            }
        } catch {
            Console.write("\(error)\n", to: 2)
            throw ExitCode(65)
        }
    }

    private func showList() throws {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            Console.complain("\(folder) cannot be listed. Name a folder with --folder.")
            throw ExitCode(65)
        }
        for name in names.sorted() where name.hasSuffix(".yaml") {
            let scenario = try Self.read(folder + "/" + name)
            let gap = String(repeating: " ", count: max(1, 22 - scenario.name.count))
            Console.say(scenario.name + gap + scenario.about)
        }
    }

    private func play(_ scenario: Scenario, _ path: String) throws {
        Interruption.listen()
        let place = try target.place(valves: scenario.valves, seed: scenario.seed)
        let missing = InstallationOrders.missing(scenario.events, place)
        guard missing.isEmpty else {
            for line in missing { Console.complain(line) }
            throw ExitCode(64)
        }
        let faults = scenario.faults(
            in: try place.readPlaces(), centres: try place.readCentres().centres, path: path)
        guard faults.isEmpty else {
            Console.write("\(ScenarioFaults(faults: faults))\n", to: 2)
            throw ExitCode(65)
        }
        Console.say("\(scenario.name): \(scenario.about)")
        try files.say(
            try JudgedRun(
                place: place, settings: settings(of: scenario, place), scenario: scenario.name,
                file: path, limits: scenario.thresholds
            ).play())
    }

    private func settings(of scenario: Scenario, _ place: FleetPlace) -> FleetSettings {
        var settings = place.settings()
        settings.period = scenario.period
        settings.leaksPerMinute = scenario.leaksPerMinute
        settings.othersPerMinute = scenario.othersPerMinute
        settings.duration = scenario.duration
        settings.speed = scenario.speed
        settings.season = scenario.season
        settings.startsAt = scenario.startsAt
        settings.rescue = scenario.teams
        settings.events = scenario.events
        return settings
    }
}
