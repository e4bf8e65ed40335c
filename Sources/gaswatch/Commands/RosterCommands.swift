internal import ArgumentParser
internal import ConsoleAPI

struct TeamCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "team", abstract: "Response teams. 队伍。",
        subcommands: [TeamList.self, TeamAvailable.self, TeamUnavailable.self])
}

struct TeamList: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List teams. 列出队伍。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @Option(help: "Centre id.") var centre: String?
    @Flag(help: "Keep showing what changes.") var watch = false

    func carryOut() async throws {
        let daemon = try server.daemon()
        let query = centre.map { [(name: "centre", value: $0)] } ?? []
        if watch {
            try await LiveList<TeamView>(
                daemon: daemon, path: "teams", eventName: "team", query: query, countMax: nil,
                sheet: .teams, language: server.language
            ).run(form.output)
            return
        }
        let listed: Daemon.Listed<TeamView> = try await daemon.wholeList(
            "teams" + Daemon.text(of: query))
        StandardStream.out(printer(form.output, now: listed.now).text(listed.entries, .teams))
    }
}

/// What both changes of a team take.
struct TeamChangeOptions: ParsableArguments {
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @OptionGroup var actor: ActorOptions
    @Argument(help: "Team id.") var id: String
}

protocol TeamChangeCommand: DaemonCommand {
    static var makesAvailable: Bool { get }
    var shared: TeamChangeOptions { get }
    var place: LocationView? { get throws }
}

extension TeamChangeCommand {
    var server: ServerOptions { shared.server }

    func carryOut() async throws {
        let request = TeamRequest(
            by: try shared.actor.name(), available: Self.makesAvailable, location: try place)
        let answer: (entry: Entry<TeamView>, now: Instant) = try await server.daemon()
            .change("teams/\(Daemon.escaped(shared.id))", request)
        let printer = printer(shared.form.output, now: answer.now)
        StandardStream.out(
            shared.form.output == .table
                ? printer.text([answer.entry], .teams) : printer.text(answer.entry, .teams))
    }
}

struct TeamAvailable: TeamChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "available", abstract: "The team can be sent. 可派。")
    static let makesAvailable = true
    @OptionGroup var shared: TeamChangeOptions
    @Option(help: ArgumentHelp("Where it is, in WGS-84 degrees.", valueName: "lat,lon"))
    var at: String?

    func validate() throws { _ = try place }

    var place: LocationView? {
        get throws {
            try at.map(Place.read).map { LocationView(lat: $0.lat, lon: $0.lon) }
        }
    }
}

struct TeamUnavailable: TeamChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "unavailable", abstract: "The team cannot be sent. 不可派。")
    static let makesAvailable = false
    @OptionGroup var shared: TeamChangeOptions
    var place: LocationView? { nil }
}

struct CentreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "centre", abstract: "Emergency-response centres. 中心。",
        subcommands: [CentreList.self, CentreStandby.self])
}

struct CentreStandby: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "standby",
        abstract: "Let free teams wait where they reach most, or at home again. 待命点。",
        discussion: """
            gaswatch coverage --standby says what it would gain. --on works the posts out for the \
            teams of the centre that are free now and tells the centre; a team counts at its post \
            once it has told that it is there.
            """)
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @OptionGroup var actor: ActorOptions
    @Argument(help: "Centre id.") var id: String
    @Flag(help: "Switch the posts on.") var on = false
    @Flag(help: "Switch them off.") var off = false
    @Option(help: "Per cent of the time in which a team is not free, 0 to 99.") var busy: Int?

    func validate() throws {
        guard on != off else { throw ValidationError("--on or --off, one of them.") }
        try RequestRanges.busyShare.check(busy, "--busy")
    }

    func carryOut() async throws {
        let request = StandbyRequest(by: try actor.name(), on: on, busy: busy)
        let answer: (entry: Entry<CentreStandbyView>, now: Instant) = try await server.daemon()
            .change("standby/\(Daemon.escaped(id))", request)
        switch form.output {
        case .json, .ndjson: StandardStream.out(answer.entry.json + [0x0A])
        default:
            let lines = answer.entry.view.posts.map {
                "\($0.team)  \($0.lat),\($0.lon)  (+\($0.gained))\n"
            }
            StandardStream.out(lines.joined())
        }
    }
}

struct CentreList: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List centres. 列出中心。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @Flag(help: "Keep showing what changes.") var watch = false

    func carryOut() async throws {
        let daemon = try server.daemon()
        if watch {
            try await LiveList<CentreView>(
                daemon: daemon, path: "centres", eventName: "centre", query: [], countMax: nil,
                sheet: .centres, language: server.language
            ).run(form.output)
            return
        }
        let listed: Daemon.Listed<CentreView> = try await daemon.wholeList("centres")
        StandardStream.out(printer(form.output, now: listed.now).text(listed.entries, .centres))
    }
}

struct CompletionCommand: ParsableCommand {
    enum Shell: String, CaseIterable, ExpressibleByArgument { case bash, zsh, fish }

    static let configuration = CommandConfiguration(
        commandName: "completion", abstract: "Print a completion script. 命令补全脚本。")
    @Argument(help: "The shell.") var shell: Shell

    func run() {
        let script =
            switch shell {
            case .bash: GaswatchCommand.completionScript(for: .bash)
            case .zsh: GaswatchCommand.completionScript(for: .zsh)
            case .fish: GaswatchCommand.completionScript(for: .fish)
            }
        StandardStream.out(script.hasSuffix("\n") ? script : script + "\n")
    }
}
