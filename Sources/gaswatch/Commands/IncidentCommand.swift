internal import ArgumentParser
internal import ConsoleAPI

struct IncidentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident", abstract: "Incidents and what is done about them. 事件。",
        subcommands: [
            IncidentList.self, IncidentShow.self, IncidentWatch.self, IncidentTimeline.self,
            IncidentAck.self, IncidentDispatch.self, IncidentAccept.self, IncidentEnroute.self,
            IncidentOnscene.self, IncidentRescue.self, IncidentSafe.self, IncidentClose.self,
            IncidentNote.self, IncidentHandover.self, IncidentTell.self, IncidentAnswered.self,
            IncidentShelve.self, IncidentUnshelve.self, IncidentVisits.self,
        ])
}

struct IncidentList: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List incidents. 列出事件。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @OptionGroup var filter: FilterOptions
    @Flag(help: "Keep showing what changes.") var watch = false

    func carryOut() async throws {
        let daemon = try server.daemon()
        if watch {
            try await LiveList(
                daemon: daemon, path: "incidents", eventName: "incident", query: filter.query,
                countMax: filter.limit, sheet: .incidents, language: server.language
            ).run(form.output)
            return
        }
        let isForPerson = form.output == .table || form.output == .wide
        let listed = try await isForPerson ? byUrgency(daemon) : byAge(daemon, filter.query)
        StandardStream.out(printer(form.output, now: listed.now).text(listed.entries, .incidents))
    }

    /// The API's order: the newest first.
    private func byAge(
        _ daemon: Daemon, _ query: [(name: String, value: String)], isWhole: Bool = false
    ) async throws -> Daemon.Listed<IncidentView> {
        try await daemon.list("incidents", query, countMax: isWhole ? nil : filter.limit)
    }

    /// What a person has to read first stands first: what goes on, the gravest of it and of that what
    /// waits longest, then what is over, the newest first. A limit never cuts off what is urgent.
    private func byUrgency(_ daemon: Daemon) async throws -> Daemon.Listed<IncidentView> {
        let isOfWaiting = filter.state.map { $0 != "closed" && $0 != "safe" } ?? false
        var listed = try await byAge(daemon, filter.query, isWhole: isOfWaiting)
        if let limit = filter.limit, filter.state == nil, listed.entries.count == limit {
            let open = try await byAge(
                daemon, filter.query + [(name: "state", value: "open")], isWhole: true)
            let known = Set(open.entries.map(\.view.id))
            listed.entries = open.entries + listed.entries.filter { !known.contains($0.view.id) }
        }
        let waiting = listed.entries.filter { !$0.view.isOver }
        let over = listed.entries.filter(\.view.isOver)
        listed.entries = waiting.sorted { $0.view.screenOrder < $1.view.screenOrder } + over
        if let limit = filter.limit { listed.entries = Array(listed.entries.prefix(limit)) }
        return listed
    }
}

struct IncidentShow: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one incident. 查看一个事件。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @Argument(help: "Incident id.") var id: String

    func carryOut() async throws {
        let answer: (entry: Entry<IncidentView>, now: Instant) = try await server.daemon()
            .thing("incidents/\(Daemon.escaped(id))")
        StandardStream.out(printer(form.output, now: answer.now).text(answer.entry, .incident))
    }
}

struct IncidentTimeline: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline", abstract: "All that happened to an incident. 事件经过。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @Argument(help: "Incident id.") var id: String

    func carryOut() async throws {
        let listed: Daemon.Listed<TimelineView> = try await server.daemon()
            .wholeList("incidents/\(Daemon.escaped(id))/timeline")
        StandardStream.out(printer(form.output, now: listed.now).text(listed.entries, .timeline))
    }
}

struct IncidentWatch: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow incidents: a screen on a terminal, NDJSON into a pipe. 跟踪事件。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var filter: FilterOptions
    @Argument(help: "Only this incident.") var id: String?

    func carryOut() async throws {
        var list = LiveList<IncidentView>(
            daemon: try server.daemon(), path: "incidents", eventName: "incident",
            query: filter.query, countMax: filter.limit, sheet: .incidents,
            language: server.language)
        list.only = id
        try await list.run(.table)
    }
}
