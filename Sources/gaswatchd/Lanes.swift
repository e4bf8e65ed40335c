internal import ControlRoom
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

    init(_ settings: DaemonSettings, _ room: ControlRoom) throws {
        let scheme = TopicScheme(root: settings.broker.root)
        let valves = settings.broker.endpoint
        let node = settings.node
        alarm = try Lane(
            LaneOptions(
                endpoint: valves, clientID: "\(node)-alarm",
                filters: [TopicFilter(scheme.alarmFilter, quality: 1)],
                sessionExpirySeconds: Self.sessionSeconds, seed: .random(in: 1 ... .max)),
            sink: AlarmSink(room))
        let plan = Self.reportFilters(
            scheme, count: room.reportIntakes.count, areas: room.knownAreas)
        reports = try zip(room.reportIntakes, plan).enumerated().map { lane, pair in
            try Lane(
                LaneOptions(
                    endpoint: valves, clientID: "\(node)-report-\(lane)", filters: pair.1,
                    seed: .random(in: 1 ... .max)),
                sink: ReportSink(room, pair.0))
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
                    },
                sessionExpirySeconds: Self.sessionSeconds, seed: .random(in: 1 ... .max)),
            sink: RescueSink(room))
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
    }

    /// How long a lane may take to stop; one that hangs in a connect is left behind.
    static let stopMilliseconds: Int64 = 2_000

    func stop() {
        _ = alarm.stop(waitMilliseconds: Self.stopMilliseconds)
        for lane in reports { _ = lane.stop(waitMilliseconds: Self.stopMilliseconds) }
        _ = rescue.stop(waitMilliseconds: Self.stopMilliseconds)
    }
}
