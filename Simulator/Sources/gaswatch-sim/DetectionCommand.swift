internal import ArgumentParser
internal import Recordings
internal import SimulatedDistrict

/// Judges findings by the truth of a recording.
struct DetectionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detection",
        abstract: "Judges the findings of a backtest by the truth of its recording.",
        discussion: """
            FINDINGS is what gaswatch backtest -o ndjson printed. Prints one row of a table: leaks \
            found, missed, found before the air held 20 %LEL, times to detect, and false call-outs \
            a valve and year.
            """)

    @Argument(help: "The truth that gaswatch-sim record wrote.")
    var truth: String
    @Argument(help: "The findings.")
    var findings: String
    @Option(help: "What the row is called.")
    var label = "findings"
    @Flag(help: "Count new incidents a day instead, the devices' own leak alarms apart.")
    var daily = false
    @Flag(help: "Print the head of the table before it.")
    var head = false

    func run() throws {
        guard let truth = SilentTruth(lines: try WholeFile.bytes(truth)) else {
            Console.complain("\(self.truth) is no truth of a recording.")
            throw ExitCode(65)
        }
        let lines = try WholeFile.bytes(findings).split(separator: 0x0A)
        let found = lines.compactMap { JSONValue(Array($0)) }
        if daily {
            if head { Console.say(NuisanceScore.header) }
            return Console.say(NuisanceScore(truth, findings: found).row(label))
        }
        let score = DetectionScore(truth, findings: found)
        if head { Console.say(DetectionScore.header) }
        Console.say(score.row(label))
    }
}
