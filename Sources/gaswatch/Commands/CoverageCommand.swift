internal import ArgumentParser
internal import ConsoleAPI
internal import Foundation
internal import LinuxPlatform
internal import Rescue
internal import Settings

struct CoverageCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Who is reached inside the five-minute circle, home by home. 救援圈覆盖。",
        discussion: """
            With --registry and --centres it is worked out from the files and needs no daemon; \
            without them the daemon says how it stands now, with the teams that are available.
            """)
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @Option(help: "Registry CSV.") var registry: String?
    @Option(help: "Datum of its lat and lon.") var datum: Datum = .wgs84
    @Option(help: "centres.yaml.") var centres: String?
    @Option(help: "Road graph of gaswatch roads import.") var roads: String?
    @Option(help: ArgumentHelp("A team that is away; may be repeated.", valueName: "team"))
    var without: [String] = []
    @Option(
        help: ArgumentHelp(
            "Local time of day: factors of the hour, teams on shift.", valueName: "hh:mm"))
    var at: String?
    @Option(help: "Suggest up to so many further sites, 0 to 3.") var sites: Int = 3
    @Flag(help: "Say where the teams would wait better.") var standby = false
    @Option(help: "With --standby: the share of time in which a team is not free.")
    var busy: Double = 0.3
    @Option(help: ArgumentHelp("Write the circles' outlines there.", valueName: "file"))
    var geojson: String?

    func validate() throws {
        guard (registry == nil) == (centres == nil) else {
            throw ValidationError("--registry and --centres go together.")
        }
        let isOffline = registry != nil
        guard isOffline || (roads == nil && without.isEmpty && at == nil && geojson == nil) else {
            throw ValidationError(
                "--roads, --without, --at and --geojson need --registry and --centres.")
        }
        guard isOffline || datum == .wgs84 else {
            throw ValidationError("--datum needs --registry and --centres.")
        }
        guard (0..<1).contains(busy) else { throw ValidationError("--busy is from 0 to below 1.") }
        guard (0...3).contains(sites) else { throw ValidationError("--sites is 0 to 3.") }
        _ = try minute
    }

    /// The minute of the day of `--at`; a lone hour is its beginning.
    var minute: Int? {
        get throws {
            guard let at else { return nil }
            guard let minute = Shift.minute(at.contains(":") ? at : at + ":00"), minute < 24 * 60
            else { throw ValidationError("--at must be a time of day, such as 18:00.") }
            return minute
        }
    }

    func carryOut() async throws {
        guard let registry, let centres else {
            if standby { return try await showStandby() }
            let answer: (entry: Entry<CoverageView>, now: Instant) = try await server.daemon()
                .thing("coverage")
            return show(answer.entry.view, json: answer.entry.json)
        }
        let question = try question(registry, centres)
        if let geojson {
            do {
                try AtomicFile.replace(path: geojson, contents: question.outlines(), mode: 0o644)
            } catch {
                throw CLIFault(.notPermitted, .cannotWrite(geojson), .chooseFile)
            }
        }
        let view = question.answer(siteCount: sites, busy: standby ? busy : nil)
        show(view, json: view.json)
    }

    /// What the daemon advises for the teams that are free now.
    private func showStandby() async throws {
        let percent = Int((busy * 100).rounded())
        let answer: (entry: Entry<StandbyView>, now: Instant) = try await server.daemon()
            .thing("standby?busy=\(percent)")
        let view = answer.entry.view
        let moves = view.standby.moves
        switch form.output {
        case .json, .ndjson: StandardStream.out(answer.entry.json + [0x0A])
        case .name: StandardStream.out(moves.map { $0.team + "\n" }.joined())
        case .csv:
            StandardStream.out(
                Printer.csvLine(["team", "lat", "lon", "valve", "gained"])
                    + moves.map {
                        Printer.csvLine([
                            $0.team, "\($0.lat)", "\($0.lon)", $0.valve, "\($0.gained)",
                        ])
                    }.joined())
        case .table, .wide: show(view)
        }
    }

    private func show(_ view: StandbyView) {
        var lines = CoverageSheet.lines(view.standby, server.language)
        for centre in view.centres where centre.on {
            lines.append(Phrase.standbyOn(centre.centre, centre.by ?? "-").text(server.language))
            for post in centre.posts {
                let word = post.reached ? Phrase.yes : Phrase.no
                lines.append(
                    "  \(post.team)  \(post.lat),\(post.lon)  (+\(post.gained))  "
                        + "\(Phrase.reached.text(server.language)) \(word.text(server.language))")
            }
        }
        StandardStream.out(lines.map { $0 + "\n" }.joined())
    }

    private func question(_ registry: String, _ centres: String) throws -> CoverageQuestion {
        let rules = try OfflineFile.rules(centres)
        let known = Set(rules.centres.flatMap(\.teams).map(\.id))
        if let stranger = without.first(where: { !known.contains($0) }) {
            throw CLIFault(.noSuchThing, .noTeam(stranger, centres), .checkValues)
        }
        let reading = RegistryFile.read(try OfflineFile.bytes(registry), datum: datum)
        guard reading.faults.isEmpty else {
            RegistryFaultLines.show(reading.faults, server.language)
            throw CLIFault(.badData, .badRegistry(reading.faults.count, registry), .checkValues)
        }
        return CoverageQuestion(
            households: reading.households, rules: rules,
            roads: try roads.map { (path) throws(CLIFault) in try RoadFiles.network(path) },
            without: Set(without), minute: try minute)
    }

    private func show(_ view: CoverageView, json: [UInt8]) {
        switch form.output {
        case .json: StandardStream.out(json + [0x0A])
        case .ndjson:
            for row in view.uncovered { StandardStream.out(row.json + [0x0A]) }
        case .csv:
            var text = Printer.csvLine(["valve", "best", "seconds", "model"])
            for row in view.uncovered {
                text += Printer.csvLine([
                    row.valve, row.best ?? "", row.seconds.map(String.init) ?? "", row.model ?? "",
                ])
            }
            StandardStream.out(text)
        case .name:
            StandardStream.out(view.uncovered.map { $0.valve + "\n" }.joined())
        case .table, .wide:
            StandardStream.out(
                CoverageSheet(view: view, isWide: form.output == .wide).text(server.language))
        }
    }
}

/// Coverage for a person: the whole, each centre, where another team would help, the worst off.
struct CoverageSheet {
    var view: CoverageView
    var isWide: Bool

    /// As many of the worst off as a screen holds beside the rest.
    static let worstCount = 10

    func text(_ language: Language) -> String {
        var lines = [
            Phrase.coverageWhole(
                view.households, share(view.covered.one + view.covered.more, view.households),
                view.covered.one, view.covered.more, view.covered.none
            ).text(language)
        ]
        for (name, centre) in view.byCentre.sorted(by: { $0.key < $1.key }) {
            let covered = centre.covered
            lines.append(
                "  "
                    + Phrase.coverageCentre(
                        name, centre.households,
                        share(covered.one + covered.more, centre.households), covered.more,
                        covered.none, centre.teams, centre.reached
                    ).text(language))
        }
        for suggestion in view.suggestedSites {
            let places = suggestion.sites.map { "\($0.lat),\($0.lon) (+\($0.gained))" }
            lines.append(
                Phrase.coverageSites(
                    suggestion.count, suggestion.gained, suggestion.candidates,
                    places.joined(separator: "  ")
                ).text(language))
        }
        if let standby = view.standby { lines += Self.lines(standby, language) }
        let worst = isWide ? view.uncovered[...] : view.uncovered.prefix(Self.worstCount)
        for row in worst {
            let seconds = row.seconds.map { "\($0) s" } ?? "-"
            let model = StateWords.shown(row.model, .model, language)
            lines.append("  \(row.valve)  \(row.best ?? "-")  \(seconds)  \(model)")
        }
        if worst.count < view.uncovered.count {
            lines.append("  " + Phrase.more(view.uncovered.count - worst.count).text(language))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Advice on standby posts, the best move first.
    static func lines(_ standby: CoverageView.Standby, _ language: Language) -> [String] {
        [
            Phrase.standby(Int(standby.before.rounded()), Int(standby.after.rounded()))
                .text(language)
        ]
            + standby.moves.map {
                "  \($0.team)  \($0.lat),\($0.lon)  (+\(Int($0.gained.rounded())))"
            }
    }

    /// A share in per cent with one decimal.
    private func share(_ part: Int, _ whole: Int) -> String {
        guard whole > 0 else { return "-" }
        return String(format: "%.1f %%", Double(part) * 100 / Double(whole))
    }
}
