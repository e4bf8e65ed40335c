package import Incidents
internal import Synchronization

/// The incidents as readers see them: every open one, and the newest that were closed.
package final class IncidentBoard: Sendable {
    /// Closed incidents kept in memory; older ones are read from the journal.
    static let closedCountMax = 1_000

    private struct State: Sendable {
        var open: [String: Incident] = [:]
        var closed: [Incident] = []
        /// Ids of open incidents by valve.
        var byValve: [String: [String]] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package func put(_ incident: Incident) {
        state.withLock { state in
            let valve = incident.place.valve
            if incident.isOpen {
                if state.open.updateValue(incident, forKey: incident.id) == nil {
                    state.byValve[valve, default: []].append(incident.id)
                }
                return
            }
            if state.open.removeValue(forKey: incident.id) != nil {
                state.byValve[valve]?.removeAll { $0 == incident.id }
                if state.byValve[valve]?.isEmpty == true { state.byValve[valve] = nil }
            }
            state.closed.append(incident)
            if state.closed.count > Self.closedCountMax {
                state.closed.removeFirst(Self.closedCountMax / 4)
            }
        }
    }

    package func incident(_ id: String) -> Incident? {
        state.withLock { state in
            state.open[id] ?? state.closed.last { $0.id == id }
        }
    }

    package func open(of valve: String) -> [Incident] {
        state.withLock { state in
            (state.byValve[valve] ?? []).compactMap { state.open[$0] }
        }
    }

    /// Every open incident.
    package var open: [Incident] { state.withLock { Array($0.open.values) } }
}
