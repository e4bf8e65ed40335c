internal import LinuxPlatform

/// Reads how a broker is reached, with its secrets.
struct BrokerReader {
    let environment: [String: String]
    let faults: FaultCollector

    /// 16 lanes already carry more than one mosquitto delivers.
    static let laneCountMax = 16
    /// `sun_path` of a unix socket's address holds 108 bytes with the closing NUL.
    static let socketPathLengthMax = 107

    /// A text of MQTT has its length in two bytes.
    static let textByteCountMax = 65_535
    /// What a topic of ours may begin with: short beside the 65,535 bytes that a topic may have.
    static let rootByteCountMax = 1_024
    /// A name of the DNS (RFC 1035).
    static let hostByteCountMax = 253

    private static func isHost(_ text: String) -> Bool {
        (1...hostByteCountMax).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy {
                !$0.properties.isWhitespace && $0.properties.generalCategory != .control
            }
    }

    /// What stands where a key is not written: the built-in defaults, or another broker's values.
    private func read(
        _ section: Section, else standard: BrokerSettings, credential: String
    ) -> BrokerSettings {
        var broker = standard
        let host = section.name("host", standard.host)
        // Inherited it has been judged where it is written.
        if host.value != standard.host, !Self.isHost(host.value) {
            faults.add(host.origin.fault("is no host name, write a name or an address"))
        }
        broker.host = host.value
        broker.port = section.integer("port", standard.port, in: 1...65_535)
        broker.socket = socket(section, else: standard.socket)
        let username = section.text("username", standard.username ?? "")
        if username.value.utf8.count > Self.textByteCountMax || username.value.contains("\0") {
            faults.add(username.origin.fault("is longer than 65535 bytes or has a NUL character"))
        }
        broker.username = optional(username)
        broker.password = password(
            section, user: broker.username, else: standard, credential: credential)
        broker.ca = certificate(section, "ca", holds: "CERTIFICATE", else: standard.ca)
        broker.cert = certificate(
            section, "cert", holds: "CERTIFICATE", else: standard.cert)
        broker.key = certificate(section, "key", holds: "PRIVATE KEY", else: standard.key)
        // Inherited as a whole it has been judged where it is written.
        if broker != standard { checkPairs(broker, section) }
        return broker
    }

    /// Settings that only make sense together.
    private func checkPairs(_ broker: BrokerSettings, _ section: Section) {
        if broker.password != nil, broker.username == nil {
            section.add("username", "is missing beside the password, MQTT allows none without it")
        }
        if (broker.cert == nil) != (broker.key == nil) {
            let missing = broker.cert == nil ? "cert" : "key"
            section.add(missing, "is missing, cert and key are used together")
        }
        if broker.cert != nil, broker.ca == nil {
            section.add("ca", "is missing, a client certificate needs the broker's authority")
        }
    }

    /// The valves' broker.
    func read(_ section: Section) -> BrokerSettings {
        let root = topic(section, "root", "gas/v1")
        var broker = read(section, else: Self.standard(root: root), credential: "mqtt-password")
        broker.reportLanes = section.integer(
            "report_lanes", broker.reportLanes, in: 1...Self.laneCountMax)
        return broker
    }

    /// The rescue side's broker. Keys it does not write are those of the valves' broker; one that
    /// names its own host or socket is another broker and inherits nothing, so that no password
    /// goes to a stranger.
    func readRescue(
        _ section: Section, root: String, valves: BrokerSettings
    ) -> BrokerSettings {
        var standard = valves
        standard.root = root
        if section.has("host") || section.has("socket") { standard = Self.standard(root: root) }
        // A port of its own is meant; the valves' socket would hide it.
        if section.has("port") { standard.socket = nil }
        let written = section.text("root", root)
        if written.value != root {
            faults.add(written.origin.fault("differs from rescue.root, write it there only"))
        }
        // The keys of `broker` may stand here; the rescue side has one lane, whatever this says.
        _ = section.integer("report_lanes", 1, in: 1...Self.laneCountMax)
        return read(section, else: standard, credential: "rescue-mqtt-password")
    }

    /// Whether one connection can serve both sides.
    func isSame(_ left: BrokerSettings, _ right: BrokerSettings) -> Bool {
        var left = left
        left.root = right.root
        left.reportLanes = right.reportLanes
        return left == right
    }

    /// The first levels of a topic.
    func topic(_ section: Section, _ key: String, _ standard: String) -> String {
        let written = section.name(key, standard)
        let levels = written.value.split(separator: "/", omittingEmptySubsequences: false)
        let isShort = written.value.utf8.count <= Self.rootByteCountMax
        let isGood =
            isShort
            && levels.allSatisfy { level in
                !level.isEmpty && !level.contains { "+#$\0".contains($0) || $0.isWhitespace }
            }
        guard isGood else {
            faults.add(
                written.origin.fault(
                    "\(section.quoted(written.value)) is no topic, write levels such as "
                        + "\(standard), without wildcards, spaces or a slash at either end, in at "
                        + "most \(Self.rootByteCountMax) bytes"))
            return standard
        }
        return written.value
    }

    private static func standard(root: String) -> BrokerSettings {
        BrokerSettings(
            host: "127.0.0.1", port: 1883, socket: nil, root: root, username: nil, password: nil,
            ca: nil, cert: nil, key: nil, reportLanes: 1)
    }

    private func optional(_ text: Sourced<String>) -> String? {
        text.value.isEmpty ? nil : text.value
    }

    private func socket(_ section: Section, else standard: String?) -> String? {
        guard section.has("socket") else {
            _ = section.scalar("socket")
            return standard
        }
        let path = section.path("socket", "")
        guard path.value.utf8.count <= Self.socketPathLengthMax else {
            faults.add(path.origin.fault("is longer than 107 bytes, choose a shorter path"))
            return nil
        }
        return optional(path)
    }

    /// The first line of the password file; else the inherited password; else the credential that
    /// the service unit hands over.
    private func password(
        _ section: Section, user: String?, else standard: BrokerSettings, credential: String
    ) -> Secret? {
        let path = section.path("password_file", "")
        if !path.value.isEmpty { return firstLine(path.value, origin: path.origin) }
        if standard.password != nil, user == standard.username { return standard.password }
        guard user != nil, let directory = environment["CREDENTIALS_DIRECTORY"] else { return nil }
        let handed = directory + "/" + credential
        guard FilePlace.isReadable(handed) else { return nil }
        return firstLine(handed, origin: section.origin("password_file"))
    }

    func firstLine(_ path: String, origin: Origin) -> Secret? {
        do {
            let bytes = try SmallFile.bytes(path)
            var line = bytes.prefix { $0 != 0x0A }
            if line.last == 0x0D { line = line.dropLast() }
            guard !line.isEmpty, let text = String(validating: line, as: UTF8.self) else {
                faults.add(
                    origin.fault("\(path) has no first line of text, write the password there"))
                return nil
            }
            return Secret(text)
        } catch {
            let reason = SystemFault.words(for: error.code)
            faults.add(origin.fault("\(path) cannot be read: \(reason), check path and mode"))
            return nil
        }
    }

    private func certificate(
        _ section: Section, _ key: String, holds label: String, else standard: String?
    ) -> String? {
        guard section.has(key) else {
            _ = section.scalar(key)
            return standard
        }
        let path = section.path(key, "")
        guard !path.value.isEmpty else { return nil }
        do throws(SystemFault) {
            if try PEMFile.holds(label, in: path.value) { return path.value }
            faults.add(
                path.origin.fault(
                    "\(path.value) has no whole PEM block \(label), name a file that has one"))
        } catch {
            let reason = SystemFault.words(for: error.code)
            faults.add(
                path.origin.fault(
                    "\(path.value) cannot be read: \(reason), check path and mode"))
        }
        // What else is wrong with the three files is said as well.
        return path.value
    }
}
