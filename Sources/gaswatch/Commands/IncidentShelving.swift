internal import ArgumentParser
internal import ConsoleAPI

struct IncidentShelve: IncidentStepCommand {
    static let configuration = CommandConfiguration(
        commandName: "shelve",
        abstract: "Set an alarm aside for a while; never a leak, a P1 or a P2. 搁置。")
    static let step = IncidentStep.shelve
    @OptionGroup var shared: StepOptions
    @Option(help: "For how long, 1 to 480 minutes.") var minutes: Int
    @Option(help: "Why.") var reason: String
    @Option(help: "A remark for the timeline.") var note: String?

    func validate() throws {
        try RequestRanges.shelvingMinutes.check(minutes, "--minutes")
        guard !reason.isEmpty else { throw ValidationError("--reason must not be empty.") }
    }

    func complete(_ request: inout StepRequest) {
        request.minutes = minutes
        request.reason = reason
        request.note = note
    }
}

struct IncidentUnshelve: IncidentStepCommand {
    static let configuration = CommandConfiguration(
        commandName: "unshelve", abstract: "Bring a shelved alarm back. 取消搁置。")
    static let step = IncidentStep.unshelve
    @OptionGroup var shared: StepOptions
    @Option(help: "A remark for the timeline.") var note: String?
    func complete(_ request: inout StepRequest) { request.note = note }
}

/// What both ways of a valve's service share.
protocol ServiceCommand: DaemonCommand {
    var form: OutputOptions { get }
    var id: String { get }
    func request() throws -> ServiceRequest
}

extension ServiceCommand {
    func carryOut() async throws {
        let answer: (entry: Entry<ValveView>, now: Instant) = try await server.daemon()
            .change("valves/\(Daemon.escaped(id))/service", try request())
        StandardStream.out(printer(form.output, now: answer.now).text(answer.entry, .valves))
    }
}

struct ValveOutOfService: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "out-of-service",
        abstract: "Set a valve's P3 and P4 alarms aside while it is repaired; leaks stay. 停用。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @OptionGroup var actor: ActorOptions
    @Argument(help: "Valve id.") var id: String
    @Option(help: "For how long, 1 to 43200 minutes (30 days).") var minutes: Int
    @Option(help: "Why.") var reason: String

    func validate() throws {
        try RequestRanges.serviceMinutes.check(minutes, "--minutes")
    }

    func request() throws -> ServiceRequest {
        ServiceRequest(by: try actor.name(), inService: false, minutes: minutes, reason: reason)
    }
}

struct ValveInService: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "in-service", abstract: "Take a valve back into service. 恢复使用。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @OptionGroup var actor: ActorOptions
    @Argument(help: "Valve id.") var id: String

    func request() throws -> ServiceRequest {
        ServiceRequest(by: try actor.name(), inService: true)
    }
}

struct IncidentVisits: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "visits",
        abstract: "Homes whose valve has to be opened again, the most vulnerable first. 恢复供气走访。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @Argument(help: "Incident id.") var id: String

    func carryOut() async throws {
        let listed: Daemon.Listed<VisitView> = try await server.daemon()
            .wholeList("incidents/\(Daemon.escaped(id))/visits")
        StandardStream.out(printer(form.output, now: listed.now).text(listed.entries, .visits))
    }
}
