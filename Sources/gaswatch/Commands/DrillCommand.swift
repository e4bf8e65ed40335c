internal import ArgumentParser
internal import ConsoleAPI

struct DrillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill", abstract: "Drills: they never reach real people. 演练。",
        subcommands: [DrillStart.self, DrillEnd.self])
}

struct DrillStart: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Begin a drill at a valve's home. 开始演练。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @OptionGroup var actor: ActorOptions
    @Argument(help: "Valve id.") var valve: String
    @Option(help: "Ends by itself after so many minutes, 1 to 240.") var minutes = 30
    @Option(help: "Kind of finding.") var kind = "leak"

    func validate() throws {
        try RequestRanges.testMinutes.check(minutes, "--minutes")
    }

    func carryOut() async throws {
        var request = DrillRequest(by: try actor.name(), valve: valve)
        request.minutes = minutes
        request.kind = kind
        let answer: (entry: Entry<IncidentView>, now: Instant) = try await server.daemon()
            .change("drills", request)
        StandardStream.out(
            printer(form.output, now: answer.now).text(answer.entry, .incidents))
    }
}

struct DrillEnd: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "end", abstract: "End a drill. 结束演练。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @OptionGroup var actor: ActorOptions
    @Argument(help: "Incident id of the drill.") var id: String

    func carryOut() async throws {
        let answer: (entry: Entry<IncidentView>, now: Instant) = try await server.daemon()
            .change("drills/\(Daemon.escaped(id))/end", ValveRequest(by: try actor.name()))
        StandardStream.out(
            printer(form.output, now: answer.now).text(answer.entry, .incidents))
    }
}
