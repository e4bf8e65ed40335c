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
        var found = board.open.filter { matches($0, filter) && isAfter($0, after) }
        var told: [String: [Notice]] = [:]
        if filter.state != "open" {
            let known = Set(found.map(\.id))
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
            do throws(JournalError) {
                // The journal does not know every filter: it is read on until the page is full.
                var closedCount = 0
                while closedCount <= countMax {
                    let rows = try ports.journal.incidents(query)
                    for row in rows {
                        query.olderThan = (raisedAt: row.raisedAt, id: row.id)
                        guard let incident = Self.incident(row), !known.contains(row.id),
                            matches(incident, filter)
                        else { continue }
                        closedCount += 1
                        found.append(incident)
                        told[incident.id] = IncidentRecord.notices(of: row)
                    }
                    if rows.count < query.countMax { break }
                }
            } catch {
                throw Self.unreadable(error)
            }
        }
        found.sort { ($0.raisedAt, $0.id) > ($1.raisedAt, $1.id) }
        let page = found.prefix(countMax)
        let next = found.count > countMax ? page.last.map { cursorText($0) } : nil
        return Page(
            elements: page.map {
                present($0, told[$0.id] ?? board.notices(of: $0.id))
            }, next: next)
    }

    private func cursorText(_ incident: Incident) -> String {
        "\(incident.raisedAt.milliseconds)_\(incident.id)"
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
