internal import ArgumentParser
internal import ConsoleAPI

struct StatusCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "How the daemon and its valves are. 总览。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @Flag(help: "Keep showing it: a screen on a terminal, NDJSON into a pipe.") var watch = false

    /// As often as the counts of a screen are worth reading again.
    static let lookEvery = Duration.seconds(1)

    func carryOut() async throws {
        let daemon = try server.daemon()
        guard watch else { return show(try await daemon.thing("status")) }
        let around = Surroundings.standard(server.language)
        let isScreen = around.isTerminal && (form.output == .table || form.output == .wide)
        // Where nobody answers at first there is nothing to watch; later it may come back.
        var answer: (entry: Entry<StatusView>, now: Instant)? = try await look(daemon)
        while true {
            if let answer, isScreen { redraw(answer) }
            if let answer, !isScreen { StandardStream.out(answer.entry.json + [0x0A]) }
            try await Task.sleep(for: Self.lookEvery)
            do throws(CLIFault) {
                answer = try await look(daemon)
            } catch {
                guard error.status == .unreachable || error.status == .tryAgain else { throw error }
                StandardStream.err(error.what.text(server.language))
                answer = nil
            }
        }
    }

    private func look(
        _ daemon: Daemon
    ) async throws(CLIFault) -> (entry: Entry<StatusView>, now: Instant) {
        do {
            return try await daemon.thing("status")
        } catch let fault as CLIFault {
            throw fault
        } catch {
            throw CLIFault(.tryAgain, .badAnswer("\(error)"), .tryAgain)
        }
    }

    /// Home, every line cleared to its end, then the rest of the screen: nothing flickers.
    private func redraw(_ answer: (entry: Entry<StatusView>, now: Instant)) {
        let lines = Self.lines(
            answer.entry.view, printer(form.output, now: answer.now).surroundings,
            isWide: form.output == .wide)
        StandardStream.out("\u{1B}[H" + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J")
    }

    private func show(_ answer: (entry: Entry<StatusView>, now: Instant)) {
        let printer = printer(form.output, now: answer.now)
        switch form.output {
        case .json, .ndjson: StandardStream.out(answer.entry.json + [0x0A])
        case .csv, .name: StandardStream.out(printer.text(answer.entry, .status))
        case .table, .wide:
            let lines = Self.lines(
                answer.entry.view, printer.surroundings, isWide: form.output == .wide)
            StandardStream.out(lines.map { $0 + "\n" }.joined())
        }
    }

    /// The round trips, one broker after the other.
    private static func canaries(_ canaries: [CanaryView], _ language: Language) -> String {
        let told = canaries.map { canary in
            let name = canary.broker == "valve" ? Phrase.broker : Phrase.rescueBroker
            let trip = canary.milliseconds.map { "\($0) ms" } ?? "-"
            return "\(name.text(language)) \(trip)"
        }
        return told.isEmpty ? "-" : told.joined(separator: ", ")
    }

    static func lines(
        _ status: StatusView, _ around: Surroundings, isWide: Bool
    ) -> [String] {
        let language = around.language
        let open = status.incidentsOpen.filter { $0.count > 0 }
            .map { "\($0.name) \($0.count)" }.joined(separator: ", ")
        var pairs: [(Phrase, String)] = [
            (.node, "\(status.node)  \(status.version)"),
            (.health, StateWords.shown(status.health, .health, language)),
            (.since, Clockwork.shown(status.startedAt, around)),
            (.broker, StateWords.shown(status.broker, .link, language)),
            (.rescueBroker, StateWords.shown(status.rescueBroker, .link, language)),
            (.canary, Self.canaries(status.canaries, language)),
            (
                .valvesLine,
                around.say(
                    .valveCounts(
                        status.valves, status.valvesRegistered, status.valvesOnline,
                        status.valvesOffline))
            ),
            (.openIncidents, open.isEmpty ? around.say(.none) : open),
            (.unseen, String(status.incidentsUnseen)),
            (.teamsLine, around.say(.teamCounts(status.teamsAvailable, status.teams))),
        ]
        let accepted = (status.calibrations ?? []).map {
            "\($0.centre) (\($0.hours.count) h, \($0.by))"
        }
        if !accepted.isEmpty { pairs.append((.calibrations, accepted.joined(separator: ", "))) }
        if isWide {
            let counts = status.counters.map { "\($0.name) \($0.count)" }
            pairs.append((.counters, counts.joined(separator: ", ")))
        }
        let width = pairs.reduce(0) { max($0, DisplayWidth.of(around.say($1.0))) }
        var lines = pairs.map {
            DisplayWidth.pad(around.say($0.0), to: width) + "  " + DisplayWidth.oneLine($0.1)
        }
        for fault in status.faults {
            let since = Clockwork.shown(fault.since, around)
            let text = around.say(.fault(fault.code, fault.message, since))
            lines.append(
                Colour.paint("! " + DisplayWidth.oneLine(text), .notice, around.hasColour))
        }
        return lines
    }
}

extension Sheet where View == StatusView {
    static let status = Sheet(
        columns: [
            Column("node", .node, rank: 0) { $0.node },
            Column("version", .revision, rank: 1) { $0.version },
            Column("health", .health, rank: 0) { $0.health },
            Column("broker", .broker, rank: 1) { $0.broker },
            Column("rescue_broker", .rescueBroker, rank: 1) { $0.rescueBroker },
            Column("valves", .valves, rank: 1, isNumber: true) { String($0.valves) },
            Column("valves_online", .valves, rank: 1, isNumber: true) { String($0.valvesOnline) },
            Column("valves_offline", .valves, rank: 1, isNumber: true) {
                String($0.valvesOffline)
            },
            Column("incidents_open", .open, rank: 1, isNumber: true) { status in
                String(status.incidentsOpen.reduce(0) { $0 + $1.count })
            },
            Column("teams_available", .teams, rank: 1, isNumber: true) {
                String($0.teamsAvailable)
            },
        ],
        name: { $0.node })
}
