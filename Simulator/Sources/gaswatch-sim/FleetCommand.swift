internal import ArgumentParser
internal import SimulatedDistrict

/// Runs the fleet and the centres against a broker.
struct FleetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet",
        abstract: "Runs the homes and the rescue centres, and judges what the daemon does.",
        discussion: """
            Exit code 0 means that at least 20 leaks a minute were begun, every one was called \
            out, with a team while one was idle, and every alarm had its receipt; 1 means that \
            something of that failed.
            """)

    @Option(help: "How many valves: the first of the registry.")
    var valves = 29_000

    @Option(help: "The seed everything is drawn from.")
    var seed: UInt64 = 1

    @OptionGroup var target: FleetTarget

    @Option(help: "Leaks begun a minute.")
    var leaksPerMinute = 24.0

    @Option(name: .customLong("for"), help: "Seconds to run; without it until Ctrl-C.")
    var duration: Double?

    @Option(help: "Seconds between two reports of a valve.")
    var period = 15.0

    @Option(help: "Reports a second of all valves together, instead of --period.")
    var rate: Double?

    @Option(help: "Reports a second at the end of the run, to which the rate rises evenly.")
    var ramp: Double?

    @Option(help: "Devices that call a leak within one second, in the middle of the run.")
    var storm = 0

    @Option(help: "How many times faster than the clock homes live.")
    var speed = 1.0

    @Option(help: "How many times faster than life teams drive and work.")
    var driveSpeed = 8.0

    @OptionGroup var files: ReportFiles

    /// Without a fixed end a storm comes when everything has settled, in seconds.
    private static let stormAfter = 20.0

    func validate() throws {
        _ = try target.place(valves: valves, seed: seed)
        guard (0.5...86_400).contains(period) else {
            throw ValidationError("--period is \(period); 0.5 s to a day of 86400.")
        }
        guard (0.01...1_000).contains(driveSpeed), (0.01...100_000).contains(speed) else {
            throw ValidationError("--drive-speed is 0.01 to 1000 and --speed 0.01 to 100000.")
        }
        guard (0...100_000).contains(leaksPerMinute) else {
            throw ValidationError("--leaks-per-minute is \(leaksPerMinute); 0 to 100000.")
        }
        for (name, value) in [("--rate", rate), ("--ramp", ramp)] {
            guard Self.rates.contains(value ?? 1) else {
                throw ValidationError(
                    "\(name) is \(value ?? 0); 0.001 to 1000000 reports a second.")
            }
        }
        guard ramp == nil || duration != nil else { throw ValidationError("--ramp needs --for.") }
        guard (0...valves).contains(storm) else {
            throw ValidationError("--storm is \(storm); 0 to the \(valves) valves there are.")
        }
        guard FleetSettings.durations.contains(duration ?? FleetSettings.durationMin) else {
            throw ValidationError(
                "--for is \(duration ?? 0) s; \(Int(FleetSettings.durationMin)) s to a year, because "
                    + "no leak begins in the last \(Int(FleetSettings.quietEnd)) s.")
        }
    }

    /// A million reports a second are thirty times what 29,000 valves could send.
    private static let rates = 0.001...1_000_000

    func run() throws {
        Interruption.listen()
        let place = try target.place(valves: valves, seed: seed)
        try files.say(
            try JudgedRun(place: place, settings: settings(place), scenario: "fleet").play())
    }

    private func settings(_ place: FleetPlace) -> FleetSettings {
        var settings = place.settings()
        settings.period = rate.map { Double(valves) / $0 } ?? period
        settings.leaksPerMinute = leaksPerMinute
        settings.duration = duration
        settings.rampTo = ramp
        settings.speed = speed
        settings.rescue.driveSpeed = driveSpeed
        if storm > 0 {
            let at = duration.map { $0 / 2 } ?? Self.stormAfter
            settings.events.append(
                ScenarioEvent(at: at, what: .storm(valves: storm, seconds: 1)))
        }
        return settings
    }
}
