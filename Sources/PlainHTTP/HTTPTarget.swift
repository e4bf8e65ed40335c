/// Where a server is found: a TCP port or a socket file, and the path that every request starts
/// with.
package struct HTTPTarget: Equatable, Sendable, CustomStringConvertible {
    package enum Place: Equatable, Sendable {
        case tcp(host: String, port: Int)
        case socket(path: String)
    }

    package var place: Place
    /// Put before the path of every request; empty, or it starts with `/` and does not end with it.
    package var basePath: String

    package init(_ place: Place, basePath: String = "") {
        self.place = place
        self.basePath = basePath
    }

    /// Reads `http://HOST[:PORT][/PATH]`, with `[…]` around an IPv6 address, or `unix:PATH`.
    ///
    /// - Throws: `HTTPFault.badTarget`, whose text says what was expected.
    package init(parsing text: String) throws(HTTPFault) {
        if text.hasPrefix("unix:") {
            var path = text.dropFirst("unix:".count)
            if path.hasPrefix("//") { path = path.dropFirst(2) }
            guard !path.isEmpty else {
                throw .badTarget("\(text): the socket's path is missing after unix:")
            }
            // The kernel's address structure holds 108 bytes with the closing zero.
            guard path.utf8.count <= 107 else {
                throw .badTarget("\(text): a socket's path is at most 107 bytes long")
            }
            self.init(.socket(path: String(path)))
            return
        }
        guard text.hasPrefix("http://") else {
            let reason =
                text.hasPrefix("https://")
                ? "https is not spoken here; put a proxy in between"
                : "expected http://HOST:PORT or unix:PATH"
            throw .badTarget("\(text): \(reason)")
        }
        let rest = text.dropFirst("http://".count)
        guard !rest.contains(where: \.isWhitespace) else {
            throw .badTarget("\(text): there is a blank in it")
        }
        let authority = rest.prefix { !"/?#".contains($0) }
        guard authority.endIndex == rest.endIndex || rest[authority.endIndex] == "/" else {
            throw .badTarget("\(text): a query belongs behind a path, as in http://HOST:PORT/?q")
        }
        guard !authority.contains("@") else {
            throw .badTarget("\(text): a user name is not sent")
        }
        var path = String(rest.dropFirst(authority.count))
        while path.hasSuffix("/") { path.removeLast() }
        let (host, port) = try Self.split(authority, of: text)
        self.init(.tcp(host: host, port: port), basePath: path)
    }

    private static func split(
        _ authority: Substring, of text: String
    ) throws(HTTPFault) -> (host: String, port: Int) {
        var host = authority
        var portText: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else {
                throw .badTarget("\(text): the ] after the IPv6 address is missing")
            }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let after = authority[authority.index(after: end)...]
            guard after.isEmpty || after.hasPrefix(":") else {
                throw .badTarget("\(text): behind the ] only a port may follow")
            }
            if !after.isEmpty { portText = after.dropFirst() }
        } else if let colon = authority.lastIndex(of: ":") {
            host = authority[..<colon]
            guard !host.contains(":") else {
                throw .badTarget("\(text): an IPv6 address stands in brackets, as in [::1]:8420")
            }
            portText = authority[authority.index(after: colon)...]
        }
        guard !host.isEmpty else { throw .badTarget("\(text): the host is missing") }
        guard let portText else { return (String(host), 80) }
        guard let port = Int(portText), (1...65_535).contains(port) else {
            throw .badTarget("\(text): the port must be a number from 1 to 65535")
        }
        return (String(host), port)
    }

    /// The same text that `init(parsing:)` reads.
    package var description: String {
        switch place {
        case .tcp(let host, let port): "http://\(bracketed(host)):\(port)\(basePath)"
        case .socket(let path): "unix:\(path)\(basePath)"
        }
    }

    /// What the `Host` header says.
    var hostHeader: String {
        switch place {
        case .tcp(let host, let port): "\(bracketed(host)):\(port)"
        case .socket: "localhost"
        }
    }

    private func bracketed(_ host: String) -> String {
        host.contains(":") ? "[\(host)]" : host
    }
}
