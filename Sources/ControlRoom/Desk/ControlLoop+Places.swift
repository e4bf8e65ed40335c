internal import Incidents
internal import Rescue
internal import ValveModel

/// Homes that the registry names otherwise than an open incident does.
extension ControlLoop {
    /// Compares what is open with the registry: after another one was read, after other rules, and
    /// after a start, before which the file may have been changed.
    ///
    /// A valve that is not registered, or not any more, keeps the place it has.
    func movePlaces(_ state: inout State, at now: Moment) {
        // What a start brings back of area events is there once the desk has settled.
        guard state.mayHaveMoved, !state.desk.isRestoring else { return }
        state.mayHaveMoved = false
        let edition = context.households.current
        let roster = state.desk.roster
        var moved: [String: ValvePlace] = [:]
        for known in state.desk.placesInUse where moved[known.valve] == nil {
            guard let name = ValveID(known.valve), let valve = context.households.find(name),
                let household = edition.household(valve), !edition.retired.contains(valve)
            else { continue }
            let place = context.places.place(of: valve, area: household.area) {
                roster.homeCentre(of: $0).map { ($0.id, $0.place) }
            }
            if place != known { moved[known.valve] = place }
        }
        guard !moved.isEmpty else { return }
        tell(.moved(moved.keys.sorted().compactMap { moved[$0] }), &state, at: now)
    }
}
