package import ConsoleAPI
internal import FlatStore
internal import Foundation
internal import Incidents
internal import Journal
internal import Rescue
internal import RingBuffer
internal import Synchronization
internal import ValveModel
internal import ValveWatch

/// What readers ask of the control room: from published faces, the board and the journal, never
/// from the threads that decide.
extension ControlRoom {
    package func valves(_ filter: ListFilter, cursor: String?, countMax: Int) throws(Problem)
        -> Page<ValveView>
    {
        let start = try Page<ValveView>.place(of: cursor)
        let area = try areaFilter(filter)
        // The area is judged below, by both that a valve may have.
        var rest = filter
        rest.area = nil
        (rest.kind, rest.priority, rest.mode) = (nil, nil, nil)
        var found: [ValveView] = []
        var row = start
        let count = households.index.count
        while row < count, found.count < countMax {
            let valve = ValveIndex(UInt32(row))
            row += 1
            let face = watch.faces.read(at: valve.offset)
            // By the registry, and by where it speaks from: a mismatch is found under both.
            let areas = [households.current.household(valve)?.area, face?.area]
            if let area, !areas.contains(area) { continue }
            guard let name = households.name(valve) else { continue }
            if let wanted = filter.valve, wanted != name.description { continue }
            let view = valveViews.view(valve, name, face)
            guard view.passes(rest), shows(view, filter) else { continue }
            found.append(view)
        }
        return Page(elements: found, next: row < count ? String(row) : nil)
    }

    /// Whether one open incident of the valve, or one of its axes where no mode is asked for, is all that is
    /// asked for.
    private func shows(_ view: ValveView, _ filter: ListFilter) -> Bool {
        guard filter.kind != nil || filter.priority != nil || filter.mode != nil else {
            return true
        }
        var axes = ListFilter()
        (axes.kind, axes.priority) = (filter.kind, filter.priority)
        if filter.mode == nil, view.passes(axes) { return true }
        return board.open(of: view.id).contains { incident in
            (filter.mode.map { $0 == incident.mode.rawValue } ?? (incident.mode != .test))
                && (filter.kind.map { isAbout($0, incident, at: view) } ?? true)
                && (filter.priority.map { $0 == incident.priority.word } ?? true)
        }
    }

    /// Whether an incident of the valve is about the kind. What lives in an area event counts there as the
    /// event's kind or family, such as a link that went with the mains, and shows at the valve itself.
    private func isAbout(_ kind: String, _ incident: Incident, at view: ValveView) -> Bool {
        guard let facts = incident.event?.facts else {
            return incident.kinds.contains { $0.word == kind }
        }
        return facts.of.word == kind || facts.family.word == kind
            || view.axes.contains { $0.current.contains(kind) }
    }

    private func areaFilter(_ filter: ListFilter) throws(Problem) -> Area? {
        guard let text = filter.area else { return nil }
        guard let area = Area(text) else {
            throw .invalid("area '\(text)' is not a nine-digit code.")
        }
        return area
    }

    package func valve(_ id: String) -> ValveView? {
        guard let name = ValveID(id), let valve = households.find(name) else { return nil }
        return valveViews.view(valve, name, watch.faces.read(at: valve.offset))
    }

    package func incident(_ id: String) async throws(Problem) -> IncidentView? {
        if let incident = board.incident(id) {
            return present(incident, board.notices(of: id))
        }
        return try await quickReaders.read { [self] () throws(Problem) in
            let row = try Self.reading { () throws(JournalError) in
                try ports.journal.incident(id)
            }
            guard let row, let incident = Self.incident(row) else { return nil }
            return incidentViews.view(incident, IncidentRecord.notices(of: row), .masked)
        }
    }

    func present(_ incident: Incident, _ notices: [Notice]) -> IncidentView {
        incidentViews.present(incident, notices, at: clock.now()) {
            watch.faces.read(at: $0.offset)
        }
    }

    static func incident(_ row: IncidentRow) -> Incident? {
        try? JSONDecoder().decode(Incident.self, from: Data(row.record))
    }

    package func timeline(_ id: String) async throws(Problem) -> [TimelineView]? {
        guard try await incident(id) != nil else { return nil }
        return try await quickReaders.read { [self] () throws(Problem) in
            let entries = try Self.reading { () throws(JournalError) in
                try ports.journal.entries(subject: id, countMax: 10_000)
            }
            return entries.map { entry in
                let line = HistoryLine(entry.body)
                return TimelineView(
                    at: times.text(entry.at), what: entry.kind, by: line?.by,
                    text: line?.text ?? "", why: ReasonView(line?.evidence))
            }
        }
    }

    package func teams(_ filter: ListFilter) -> [TeamView] {
        let now = clock.now()
        return loop.state.withLock { state in
            let centres = state.desk.roster.centres.filter { centre in
                filter.area.map { area in centre.areas.contains { $0.description == area } } ?? true
            }.map(\.id)
            return state.desk.roster.teams.values.sorted { $0.id < $1.id }
                .filter { filter.area == nil || centres.contains($0.centre) }
                .map { RosterView.view($0, of: state.desk, times, at: now) }
                .filter { $0.passes(filter) }
        }
    }

    package func centreViews() -> [CentreView] {
        let edition = households.current
        var counts: [String: Int] = [:]
        for household in edition.households {
            if let centre = household.flatMap({ centreBook.centre(of: $0.area) }) {
                counts[centre, default: 0] += 1
            }
        }
        return loop.state.withLock { state in
            state.desk.roster.centres.map { plan in
                var view = RosterView.view(
                    plan, roster: state.desk.roster, book: state.desk.book)
                view.valves = counts[plan.id] ?? 0
                return view
            }
        }
    }
}
