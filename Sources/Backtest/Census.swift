internal import Incidents
package import Recordings
internal import ValveModel

/// Where the valves of a recording hang, and how many there are in each group.
///
/// A look through the file before it is judged: how improbable it is that so many show the same
/// together depends on how many there are in all, also of those that speak later.
package struct Census {
    private var places: [ValveID: ValvePlace] = [:]
    private var counts: [AreaGroup: Int] = [:]

    /// Nobody yet.
    package init() {}

    /// Notes a row; the last that says where a valve hangs counts.
    package mutating func note(_ row: RecordedReading) {
        let known = places[row.valve]
        var place =
            known ?? ValvePlace(valve: row.valve.description, area: Area.unknown.description)
        if let area = row.area { place.area = area.description }
        if let building = row.building { place.building = building }
        if let riser = row.riser { place.riser = riser }
        guard place != known else { return }
        if let known { count(known, by: -1) }
        count(place, by: 1)
        places[row.valve] = place
    }

    private mutating func count(_ place: ValvePlace, by step: Int) {
        for scope in AreaScope.allCases {
            guard let group = AreaGroup(scope, of: place) else { continue }
            counts[group, default: 0] += step
        }
    }

    func place(of valve: ValveID) -> ValvePlace {
        places[valve] ?? ValvePlace(valve: valve.description, area: Area.unknown.description)
    }

    func neighbourhood(of place: ValvePlace) -> Neighbourhood {
        func count(_ scope: AreaScope) -> Int {
            AreaGroup(scope, of: place).flatMap { counts[$0] } ?? 0
        }
        return Neighbourhood(
            riser: count(.riser), building: count(.building), area: count(.area),
            fleet: count(.fleet))
    }
}
