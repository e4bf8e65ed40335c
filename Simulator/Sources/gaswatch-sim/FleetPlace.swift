internal import ArgumentParser
internal import LinuxPlatform
internal import Mosquitto
internal import ScenarioFiles
internal import SimulatedDistrict

/// Where the installation is that a district is played to.
struct FleetTarget: ParsableArguments {
    @Option(help: "The broker, HOST:PORT or unix:PATH; repeat it for brokers that are bridged.")
    var broker: [String] = []

    @Option(help: "The registry CSV, as `registry` writes it.")
    var registry: String?

    @Option(help: "The centres.yaml whose centres and teams are played.")
    var centres: String?

    @Option(help: "A centre and its teams instead, as east:E-1,E-2; repeat it for each centre.")
    var teams: [String] = []

    @Option(help: "The root of the valves' topics.")
    var root = "gas/v1"

    @Option(help: "The root of the rescue topics.")
    var rescueRoot = "rescue/v1"

    @Option(help: "Connections that the valves share; without it each has its own.")
    var connections: Int?

    @OptionGroup var login: BrokerLogin

    @OptionGroup var tls: TLSSample

    @Option(help: "The daemon, http://HOST:PORT, for what only the control room knows.")
    var server: String?

    @Option(help: "The gaswatch program that asks it.")
    var cli = ".build/release/gaswatch"

    @Option(help: "The daemon's process, whose CPU and memory are shown.")
    var daemonPID: Int32?

    @Option(name: .customLong("broker-pid"), help: "A broker's process; repeat it for each.")
    var brokerPID: [Int32] = []

    @Option(help: "The first broker's configuration, to start it again after a restart.")
    var brokerConfig: String?

    @Option(help: "The gaswatchd program, to start it again after a kill.")
    var daemon = ".build/release/gaswatchd"

    @Option(help: "A file for everything the witness saw, which `score` judges by again.")
    var truth: String?

    @Option(help: "The daemon's configuration, to start it again after a kill.")
    var daemonConfig: String?

    /// What is checked when a district is really played.
    func place(valves: Int, seed: UInt64) throws -> FleetPlace {
        guard valves >= 1 else { throw ValidationError("--valves is \(valves); at least 1.") }
        if let connections, !(1...500).contains(connections) {
            throw ValidationError("--connections is \(connections); 1 to 500 are possible.")
        }
        guard !broker.isEmpty else { throw ValidationError("Give the broker with --broker.") }
        for text in broker {
            do {
                _ = try Address.endpoint(text)
            } catch {
                throw ValidationError("\(error)")
            }
        }
        try login.check(isShared: connections != nil)
        try tls.check(valves: valves, isShared: connections != nil)
        guard (centres == nil) != teams.isEmpty else {
            throw ValidationError("Give the teams either with --centres or with --teams.")
        }
        guard let registry else { throw ValidationError("Give the households with --registry.") }
        return FleetPlace(target: self, registry: registry, valves: valves, seed: seed)
    }
}

/// Which district is played, and where.
@dynamicMemberLookup
struct FleetPlace {
    let target: FleetTarget
    let registry: String
    let valves: Int
    let seed: UInt64

    subscript<Value>(dynamicMember path: KeyPath<FleetTarget, Value>) -> Value {
        target[keyPath: path]
    }

    /// The settings of the district as far as its place decides them.
    func settings() -> FleetSettings {
        var settings = FleetSettings()
        settings.root = self.root
        settings.rescueRoot = self.rescueRoot
        settings.seed = seed
        settings.wallStart = WallClock.milliseconds()
        // Tens of seconds since 2025: each run has a boot counter of its own, larger than those of
        // the runs before it, so that a daemon that remembers them does not take it for a replay.
        settings.boot = UInt32(clamping: (settings.wallStart / 1000 - 1_735_689_600) / 10)
        return settings
    }

    /// Reads the district and connects everything.
    func open(_ settings: FleetSettings, keepsFacts: Bool) throws -> FleetStage {
        let places = try readPlaces()
        let (centres, travel) = try readCentres()
        var settings = settings
        settings.travel = travel
        let transport: any FleetTransport
        do {
            transport = try connect(places, centres, settings)
            try transport.open(timeoutSeconds: 60)
        } catch let fault as TransportFault {
            Console.complain("\(fault)")
            throw ExitCode(69)
        }
        let ways = self.connections.map { "\($0) shared connections" } ?? "a connection each"
        Console.say(
            "\(places.count) valves with \(ways) to \(self.broker.joined(separator: ", ")), seed "
                + "\(seed), \(centres.count) centres with "
                + "\(centres.reduce(0) { $0 + $1.teams.count }) teams")
        // The run's time begins when the last valve is connected, which takes seconds.
        settings.wallStart = WallClock.milliseconds()
        let world = FleetWorld(
            settings, valves: places, centres: centres, keepsFacts: keepsFacts)
        if let secured = self.tls.address {
            Console.say("\(min(self.tls.count, places.count)) of them come by TLS to \(secured)")
        }
        let cli = self.server.map { [program = self.cli] in
            FieldCLI(program: program, server: $0, answerPath: registry + ".answer")
        }
        return FleetStage(world: world, transport: transport, cli: cli)
    }

    private func connect(
        _ places: [ValvePlace], _ centres: [CentreSetup], _ settings: FleetSettings
    ) throws -> any FleetTransport {
        let name = self.broker.joined(separator: ", ")
        var endpoints: [BrokerEndpoint] = []
        for text in self.broker {
            endpoints.append(try self.login.applied(to: try Address.endpoint(text)))
        }
        guard let connections = self.connections else {
            return try EachConnection(
                endpoints: endpoints, broker: name, places: places, centres: centres,
                settings: settings, tls: self.tls)
        }
        return try SharedConnections(
            endpoint: endpoints[0], broker: name, connections: connections, places: places,
            centres: centres, settings: settings)
    }

    func readPlaces() throws -> [ValvePlace] {
        do {
            let places = try RegistryText.read(try WholeFile.bytes(registry))
            guard places.count >= valves else {
                Console.complain(
                    "\(registry) has \(places.count) valves, \(valves) are asked for. "
                        + "Write a larger one with `gaswatch-sim registry`.")
                throw ExitCode(65)
            }
            return places.count == valves ? places : Array(places.prefix(valves))
        } catch let fault as RegistryText.Fault {
            Console.complain("\(registry), \(fault)")
            throw ExitCode(65)
        }
    }

    func readCentres() throws -> (centres: [CentreSetup], travel: TravelRule) {
        if let path = self.centres {
            do {
                let file = try CentreFile(
                    String(decoding: try WholeFile.bytes(path), as: UTF8.self), path: path)
                return (file.centres, file.travel)
            } catch let faults as ScenarioFaults {
                Console.write("\(faults)\n", to: 2)
                throw ExitCode(65)
            }
        }
        let setups = try self.teams.map { argument in
            guard let setup = CentreSetup(argument: argument) else {
                throw ValidationError("--teams is \(argument); it looks like east:E-1,E-2.")
            }
            return setup
        }
        return (setups, TravelRule())
    }
}

/// A district that is connected and about to begin.
struct FleetStage {
    let world: FleetWorld
    let transport: any FleetTransport
    let cli: FieldCLI?
}
