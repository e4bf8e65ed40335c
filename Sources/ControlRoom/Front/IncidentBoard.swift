package import Incidents
package import Rescue
internal import Synchronization
internal import ValveModel

/// The incidents as readers see them: every open one, and the newest that were closed.
package final class IncidentBoard: Sendable {
    /// Closed incidents kept in memory; older ones are read from the journal.
    static let closedCountMax = 1_000

    private struct State: Sendable {
        var open: [String: Incident] = [:]
        var closed: [Incident] = []
        /// Ids of open incidents by valve.
        var byValve: [String: [String]] = [:]
        /// What others were told, by incident.
        var notices: [String: [Notice]] = [:]

        /// An area event is found by each of its valves. Mostly they become more; a graver event
        /// next to it may take some away.
        mutating func index(_ id: String, at valves: [String], after known: [String]) {
            guard !valves.starts(with: known) else {
                for valve in valves.dropFirst(known.count) {
                    byValve[valve, default: []].append(id)
                }
                return
            }
            let (old, new) = (Set(known), Set(valves))
            for valve in valves where !old.contains(valve) {
                byValve[valve, default: []].append(id)
            }
            for valve in known where !new.contains(valve) { forget(id, at: valve) }
        }

        mutating func forget(_ id: String, at valve: String) {
            byValve[valve]?.removeAll { $0 == id }
            if byValve[valve]?.isEmpty == true { byValve[valve] = nil }
        }
    }

    private let state = Mutex(State())

    package init() {}

    /// Takes an incident as it is now; whether its valve shows it otherwise than before.
    @discardableResult
    package func put(_ incident: Incident, _ notices: [Notice] = []) -> Bool {
        state.withLock { state in
            let valve = incident.place.valve
            state.notices[incident.id] = notices.isEmpty ? nil : notices
            if incident.isOpen {
                let before = state.open.updateValue(incident, forKey: incident.id)
                if before == nil { state.byValve[valve, default: []].append(incident.id) }
                let (known, valves) = (before?.event?.valves ?? [], incident.event?.valves ?? [])
                state.index(incident.id, at: valves, after: known)
                return before.map(AxisFace.init) != AxisFace(incident)
                    || before?.place != incident.place
            }
            let wasOpen = state.open[incident.id] != nil
            if let before = state.open.removeValue(forKey: incident.id) {
                for valve in [valve] + (before.event?.valves ?? []) {
                    state.forget(incident.id, at: valve)
                }
            }
            // The last word to a party may come after the end: the incident is closed once.
            state.closed.removeAll { $0.id == incident.id }
            state.closed.append(incident)
            if state.closed.count > Self.closedCountMax {
                for old in state.closed.prefix(Self.closedCountMax / 4) {
                    state.notices[old.id] = nil
                }
                state.closed.removeFirst(Self.closedCountMax / 4)
            }
            return wasOpen
        }
    }

    /// What the axis of a valve shows of its incident.
    private struct AxisFace: Equatable {
        let state: AlarmState
        let priority: Priority
        let isSeen: Bool

        init(_ incident: Incident) {
            state = AlarmState(of: incident)
            priority = incident.priority
            isSeen = incident.seenAt != nil
        }
    }

    /// The revision is on disk; the incident, where readers still see that one as not durable.
    func noteStored(_ id: String, revision: Int) -> Incident? {
        state.withLock { state in
            if var incident = state.open[id], incident.revision == revision, !incident.durable {
                incident.durable = true
                state.open[id] = incident
                return incident
            }
            guard let place = state.closed.lastIndex(where: { $0.id == id }),
                state.closed[place].revision == revision, !state.closed[place].durable
            else { return nil }
            state.closed[place].durable = true
            return state.closed[place]
        }
    }

    package func incident(_ id: String) -> Incident? {
        state.withLock { state in
            state.open[id] ?? state.closed.last { $0.id == id }
        }
    }

    /// What others were told of it.
    package func notices(of incident: String) -> [Notice] {
        state.withLock { $0.notices[incident] ?? [] }
    }

    package func open(of valve: String) -> [Incident] {
        state.withLock { state in
            (state.byValve[valve] ?? []).compactMap { state.open[$0] }
        }
    }

    /// Every open incident.
    package var open: [Incident] { state.withLock { Array($0.open.values) } }
}
