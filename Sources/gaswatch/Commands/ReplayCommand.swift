internal import ArgumentParser
internal import ConsoleAPI
internal import Foundation
internal import Journal
internal import Rescue
internal import ValveModel

struct ReplayCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Make every decision again from a journal, and compare. 复盘。",
        discussion: """
            PATH is the state directory of a daemon, or a copy of its store; of a running one the \
            daemon writes the copy, which is removed at the end. Every incident and assignment is decided again from what was journalled; the first difference ends it \
            with exit code 1. --explain tells the why of one incident, sentence by sentence.
            """)
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @Option(help: "RFC 3339; what came later is left out.") var until: String?
    @Option(help: "Id of an incident whose why is told.") var explain: String?
    @Option(help: "The road graph that the daemon had loaded.") var roads: String?
    @Argument(help: "State directory or store.") var path: String

    func carryOut() async throws {
        var end = Moment.distantFuture
        if let until {
            guard let instant = Instant(rfc3339: until) else {
                throw CLIFault(.usage, .badTime(until), .checkValues)
            }
            end = Moment(milliseconds: instant.milliseconds)
        }
        let network = try roads.map { (path) throws(CLIFault) in try RoadFiles.network(path) }
        // Copying some gigabytes takes long enough to be broken off.
        let scrap = Scrap()
        let interrupt = Interrupt { scrap.remove() }
        defer { interrupt.end() }
        let copy = try await JournalCopy(of: path, server.daemon, scrap)
        defer { copy.remove() }
        let networks = [network].compactMap(\.self) + copy.roads()
        var story = explain.map { ReplayStory(of: $0, server.language, copy.timeZone) }
        let report: ReplayReport
        do throws(ReplayFault) {
            report = try DeskReplay.run(
                copy.journal, until: end,
                replay: DeskReplay(roads: networks)
            ) { record, replay in story?.note(replay, at: record.at) }
        } catch {
            throw CLIFault(.badData, .notReplayed(path, Self.words(error)), nil)
        }
        // On other roads it would decide otherwise, which says nothing of the journal.
        if let identity = report.replay.missingRoads.sorted().first {
            throw CLIFault(.badData, .roadsMissing(identity))
        }
        try tell(report, story)
    }

    private func tell(_ report: ReplayReport, _ story: ReplayStory?) throws {
        if let story {
            guard !story.sentences.isEmpty else {
                throw CLIFault(
                    .noSuchThing, .notFound(story.incident), .listFirst("gaswatch incident list"))
            }
        }
        switch form.output {
        case .json, .ndjson: StandardStream.out(Self.json(report, story) + [0x0A])
        case .csv: StandardStream.out(Self.csv(report, story))
        case .name:
            let named = report.difference == nil ? story?.incident : report.difference?.incident
            StandardStream.out(named.map { $0 + "\n" } ?? "")
        case .table, .wide: show(report, story)
        }
        guard let difference = report.difference else { return }
        throw CLIFault(
            .noSuchThing,
            .differs(
                difference.incident ?? "-", difference.field, difference.journalled,
                difference.rebuilt,
                Instant(milliseconds: difference.at.milliseconds).milliseconds,
                difference.inputs.joined(separator: "; ")))
    }

    private func show(_ report: ReplayReport, _ story: ReplayStory?) {
        if let story { StandardStream.out(story.sentences.joined(separator: "\n") + "\n") }
        guard story == nil || report.difference != nil else { return }
        let tally = report.replay.tally
        StandardStream.out(
            Phrase.replayed(
                tally.incidents, tally.changes, tally.assignments, tally.inputs, tally.starts
            ).text(server.language) + "\n")
    }

    /// The sentences of a story, else one row of what was compared and where it differs first.
    private static func csv(_ report: ReplayReport, _ story: ReplayStory?) -> String {
        if let story {
            let rows = story.sentences.map { Printer.csvLine([$0]) }
            return Printer.csvLine(["sentence"]) + rows.joined()
        }
        let tally = report.replay.tally
        let counts = [tally.starts, tally.rounds, tally.inputs, tally.incidents, tally.changes]
        let row =
            counts.map(String.init) + [
                String(tally.assignments), String(report.difference == nil),
                report.difference?.incident ?? "", report.difference?.field ?? "",
            ]
        let names = [
            "starts", "rounds", "inputs", "incidents", "changes", "assignments", "same", "incident",
            "field",
        ]
        return Printer.csvLine(names) + Printer.csvLine(row)
    }

    private static func json(_ report: ReplayReport, _ story: ReplayStory?) -> [UInt8] {
        var writer = JSONWriter(reserving: 256)
        let tally = report.replay.tally
        writer.object { object in
            object.field("starts", tally.starts)
            object.field("rounds", tally.rounds)
            object.field("inputs", tally.inputs)
            object.field("incidents", tally.incidents)
            object.field("changes", tally.changes)
            object.field("assignments", tally.assignments)
            object.field("same", report.difference == nil)
            object.field("incident", report.difference?.incident)
            object.field("field", report.difference?.field)
            object.field("journalled", report.difference?.journalled)
            object.field("rebuilt", report.difference?.rebuilt)
            if let story { object.field("sentences", story.sentences) }
        }
        return writer.bytes
    }

    private static func words(_ fault: ReplayFault) -> String {
        switch fault {
        case .journal(let error): error.words
        case .nothingToReplay:
            "no start in it holds everything to begin with; a version wrote it that kept no inputs"
        case .nothingUntil: "no start from which it could begin is as early as --until"
        case .unreadable(let entry, let why): "entry \(entry): \(why)"
        }
    }
}
