internal import Foundation
internal import PlainHTTP

/// Where the daemon is looked for, and why there.
struct ServerChoice: Sendable {
    var target: HTTPTarget
    /// `--server`, `GASWATCH_SERVER` or the default.
    var origin: String

    static let defaultSocket = "/run/gaswatch/gaswatch.sock"

    /// The option wins over the environment, that over the default socket, that over the default
    /// port.
    init(option: String?, environment: [String: String]) throws(CLIFault) {
        if let option {
            target = try Self.parse(option, "--server", .usage)
            origin = "--server"
        } else if let variable = environment["GASWATCH_SERVER"], !variable.isEmpty {
            target = try Self.parse(variable, "GASWATCH_SERVER", .badConfiguration)
            origin = "GASWATCH_SERVER"
        } else if FileManager.default.fileExists(atPath: Self.defaultSocket) {
            target = HTTPTarget(.socket(path: Self.defaultSocket))
            origin = "default"
        } else {
            target = HTTPTarget(.tcp(host: "127.0.0.1", port: 8420))
            origin = "default"
        }
    }

    private static func parse(
        _ text: String, _ origin: String, _ status: ExitStatus
    ) throws(CLIFault) -> HTTPTarget {
        do {
            return try HTTPTarget(parsing: text)
        } catch {
            throw CLIFault(status, .badServer(error.description, origin), .serverForm)
        }
    }
}
