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

    /// Whether a start has brought back what the next `settle` takes up.
    public var isRestoring: Bool { area.isRestoring || !area.restored.isEmpty }

    /// Of more homes than these the whole table of the plan is made anew: taking rows out one by one moves
    /// all behind them each time.
    private static let movedAtOnceMax = 64

    /// Takes what the registry says now of these valves. Who was called hears it as an `update`, and
    /// who waits is planned for anew; no deadline moves.
    mutating func move(_ places: [ValvePlace], at now: Moment) {
        let placeOf = Dictionary(places.map { ($0.valve, $0) }) { $1 }
        let moved = book.open.keys.sorted().filter { id in
            guard let incident = book.incident(id), incident.event == nil else { return false }
            return placeOf[incident.place.valve].map { $0 != incident.place } ?? false
        }
        if moved.count > Self.movedAtOnceMax { table = PlanTable() }
        for id in moved {
            guard let place = (book.incident(id)?.place.valve).flatMap({ placeOf[$0] }) else {
                continue
            }
            book.change(id) { $0.place = place }
            log("registry", id, "the registry names another place of the home")
            tellUpdate(id)
            table.remove(id)
            lookAtWays(to: id, at: now)
        }
        moveHeld(placeOf)
        for member in area.correlator.move(placeOf) {
            let event = area.correlator.event(of: member.sign.place.valve, member.sign.kind)
            if let event { keep(member, event.serial) }
        }
        apply(area.correlator.takeMoved(), at: now)
        moveEvents(at: now)
    }

    /// The ways to a home are other ways.
    private mutating func lookAtWays(to id: String, at now: Moment) {
        guard let incident = book.incident(id), let team = incident.team else {
            needsPlan = true
            return
        }
        if incident.isHeld {
            judgeWay(to: id, at: now)
        } else if incident.isWaiting {
            // A team of somebody's choice, and of an incident that follows, is none of the plan's.
            if incident.teamPinned || leading(of: id) != id {
                refreshEstimate(id, of: team, at: now)
            }
            needsPlan = true
        }
    }

    /// Findings that wait for the decision of their cluster.
    private mutating func moveHeld(_ placeOf: [String: ValvePlace]) {
        for name in area.held.keys.sorted() {
            guard var finding = area.held[name], let place = placeOf[finding.place.valve],
                place != finding.place
            else { continue }
            finding.place = place
            area.held[name] = finding
        }
    }

    /// Events whose place is another one now, by their name, their mark on the map or their centre.
    private mutating func moveEvents(at now: Moment) {
        for serial in area.incidents.keys.sorted() {
            guard let event = area.correlator.events[serial], let id = area.incidents[serial],
                let before = book.incident(id)
            else { continue }
            var place = place(of: event)
            place.valve = before.place.valve
            guard place != before.place else { continue }
            book.change(id) { $0.place = place }
            tellUpdate(id)
            announce(serial, at: now)
        }
    }
}
