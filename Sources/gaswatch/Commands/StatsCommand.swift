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
        abstract: "How well the five-minute circle was kept, by centre. 响应统计。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @Option(help: "How many days back, 1 to 400.") var days = 30
    @Flag(help: "Of drills instead of actual incidents.") var drills = false
    @Flag(help: "Estimated against actual arrival, by centre and hour.") var calibration = false

    func validate() throws {
        guard (1...400).contains(days) else {
            throw ValidationError("--days must be from 1 to 400.")
        }
    }

    func carryOut() async throws {
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

    private static func entries<View: Decodable & JSONWritable>(
        _ views: [View]
    ) throws -> [Entry<View>] { try views.map { try Entry($0.json) } }
}
