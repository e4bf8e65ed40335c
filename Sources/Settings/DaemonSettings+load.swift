internal import FoundationEssentials
internal import LinuxPlatform
internal import Rescue
internal import ValveModel

extension DaemonSettings {
    /// Reads `gaswatch.yaml` and the files it names, and checks everything.
    ///
    /// - Parameters:
    ///   - path: The main file; relative paths inside it are relative to its directory.
    ///   - environment: Variables `GASWATCH_` + path in capitals stand above the file's keys.
    /// - Throws: every fault of all files and the variables at once.
    package static func load(
        path: String, environment: [String: String]
    ) throws(SettingsFaults) -> DaemonSettings {
        let faults = FaultCollector()
        // A main file that cannot be read still lets the variables be judged against the defaults,
        // but the files it would name are unknown.
        guard
            let root = SettingsDocument.open(path, environment: environment, faults: faults)
        else {
            guard let report = faults.report else {
                preconditionFailure("A file that cannot be opened is always reported.")
            }
            throw report
        }
        let settings = SettingsReader(root: root, environment: environment, faults: faults).read()
        if let report = faults.report { throw report }
        return settings
    }
}

/// Reads the keys of `gaswatch.yaml` in the order of the contract.
struct SettingsReader {
    let root: Section
    let environment: [String: String]
    let faults: FaultCollector

    func read() -> DaemonSettings {
        let node = topicWord("node", "gaswatch-1")
        let state = root.path("state", "/var/lib/gaswatch")
        if state.value.isEmpty {
            faults.add(state.origin.fault("is empty, name a directory"))
        } else if FilePlace.isFile(state.value) {
            faults.add(state.origin.fault("\(state.value) is a file, name a directory"))
        }
        let timezone = timezone()
        let brokers = BrokerReader(environment: environment, faults: faults)
        let broker = brokers.read(root.section("broker"))
        let rescue = root.section("rescue")
        let rescueRoot = brokers.topic(rescue, "root", "rescue/v1")
        let rescueBroker = brokers.readRescue(
            rescue.section("broker"), root: rescueRoot, valves: broker)
        checkRoots(rescue, rescueRoot: rescueRoot, broker: broker, rescueBroker: rescueBroker)
        let centres = rescue.path("centres", "centres.yaml")
        let roads = graph(rescue.path("roads", ""))
        let webhook = WebhookAddress.read(rescue.text("webhook", ""), faults: faults)
        let parties = rescue.path("parties", "parties.yaml")
        let registry = root.path("registry", "")
        let profiles = root.path("profiles", "profiles.yaml")
        let store = store(root.section("store"))
        // Ten years are the life of a meter; below a month the figures of response would lack days.
        let historyDays = root.section("history").integer("days", 400, in: 31...3_650)
        let console = ConsoleReader(faults: faults).read(root.section("console"))
        let level = root.section("log").word(
            "level", "info", of: LogSettings.Level.allCases.map(\.rawValue))
        root.finish()

        let rules = CentresFile.read(centres, faults: faults)
        let hasParties = parties.isWritten || FilePlace.isReadable(parties.value)
        return DaemonSettings(
            node: node, state: state.value, timezone: timezone, broker: broker,
            rescue: RescueSettings(
                root: rescueRoot, broker: rescueBroker,
                usesValveBroker: brokers.isSame(rescueBroker, broker),
                rules: rules, roads: roads, webhook: webhook,
                parties: hasParties && !parties.value.isEmpty
                    ? PartiesFile(brokers: brokers, centres: rules, faults: faults).read(
                        parties.value)
                    : PartySettings()),
            registry: registry.value.isEmpty ? nil : registry.value,
            profiles: ProfilesFile.read(profiles, faults: faults), store: store,
            historyKept: .hours(Int64(historyDays) * 24), console: console,
            log: LogSettings(level: LogSettings.Level(rawValue: level.value) ?? .info),
            files: [
                root.place, centres.value, profiles.value, hasParties ? parties.value : "",
            ].filter { !$0.isEmpty })
    }

    /// With what is put behind it a client id stays far below MQTT's 65,535 bytes.
    private static let nodeByteCountMax = 1_024

    /// A name that is one level of a topic.
    private func topicWord(_ key: String, _ standard: String) -> String {
        let written = root.name(key, standard)
        guard (1...Self.nodeByteCountMax).contains(written.value.utf8.count),
            written.value.utf8.allSatisfy(ValveID.isAllowed)
        else {
            faults.add(
                written.origin.fault(
                    "\(root.quoted(written.value)) cannot be a level of a topic, "
                        + "use 1 to \(Self.nodeByteCountMax) letters, digits, - and _"))
            return standard
        }
        return written.value
    }

    private func timezone() -> String {
        let written = root.text("timezone", "Asia/Shanghai")
        guard TimeZone(identifier: written.value) != nil else {
            faults.add(
                written.origin.fault(
                    "\(root.quoted(written.value)) is not in the time-zone database, "
                        + "write a name such as Asia/Shanghai"))
            return "Asia/Shanghai"
        }
        return written.value
    }

    /// One prefix inside the other on the same broker would make each side hear the other.
    private func checkRoots(
        _ rescue: Section, rescueRoot: String, broker: BrokerSettings, rescueBroker: BrokerSettings
    ) {
        let roots = [broker.root + "/", rescueRoot + "/", "gaswatch/v1/", "rescue-drill/v1/"]
        guard broker.host == rescueBroker.host, broker.port == rescueBroker.port,
            broker.socket == rescueBroker.socket
        else { return }
        for (offset, other) in roots.enumerated() where offset != 1 {
            if roots[1].hasPrefix(other) || other.hasPrefix(roots[1]) {
                rescue.add(
                    "root",
                    "\(rescueRoot) and \(other.dropLast()) lie inside each other on one "
                        + "broker, choose another root")
            }
        }
    }

    /// A road graph that can be used.
    private func graph(_ path: Sourced<String>) -> String? {
        guard !path.value.isEmpty else { return nil }
        do {
            _ = try RoadGraphFile.network(path.value)
        } catch {
            faults.add(
                path.origin.fault(
                    "\(path.value) \(error.words), make it with gaswatch roads import"))
            return nil
        }
        return path.value
    }

    private func store(_ section: Section) -> StoreSettings {
        let kind = section.text("kind", "sqlite")
        if kind.value == "postgres" {
            faults.add(kind.origin.fault("postgres is not built yet, write sqlite"))
            // Its connection string belongs to it and is no fault of its own.
            _ = section.text("dsn", "")
        } else if kind.value != "sqlite" {
            faults.add(
                kind.origin.fault("\(section.quoted(kind.value)) is no known store, write sqlite"))
        }
        return StoreSettings(kind: .sqlite)
    }
}
