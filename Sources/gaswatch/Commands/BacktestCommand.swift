internal import ArgumentParser
internal import Backtest
internal import Recordings
internal import Settings
internal import ValveModel

struct BacktestCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "What the detector finds in recorded readings. 用录波检验判据。",
        discussion: """
            FILE is .csv, .ndjson, .jsonl or .arff, each also with .gz: a row a message, with the \
            fields of the protocol, the valve's id as valve and the time of receipt as at (ms); \
            where alarm is set it was an alarm. boot, seq, area, building and riser may be absent. \
            Other recordings are mapped: --map gas=CH4:%vol --map at=time:s --map valve:=SN-1 \
            --map every=30s. Units: gas %LEL ppm %vol x10 raw/1000; flow m3/h l/h kWh/h m3; \
            pressure kPa Pa mbar bar; temp C F; at ms s iso. The summary goes to standard error. \
            Exit codes: 0, 64 usage, 65 bad data with its line, 78 a bad profile file.
            """)
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @Option(help: "profiles.yaml; its default profile, or its only one, judges every valve.")
    var profile: String?
    @Option(help: "The profile of that file to judge by.")
    var profileName: String?
    @Option(name: .customLong("map"), help: "Which column is which field; repeat it.")
    var mapping: [String] = []
    @Flag(help: "Print silence and lost links too.")
    var offline = false
    @Option(help: "Judge by this plain threshold in %LEL alone, to compare.")
    var threshold: Float?
    @Option(
        help: """
            Minutes after which people have made safe what calls them out, so that what follows is \
            new; without it a home's leak lasts to the end.
            """)
    var safeAfter: Int?
    @Argument(help: "The recording.") var file: String

    func validate() throws {
        // To a day: whoever was called out is home by then.
        guard (1...1_440).contains(safeAfter ?? 1) else {
            throw ValidationError("--safe-after is 1 to 1440 minutes.")
        }
        guard (0...100).contains(threshold ?? 0) else {
            throw ValidationError("--threshold is 0 to 100 %LEL.")
        }
    }

    func carryOut() async throws {
        var options = Backtest.Options()
        options.profile = try chosenProfile()
        options.isOfflineShown = offline
        options.plainThreshold = threshold
        options.safeAfter = safeAfter.map { .minutes(Int64($0)) }
        let mapping: RecordingMapping
        do throws(MappingFaults) {
            mapping = try RecordingMapping(options: self.mapping)
        } catch {
            throw CLIFault(.usage, Phrase(verbatim: error.description), .checkValues)
        }
        do throws(RecordingFault) {
            try judge(mapping, options)
        } catch {
            throw CLIFault(.badData, Phrase(verbatim: error.description), .checkRecording)
        }
    }

    private func chosenProfile() throws(CLIFault) -> Profile {
        guard let profile else {
            guard profileName == nil else { throw CLIFault(.usage, .profileNeedsFile, nil) }
            return Profile()
        }
        let profiles: [Profile]
        do {
            profiles = try Profile.load(path: profile)
        } catch {
            throw CLIFault(
                .badConfiguration, Phrase(verbatim: error.description), .repairSettings)
        }
        let name = profileName ?? "default"
        if let named = profiles.first(where: { $0.name == name }) { return named }
        if profileName == nil, profiles.count == 1 { return profiles[0] }
        throw CLIFault(
            .usage, .noProfile(name, profiles.map(\.name).joined(separator: ", ")),
            .nameProfile)
    }

    private func judge(
        _ mapping: RecordingMapping, _ options: Backtest.Options
    ) throws(RecordingFault) {
        var reader = try RecordingFile.open(file, mapping: mapping)
        var printer = FindingPrinter(form.output, server.language)
        printer.begin()
        // A document of JSON is whole, whatever ends the recording.
        defer { printer.end() }
        guard let first = try reader.next() else {
            return BacktestReport.show(nil, reader, server.language)
        }
        let backtest = Backtest(
            options, census: Survey.census(file, mapping), start: Moment(milliseconds: first.at))
        var row: RecordedReading? = first
        while let present = row {
            do throws(Backtest.Fault) {
                for line in try backtest.note(present) { printer.show(line) }
            } catch {
                throw RecordingFault(
                    place: file, line: present.line,
                    message: "More valves than \(Backtest.valveCountMax). Split the recording.")
            }
            do throws(RecordingFault) {
                row = try reader.next()
            } catch {
                for line in backtest.breakOff() { printer.show(line) }
                throw error
            }
        }
        for line in backtest.finish() { printer.show(line) }
        BacktestReport.show(backtest.summary, reader, server.language)
    }
}

/// The look through a recording for where its valves hang; it ends at the first bad row, which the
/// judging finds again and reports in its place.
private enum Survey {
    static func census(_ file: String, _ mapping: RecordingMapping) -> Census {
        var census = Census()
        guard var reader = try? RecordingFile.open(file, mapping: mapping), reader.hasPlaces else {
            return census
        }
        while let row = try? reader.next() { census.note(row) }
        return census
    }
}
