internal import ArgumentParser
internal import Foundation
internal import Journal
internal import JournalSQLite
internal import LinuxPlatform
internal import Settings

/// The version of the daemon and of everything it ships with.
let gaswatchVersion = "0.1.0"

/// Watches the valves and calls out help.
@main
struct GaswatchDaemon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gaswatchd",
        abstract: "Watches gas safety valves and calls out help. 燃气阀门监测守护进程",
        version: gaswatchVersion,
        subcommands: [Run.self, CheckConfig.self, Database.self],
        defaultSubcommand: Run.self)
}

struct ConfigOption: ParsableArguments {
    @Option(name: .long, help: "The settings file.")
    var config = "/etc/gaswatch/gaswatch.yaml"

    /// The settings, or every fault on stderr and exit 78.
    func load() throws -> DaemonSettings {
        do throws(SettingsFaults) {
            return try DaemonSettings.load(
                path: config, environment: ProcessInfo.processInfo.environment)
        } catch {
            let text = error.descriptions.map { "gaswatchd: \($0)\n" }.joined()
            Voice.say(Array(text.utf8), to: 2)
            throw ExitCode(SettingsFaults.exitCode)
        }
    }
}

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run the daemon.")
    @OptionGroup var config: ConfigOption

    func run() async throws {
        let settings = try config.load()
        try await Daemon(settings, configPath: config.config).run()
    }
}

struct CheckConfig: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config", abstract: "Check the settings and every file they name.")
    @OptionGroup var config: ConfigOption

    func run() throws {
        let settings = try config.load()
        let registry = RegistryStore(path: settings.registry)
        let households = try registry.readOrExit()
        let named = registry.isMissing ? nil : settings.registry
        let files = (settings.files + [named].compactMap(\.self)).joined(separator: ", ")
        Voice.say(Array("\(files): good\n".utf8), to: 1)
        if named != nil { Voice.say(Array("\(households.count) valves\n".utf8), to: 1) }
        // Not a fault: the first import makes the file.
        if let words = registry.wordsWhenMissing {
            Voice.say(Array("WARNING: \(words)\n".utf8), to: 2)
        }
        let notes = (settings.rescue.parties.notes + RegistryFit.notes(settings, households))
            .map { "note: \($0)\n" }.joined()
        Voice.say(Array(notes.utf8), to: 1)
    }
}

struct Database: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "Look after the journal of a stopped daemon.",
        subcommands: [Verify.self, Migrate.self])

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check the journal.")
        @OptionGroup var config: ConfigOption

        func run() throws {
            let settings = try config.load()
            do throws(JournalError) {
                let aside = SQLiteJournal.wordsAboutAside(in: settings.state)
                if !aside.isEmpty { Voice.say(Array("\(aside)\n".utf8), to: 1) }
                let report = try SQLiteJournal.verify(
                    directory: settings.state, isIncident: IncidentRow.isReadable)
                Voice.say(Array("\(report.page)\n".utf8), to: 1)
                guard report.isSound else { throw JournalError.corrupt("see above") }
            } catch {
                throw fail(error)
            }
        }
    }

    struct Migrate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring the journal to this version.")
        @OptionGroup var config: ConfigOption

        func run() throws {
            let settings = try config.load()
            do throws(JournalError) {
                let steps = try SQLiteJournal.migrate(directory: settings.state)
                let text = steps.isEmpty ? "up to date" : steps.joined(separator: "\n")
                Voice.say(Array("\(text)\n".utf8), to: 1)
            } catch {
                throw fail(error)
            }
        }
    }

    static func fail(_ error: JournalError) -> ExitCode {
        Voice.say(Array("gaswatchd: \(error.words)\n".utf8), to: 2)
        return ExitCode(error.isRetryable ? 75 : 65)
    }
}
