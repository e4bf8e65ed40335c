internal import ArgumentParser
internal import ConsoleAPI

/// What every step on an incident takes.
struct StepOptions: ParsableArguments {
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @OptionGroup var actor: ActorOptions
    @Argument(help: "Incident id.") var id: String
    @Option(help: "The revision you have seen; refused when it has changed since.")
    var revision: Int?

    func request() throws -> StepRequest {
        var request = StepRequest(by: try actor.name())
        request.revision = revision
        return request
    }
}

/// A verb on an incident: it asks the daemon and shows the incident as it is then.
protocol IncidentStepCommand: DaemonCommand {
    static var step: IncidentStep { get }
    var shared: StepOptions { get }
    func complete(_ request: inout StepRequest) throws
}

extension IncidentStepCommand {
    var server: ServerOptions { shared.server }

    func carryOut() async throws {
        var request = try shared.request()
        try complete(&request)
        let answer: (entry: Entry<IncidentView>, now: Instant) = try await server.daemon()
            .change("incidents/\(Daemon.escaped(shared.id))/\(Self.step.rawValue)", request)
        let printer = printer(shared.form.output, now: answer.now)
        StandardStream.out(
            shared.form.output == .table
                ? printer.text([answer.entry], .incidents) : printer.text(answer.entry, .incidents))
    }
}

struct IncidentAck: IncidentStepCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack", abstract: "Say that you have seen it; changes no state. 确认。")
    static let step = IncidentStep.ack
    @OptionGroup var shared: StepOptions
    @Option(help: "A remark for the timeline.") var note: String?
    func complete(_ request: inout StepRequest) { request.note = note }
}

struct IncidentDispatch: IncidentStepCommand {
    static let configuration = CommandConfiguration(
        commandName: "dispatch", abstract: "Send a team by hand. 派队。")
    static let step = IncidentStep.dispatch
    @OptionGroup var shared: StepOptions
    @Option(help: "Team id.") var team: String
    @Flag(help: "In addition to the team that has accepted.") var also = false
    @Flag(help: "The team has accepted already, by telephone or radio.") var accepted = false
    @Option(help: "A remark for the timeline.") var note: String?
    func complete(_ request: inout StepRequest) {
        request.team = team
        request.also = also ? true : nil
        request.accepted = accepted ? true : nil
        request.note = note
    }
}

/// Options of the steps a team takes itself.
struct TeamStepOptions: ParsableArguments {
    @Option(help: "Team id.") var team: String?
    @Option(help: "A remark for the timeline.") var note: String?
    func complete(_ request: inout StepRequest) {
        request.team = team
        request.note = note
    }
}

struct IncidentAccept: IncidentStepCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept", abstract: "A team takes it on. 接警。")
    static let step = IncidentStep.accept
    @OptionGroup var shared: StepOptions
    @Option(help: "Team id.") var team: String
    @Option(help: "A remark for the timeline.") var note: String?
    func complete(_ request: inout StepRequest) {
        request.team = team
        request.note = note
    }
}

struct IncidentEnroute: IncidentStepCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroute", abstract: "The team is on its way. 出发。")
    static let step = IncidentStep.enroute
    @OptionGroup var shared: StepOptions
    @OptionGroup var taken: TeamStepOptions
    func complete(_ request: inout StepRequest) { taken.complete(&request) }
}

struct IncidentOnscene: IncidentStepCommand {
    static let configuration = CommandConfiguration(
        commandName: "onscene", abstract: "The vehicle is at the building. 到场。")
    static let step = IncidentStep.onscene
    @OptionGroup var shared: StepOptions
    @OptionGroup var taken: TeamStepOptions
    func complete(_ request: inout StepRequest) { taken.complete(&request) }
}

struct IncidentRescue: IncidentStepCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescue", abstract: "The team is at the door. 入户。")
    static let step = IncidentStep.rescue
    @OptionGroup var shared: StepOptions
    @OptionGroup var taken: TeamStepOptions
    func complete(_ request: inout StepRequest) { taken.complete(&request) }
}

struct IncidentSafe: IncidentStepCommand {
    static let configuration = CommandConfiguration(
        commandName: "safe", abstract: "The household is safe. 已安全。")
    static let step = IncidentStep.safe
    @OptionGroup var shared: StepOptions
    @OptionGroup var taken: TeamStepOptions
    func complete(_ request: inout StepRequest) { taken.complete(&request) }
}

struct IncidentClose: IncidentStepCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close it; a leak only after safe, by somebody else. 结案。")
    static let step = IncidentStep.close
    @OptionGroup var shared: StepOptions
    @Option(help: "false_alarm, duplicate, no_access or handed_over.") var reason: String?
    @Option(help: "Who verified a false alarm.") var verifiedBy: String?
    @Option(help: "A remark for the timeline.") var note: String?
    func complete(_ request: inout StepRequest) {
        request.reason = reason
        request.verifiedBy = verifiedBy
        request.note = note
    }
}

struct IncidentNote: IncidentStepCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Add a remark to the timeline. 备注。")
    static let step = IncidentStep.note
    @OptionGroup var shared: StepOptions
    @Argument(help: "The remark.") var words: [String] = []
    @Option(help: "The remark, as an option.") var note: String?

    func complete(_ request: inout StepRequest) throws {
        guard note == nil || words.isEmpty else {
            throw ValidationError("The remark stands twice: leave out --note or the words.")
        }
        let text = note ?? words.joined(separator: " ")
        guard !text.isEmpty else { throw ValidationError("The remark is missing.") }
        request.note = text
    }
}

struct IncidentHandover: IncidentStepCommand {
    static let configuration = CommandConfiguration(
        commandName: "handover",
        abstract: "Another centre takes it over; both are told who has it. 移交。")
    static let step = IncidentStep.handover
    @OptionGroup var shared: StepOptions
    @Option(help: "Centre id.") var to: String
    @Option(help: "A remark for the timeline.") var note: String?
    func complete(_ request: inout StepRequest) {
        request.centre = to
        request.note = note
    }
}
