public import Incidents
internal import ValveModel

/// Homes that the registry names otherwise while something is open there: a team on its way has to
/// hear of the right door.
extension RescueDesk {
    /// Every place that an open incident or the evidence of an area event stands on.
    public var placesInUse: [ValvePlace] {
        let homes = book.open.values.filter { $0.event == nil }.map(\.place)
        return homes + area.correlator.places
    }

    /// Takes what the registry says now of these valves. Who was called hears it as an `update`, and
    /// who waits is planned for anew; no deadline moves.
    mutating func move(_ places: [ValvePlace], at now: Moment) {
        let placeOf = Dictionary(places.map { ($0.valve, $0) }) { $1 }
        for id in book.open.keys.sorted() {
            guard let incident = book.incident(id), incident.event == nil,
                let place = placeOf[incident.place.valve], place != incident.place
            else { continue }
            book.change(id) { $0.place = place }
            log("registry", id, "the registry names another place of the home")
            tellUpdate(id)
            // Its ways are other ways.
            table.remove(id)
            if incident.isWaiting {
                needsPlan = true
            } else if incident.isHeld, let team = incident.team {
                refreshEstimate(id, of: team, at: now)
            }
        }
        for member in area.correlator.move(placeOf) {
            guard
                let serial = area.correlator.event(
                    of: member.sign.place.valve, member.sign.kind)?.serial
            else { continue }
            keep(member, serial)
        }
        apply(area.correlator.takeMoved(), at: now)
    }
}
