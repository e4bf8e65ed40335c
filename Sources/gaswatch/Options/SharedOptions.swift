internal import ArgumentParser
internal import Foundation
internal import PlainHTTP

extension Language: ExpressibleByArgument {}

/// Where the daemon is and in which language to speak.
struct ServerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("http://HOST:PORT or unix:PATH.", valueName: "address"))
    var server: String?

    @Option(help: "Language of tables and messages; else the locale decides.")
    var lang: Language?

    var language: Language {
        lang ?? Language(environment: ProcessInfo.processInfo.environment)
    }

    func choice() throws(CLIFault) -> ServerChoice {
        try ServerChoice(option: server, environment: ProcessInfo.processInfo.environment)
    }

    func daemon() throws(CLIFault) -> Daemon {
        Daemon(client: PlainHTTPClient(try choice().target))
    }
}

/// The form of the result.
struct OutputOptions: ParsableArguments {
    @Option(name: [.customShort("o"), .long], help: "Form of the result.")
    var output: OutputFormat = .table
}

/// Filters of lists. The daemon knows the words; see the contract of the API.
struct FilterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Of incidents a state, or open for all that are not closed; of valves a position, online, "
                + "offline, registered, unregistered or retired."))
    var state: String?
    @Option(help: "Centre id.") var centre: String?
    @Option(help: "Nine-digit area code.") var area: String?
    @Option(help: "Valve id.") var valve: String?
    @Option(help: "Kind of finding, such as leak.") var kind: String?
    @Option(help: "P1, P2, P3 or P4.") var priority: String?
    @Option(help: "actual, exercise or test.") var mode: String?
    @Option(help: "The most to list; of incidents in a table those that wait are kept first.")
    var limit: Int?

    mutating func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
        priority = priority?.uppercased()
    }

    var query: [(name: String, value: String)] {
        [
            ("state", state), ("centre", centre), ("area", area), ("valve", valve), ("kind", kind),
            ("priority", priority), ("mode", mode),
        ].compactMap { name, value in value.map { (name: name, value: $0) } }
    }
}

/// Who does it.
struct ActorOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Who does this; else $USER, else the login name.", valueName: "name"))
    var by: String?

    func name() throws -> String {
        // A service or a container has no $USER and has a user all the same.
        let user = ProcessInfo.processInfo.environment["USER"].flatMap { $0.isEmpty ? nil : $0 }
        let name = by ?? user ?? ProcessInfo.processInfo.userName
        guard !name.isEmpty else { throw ValidationError("Say who does this: --by NAME.") }
        return name
    }
}
