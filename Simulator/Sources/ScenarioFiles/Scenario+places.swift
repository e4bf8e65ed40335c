package import SimulatedDistrict
internal import ValveModel

/// Whether everything a scenario names exists in the district it is played in.
extension Scenario {
    /// The faults, each with the line of the event; empty when everything is there.
    package func faults(
        in places: [ValvePlace], centres: [CentreSetup], path: String
    ) -> [ScenarioFault] {
        let valves = Set(places.map(\.valve.description))
        let risers = Set(places.map(\.riser))
        let buildings = Set(places.map(\.building))
        let areas = Set(places.map(\.area.description))
        var faults: [ScenarioFault] = []
        for event in events {
            func demand(_ exists: Bool, _ what: String) {
                guard !exists else { return }
                let message = "\(what) is not among the \(places.count) valves that take part"
                faults.append(ScenarioFault(place: path, line: event.line, message: message))
            }
            switch event.what.extent {
            case .valves(let names)?:
                for name in names { demand(valves.contains(name), "valve \(name)") }
            case .drawn(let count)?: demand(count <= places.count, "a draw of \(count) valves")
            case .riser(let name)?: demand(risers.contains(name), "riser \(name)")
            case .building(let name)?: demand(buildings.contains(name), "building \(name)")
            case .area(let code)?: demand(areas.contains(code), "area \(code)")
            case .fleet?, nil: break
            }
            switch event.what {
            case .centreOutage(let id, _):
                demand(centres.contains { $0.id == id }, "centre \(id)")
            case .teamAway(let team, _):
                demand(centres.contains { $0.teams.contains(team) }, "team \(team)")
            case .garbage(_, _, let valve?): demand(valves.contains(valve), "valve \(valve)")
            default: break
            }
        }
        return faults
    }
}

extension Happening {
    /// The valves it concerns, where it says so.
    fileprivate var extent: Extent? {
        switch self {
        case .leak(let extent, _, _), .supplyLoss(let extent, _), .powerCut(let extent, _),
            .overpressure(let extent, _, _), .radioOutage(let extent, _), .stuck(let extent),
            .cloned(let extent, _), .replayed(let extent, _), .clock(let extent, _),
            .drill(let extent, _):
            extent
        case .storm(let count, _): .drawn(count)
        case .earthquake(let shutoffs, let leaks, _): .drawn(shutoffs + leaks)
        case .brokerRestart, .daemonKill, .nuisance, .garbage, .centreOutage, .teamAway: nil
        }
    }
}
