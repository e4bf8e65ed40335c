/// One page of a list. `next` goes back as `cursor` and is absent on the last page.
package struct Page<Element: JSONWritable>: Sendable, JSONWritable {
    package var elements: [Element]
    package var next: String?

    package init(elements: [Element], next: String?) {
        self.elements = elements
        self.next = next
    }

    /// Where a list goes on whose cursor is a place in it.
    package static func place(of cursor: String?) throws(Problem) -> Int {
        guard let cursor else { return 0 }
        guard let place = Int(cursor), place >= 0 else {
            throw .invalid("cursor '\(cursor)' is not one that a list has given out.")
        }
        return place
    }

    /// A part of a list that is at hand as a whole; its cursor is the place to go on from.
    ///
    /// - Parameter countMax: the most of one page; all that is left when nil.
    package init(of all: [Element], cursor: String?, countMax: Int?) throws(Problem) {
        let first = min(try Self.place(of: cursor), all.count)
        let end = min(all.count, first + min(countMax ?? .max, all.count - first))
        self.init(
            elements: Array(all[first..<end]), next: end < all.count ? "\(end)" : nil)
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.array("items") { array in
                for element in elements { element.write(into: &array) }
            }
            object.field("next", next)
        }
    }
}

/// What the HTTP console and every other front asks of the control room.
///
/// Every answer to a change stands for something that is on disk: the call returns after the
/// commit.
package protocol ConsolePort: Sendable {
    func status() -> StatusView
    /// Prometheus text exposition.
    func metrics() -> [UInt8]

    func valves(_ filter: ListFilter, cursor: String?, countMax: Int) throws(Problem)
        -> Page<ValveView>
    func valve(_ id: String) -> ValveView?
    func incidents(_ filter: ListFilter, cursor: String?, countMax: Int) async throws(Problem)
        -> Page<IncidentView>
    func incident(_ id: String) async throws(Problem) -> IncidentView?
    func visits(_ id: String) async throws(Problem) -> [VisitView]?
    func timeline(_ id: String) async throws(Problem) -> [TimelineView]?
    func teams(_ filter: ListFilter) -> [TeamView]
    func centres(_ filter: ListFilter) -> [CentreView]
    func rejects() -> [RejectView]
    /// Who is reached inside the circle by the teams that could be sent now.
    func coverage() throws(Problem) -> CoverageView
    /// Calibrations that operators have accepted, by centre.
    func calibrations() -> [CalibrationView]
    func acceptCalibration(of centre: String, _ request: CalibrationRequest)
        async throws(Problem) -> CalibrationView
    func revokeCalibration(of centre: String, _ request: SignedRequest)
        async throws(Problem) -> CalibrationView
    /// Where the free teams would wait better, and which centres have it switched on.
    func standby(busy: Int) async throws(Problem) -> StandbyView
    func switchStandby(of centre: String, _ request: StandbyRequest)
        async throws(Problem) -> CentreStandbyView
    /// Roads that are closed, oldest first.
    func roads() -> [RoadClosingView]
    /// How well the five-minute circle was kept over the last days.
    func alarmStats() async throws(Problem) -> AlarmStatsView
    func responseStats(days: Int, mode: String) async throws(Problem) -> ResponseStatsView

    func take(_ step: IncidentStep, on incident: String, _ request: StepRequest)
        async throws(Problem) -> IncidentView
    /// Begins a drill: an incident of mode `exercise`, called out on the drill topics alone.
    func beginDrill(_ request: DrillRequest) async throws(Problem) -> IncidentView
    func endDrill(_ incident: String, by: String) async throws(Problem) -> IncidentView
    /// Tells a party by hand, or takes what it, or a gateway, says.
    func notify(party: String, of incident: String, _ request: PartyRequest)
        async throws(Problem) -> IncidentView
    func close(valve: String, _ request: ValveRequest) async throws(Problem) -> CommandView
    func declareTest(valve: String, _ request: ValveRequest) async throws(Problem) -> ValveView
    func serve(valve: String, _ request: ServiceRequest) async throws(Problem) -> ValveView
    func change(team: String, _ request: TeamRequest) async throws(Problem) -> TeamView
    func closeRoad(_ request: RoadRequest) async throws(Problem) -> RoadClosingView
    func openRoad(_ id: String, _ request: SignedRequest) async throws(Problem) -> RoadClosingView
    /// Replaces the registry by the CSV text (UTF-8 or GB18030), all rows or none.
    /// - Parameter mayRetireMost: whether it may leave out most of the valves in force.
    func replaceRegistry(
        _ csv: [UInt8], mayRetireMost: Bool, by: String
    ) async throws(Problem) -> RegistryView
    /// The registry as CSV in UTF-8, retired valves left out.
    ///
    /// - Parameter isWhole: with the columns about the people behind the door.
    func registry(isWhole: Bool) -> [UInt8]

    /// Writes one consistent copy of the journal beside it, for a replay while the daemon runs.
    func copyJournal() async throws(Problem) -> JournalCopyView

    /// The events after `id` (all that are kept when nil) and then every new one until cancelled.
    /// The first element is a `reset` when events after `id` are no longer kept.
    func events(after id: UInt64?) -> AsyncStream<StreamEvent>
}
