package import ConsoleAPI
internal import FlatStore
internal import Incidents
internal import RingBuffer
internal import ValveModel

/// Which homes of an event somebody has to visit, in order.
extension ControlRoom {
    /// Homes of the event whose valve does not stand open; of an incident of one home that home.
    package func visits(_ id: String) async throws(Problem) -> [VisitView]? {
        guard let incident = try await incident(id) else { return nil }
        let valves = incident.valves ?? incident.valve.map { [$0] } ?? []
        var positions: [String: String] = [:]
        let homes = valves.compactMap { name -> VisitRule.Home? in
            guard let valve = loop.index(of: name) else { return nil }
            let face = watch.faces.read(at: valve.offset)
            let position = face.map { $0.isHeard ? $0.position : .unknown } ?? .unknown
            guard position != .open else { return nil }
            positions[name] = position.word
            let household = households.current.household(valve)
            return VisitRule.Home(
                valve: name, category: household?.category ?? "",
                building: household?.building, floor: household?.floor)
        }
        return VisitRule.order(homes).enumerated().map { place, home in
            var view = VisitView(
                place: place + 1, valve: home.valve,
                vulnerability: VisitRule.rank(home.category),
                position: positions[home.valve] ?? "unknown")
            let household = loop.index(of: home.valve).flatMap { households.current.household($0) }
            view.address = household.flatMap { $0.address.isEmpty ? nil : $0.address }
            view.building = home.building
            view.floor = home.floor
            return view
        }
    }
}
