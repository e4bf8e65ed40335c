internal import ArgumentParser
internal import Console
internal import ControlRoom
internal import Foundation
internal import Journal
internal import JournalSQLite
internal import LinuxPlatform
internal import Logging
internal import Mosquitto
internal import PlainHTTP
internal import Rescue
internal import ServiceLifecycle
internal import Settings
internal import UnixSignals
internal import ValveModel

/// Wires the settings, the control room and its adapters, and runs them until a signal.
struct Daemon {
    let settings: DaemonSettings
    let configPath: String
    let logger: Logger

    init(_ settings: DaemonSettings, configPath: String) {
        self.settings = settings
        self.configPath = configPath
        var logger = Logger(label: "gaswatchd") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Logger.Level(rawValue: settings.log.level.rawValue) ?? .info
        self.logger = logger
    }

    func run() async throws {
        // The journal knows every home's people: nobody else on this machine reads it, whoever starts us.
        FileMode.keepToGroup()
        // A limit that cannot be raised shows itself when it is reached, with its own words.
        _ = try? OpenFiles.raiseSoftLimit()
        let registry = RegistryStore(path: settings.registry)
        let households = try registry.readOrExit()
        let patience = StartPatience()
        defer { patience.end() }
        var store = try OpenedStore(directory: settings.state)
        let senders = try reaching { try Senders(settings) }
        let parties = PartyPost(settings.rescue.parties)
        for note in settings.rescue.parties.notes + RegistryFit.notes(settings, households) {
            logger.warning("\(note)")
        }
        func makeRoom() throws -> ControlRoom {
            try self.makeRoom(store, senders, registry, households, parties)
        }
        let room: ControlRoom
        do {
            room = try makeRoom()
        } catch let error as JournalError {
            // Damage that the opening did not meet shows when everything is read back.
            try store.beginAnew(after: error)
            room = try makeRoom()
        }
        let journal = store.journal
        store.tell(room)
        registry.tell(room, logger)
        let lanes = try reaching { try Lanes(settings, room) }
        senders.watchOver(room)
        let console = console(of: room) {
            patience.end()
            ServiceNotify.ready()
            logger.info("ready", metadata: ["valves": "\(households.count)"])
        }
        try await refuseTwin()
        try room.start()
        do {
            // Receipts have their way out before the first alarm comes in. Neither waits for the
            // console: homes are watched without it as well.
            try senders.start()
            try lanes.start()
        } catch {
            room.health.set(
                "lanes", "The broker connections cannot be started: \(error)",
                at: room.clock.now())
        }
        let reload = ReloadService(
            room: room, registry: registry, parties: parties, store: store,
            configPath: configPath, started: settings, logger: logger)
        var unwritten: JournalWriter.Unwritten?
        do {
            defer {
                ServiceNotify.stopping()
                room.endHolding()
                lanes.stop()
                unwritten = room.stop()
                senders.stop()
                journal.close()
            }
            try await run([
                WatchdogService(room: room), reload, console, ReadingEnd(room: room),
            ])
        }
        if let unwritten { throw lost(unwritten) }
    }

    /// A stop while the store refuses everything loses what only this run knows.
    private func lost(_ unwritten: JournalWriter.Unwritten) -> ExitCode {
        let ids = unwritten.openIncidents
        let named = ids.prefix(Self.lostNamedMax).joined(separator: " ")
        let more = ids.count > Self.lostNamedMax ? " and \(ids.count - Self.lostNamedMax) more" : ""
        let incidents =
            ids.isEmpty
            ? ""
            : " Open incidents as they stand are not on disk, telephone their centres: "
                + "\(named)\(more)."
        let message =
            "stopped with \(unwritten.batchCount) batches of the journal that could not be written."
            + incidents
            + " Free space in \(settings.state), or look at its disk, before the next start."
        logger.critical("\(message)")
        return fail(message, 75)
    }

    /// Ids named in one line; a storm has thousands.
    private static let lostNamedMax = 50

    private struct Twin: Decodable {
        var node: String
    }

    /// Ends where another daemon of this node answers at our place: the two would take the brokers'
    /// sessions from each other without end. A stranger there only keeps the place.
    private func refuseTwin() async throws {
        var targets =
            settings.console.listen.map {
                [HTTPTarget(.tcp(host: $0.host, port: $0.port))]
            } ?? []
        if let path = settings.console.socket { targets.append(HTTPTarget(.socket(path: path))) }
        for target in targets {
            let answer = try? await PlainHTTPClient(target).send(
                method: "GET", path: "/api/v1/status", timeout: .seconds(2))
            guard let body = answer?.body,
                let twin = try? JSONDecoder().decode(Twin.self, from: Data(body)),
                twin.node == settings.node
            else { continue }
            throw fail(
                "a daemon of the node \(twin.node) serves at \(target) already: stop it, or give this "
                    + "one another node, console and state", 75)
        }
    }

    /// The API, which tells health of a place that it does not get.
    ///
    /// - Parameter onReady: called once, when each place has been tried.
    private func console(
        of room: ControlRoom, onReady: @escaping @Sendable () -> Void
    ) -> ConsoleServer {
        let places = ConsolePlaces(count: settings.console.placeCount)
        return ConsoleServer(
            port: room,
            listen: settings.console.listen.map {
                Console.ListenAddress(host: $0.host, port: $0.port)
            },
            socketPath: settings.console.socket, logger: logger
        ) { place, news in
            if case .bound(let bound) = news { logger.info("serving on \(bound)") }
            places.note(news, of: place) {
                room.health.set("console", $0, at: room.clock.now())
            }
            if places.isReady() { onReady() }
        }
    }

    private func run(_ services: [any Service]) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { .init(service: $0) },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        do {
            try await group.run()
        } catch let fault as ConsoleFault {
            throw fail("\(fault)")
        }
    }

    /// What the library refuses of the settings is theirs, whoever notices it: a start that is tried
    /// again for ever would only fill the log.
    private func reaching<Ways>(_ make: () throws -> Ways) throws -> Ways {
        do {
            return try make()
        } catch let fault as BrokerFault {
            // What the operating system refuses now it may give the next start.
            switch fault {
            case .system, .file: throw fail("\(fault)", 75)
            case .endpoint, .certificate, .library: throw fail("broker or rescue.broker: \(fault)")
            }
        }
    }

    private func fail(_ message: String, _ code: Int32 = SettingsFaults.exitCode) -> ExitCode {
        Voice.say(Array("gaswatchd: \(message)\n".utf8), to: 2)
        return ExitCode(code)
    }

    /// The graph was read with the settings; what is wrong now has happened since.
    private func roads() throws(ExitCode) -> RoadNetwork? {
        guard let path = settings.rescue.roads else { return nil }
        do {
            return try RoadGraphFile.network(path)
        } catch {
            throw fail("rescue.roads: \(path) \(error.words)")
        }
    }

    private func makeRoom(
        _ store: OpenedStore, _ senders: Senders, _ registry: RegistryStore,
        _ households: [Household], _ parties: PartyPost
    ) throws -> ControlRoom {
        var options = ControlRoomOptions(
            node: settings.node, version: gaswatchVersion, timeZoneName: settings.timezone,
            valveRoot: settings.broker.root, rescueRoot: settings.rescue.root,
            reportLaneCount: settings.broker.reportLanes, rules: settings.rescue.rules,
            profiles: settings.profiles, households: households, logger: logger)
        options.roads = try roads()
        options.roadsPath = settings.rescue.roads
        options.storesSetAside = store.namesAside.count
        options.isStoreMissing = store.isAnother
        options.parties = settings.rescue.parties.rules
        let journal = store.journal
        var ports = ControlRoomPorts(
            journal: journal,
            tidyJournal: {
                [kept = settings.historyKept, clock = HouseClock()] (isIdle) throws(JournalError) in
                try journal.tidy(isIdle: isIdle, keeping: kept, at: clock.now())
            },
            valveOutbound: SenderOutbound(sender: senders.valves),
            rescueOutbound: SenderOutbound(sender: senders.rescue),
            secondChannel: settings.rescue.webhook.map { Webhook($0) },
            readRegistry: { RegistryStore.parse($0) },
            writeRegistry: { RegistryFile.write($0, isWhole: $1) },
            storeRegistry: { try registry.store($0) })
        ports.notices = parties
        ports.endReading = { journal.endReading() }
        ports.copyJournal = { (now) throws(JournalError) in
            let copy = try journal.copy(at: now)
            return (copy.path, copy.byteCount)
        }
        return try ControlRoom(options, ports)
    }
}

extension ConsoleSettings {
    /// How many places the console listens on.
    var placeCount: Int { (listen == nil ? 0 : 1) + (socket == nil ? 0 : 1) }
}
