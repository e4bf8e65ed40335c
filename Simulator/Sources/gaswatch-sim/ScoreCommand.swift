internal import ArgumentParser
internal import LinuxPlatform
internal import ScenarioFiles
internal import SimulatedDistrict

/// Judges a run by its truth log once more.
struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Judges a run by the log of what really happened.",
        discussion: """
            The log is what fleet and scenario write with --truth. With --server the daemon is \
            asked what it remembers of the run. Exit code 0 when the run passed, 1 when not, 65 \
            when the log cannot be read.
            """)

    @Argument(help: "The truth log, ndjson.")
    var log: String

    @Option(help: "Thresholds of this scenario, instead of those the run was played with.")
    var scenario: String?

    @Option(help: "The daemon that is asked what it remembers, http://HOST:PORT.")
    var server: String?

    @Option(help: "The gaswatch program that asks it.")
    var cli = ".build/release/gaswatch"

    @OptionGroup var files: ReportFiles

    func run() throws {
        let run = try TruthReader.read(log)
        let asks = server.map {
            FieldCLI(program: cli, server: $0, answerPath: log + ".answer")
        }
        var limits: Thresholds?
        if let file = scenario ?? run.identity.file {
            limits = try ScenarioCommand.read(file).thresholds
        }
        let review = JudgedRun.review(run.score, run.identity, run.ending, asks)
        try files.say(
            SummaryPage(
                run.score, of: run.identity, ending: run.ending, limits: limits, review: review,
                wasAsked: asks != nil))
    }
}
