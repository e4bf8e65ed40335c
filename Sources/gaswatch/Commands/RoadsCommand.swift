internal import ArgumentParser
internal import ConsoleAPI
internal import LinuxPlatform
internal import Rescue
internal import StreetMap

struct RoadsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roads", abstract: "The roads that teams drive on. 道路。",
        subcommands: [RoadsImport.self, RoadsClose.self, RoadsOpen.self, RoadsList.self])
}

struct RoadsImport: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make a road graph of an OpenStreetMap extract. 导入路网。",
        discussion: """
            FILE is .osm, .osm.gz or .osm.pbf; PBF needs osmium-tool of Debian. The graph goes to \
            -O and is named by rescue.roads in gaswatch.yaml, or by --roads of the offline tools.
            """)
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @Option(name: .customShort("O"), help: ArgumentHelp("The graph.", valueName: "file"))
    var graph: String
    @Argument(help: "OpenStreetMap extract.") var file: String

    func validate() throws {
        guard !OfflineFile.isSame(graph, file) else {
            throw ValidationError("-O is the extract itself: name another file for the graph.")
        }
    }

    func carryOut() async throws {
        let survey: RoadSurvey
        do {
            survey = try StreetMapFile.survey(file)
        } catch {
            var advice = Phrase.checkValues
            if case .missingProgram = error { advice = .installProgram }
            throw CLIFault(.badData, .badRow(file, error.words), advice)
        }
        let made: (bytes: [UInt8], report: RoadReport)
        do {
            made = try survey.graph()
        } catch {
            throw CLIFault(.badData, .noRoads(file), .checkValues)
        }
        do {
            // For everybody to read: a map is no secret.
            try AtomicFile.replace(path: graph, contents: made.bytes, mode: 0o644)
        } catch {
            throw CLIFault(.notPermitted, .cannotWrite(graph), .chooseFile)
        }
        let sheet = RoadSheet(report: made.report, byteCount: made.bytes.count, path: graph)
        switch form.output {
        case .json, .ndjson: StandardStream.out(sheet.json + [0x0A])
        case .name: StandardStream.out(graph + "\n")
        case .csv:
            StandardStream.out(
                Printer.csvLine(["what", "count"])
                    + sheet.counts.map { Printer.csvLine([$0.key, $0.value]) }.joined())
        case .table, .wide: StandardStream.out(sheet.text(server.language))
        }
    }
}

/// What an import made of an extract, for people and programs.
struct RoadSheet: JSONWritable {
    var report: RoadReport
    var byteCount: Int
    var path: String

    var counts: [(key: String, value: String)] {
        [
            ("nodes", String(report.nodes)), ("edges", String(report.edges)),
            ("segments", String(report.segments)),
            ("kilometres", String((report.kilometres * 10).rounded() / 10)),
            ("signals", String(report.signals)), ("components", String(report.components)),
            ("dropped_nodes", String(report.allNodes - report.nodes)),
            ("dropped_edges", String(report.allEdges - report.edges)),
            ("missing_nodes", String(report.missingNodes)), ("bytes", String(byteCount)),
        ]
    }

    func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("file", path)
            object.field("bytes", byteCount)
            object.field("nodes", report.nodes)
            object.field("edges", report.edges)
            object.field("segments", report.segments)
            object.field("kilometres", (report.kilometres * 10).rounded() / 10)
            object.field("signals", report.signals)
            object.object("largestComponent") {
                $0.field("nodes", report.nodes)
                $0.field("edges", report.edges)
                $0.field("components", report.components)
                $0.field("allNodes", report.allNodes)
                $0.field("allEdges", report.allEdges)
            }
            object.object("read") {
                $0.field("nodes", report.surveyedNodes)
                $0.field("ways", report.surveyedWays)
                $0.field("usedWays", report.usedWays)
            }
            object.object("dropped") {
                $0.field("nodesOutside", report.allNodes - report.nodes)
                $0.field("edgesOutside", report.allEdges - report.edges)
                $0.field("missingNodes", report.missingNodes)
                $0.object("ways") { ways in
                    for refusal in report.refused { ways.field(refusal.reason, refusal.count) }
                }
            }
        }
    }

    func text(_ language: Language) -> String {
        var lines = [
            Phrase.roadsRead(report.surveyedNodes, report.surveyedWays, report.usedWays),
            .roadsKept(report.nodes, report.edges, report.segments, report.kilometres),
            .roadsPart(
                report.components, report.allNodes, report.allNodes - report.nodes,
                report.allEdges - report.edges),
        ].map { $0.text(language) }
        for refusal in report.refused {
            lines.append("  \(refusal.count)  \(Phrase.refusal(refusal.reason).text(language))")
        }
        if report.missingNodes > 0 {
            lines.append(Phrase.roadsMissing(report.missingNodes).text(language))
        }
        lines.append(Phrase.roadsWritten(path, byteCount).text(language))
        return lines.joined(separator: "\n") + "\n"
    }
}
