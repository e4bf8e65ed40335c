import ConsoleAPI
import Synchronization

/// A control room that remembers what it was asked and answers with two of everything.
final class FakePort: ConsolePort {
    struct Memory {
        var calls: [String] = []
        var filters: [ListFilter] = []
        var pages: [(cursor: String?, countMax: Int)] = []
        var registry: [UInt8] = []
        var status = FakePort.status
        var kept: [StreamEvent] = []
        var listeners: [Int: AsyncStream<StreamEvent>.Continuation] = [:]
        var listenersEver = 0
        var resumedAfter: [UInt64?] = []
        /// Who waits for a number of listeners, and for which.
        var waiting: [(count: Int, reached: CheckedContinuation<Void, Never>)] = []

        mutating func wake() {
            for entry in waiting where entry.count == listeners.count { entry.reached.resume() }
            waiting.removeAll { $0.count == listeners.count }
        }
    }

    let memory = Mutex(Memory())

    static let status = StatusView(
        node: "n", version: "1", startedAt: "2026-11-23T16:21:31.204+08:00",
        now: "2026-11-23T16:21:32.204+08:00")
    static var valve: ValveView { ValveView(id: "SN-1", area: "370202010") }
    static var incident: IncidentView {
        var view = IncidentView(
            id: "20261123-0042", kind: "leak", axis: "gas", priority: "P1", state: "raised",
            area: "370202010", revision: 3, mode: "actual",
            raisedAt: "2026-11-23T16:21:31.204+08:00", position: "open", entry: "forbidden")
        view.address = "香港中路“八”号"
        return view
    }
    static let team = TeamView(
        id: "C-1", name: "中部一组", centre: "central", configured: true, available: true,
        unresponsive: false, turnout: 60)

    private func note(_ call: String) { memory.withLock { $0.calls.append(call) } }

    func status() -> StatusView { memory.withLock { $0.status } }
    func metrics() -> [UInt8] { Array("gaswatch_up 1\n".utf8) }

    /// Two pages: `second` is the cursor of the last one.
    func valves(
        _ filter: ListFilter, cursor: String?, countMax: Int
    ) throws(Problem) -> Page<ValveView> {
        memory.withLock {
            $0.filters.append(filter)
            $0.pages.append((cursor, countMax))
        }
        return Page(elements: [Self.valve], next: cursor == nil ? "second" : nil)
    }
    func valve(_ id: String) -> ValveView? { id == "SN-1" ? Self.valve : nil }
    func incidents(
        _ filter: ListFilter, cursor: String?, countMax: Int
    ) async throws(Problem) -> Page<IncidentView> {
        memory.withLock {
            $0.filters.append(filter)
            $0.pages.append((cursor, countMax))
        }
        return Page(elements: [Self.incident], next: nil)
    }
    func incident(_ id: String) async throws(Problem) -> IncidentView? {
        id == Self.incident.id ? Self.incident : nil
    }
    func timeline(_ id: String) async throws(Problem) -> [TimelineView]? {
        guard id == Self.incident.id else { return nil }
        return [TimelineView(at: Self.status.now, what: "raised", by: nil, text: "燃气泄漏")]
    }
    func teams(_ filter: ListFilter) -> [TeamView] {
        memory.withLock { $0.filters.append(filter) }
        return [Self.team].filter { filter.centre == nil || $0.centre == filter.centre }
    }
    static var responseStats: ResponseStatsView {
        let milestone = ResponseStatsView.Milestone(
            limit: 60, due: 3, inTime: 2, median: 20, p90: 70)
        func row(_ centre: String?) -> ResponseStatsView.Row {
            ResponseStatsView.Row(
                centre: centre, incidents: 3, response: milestone, arrival: milestone,
                rescue: milestone, declined: 1, silent: 0)
        }
        return ResponseStatsView(
            since: status.startedAt, until: status.now, mode: "actual", total: row(nil),
            centres: [row("central")],
            calibration: [
                ResponseStatsView.Calibration(
                    centre: "central", hour: 16, count: 3, estimated: 100, actual: 130,
                    offset: 30, applied: 0)
            ])
    }
    func visits(_ id: String) async throws(Problem) -> [VisitView]? { nil }

    static var alarmStats: AlarmStatsView {
        let row = AlarmStatsView.Row()
        return AlarmStatsView(since: "a", at: "b", total: row, centres: [row])
    }

    func alarmStats() async throws(Problem) -> AlarmStatsView { Self.alarmStats }

    func responseStats(days: Int, mode: String) async throws(Problem) -> ResponseStatsView {
        note("stats response \(days) \(mode)")
        return Self.responseStats
    }
    func centres(_ filter: ListFilter) -> [CentreView] {
        [CentreView(id: "central", name: "中部", link: "online", location: .init(lat: 36, lon: 120))]
    }
    func rejects() -> [RejectView] {
        [RejectView(reason: "json", count: 1, samples: [.init(at: "t", topic: "x", excerpt: "{")])]
    }

    func take(
        _ step: IncidentStep, on incident: String, _ request: StepRequest
    ) async throws(Problem) -> IncidentView {
        if let revision = request.revision, revision != 3 {
            var problem = Problem(
                status: 409, code: "revision_conflict", title: "Somebody was first", detail: "…")
            problem.by = "李"
            problem.revision = 3
            throw problem
        }
        note("\(step) \(incident) \(request.by) \(request.team ?? "-")")
        return Self.incident
    }
    func beginDrill(_ request: DrillRequest) async throws(Problem) -> IncidentView {
        note("drill \(request.valve) \(request.by) \(request.minutes ?? 0)")
        return Self.incident
    }
    func endDrill(_ incident: String, by: String) async throws(Problem) -> IncidentView {
        note("drill end \(incident) \(by)")
        return Self.incident
    }
    func notify(
        party: String, of incident: String, _ request: PartyRequest
    ) async throws(Problem) -> IncidentView {
        note("\(request.word) \(party) \(incident) \(request.by) \(request.medium ?? "-")")
        return Self.incident
    }
    func close(valve: String, _ request: ValveRequest) async throws(Problem) -> CommandView {
        note("close \(valve) \(request.by)")
        return CommandView(id: "1", valve: valve, action: "close", sentAt: Self.status.now)
    }
    func declareTest(valve: String, _ request: ValveRequest) async throws(Problem) -> ValveView {
        note("test \(valve) \(request.minutes ?? 0)")
        return Self.valve
    }
    func serve(valve: String, _ request: ServiceRequest) async throws(Problem) -> ValveView {
        memory.withLock { $0.calls.append("service \(valve) \(request.inService)") }
        return Self.valve
    }

    func change(team: String, _ request: TeamRequest) async throws(Problem) -> TeamView {
        note("team \(team) \(request.available)")
        return Self.team
    }
    static let coverage = CoverageView(
        households: 3, covered: CoverageView.Levels(none: 1, one: 1, more: 1))
    static let closing = RoadClosingView(
        id: "R1", segments: 2, by: "tester", at: status.now, until: status.now)

    func coverage() throws(Problem) -> CoverageView { Self.coverage }
    static let posts = CentreStandbyView(
        centre: "central", by: "tester", at: status.now,
        posts: [.init(team: "C-1", lat: 36.06, lon: 120.38, gained: 12, reached: false)])
    func standby(busy: Int) async throws(Problem) -> StandbyView {
        StandbyView(
            standby: CoverageView.Standby(
                busy: Double(busy) / 100, before: 1, after: 2, candidates: 3, moves: []),
            centres: [Self.posts])
    }
    func switchStandby(
        of centre: String, _ request: StandbyRequest
    ) async throws(Problem) -> CentreStandbyView {
        note("standby \(centre) \(request.on) \(request.by)")
        return Self.posts
    }
    static let calibration = CalibrationView(
        centre: "central", by: "tester", at: status.now,
        hours: [CalibrationView.Hour(hour: 18, seconds: 40, count: 6)])
    func calibrations() -> [CalibrationView] { [Self.calibration] }
    func acceptCalibration(
        of centre: String, _ request: CalibrationRequest
    ) async throws(Problem) -> CalibrationView {
        note("accept \(centre) \(request.days ?? 0) \(request.by)")
        return Self.calibration
    }
    func revokeCalibration(
        of centre: String, _ request: SignedRequest
    ) async throws(Problem) -> CalibrationView {
        note("revoke \(centre) \(request.by)")
        return Self.calibration
    }
    func copyJournal() async throws(Problem) -> JournalCopyView {
        note("copy journal")
        return JournalCopyView(
            path: "/state/copies/1/gaswatch.db", bytes: 4_096, at: Self.status.now)
    }
    func roads() -> [RoadClosingView] { [Self.closing] }
    func closeRoad(_ request: RoadRequest) async throws(Problem) -> RoadClosingView {
        note("close road \(request.minutes) \(request.by)")
        return Self.closing
    }
    func openRoad(
        _ id: String, _ request: SignedRequest
    ) async throws(Problem) -> RoadClosingView {
        note("open road \(id) \(request.by)")
        return Self.closing
    }
    func replaceRegistry(
        _ csv: [UInt8], mayRetireMost: Bool, by: String
    ) async throws(Problem) -> RegistryView {
        memory.withLock { $0.registry = csv }
        note("registry \(by)\(mayRetireMost ? " most" : "")")
        return RegistryView(valves: 1, added: 1, changed: 0, retired: 0)
    }
    func registry(isWhole: Bool) -> [UInt8] {
        Array((isWhole ? "valve,area,lat,lon,contact_name\n" : "valve,area,lat,lon\n").utf8)
    }

    func events(after id: UInt64?) -> AsyncStream<StreamEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: StreamEvent.self)
        let listener = memory.withLock { memory in
            memory.resumedAfter.append(id)
            memory.listenersEver += 1
            memory.listeners[memory.listenersEver] = continuation
            memory.wake()
            for event in memory.kept where event.id > id ?? 0 { continuation.yield(event) }
            return memory.listenersEver
        }
        continuation.onTermination = { [weak self] _ in
            self?.memory.withLock {
                $0.listeners[listener] = nil
                $0.wake()
            }
        }
        return stream
    }

    /// Waits until exactly `count` clients listen.
    func untilListeners(are count: Int) async {
        await withCheckedContinuation { reached in
            memory.withLock {
                $0.waiting.append((count, reached))
                $0.wake()
            }
        }
    }

    func emit(_ event: StreamEvent) {
        let listeners = memory.withLock { memory in
            memory.kept.append(event)
            return Array(memory.listeners.values)
        }
        for listener in listeners { listener.yield(event) }
    }
}
