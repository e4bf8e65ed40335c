internal import ArgumentParser
internal import LinuxPlatform
internal import Mosquitto
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

    @Option(help: "The broker, HOST:PORT or unix:PATH.")
    var broker: String

    @Option(help: "The registry CSV, as `registry` writes it.")
    var registry: String

    @Option(help: "The centres.yaml whose centres and teams are played.")
    var centres: String?

    @Option(help: "A centre and its teams instead, as east:E-1,E-2; repeat it for each centre.")
    var teams: [String] = []

    @Option(help: "The root of the valves' topics.")
    var root = "gas/v1"

    @Option(help: "The root of the rescue topics.")
    var rescueRoot = "rescue/v1"

    @Option(help: "Leaks begun a minute.")
    var leaksPerMinute = 24.0

    @Option(name: .customLong("for"), help: "Seconds to run; without it until Ctrl-C.")
    var duration: Double?

    @Option(help: "Seconds between two reports of a valve.")
    var period = 15.0

    @Option(help: "Connections that the valves share.")
    var connections = 16

    @Option(help: "How many times faster than life teams drive and work.")
    var driveSpeed = 8.0

    @Option(help: "A file for the score as JSON.")
    var reportJSON: String?

    @Option(help: "The daemon's process, whose CPU and memory are shown.")
    var daemonPID: Int32?

    func validate() throws {
        guard valves >= 1 else { throw ValidationError("--valves is \(valves); at least 1.") }
        guard period >= 1 else { throw ValidationError("--period is \(period); at least 1 s.") }
        guard (1...500).contains(connections) else {
            throw ValidationError("--connections is \(connections); 1 to 500 are possible.")
        }
        guard driveSpeed > 0, leaksPerMinute >= 0 else {
            throw ValidationError("--drive-speed is above 0 and --leaks-per-minute not below.")
        }
        do {
            _ = try Address.endpoint(broker)
        } catch {
            throw ValidationError("\(error)")
        }
        if let duration, duration < FleetSettings.durationMin {
            throw ValidationError(
                "--for is \(Int(duration)) s; at least \(Int(FleetSettings.durationMin)) s, because "
                    + "no leak begins in the last \(Int(FleetSettings.quietEnd)) s.")
        }
        guard (centres == nil) != teams.isEmpty else {
            throw ValidationError("Give the teams either with --centres or with --teams.")
        }
    }

    func run() throws {
        Interruption.listen()
        let settings = settings()
        let places = try readPlaces()
        let centres = try readCentres()
        let world = FleetWorld(settings, valves: places, centres: centres)
        let transport: any FleetTransport
        do {
            transport = try SharedConnections(
                endpoint: try Address.endpoint(broker), broker: broker, connections: connections,
                places: places, centres: centres, settings: settings)
            try transport.open(timeoutSeconds: 15)
        } catch {
            Console.complain("\(error)")
            throw ExitCode(69)
        }
        Console.say(
            "\(places.count) valves on \(connections) connections to \(broker), seed \(seed), "
                + "\(centres.count) centres with \(centres.reduce(0) { $0 + $1.teams.count }) teams"
        )
        var run = FleetRun(
            world: world, transport: transport, live: LiveLine(daemonPID: daemonPID))
        let page = run.run()
        transport.close()
        Console.write(page.text, to: 1)
        try report(page)
        if !page.verdict.passed { throw ExitCode(1) }
    }

    private func settings() -> FleetSettings {
        var settings = FleetSettings()
        settings.root = root
        settings.rescueRoot = rescueRoot
        settings.seed = seed
        settings.period = period
        settings.leaksPerMinute = leaksPerMinute
        settings.duration = duration
        settings.rescue.driveSpeed = driveSpeed
        settings.wallStart = WallClock.milliseconds()
        // Tens of seconds since 2025: each run has a boot counter of its own, larger than those of
        // the runs before it, so that a daemon that remembers them does not take it for a replay.
        settings.boot = UInt32(clamping: (settings.wallStart / 1000 - 1_735_689_600) / 10)
        return settings
    }

    private func readPlaces() throws -> [ValvePlace] {
        do {
            let places = try RegistryText.read(try WholeFile.bytes(registry))
            guard places.count >= valves else {
                Console.complain(
                    "\(registry) has \(places.count) valves, \(valves) are asked for. "
                        + "Write a larger one with `gaswatch-sim registry`.")
                throw ExitCode(65)
            }
            return Array(places.prefix(valves))
        } catch let fault as RegistryText.Fault {
            Console.complain("\(registry), \(fault)")
            throw ExitCode(65)
        }
    }

    private func readCentres() throws -> [CentreSetup] {
        var setups = try teams.map { argument in
            guard let setup = CentreFile.setup(argument: argument) else {
                throw ValidationError("--teams is \(argument); it looks like east:E-1,E-2.")
            }
            return setup
        }
        if let centres {
            setups = CentreFile.read(
                String(decoding: try WholeFile.bytes(centres), as: UTF8.self))
        }
        guard setups.contains(where: { !$0.teams.isEmpty }) else {
            Console.complain("\(centres ?? "--teams") names no centre with a team.")
            throw ExitCode(65)
        }
        return setups
    }

    private func report(_ page: SummaryPage) throws {
        guard let reportJSON else { return }
        do {
            try AtomicFile.replace(
                path: reportJSON, contents: ScoreReport.json(page, seed: seed) + [0x0A])
        } catch {
            Console.complain("\(error)")
            throw ExitCode(73)
        }
    }
}
