internal import FoundationEssentials
internal import PlainHTTP

/// Reads where the API is served.
struct ConsoleReader {
    let faults: FaultCollector

    /// Made by the service unit; where it is writable the daemon runs as that unit.
    static let runtimeDirectory = "/run/gaswatch"

    func read(_ section: Section) -> ConsoleSettings {
        let listen = listen(section.text("listen", "127.0.0.1:8420"))
        let path = section.path("socket", "")
        var socket: String? = path.value.isEmpty ? nil : path.value
        if socket == nil, FileManager.default.isWritableFile(atPath: Self.runtimeDirectory) {
            socket = Self.runtimeDirectory + "/gaswatch.sock"
        }
        if path.value.utf8.count > BrokerReader.socketPathLengthMax {
            faults.add(path.origin.fault("is longer than 107 bytes, choose a shorter path"))
        }
        if !path.value.isEmpty, let why = Self.refusal(ofSocketAt: path.value) {
            faults.add(path.origin.fault(why))
        }
        if listen.isOff, socket == nil {
            section.add("listen", "is empty and there is no socket, write one of the two")
        }
        return ConsoleSettings(listen: listen.address, socket: socket)
    }

    /// Why no socket can be made at a path; `nil` where one can, or stands already.
    private static func refusal(ofSocketAt path: String) -> String? {
        let files = FileManager.default
        if let attributes = try? files.attributesOfItem(atPath: path) {
            let isSocket = attributes[.type] as? FileAttributeType == .typeSocket
            return isSocket
                ? nil : "\(path) exists and is no socket, name another path or take it away"
        }
        // The service unit makes this one; whoever checks the settings by hand may be without it.
        if path.hasPrefix(runtimeDirectory + "/") { return nil }
        let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        var isDirectory = false
        let exists = files.fileExists(
            atPath: parent.isEmpty ? "/" : parent, isDirectory: &isDirectory)
        return exists && isDirectory
            ? nil : "the directory of \(path) does not exist, make it or name another path"
    }

    private func listen(_ written: Sourced<String>) -> (address: ListenAddress?, isOff: Bool) {
        guard !written.value.isEmpty else { return (nil, true) }
        guard let address = Self.parse(written.value) else {
            faults.add(
                written.origin.fault(
                    "\"\(written.value)\" is no address, write one such as 127.0.0.1:8420"))
            return (nil, false)
        }
        guard Self.isLoopback(address.host) else {
            faults.add(
                written.origin.fault(
                    "\(address.host) is not a loopback address: without tokens only this machine "
                        + "may be served, write 127.0.0.1:\(address.port)"))
            return (nil, false)
        }
        return (address, false)
    }

    static func parse(_ text: String) -> ListenAddress? {
        guard let colon = text.lastIndex(of: ":"),
            let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, !host.contains(where: \.isWhitespace) else { return nil }
        return ListenAddress(host: String(host), port: port)
    }

    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
    }
}

/// The second channel's address.
enum WebhookAddress {
    /// The address where it is one that can be called, `nil` when it is empty.
    static func read(_ written: Sourced<String>, faults: FaultCollector) -> HTTPTarget? {
        let text = written.value
        guard !text.isEmpty else { return nil }
        if text.lowercased().hasPrefix("https://") {
            faults.add(
                written.origin.fault(
                    "https is not spoken here, name a relay on this machine that speaks it, "
                        + "such as http://127.0.0.1:8080/alarm"))
            return nil
        }
        guard let target = try? HTTPTarget(parsing: text), case .tcp = target.place else {
            faults.add(
                written.origin.fault(
                    "is no address of a webhook, write one such as http://127.0.0.1:8080/alarm"))
            return nil
        }
        return target
    }
}
