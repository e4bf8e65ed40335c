package import ConsoleAPI
internal import Incidents
internal import Journal
internal import Rescue
internal import ValveModel

/// Lists of incidents: open ones from the board, older closed ones from the journal, newest first.
extension ControlRoom {
    package func incidents(_ filter: ListFilter, cursor: String?, countMax: Int)
        async throws(Problem) -> Page<IncidentView>
    {
        let after = try position(cursor)
        // What is open is known without the journal, and must not wait for those who read it.
        if filter.state == "open" { return try list(filter, after: after, countMax: countMax) }
        return try await longReaders.read { [self] () throws(Problem) in
            try list(filter, after: after, countMax: countMax)
        }
    }

    /// Rows that one answer reads of the journal at most: it does not know every filter, and a list of
    /// few in a long history is told in several pages, some of them empty.
    private static let rowsMax = 5_000

    /// Closed incidents of one answer, and where it goes on when it ends before the page is full.
    private struct Closed {
        var incidents: [(incident: Incident, told: [Notice])] = []
        var goesOn: (Moment, String)?
    }

    private func list(
        _ filter: ListFilter, after: (Moment, String)?, countMax: Int
    ) throws(Problem) -> Page<IncidentView> {
        var found = board.open.filter { matches($0, filter) && isAfter($0, after) }
        var told: [String: [Notice]] = [:]
        var goesOn: (Moment, String)?
        if filter.state != "open" {
            let closed = try closed(
                filter, after: after, without: Set(found.map(\.id)), countMax: countMax)
            found += closed.incidents.map(\.incident)
            for (incident, notices) in closed.incidents { told[incident.id] = notices }
            goesOn = closed.goesOn
            // What is open and older than the last row comes when the list has come there.
            if let goesOn { found.removeAll { isAfter($0, goesOn) } }
        }
        found.sort { ($0.raisedAt, $0.id) > ($1.raisedAt, $1.id) }
        let page = found.prefix(countMax)
        let last = page.last.map { ($0.raisedAt, $0.id) }
        let next = (found.count > countMax ? last : goesOn).map { Self.cursorText($0) }
        return Page(
            elements: page.map {
                present($0, told[$0.id] ?? board.notices(of: $0.id))
            }, next: next)
    }

    private func closed(
        _ filter: ListFilter, after: (Moment, String)?, without known: Set<String>, countMax: Int
    ) throws(Problem) -> Closed {
        var query = IncidentQuery()
        query.isOpen = false
        query.priority = filter.priority
        query.kind = filter.kind
        query.valve = filter.valve
        query.area = filter.area
        query.mode = filter.mode
        query.state = filter.state
        query.olderThan = after.map { (raisedAt: $0.0, id: $0.1) }
        query.countMax = countMax + 1
        var closed = Closed()
        var rowCount = 0
        while closed.incidents.count <= countMax {
            let rows = try page(query)
            for row in rows {
                query.olderThan = (raisedAt: row.raisedAt, id: row.id)
                guard let incident = Self.incident(row), !known.contains(row.id),
                    matches(incident, filter)
                else { continue }
                closed.incidents.append((incident, IncidentRecord.notices(of: row)))
            }
            rowCount += rows.count
            if rows.count < query.countMax { break }
            if rowCount >= Self.rowsMax {
                closed.goesOn = query.olderThan.map { ($0.raisedAt, $0.id) }
                break
            }
        }
        return closed
    }

    private static func cursorText(_ position: (Moment, String)) -> String {
        "\(position.0.milliseconds)_\(position.1)"
    }

    private func position(_ cursor: String?) throws(Problem) -> (Moment, String)? {
        guard let cursor else { return nil }
        let parts = cursor.split(separator: "_", maxSplits: 1)
        guard parts.count == 2, let milliseconds = Int64(parts[0]) else {
            throw .invalid("cursor '\(cursor)' is not one that a list has given out.")
        }
        return (Moment(milliseconds: milliseconds), String(parts[1]))
    }

    private func isAfter(_ incident: Incident, _ position: (Moment, String)?) -> Bool {
        guard let position else { return true }
        return (incident.raisedAt, incident.id) < (position.0, position.1)
    }

    private func matches(_ incident: Incident, _ filter: ListFilter) -> Bool {
        if let state = filter.state, state != "open", incident.state.rawValue != state {
            return false
        }
        if let centre = filter.centre,
            incident.centre != centre && incident.place.homeCentre != centre,
            incident.event?.facts.group.scope != .fleet
        {
            return false
        }
        if let area = filter.area, incident.place.area != area { return false }
        if let valve = filter.valve, incident.place.valve != valve,
            incident.event?.valves.contains(valve) != true
        {
            return false
        }
        if let kind = filter.kind, incident.kind.word != kind { return false }
        if let priority = filter.priority, incident.priority.word != priority { return false }
        if let mode = filter.mode { return incident.mode.rawValue == mode }
        return incident.mode != .test
    }
}
