internal import ControlRoom
internal import LinuxPlatform
internal import Mosquitto
internal import Settings
internal import ValveModel
internal import ValveWire

/// The connections by which messages come in.
struct Lanes: Sendable {
    /// A session survives our absence for a day: longer than any restart, and as long as the
    /// broker should queue alarms for a daemon that never comes back.
    static let sessionSeconds: UInt32 = 86_400

    private let alarm: Lane<AlarmSink>
    private let reports: [Lane<ReportSink>]
    private let rescue: Lane<RescueSink>
    private let drops: [Lane<DropSink>]

    init(_ settings: DaemonSettings, _ room: ControlRoom) throws {
        let scheme = TopicScheme(root: settings.broker.root)
        let valves = settings.broker.endpoint
        let node = settings.node
        alarm = try Lane(
            LaneOptions(
                endpoint: valves, clientID: "\(node)-alarm",
                filters: [
                    TopicFilter(scheme.alarmFilter, quality: 1),
                    TopicFilter(room.selfWatch.valveRoad.canaryTopic, quality: 1),
                ],
                sessionExpirySeconds: Self.sessionSeconds, seed: .random(in: 1 ... .max)),
            sink: AlarmSink(room))
        let plan = Self.reportFilters(
            scheme, count: room.reportIntakes.count, areas: room.shareAreas())
        reports = try zip(room.reportIntakes, plan).enumerated().map { lane, pair in
            try Lane(
                LaneOptions(
                    endpoint: valves, clientID: "\(node)-report-\(lane)", filters: pair.1,
                    seed: .random(in: 1 ... .max)),
                sink: ReportSink(room, lane: lane, pair.0))
        }
        let root = settings.rescue.root
        rescue = try Lane(
            LaneOptions(
                endpoint: settings.rescue.broker.endpoint, clientID: "\(node)-rescue",
                filters: ["reply", "roster", "link", "answer"].map {
                    TopicFilter("\(root)/+/\($0)", quality: 1)
                }
                    + ["reply", "answer"].map {
                        TopicFilter("\(DrillRoot.topic)/+/\($0)", quality: 1)
                    } + [TopicFilter(room.selfWatch.rescueRoad.canaryTopic, quality: 1)],
                sessionExpirySeconds: Self.sessionSeconds, seed: .random(in: 1 ... .max)),
            sink: RescueSink(room))
        drops = try Self.dropLanes(settings, room)
        watchOver(room)
    }

    /// A lane of its own for what a broker says it has dropped: on the others that message would
    /// wait, or be dropped, behind the very queue it speaks of. One where both sides share a broker. Its
    /// name is another at every start, so that a second daemon of our node cannot take its place.
    private static func dropLanes(
        _ settings: DaemonSettings, _ room: ControlRoom
    ) throws -> [Lane<DropSink>] {
        var roads = [(settings.broker, room.selfWatch.valveRoad)]
        if !settings.rescue.usesValveBroker {
            roads.append((settings.rescue.broker, room.selfWatch.rescueRoad))
        }
        return try roads.map { broker, road in
            try Lane(
                LaneOptions(
                    endpoint: broker.endpoint,
                    clientID: "\(settings.node)-drops-\(road.side.rawValue)-"
                        + String(UInt32.random(in: 0 ... .max), radix: 36),
                    filters: [
                        TopicFilter(DropCount.topic, quality: 0),
                        TopicFilter(road.canaryTopic, quality: 0),
                    ],
                    seed: .random(in: 1 ... .max)),
                sink: DropSink(road, room.clock))
        }
    }

    /// Puts every lane's thread on the roll, and lets the room have read again what is retained:
    /// links of valves by the first report lane, rosters and links of centres by the rescue lane.
    private func watchOver(_ room: ControlRoom) {
        let roll = room.selfWatch.roll
        roll.add("alarm lane", RollCall.Pulse.of(alarm.pulse))
        for (number, lane) in reports.enumerated() {
            roll.add("report lane \(number)", RollCall.Pulse.of(lane.pulse))
        }
        roll.add("rescue lane", RollCall.Pulse.of(rescue.pulse))
        for lane in drops { roll.add("drops lane", RollCall.Pulse.of(lane.pulse)) }
        room.selfWatch.onReadAgain { [reports, rescue] side in
            switch side {
            case .valve: reports.first?.subscribeAgain()
            case .rescue: rescue.subscribeAgain()
            }
        }
    }

    /// One lane takes everything. With more, the first takes links and results and the others share
    /// the reports by area, each area on one lane.
    static func reportFilters(_ scheme: TopicScheme, count: Int, areas: [Area]) -> [[TopicFilter]] {
        let links = [
            TopicFilter(scheme.linkFilter, quality: 1),
            TopicFilter(scheme.resultFilter, quality: 1),
        ]
        guard count > 1, !areas.isEmpty else {
            return [links + [TopicFilter(scheme.reportFilter, quality: 1)]]
        }
        var plan = [links] + Array(repeating: [TopicFilter](), count: count - 1)
        for (place, area) in areas.enumerated() {
            plan[1 + place % (count - 1)].append(
                TopicFilter("\(scheme.root)/\(area)/+/report", quality: 1))
        }
        return plan.filter { !$0.isEmpty }
    }

    func start() throws {
        try alarm.start()
        for lane in reports { try lane.start() }
        try rescue.start()
        for lane in drops { try lane.start() }
    }

    /// How long all lanes together may take to stop; one that hangs in a connect is left behind.
    static let stopMilliseconds: Int64 = 2_000

    func stop() {
        alarm.askToStop()
        for lane in reports { lane.askToStop() }
        rescue.askToStop()
        for lane in drops { lane.askToStop() }
        let until = BootClock.milliseconds() + Self.stopMilliseconds
        func left() -> Int64 { max(1, until - BootClock.milliseconds()) }
        _ = alarm.stop(waitMilliseconds: left())
        for lane in reports { _ = lane.stop(waitMilliseconds: left()) }
        _ = rescue.stop(waitMilliseconds: left())
        for lane in drops { _ = lane.stop(waitMilliseconds: left()) }
    }
}

extension RollCall.Pulse {
    /// The pulse of a thread that holds a link. One that waits for a connect to be answered may: the
    /// broker is absent, and health says so.
    static func of(_ link: LinkPulse) -> @Sendable () -> RollCall.Pulse {
        { RollCall.Pulse(turns: link.turns, mayRest: link.isOpening) }
    }
}
