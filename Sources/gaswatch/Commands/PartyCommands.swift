internal import ArgumentParser
internal import ConsoleAPI

/// What the commands about one party of one incident take.
struct PartyOptions: ParsableArguments {
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @OptionGroup var actor: ActorOptions
    @Argument(help: "Incident id.") var id: String
    @Option(help: "Party id, as parties.yaml names it.") var party: String
}

protocol PartyCommand: DaemonCommand {
    static var word: String { get }
    var shared: PartyOptions { get }
    var note: String? { get }
}

extension PartyCommand {
    var server: ServerOptions { shared.server }

    func carryOut() async throws {
        var request = PartyRequest(by: try shared.actor.name(), word: Self.word)
        request.note = note
        let answer: (entry: Entry<IncidentView>, now: Instant) = try await server.daemon()
            .change(
                "incidents/\(Daemon.escaped(shared.id))/parties/\(Daemon.escaped(shared.party))",
                request)
        let printer = printer(shared.form.output, now: answer.now)
        StandardStream.out(printer.text(answer.entry, .incidents))
    }
}

struct IncidentTell: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "tell",
        abstract: "Tell somebody beside the centres, such as 119, now. 通知有关方。")
    static let word = "tell"
    @OptionGroup var shared: PartyOptions
    var note: String? { nil }
}

struct IncidentAnswered: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "answered", abstract: "Somebody has answered, as by telephone. 对方已答复。")
    static let word = "answered"
    @OptionGroup var shared: PartyOptions
    @Option(help: "What was answered.") var note: String?
}
