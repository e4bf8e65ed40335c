internal import Console
internal import ControlRoom
internal import Foundation
internal import LinuxPlatform
internal import Logging
internal import Rescue
internal import ServiceLifecycle
internal import Settings
internal import Synchronization
internal import UnixSignals
internal import ValveModel

/// What has become of the places where the console is to listen.
final class ConsolePlaces: Sendable {
    private struct State: Sendable {
        var faults: [String: String] = [:]
        var heard: Set<String> = []
        var isTold = false
    }

    private let count: Int
    private let state = Mutex(State())

    init(count: Int) { self.count = count }

    /// Takes news of a place, and tells what is wrong with any of them, in words. Told inside the lock:
    /// each place has a task of its own, and what is true last is told last.
    func note(_ news: PlaceNews, of place: String, tell: (String?) -> Void) {
        state.withLock { state in
            state.heard.insert(place)
            if case .refused(let fault) = news {
                state.faults[place] = "\(fault)"
            } else {
                state.faults[place] = nil
            }
            let words = state.faults.sorted { $0.key < $1.key }.map(\.value)
            tell(words.isEmpty ? nil : words.joined(separator: " "))
        }
    }

    /// Whether every place has been tried; once.
    func isReady() -> Bool {
        state.withLock { state in
            guard state.heard.count == count, !state.isTold else { return false }
            state.isTold = true
            return true
        }
    }
}

/// Tells systemd that every thread comes round, and in words how things are.
struct WatchdogService: Service {
    let room: ControlRoom

    /// How often the status words are renewed without a watchdog.
    static let statusEvery = Duration.seconds(5)

    func run() async throws {
        let every =
            ServiceNotify.watchdogInterval.map { min($0 / 2, Self.statusEvery) }
            ?? Self.statusEvery
        // Ends by cancellation at a stop, which is no failure.
        try? await cancelWhenGracefulShutdown {
            _ = room.callRoll()
            while true {
                try await Task.sleep(for: every)
                // Every thread passes at least once a second, so an unmoved count means a hang. A
                // commit that the store refuses and a broker that is absent are no hang.
                if room.callRoll().isEmpty { ServiceNotify.watchdog() }
                ServiceNotify.status(room.statusLine)
            }
        }
    }
}

/// Ends what reads the journal for long: the console waits for its answers. It is the last of the
/// services, and so the first that hears of a stop.
struct ReadingEnd: Service {
    let room: ControlRoom

    func run() async throws {
        try? await gracefulShutdown()
        room.endReading()
    }
}

/// Reads the settings again on SIGHUP. A bad file keeps the last good settings and says so.
struct ReloadService: Service {
    let room: ControlRoom
    let registry: RegistryStore
    let parties: PartyPost
    let store: OpenedStore
    let configPath: String
    /// What the daemon was started with.
    let started: DaemonSettings
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            ServiceNotify.reloading()
            reload()
            ServiceNotify.ready()
            ServiceNotify.status("settings read again")
        }
    }

    private func reload() {
        do throws(SettingsFaults) {
            let settings = try DaemonSettings.load(
                path: configPath, environment: ProcessInfo.processInfo.environment)
            // Whoever moved the file away for a moment has not moved 29,000 households out.
            if registry.isMissing, room.households.current.registeredCount > 0 {
                return refuse(["\(registry.path ?? ""): does not exist any more, bring it back"])
            }
            let roads: RoadNetwork?
            do throws(RoadGraphFault) {
                roads = try settings.rescue.roads.map { (path) throws(RoadGraphFault) in
                    try RoadGraphFile.network(path)
                }
            } catch {
                return refuse(["rescue.roads: \(settings.rescue.roads ?? "") \(error.words)"])
            }
            do throws(RegistryRefusal) {
                try room.reload(
                    rules: settings.rescue.rules, parties: settings.rescue.parties.rules,
                    profiles: settings.profiles, readRegistry: readRegistry)
            } catch {
                return refuse(error.faults)
            }
            parties.replace(settings.rescue.parties)
            room.reload(roads: roads, path: settings.rescue.roads)
            room.health.set("settings", nil, at: room.clock.now())
            store.tellAgain(room)
            registry.tell(room, logger)
            tell(waiting: settings.waitingForRestart(since: started))
            let homes = Array(room.households.current.registered)
            for note in RegistryFit.notes(settings, homes) { logger.warning("\(note)") }
            logger.info("settings and registry read again")
        } catch {
            refuse(error.descriptions)
        }
    }

    /// The households of the file. Where none is named, what was imported lasts until the daemon ends.
    private func readRegistry() throws(RegistryRefusal) -> [Household]? {
        guard let path = registry.path else { return nil }
        let households = try registry.read()
        // A register of nobody would retire everybody: no district means that.
        guard !households.isEmpty || room.households.current.registeredCount == 0 else {
            throw RegistryRefusal(faults: ["\(path): has not one household, bring its rows back"])
        }
        return households
    }

    /// A change that has no effect yet must not look as if it had.
    private func tell(waiting keys: [String]) {
        let names = keys.joined(separator: ", ")
        if !keys.isEmpty { logger.warning("not in force before a restart: \(names)") }
        room.health.set(
            "settings_restart",
            keys.isEmpty
                ? nil
                : "Changed in the settings and not in force before a restart: \(names). "
                    + "Restart gaswatchd when no leak is open.", at: room.clock.now())
    }

    private func refuse(_ faults: [String]) {
        // A file in the wrong shape has a fault in every row.
        for fault in faults.prefix(50) { logger.error("reload refused: \(fault)") }
        let more = faults.count > 3 ? "; and \(faults.count - 3) more, in the log" : ""
        room.health.set(
            "settings",
            "The settings could not be read again; the last good ones stay: "
                + faults.prefix(3).joined(separator: "; ") + more, at: room.clock.now())
    }
}

/// At the level debug the services are named in the log; what they hold may name people.
extension ReloadService: CustomStringConvertible {
    var description: String { "reload" }
}
