internal import ArgumentParser
internal import ConsoleAPI
internal import Rescue
internal import Settings

struct PlanCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Which team goes where: the exact plan for a file. 派队推演。",
        discussion: """
            FILE holds {"teams":[{"id","centre","lat","lon","available","turnout"}],\
            "incidents":[{"id","priority","lat","lon","floor","area","raisedAt","remaining"}],\
            "eta":[[…]]}. eta (seconds, a row for each incident, a cell for each team, null for no \
            way) stands above the estimate. --centres gives travel rules, and the home centre of \
            an incident by its area.
            """)
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @Option(help: "centres.yaml with travel rules and areas.") var centres: String?
    @Argument(help: "JSON file.") var file: String

    func carryOut() async throws {
        let rules = try centres.map { (path) throws(CLIFault) in try OfflineFile.rules(path) }
        switch PlanQuestion.checked(try PlanFile.read(file), rules ?? RescueRules()) {
        case .failure(let faults):
            FaultRows.show(faults.rows, server.language)
            throw CLIFault(.badData, .badPlan(faults.rows.count, file), .repairPlan)
        case .success(let question):
            let answer = PlanAnswer(question)
            let printer = printer(form.output, now: .local())
            StandardStream.out(
                form.output == .json
                    ? answer.json + [0x0A] : printer.text(try answer.lines(), .plan))
        }
    }
}

/// Faults of a file that is not a table: each names its row itself.
enum FaultRows {
    /// A file in the wrong shape has a fault in every row; the first hundred show which.
    static let countMax = 100

    static func show(_ rows: [String], _ language: Language) {
        for row in rows.prefix(countMax) {
            StandardStream.err("  " + PhraseBook.fileFault(row).text(language))
        }
        if rows.count > countMax {
            StandardStream.err("  " + Phrase.more(rows.count - countMax).text(language))
        }
    }
}
