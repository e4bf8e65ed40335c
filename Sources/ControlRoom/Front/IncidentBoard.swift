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
    }

    private let state = Mutex(State())

    package init() {}

    /// Takes an incident as it is now; whether its valve's axes show it otherwise than before.
    @discardableResult
    package func put(_ incident: Incident, _ notices: [Notice] = []) -> Bool {
        state.withLock { state in
            let valve = incident.place.valve
            state.notices[incident.id] = notices.isEmpty ? nil : notices
            if incident.isOpen {
                let before = state.open.updateValue(incident, forKey: incident.id)
                if before == nil { state.byValve[valve, default: []].append(incident.id) }
                // An area event is found by each of its valves; they only become more.
                let known = before?.event?.valves.count ?? 0
                for valve in (incident.event?.valves ?? []).dropFirst(known) {
                    state.byValve[valve, default: []].append(incident.id)
                }
                return before.map(AxisFace.init) != AxisFace(incident)
            }
            let wasOpen = state.open[incident.id] != nil
            if let before = state.open.removeValue(forKey: incident.id) {
                for valve in [valve] + (before.event?.valves ?? []) {
                    state.byValve[valve]?.removeAll { $0 == incident.id }
                    if state.byValve[valve]?.isEmpty == true { state.byValve[valve] = nil }
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
