internal import ArgumentParser
internal import ConsoleAPI

struct StatsAlarms: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarms",
        abstract: "How many alarms people get, by centre, and from where. 报警统计。")

    /// One of the lists behind the figures.
    enum Part: String, CaseIterable, ExpressibleByArgument {
        case centres, sources, triage, swaps
    }

    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @Argument(
        help: "centres, sources (worst of a day), triage (order of work) or swaps (false leaks).")
    var part = Part.centres

    func carryOut() async throws {
        let answer: (entry: Entry<AlarmStatsView>, now: Instant) = try await server.daemon()
            .thing("stats/alarms")
        // The document is one thing; a line each there are only of one of its lists.
        if form.output == .json {
            return StandardStream.out(answer.entry.json + [0x0A])
        }
        let printer = printer(form.output, now: answer.now)
        let stats = answer.entry.view
        switch part {
        case .centres:
            StandardStream.out(
                printer.text(try Self.entries(stats.centres + [stats.total]), .alarmRows))
        case .sources:
            StandardStream.out(printer.text(try Self.entries(stats.sources), .alarmSources))
        case .triage: StandardStream.out(printer.text(try Self.entries(stats.triage), .triage))
        case .swaps: StandardStream.out(printer.text(try Self.entries(stats.swaps), .swaps))
        }
    }

    private static func entries<View: Decodable & JSONWritable>(
        _ views: [View]
    ) throws -> [Entry<View>] { try views.map { try Entry($0.json) } }
}
