internal import ConsoleAPI
internal import FlatStore
internal import Incidents
package import Journal
internal import LinuxPlatform
package import Logging
package import Rescue
internal import RingBuffer
internal import Synchronization
package import ValveModel
internal import ValveWatch
internal import ValveWire

/// What the control room is built from.
package struct ControlRoomOptions: Sendable {
    package var node: String
    package var version: String
    package var timeZoneName: String
    package var valveRoot: String
    package var rescueRoot: String
    package var reportLaneCount: Int
    package var rules: RescueRules
    package var profiles: [Profile]
    package var households: [Household]
    package var logger: Logger
    /// The roads teams drive on, when a graph is loaded.
    package var roads: RoadNetwork?
    /// The file that graph was read from, so that a replay finds it.
    package var roadsPath: String?
    /// Who is told beside the centres.
    package var parties = PartyRules()
    /// How many damaged stores stand aside: their ids may be unknown and must not come again.
    package var storesSetAside = 0
    /// Whether the store of an earlier start is gone without a trace.
    package var isStoreMissing = false
    /// How long effects wait for the journal before they leave without it.
    package var journalPatience = Outbox.patience
    /// Where time comes from.
    package var time = TimeSource.kernel
    /// Slots of the rings between the lanes and the watch, and what a lane does while one is full.
    package var rings = RingSizes()

    package init(
        node: String, version: String, timeZoneName: String, valveRoot: String,
        rescueRoot: String, reportLaneCount: Int, rules: RescueRules, profiles: [Profile],
        households: [Household], logger: Logger
    ) {
        self.node = node
        self.version = version
        self.timeZoneName = timeZoneName
        self.valveRoot = valveRoot
        self.rescueRoot = rescueRoot
        self.reportLaneCount = reportLaneCount
        self.rules = rules
        self.profiles = profiles
        self.households = households
        self.logger = logger
    }
}

/// The ports behind which the rest of the world lives.
package struct ControlRoomPorts: Sendable {
    package var journal: any Journal
    /// Keeps the journal's files small; called by its thread after each commit, and when nothing waits
    /// to be written.
    package var tidyJournal: JournalWriter.Tidy
    package var valveOutbound: any Outbound
    package var rescueOutbound: any Outbound
    package var secondChannel: (any SecondChannel)?
    /// The ways to parties that are not MQTT.
    package var notices: (any NoticeChannel)?
    /// Reads a registry's text; every fault with its line.
    package var readRegistry: @Sendable ([UInt8]) -> (households: [Household], faults: [String])
    /// Writes households as a registry's text; without the columns about people where not whole.
    package var writeRegistry: @Sendable ([Household], _ isWhole: Bool) -> [UInt8]
    /// Writes a consistent copy of the journal and says where; `nil` for one that is no file.
    package var copyJournal:
        (@Sendable (Moment) throws(JournalError) -> (path: String, byteCount: Int))?
    /// Ends what reads the journal for long, as the daemon stops.
    package var endReading: (@Sendable () -> Void)?
    /// Puts a registry in place of the file that the settings name, atomically.
    package var storeRegistry: @Sendable ([Household]) throws -> Void

    package init(
        journal: any Journal,
        tidyJournal: @escaping JournalWriter.Tidy = { (_) throws(JournalError) in },
        valveOutbound: any Outbound, rescueOutbound: any Outbound,
        secondChannel: (any SecondChannel)?,
        readRegistry: @escaping @Sendable ([UInt8]) -> (households: [Household], faults: [String]),
        writeRegistry: @escaping @Sendable ([Household], _ isWhole: Bool) -> [UInt8],
        storeRegistry: @escaping @Sendable ([Household]) throws -> Void
    ) {
        self.journal = journal
        self.tidyJournal = tidyJournal
        self.valveOutbound = valveOutbound
        self.rescueOutbound = rescueOutbound
        self.secondChannel = secondChannel
        self.readRegistry = readRegistry
        self.writeRegistry = writeRegistry
        self.storeRegistry = storeRegistry
    }
}

/// A connection by which the daemon hears.
package enum BrokerLane: Equatable, Sendable {
    /// Of alarms; it stands for the valves' broker.
    case alarms
    /// One of those for reports, links and results, by number.
    case reports(Int)
    /// Of replies and rosters; it stands for the centres' broker.
    case rescue
}

/// Which lanes stand beside those of alarms and of the centres.
struct Links: Sendable {
    /// Report lanes that have lost their connection or got none, by number, with the reason.
    var reportLanesDown: [Int: String] = [:]
    /// Whether a valve's silence means something, as it was told last.
    var isListening: Bool?
    /// Areas whose reports the lanes of this run share.
    var areasShared: [Area] = []
}

/// The pipeline put together: intakes, rings, watch, desk, journal and outbox, with their threads.
package final class ControlRoom: Sendable {
    package let clock: HouseClock
    package let times: Timestamps
    package let health: Health
    let rejectBook = Rejects()
    let eventHub: EventHub
    package let board = IncidentBoard()
    package let households: Households
    package let alarmCursor: HeldCursor
    package let rescueCursor: HeldCursor
    package let alarmIntake: ValveIntake
    package let reportIntakes: [ValveIntake]
    package let rescueIntake: RescueIntake
    let options: ControlRoomOptions
    let ports: ControlRoomPorts
    let mailbox: ControlMailbox
    let shared: IntakeShared
    package let writer: JournalWriter
    package let watch: WatchLoop
    package let loop: ControlLoop
    package let selfWatch: SelfWatch
    let runner: EffectRunner
    let outbox: Outbox
    let liveCoverage: LiveCoverage
    let profiles: ProfileBook
    let centreBook: CentreBook
    let incidentViews: IncidentViews
    let valveViews: ValveViews
    let services = ServiceBook()
    let startedAt: Moment
    let threads = Mutex<[DedicatedThread]>([])
    let surveyThread = Mutex<DedicatedThread?>(nil)
    let isCopying = Mutex(false)
    /// One incident, one history: answered beside whatever takes long.
    let quickReaders = JournalReaders("journal-quick", countMax: 2)
    /// Lists and statistics. With the quick ones and a copy as many as the store has readers.
    let longReaders = JournalReaders("journal-long", countMax: 2)
    let copyReaders = JournalReaders("journal-copy", countMax: 1)
    /// One registry at a time is stored and taken: memory and file never hold different ones.
    let registryTurn = Mutex(())
    let links = Mutex(Links())

    /// Restores what the journal holds and builds everything; nothing runs yet.
    package init(_ options: ControlRoomOptions, _ ports: ControlRoomPorts) throws {
        self.options = options
        self.ports = ports
        clock = HouseClock(options.time)
        health = Health(options.logger)
        startedAt = clock.now()
        times = Timestamps(zoneName: options.timeZoneName)
        // Ids grow with time, so that a client of an earlier run gets a reset and not a wrong tail.
        eventHub = EventHub(firstID: UInt64(max(0, startedAt.milliseconds)) * 1_000)
        let restored = try Self.remembered(by: ports.journal, at: startedAt)
        households = Households(options.households)
        profiles = ProfileBook(options.profiles)
        centreBook = CentreBook(options.rules)
        mailbox = try ControlMailbox()
        alarmCursor = try HeldCursor()
        rescueCursor = try HeldCursor()
        writer = try JournalWriter(ports.journal, tidy: ports.tidyJournal)
        let scheme = TopicScheme(root: options.valveRoot)
        let roads = BrokerRoads(options, ports, startedAt: startedAt)
        shared = IntakeShared(
            clock: clock, households: households, rejects: rejectBook, watchParker: try Parker(),
            scheme: scheme, outbound: ports.valveOutbound, mailbox: mailbox,
            whenRingFull: options.rings.whenFull, road: roads.valve)
        let lanes = LaneSet(options.reportLaneCount, options.rings, scheme, shared)
        alarmIntake = lanes.alarmIntake
        reportIntakes = lanes.reportIntakes
        rescueIntake = RescueIntake(
            root: options.rescueRoot, mailbox: mailbox, rejects: rejectBook, clock: clock,
            road: roads.rescue)
        watch = WatchLoop(
            detector: Detector(
                profiles: options.profiles, capacity: households.capacity, now: startedAt),
            lanes: lanes, clock: clock, parker: shared.watchParker, mailbox: mailbox,
            households: households)
        incidentViews = IncidentViews(times: times, households: households)
        valveViews = ValveViews(
            times: times, households: households, board: board, profiles: profiles,
            centres: centreBook, services: services, shared: shared)
        liveCoverage = try LiveCoverage()
        runner = EffectRunner(
            EffectRunner.Options(
                clock: clock, households: households, scheme: scheme,
                spelledAreas: shared.spelledAreas, rescueRoot: options.rescueRoot,
                valveOutbound: ports.valveOutbound,
                rescueOutbound: ports.rescueOutbound, secondChannel: ports.secondChannel,
                notices: NoticeSender(
                    bodies: NoticeBodies(times: times, households: households),
                    rescueRoot: options.rescueRoot, outbound: ports.rescueOutbound,
                    channel: ports.notices, mailbox: mailbox),
                views: incidentViews, valveViews: valveViews, board: board, events: eventHub,
                health: health, times: times, watch: watch, alarmCursor: alarmCursor,
                rescueCursor: rescueCursor,
                whenGroundChanges: { [liveCoverage] in liveCoverage.ask() }))
        outbox = Outbox(patience: options.journalPatience) { [runner] in
            runner.perform($0, isDurable: $1)
        }
        loop = ControlLoop(
            desk: Self.desk(options, startedAt),
            parties: PartyDesk(rules: options.parties),
            nextSequence: restored.lastSequence + 1,
            context: ControlContext(
                clock: clock, times: times, households: households,
                places: PlaceBook(households: households), mailbox: mailbox, writer: writer,
                outbox: outbox, health: health, rejects: rejectBook, watch: watch,
                profiles: profiles, views: incidentViews))
        selfWatch = try SelfWatch(
            roads, loop: loop, board: board, scheme: scheme, spelledAreas: shared.spelledAreas,
            valveOutbound: ports.valveOutbound, logger: options.logger)
        takeUp(restored)
    }

    /// Takes up what the journal holds, and ties what has to know of each other.
    private func takeUp(_ restored: JournalRestore) {
        let documents = recallRetired(restored) + roadsDocument(restored) + zoneDocument(restored)
        beginCoverage()
        placeAll()
        restore(restored)
        loop.state.withLock { $0.batch.documents += documents }
        callTheRoll()
        writer.onCommit { [weak outbox] in outbox?.release(through: $0) }
    }

    /// How far back alarm identities are read at start: the history's 400 days (contract,
    /// section 9).
    static let alarmMemory = Lapse.hours(24 * 400)

    private static func remembered(
        by journal: any Journal, at now: Moment
    ) throws -> JournalRestore {
        try journal.restore(
            alarmsSince: now - alarmMemory, closedCountMax: IncidentBoard.closedCountMax)
    }
}
