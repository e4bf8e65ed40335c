internal import ArgumentParser
internal import Foundation

/// The version of this program; the daemon of the same release reports the same.
let gaswatchVersion = "0.1.0"

@main
struct GaswatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gaswatch",
        abstract: "Watch gas valves and their incidents. 燃气阀门与事件。",
        discussion: """
            Exit codes: 0 done, 1 no such thing or somebody was first, 64 usage, 65 bad data, \
            69 daemon unreachable, 75 try again, 77 not permitted, 78 bad configuration.
            """,
        version: gaswatchVersion,
        subcommands: [
            StatusCommand.self,
            DoctorCommand.self,
            ValveCommand.self,
            IncidentCommand.self,
            TeamCommand.self,
            CentreCommand.self,
            RegistryCommand.self,
            PlanCommand.self,
            CoverageCommand.self,
            RoadsCommand.self,
            BacktestCommand.self,
            ReplayCommand.self,
            StatsCommand.self,
            DrillCommand.self,
            CompletionCommand.self,
        ])

    static func main() async {
        StandardStream.ignoreBrokenPipes()
        do {
            var command = try parseAsRoot(
                LeadingOptions.moved(Array(CommandLine.arguments.dropFirst())))
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let language = Language(
                arguments: CommandLine.arguments,
                environment: ProcessInfo.processInfo.environment)
            guard language == .chinese,
                let said = PhraseBook.misread(message(for: error), in: fullMessage(for: error))
            else { exit(withError: error) }
            StandardStream.err(said)
            exit(withError: exitCode(for: error))
        }
    }
}

/// A command that talks to the daemon and ends with the contract's codes.
protocol DaemonCommand: AsyncParsableCommand {
    var server: ServerOptions { get }
    func carryOut() async throws
}

extension DaemonCommand {
    mutating func run() async throws {
        do {
            try await carryOut()
        } catch let fault as CLIFault {
            StandardStream.err("gaswatch: " + fault.what.text(server.language))
            if let advice = fault.advice {
                StandardStream.err("  " + advice.text(server.language))
            }
            throw ExitCode(fault.status.rawValue)
        }
    }

    func printer(_ format: OutputFormat, now: Instant) -> Printer {
        var surroundings = Surroundings.standard(server.language)
        surroundings.now = now
        return Printer(format: format, surroundings: surroundings)
    }
}
