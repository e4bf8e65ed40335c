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
        let listed: Daemon.Listed<IncidentView> = try await daemon.list(
            "incidents", filter.query, countMax: filter.limit)
        // The API tells the newest first; a person reads the gravest first and the newest within.
        var entries = listed.entries
        if form.output == .table || form.output == .wide {
            entries = entries.enumerated()
                .sorted {
                    ($0.element.view.priority, $0.offset) < ($1.element.view.priority, $1.offset)
                }
                .map(\.element)
        }
        StandardStream.out(printer(form.output, now: listed.now).text(entries, .incidents))
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
