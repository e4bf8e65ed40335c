internal import ArgumentParser
internal import ConsoleAPI
internal import Foundation
internal import LinuxPlatform
internal import PlainHTTP
internal import Settings

struct RegistryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry", abstract: "The register of valves and households. 登记表。",
        subcommands: [RegistryImport.self, RegistryExport.self, RegistryCheck.self])
}

extension Datum: ExpressibleByArgument {}

/// The file and how its places are to be read.
struct RegistryOptions: ParsableArguments {
    @Argument(help: "CSV file, UTF-8 or GB18030; - reads standard input.") var file: String
    @Option(help: "Datum of lat and lon.") var datum: Datum = .wgs84

    func read() throws -> RegistryReading {
        RegistryFile.read(try OfflineFile.bytes(file), datum: datum)
    }
}

struct RegistryCheck: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a register without a daemon. 检查登记表。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @OptionGroup var source: RegistryOptions

    func carryOut() async throws {
        let reading = try source.read()
        // As an import would have it: a register of nobody is a mistake.
        guard !reading.faults.isEmpty || !reading.households.isEmpty else {
            throw CLIFault(.badData, .noGoodRow(source.file), .checkValues)
        }
        let language = server.language
        guard form.output == .table || form.output == .wide else {
            StandardStream.out(Self.text(reading, form.output))
            if !reading.faults.isEmpty { throw ExitCode(ExitStatus.badData.rawValue) }
            return
        }
        guard reading.faults.isEmpty else {
            StandardStream.err(
                Phrase.rowsGood(reading.households.count, reading.faults.count, source.file)
                    .text(language))
            RegistryFaultLines.show(reading.faults, language)
            throw ExitCode(ExitStatus.badData.rawValue)
        }
        StandardStream.out(
            Phrase.checked(source.file, reading.households.count).text(language) + "\n")
    }

    /// What was found, for a program: `name` is the lines at fault.
    private static func text(_ reading: RegistryReading, _ format: OutputFormat) -> [UInt8] {
        let faults = reading.faults
        switch format {
        case .name: return Array(faults.map { "\($0.line)\n" }.joined().utf8)
        case .csv:
            let rows = faults.map { Printer.csvLine([String($0.line), $0.message]) }
            return Array((Printer.csvLine(["line", "message"]) + rows.joined()).utf8)
        case .table, .wide, .json, .ndjson:
            var writer = JSONWriter(reserving: 256)
            writer.object { object in
                object.field("good", reading.households.count)
                object.array("faults") { array in
                    for fault in faults {
                        array.object {
                            $0.field("line", fault.line)
                            $0.field("message", fault.message)
                        }
                    }
                }
            }
            return writer.bytes + [0x0A]
        }
    }
}

struct RegistryImport: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Replace the daemon's register, all rows or none. 导入登记表。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var source: RegistryOptions
    @Flag(help: "Leave bad rows out instead of refusing the file.") var skipBad = false
    @Flag(help: "Let it leave out most of the valves in force.") var retireMost = false

    /// Thirty thousand rows are validated and committed as one; a slow disk may take its time.
    static let importTimeout = Duration.seconds(120)

    func carryOut() async throws {
        let name = try actor.name()
        let reading = try source.read()
        let language = server.language
        if !reading.faults.isEmpty {
            guard skipBad else {
                RegistryFaultLines.show(reading.faults, language)
                throw CLIFault(
                    .badData, .badRows(reading.faults.count, source.file), .repairRows)
            }
            StandardStream.err(Phrase.skipped(reading.faults.count).text(language))
            RegistryFaultLines.show(reading.faults, language)
        }
        guard !reading.households.isEmpty else {
            throw CLIFault(.badData, .noGoodRow(source.file), .checkValues)
        }
        let query =
            [(name: "by", value: name)] + (retireMost ? [(name: "retire", value: "most")] : [])
        let answer = try await server.daemon().ask(
            "PUT", "registry" + Daemon.text(of: query),
            [(name: "Content-Type", value: "text/csv; charset=utf-8")],
            RegistryFile.write(reading.households), timeout: Self.importTimeout)
        let entry = try Entry<RegistryView>(JSONPieces.onOneLine(answer.body[...]))
        let view = entry.view
        switch form.output {
        case .table, .wide, .name:
            let phrase = Phrase.imported(view.valves, view.added, view.changed, view.retired)
            StandardStream.out(phrase.text(language) + "\n")
        case .json, .ndjson: StandardStream.out(entry.json + [0x0A])
        case .csv:
            StandardStream.out(
                Printer.csvLine(["valves", "added", "changed", "retired"])
                    + Printer.csvLine(
                        [view.valves, view.added, view.changed, view.retired].map(String.init)))
        }
    }
}

struct RegistryExport: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "The daemon's register as CSV; people's columns only by the socket. 导出登记表。")
    @OptionGroup var server: ServerOptions
    @Option(name: [.customShort("O"), .customLong("output-file")], help: "Write it to a file.")
    var path: String?

    func carryOut() async throws {
        let answer = try await server.daemon().ask("GET", "registry")
        if let path {
            do throws(SystemFault) {
                // It says who lives alone: for whoever asked, and nobody else on the machine.
                try AtomicFile.replace(path: path, contents: answer.body, mode: 0o600)
            } catch {
                throw CLIFault(.notPermitted, .cannotWrite(path), .chooseFile)
            }
        } else {
            StandardStream.out(answer.body)
        }
        if answer.header("X-Gaswatch-Left-Out") != nil {
            StandardStream.err(Phrase.peopleLeftOut.text(server.language))
        }
    }
}

/// The list of what is wrong with a file.
enum RegistryFaultLines {
    /// A file in the wrong shape has a fault in every row; the first hundred show which.
    static let countMax = 100

    static func show(_ faults: [RegistryFault], _ language: Language) {
        for fault in faults.prefix(countMax) {
            let phrase = Phrase.line(fault.line, fault.message)
            StandardStream.err("  " + phrase.text(language))
        }
        if faults.count > countMax {
            StandardStream.err("  " + Phrase.more(faults.count - countMax).text(language))
        }
    }
}
