internal import ArgumentParser
internal import LinuxPlatform
internal import SimulatedDistrict

/// Where the judge's page goes besides the terminal.
struct ReportFiles: ParsableArguments {
    @Option(help: "A file for the score as JSON.")
    var reportJSON: String?

    @Option(help: "A file for the page with plots, as HTML.")
    var reportHTML: String?

    /// Prints the page, writes the files that are named, and says by the exit code whether the
    /// run passed.
    func say(_ page: SummaryPage) throws {
        Console.write(page.text, to: 1)
        try write(reportJSON) { ScoreReport.json(page) + [0x0A] }
        try write(reportHTML) { RunHTML.bytes(page) }
        if !page.verdict.passed { throw ExitCode(1) }
    }

    private func write(_ path: String?, _ contents: () -> [UInt8]) throws {
        guard let path else { return }
        do {
            try AtomicFile.replace(path: path, contents: contents())
        } catch {
            Console.complain("\(error)")
            throw ExitCode(73)
        }
    }
}
