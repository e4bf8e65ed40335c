internal import ArgumentParser
internal import ConsoleAPI
internal import Foundation
internal import PlainHTTP
internal import Rescue

/// Looks at everything a call-out rests on, one line a thing, and says what to do where something
/// is not well.
struct DoctorCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Find out what is wrong and what to do. 体检。",
        discussion: "Exits 0 when every line is OK, 69 without a daemon, else 75.")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions

    /// A countdown five seconds wrong is already one call-out window's quarter.
    static let clockSecondsMax: Int64 = 5

    struct Finding: Sendable {
        var isWell: Bool
        var what: Phrase
        var advice: Phrase?
        var details: [String] = []
    }

    func carryOut() async throws {
        let choice = try server.choice()
        let daemon = try server.daemon()
        var findings = [
            Finding(isWell: true, what: .serverChosen(choice.target.description, choice.origin)),
            Self.configuration(at: "/etc/gaswatch/gaswatch.yaml"),
        ]
        let status: (entry: Entry<StatusView>, now: Instant)
        do {
            status = try await daemon.thing("status")
        } catch let fault as CLIFault {
            show(findings + [Finding(isWell: false, what: fault.what, advice: fault.advice)])
            throw ExitCode(fault.status.rawValue)
        }
        findings += Self.findings(status.entry.view, status.now)
        let rejects: Daemon.Listed<RejectView> = try await daemon.wholeList("rejects")
        findings += Self.findings(
            rejects.entries.map(\.view),
            Surroundings(language: server.language, now: status.now))
        show(findings)
        if findings.contains(where: { !$0.isWell }) {
            throw ExitCode(ExitStatus.tryAgain.rawValue)
        }
    }

    private func show(_ findings: [Finding]) {
        // Programs read the rows in English, whoever runs them.
        let isForPeople = [.table, .wide].contains(form.output)
        let language = isForPeople ? server.language : .english
        let rows = findings.map { finding in
            [
                finding.isWell ? "ok" : "fail", finding.what.text(language),
                finding.isWell ? "" : finding.advice?.text(language) ?? "",
            ]
        }
        switch form.output {
        case .table, .wide: findings.forEach(show)
        case .name: StandardStream.out(rows.map { "\($0[0]) \($0[1])\n" }.joined())
        case .csv:
            StandardStream.out(
                Printer.csvLine(["result", "what", "advice"])
                    + rows.map(Printer.csvLine).joined())
        case .json, .ndjson:
            let lines = zip(findings, rows).map { Self.json($0, $1) }
            let isList = form.output == .json
            StandardStream.out(
                isList
                    ? "{\"items\":[" + lines.joined(separator: ",") + "]}\n"
                    : lines.map { $0 + "\n" }.joined())
        }
    }

    private static func json(_ finding: Finding, _ row: [String]) -> String {
        var writer = JSONWriter(reserving: 192)
        writer.object { object in
            object.field("ok", finding.isWell)
            object.field("what", row[1])
            object.field("advice", row[2].isEmpty ? nil : row[2])
            object.field("details", finding.details)
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The file matters only on the daemon's own machine, so that its absence is no failure.
    private static func configuration(at path: String) -> Finding {
        FileManager.default.isReadableFile(atPath: path)
            ? Finding(isWell: true, what: .configReadable)
            : Finding(isWell: true, what: .configUnreadable, advice: .configAdvice)
    }

    static func findings(_ status: StatusView, _ now: Instant) -> [Finding] {
        var findings = [Finding(isWell: true, what: .apiAnswers(status.version))]
        let difference = abs(Instant.local().milliseconds - now.milliseconds) / 1_000
        findings.append(
            Finding(
                isWell: difference <= clockSecondsMax, what: .clocksAgree(difference),
                advice: .setClock))
        for (name, word, advice) in [
            (Phrase.broker, status.broker, Phrase.startBroker),
            (Phrase.rescueBroker, status.rescueBroker, Phrase.startRescueBroker),
        ] {
            let shown = Phrase(
                StateWords.shown(word, .link, .chinese), StateWords.shown(word, .link, .english))
            findings.append(
                Finding(
                    isWell: word == "connected", what: .brokerIs(name, shown),
                    advice: advice))
        }
        findings += status.canaries.map(Self.finding)
        findings.append(
            Finding(
                isWell: status.teamsAvailable > 0,
                what: .teamsUsable(status.teamsAvailable, status.teams), advice: .freeTeam))
        if status.faults.isEmpty, status.health == "ok" {
            findings.append(Finding(isWell: true, what: .healthy))
        }
        for fault in status.faults {
            findings.append(
                Finding(
                    isWell: false, what: .fault(fault.code, fault.message, fault.since),
                    advice: .seeLog))
        }
        return findings
    }

    /// A canary that never came back is told by its health fault, which knows how long is long; here
    /// it is said what is known. So is what the broker says of dropped messages.
    private static func finding(_ canary: CanaryView) -> Finding {
        let name = canary.broker == "valve" ? Phrase.broker : Phrase.rescueBroker
        return Finding(
            isWell: true, what: .canary(name, canary.milliseconds, dropped: canary.dropped))
    }

    static func findings(_ rejects: [RejectView], _ around: Surroundings) -> [Finding] {
        let counted = rejects.filter { $0.count > 0 && !$0.isOfAbsence }
        let absent = rejects.filter { $0.isOfAbsence }
        let absences =
            absent.isEmpty
            ? [] : [Finding(isWell: true, what: .absent(absent.map { ($0.reason, $0.count) }))]
        if counted.isEmpty { return [Finding(isWell: true, what: .noRejects)] + absences }
        return counted.map { reject in
            // Of a reason without samples nobody knows how old it is.
            let ages = reject.samples.compactMap { Instant(rfc3339: $0.at) }
                .map { around.now.milliseconds - $0.milliseconds }
            let isOld = ages.min().map { $0 > Self.remarkAgeMax } ?? false
            return Finding(
                isWell: isOld, what: .remarked(reject.reason, reject.count, isOld: isOld),
                advice: RescueRefusal(rawValue: reject.reason) == nil
                    ? .seeSample : .seeRescueSample,
                details: reject.samples.prefix(3).map {
                    "\(Clockwork.shown($0.at, around))  \($0.topic)  \($0.excerpt)"
                })
        } + absences
    }

    /// An hour, in milliseconds: counts go back to the daemon's start, and what was mended last week is
    /// nothing to be mended.
    private static let remarkAgeMax: Int64 = 3_600_000

    private func show(_ finding: Finding) {
        let around = Surroundings.standard(server.language)
        let word = Colour.paint(
            finding.isWell ? "OK  " : "FAIL", finding.isWell ? .none : .urgent, around.hasColour)
        var text = "\(word)  \(DisplayWidth.oneLine(around.say(finding.what)))\n"
        let needsAdvice = !finding.isWell || finding.what == .configUnreadable
        if needsAdvice, let advice = finding.advice {
            text += "      \(around.say(advice))\n"
        }
        for detail in finding.details { text += "      \(DisplayWidth.oneLine(detail))\n" }
        StandardStream.out(text)
    }
}
