internal import ArgumentParser
internal import Foundation
internal import Mosquitto

/// How connections log in at a broker that asks for names.
struct BrokerLogin: ParsableArguments {
    @Option(
        help:
            "Who logs in; without it each connection by the name it plays, a valve's or a centre's."
    )
    var username: String?

    @Option(help: "A file whose first line is the password of all of them.")
    var passwordFile: String?

    /// - Parameter isShared: connections that play many valves have no name of their own.
    func check(isShared: Bool) throws {
        if username != nil, passwordFile == nil {
            throw ValidationError("--username needs --password-file.")
        }
        if isShared, passwordFile != nil, username == nil {
            throw ValidationError(
                "--password-file needs --username here: a shared connection plays no single valve.")
        }
    }

    /// The endpoint with the login.
    func applied(to endpoint: BrokerEndpoint) throws -> BrokerEndpoint {
        guard let passwordFile else { return endpoint }
        let text = String(decoding: try WholeFile.bytes(passwordFile), as: UTF8.self)
        let password = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        guard !password.isEmpty else {
            throw ValidationError("\(passwordFile) has no password in its first line.")
        }
        var secured = endpoint
        secured.username = username
        secured.password = password
        return secured
    }
}
