internal import ArgumentParser
internal import ConsoleAPI

struct ValveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "valve", abstract: "Valves. 阀门。",
        subcommands: [
            ValveList.self, ValveShow.self, ValveWatch.self, ValveClose.self, ValveTest.self,
            ValveOutOfService.self,
            ValveInService.self,
        ])
}

struct ValveList: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List valves. 列出阀门。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @OptionGroup var filter: FilterOptions
    @Flag(help: "Keep showing what changes.") var watch = false

    func carryOut() async throws {
        let daemon = try server.daemon()
        if watch {
            try await LiveList(
                daemon: daemon, path: "valves", eventName: "valve", query: filter.query,
                countMax: filter.limit, sheet: .valves, language: server.language
            ).run(form.output)
            return
        }
        let listed: Daemon.Listed<ValveView> = try await daemon.list(
            "valves", filter.query, countMax: filter.limit)
        StandardStream.out(printer(form.output, now: listed.now).text(listed.entries, .valves))
    }
}

struct ValveShow: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one valve. 查看一个阀门。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @Argument(help: "Valve id.") var id: String

    func carryOut() async throws {
        let answer: (entry: Entry<ValveView>, now: Instant) = try await server.daemon()
            .thing("valves/\(Daemon.escaped(id))")
        StandardStream.out(printer(form.output, now: answer.now).text(answer.entry, .valves))
    }
}

struct ValveWatch: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow valves: a screen on a terminal, NDJSON into a pipe. 跟踪阀门。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var filter: FilterOptions
    @Argument(help: "Only this valve.") var id: String?

    func carryOut() async throws {
        var list = LiveList<ValveView>(
            daemon: try server.daemon(), path: "valves", eventName: "valve", query: filter.query,
            countMax: filter.limit, sheet: .valves, language: server.language)
        list.only = id
        try await list.run(.table)
    }
}

struct ValveClose: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Command a valve to close. Nothing here opens one. 远程关阀。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @OptionGroup var actor: ActorOptions
    @Argument(help: "Valve id.") var id: String

    func carryOut() async throws {
        let request = ValveRequest(by: try actor.name())
        let daemon = try server.daemon()
        let answer: (entry: Entry<CommandView>, now: Instant) =
            try await daemon
            .change("valves/\(Daemon.escaped(id))/close", request)
        switch form.output {
        case .table, .wide:
            let command = answer.entry.view
            let phrase = Phrase.commanded(command.valve, command.id)
            StandardStream.out(phrase.text(server.language) + "\n")
            // Given is not sent; where it cannot be asked the command stands all the same.
            let status: (entry: Entry<StatusView>, now: Instant)? = try? await daemon.thing(
                "status")
            if let status, status.entry.view.broker != "connected" {
                StandardStream.err(Phrase.brokerIsAway.text(server.language))
            }
        case .json, .ndjson: StandardStream.out(answer.entry.json + [0x0A])
        case .csv:
            let command = answer.entry.view
            StandardStream.out(
                Printer.csvLine(["id", "valve", "action", "sent_at"])
                    + Printer.csvLine([command.id, command.valve, command.action, command.sentAt]))
        case .name: StandardStream.out(answer.entry.view.id + "\n")
        }
    }
}

struct ValveTest: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Declare a test window, so that the valve's test raises no call-out. 声明测试。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @OptionGroup var actor: ActorOptions
    @Argument(help: "Valve id.") var id: String
    @Option(help: "Length of the window, 1 to 240 minutes.") var minutes: Int

    func validate() throws {
        try RequestRanges.testMinutes.check(minutes, "--minutes")
    }

    func carryOut() async throws {
        let request = ValveRequest(by: try actor.name(), minutes: minutes)
        let answer: (entry: Entry<ValveView>, now: Instant) = try await server.daemon()
            .change("valves/\(Daemon.escaped(id))/test", request)
        let printer = printer(form.output, now: answer.now)
        guard form.output == .table else {
            StandardStream.out(printer.text(answer.entry, .valves))
            return
        }
        let until = Clockwork.shown(answer.entry.view.testUntil, printer.surroundings)
        let phrase = Phrase.testDeclared(answer.entry.view.id, until)
        StandardStream.out(phrase.text(server.language) + "\n")
    }
}
