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
        guard period >= 0.5 else { throw ValidationError("--period is \(period); at least 0.5 s.") }
        guard driveSpeed > 0, leaksPerMinute >= 0, speed > 0 else {
            throw ValidationError(
                "--drive-speed and --speed are above 0 and --leaks-per-minute not below.")
        }
        if let rate, rate <= 0 {
            throw ValidationError("--rate is \(rate); it is above 0 reports a second.")
        }
        if let ramp {
            guard ramp > 0, duration != nil else {
                throw ValidationError(
                    "--ramp is \(ramp); it is above 0 reports a second and needs --for.")
            }
        }
        guard (0...valves).contains(storm) else {
            throw ValidationError("--storm is \(storm); 0 to the \(valves) valves there are.")
        }
        if let duration, duration < FleetSettings.durationMin {
            throw ValidationError(
                "--for is \(Int(duration)) s; at least \(Int(FleetSettings.durationMin)) s, because "
                    + "no leak begins in the last \(Int(FleetSettings.quietEnd)) s.")
        }
    }

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
