internal import ArgumentParser
internal import ConsoleAPI
internal import Foundation

struct StatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Figures of the past days. 统计。",
        subcommands: [StatsResponse.self, StatsAlarms.self])
}

struct StatsResponse: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "response",
        abstract: "How well the five-minute circle was kept, by centre. 响应统计。",
        discussion: """
            --calibration sets estimated against actual arrival. --accept CENTRE adds the offsets of \
            its hours with five arrivals and more to its estimates, from -30 to 120 s, until \
            --revoke CENTRE takes them back.
            """)
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @Option(help: "How many days back, 1 to 3650.") var days = 30
    @Flag(help: "Of drills instead of actual incidents.") var drills = false
    @OptionGroup var actor: ActorOptions
    @Option(help: ArgumentHelp("Add what was measured to its estimates.", valueName: "centre"))
    var accept: String?
    @Option(help: ArgumentHelp("Take that back.", valueName: "centre")) var revoke: String?
    @Flag(help: "Estimated against actual arrival, by centre and hour.") var calibration = false

    func validate() throws {
        try RequestRanges.historyDays.check(days, "--days")
        guard accept == nil || revoke == nil else {
            throw ValidationError("--accept or --revoke, one of them.")
        }
        guard !drills || accept == nil else {
            throw ValidationError("Drills are not what estimates are measured by.")
        }
    }

    func carryOut() async throws {
        if let centre = accept ?? revoke { return try await change(centre) }
        let path = "stats/response?days=\(days)" + (drills ? "&mode=exercise" : "")
        let answer: (entry: Entry<ResponseStatsView>, now: Instant) = try await server.daemon()
            .thing(path)
        let printer = printer(form.output, now: answer.now)
        let stats = answer.entry.view
        if form.output == .json || form.output == .ndjson {
            StandardStream.out(answer.entry.json + [0x0A])
        } else if calibration {
            StandardStream.out(printer.text(try Self.entries(stats.calibration), .calibration))
        } else {
            let rows = try Self.entries(stats.centres + [stats.total])
            StandardStream.out(printer.text(rows, .response))
        }
    }

    private func change(_ centre: String) async throws {
        let path = "calibrations/\(Daemon.escaped(centre))"
        let daemon = try server.daemon()
        let name = try actor.name()
        let answer: (entry: Entry<CalibrationView>, now: Instant) =
            accept == nil
            ? try await daemon.change(path + "/revoke", SignedRequest(by: name))
            : try await daemon.change(path, CalibrationRequest(by: name, days: days))
        let printer = printer(form.output, now: answer.now)
        if form.output == .json || form.output == .ndjson {
            StandardStream.out(answer.entry.json + [0x0A])
        } else {
            let rows = answer.entry.view.hours.map { CalibrationRow(answer.entry.view, $0) }
            StandardStream.out(printer.text(try Self.entries(rows), .accepted))
        }
    }

    private static func entries<View: Decodable & JSONWritable>(
        _ views: [View]
    ) throws -> [Entry<View>] { try views.map { try Entry($0.json) } }
}
