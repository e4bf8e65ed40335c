internal import ConsoleAPI
internal import Incidents
internal import Rescue
internal import ValveModel

/// An incident as it is looked at now. A revision carries what was measured when it was made; who
/// asks between two of them is shown what the valve says by now.
extension IncidentViews {
    /// The masked view, with the newest measurements of the valve in an open and actual incident.
    ///
    /// - Parameter face: the valve's published row; nil where there is none.
    func present(
        _ incident: Incident, _ notices: [Notice], at now: Moment,
        face: (ValveIndex) -> ValveFace?
    ) -> IncidentView {
        var view = view(incident, notices, .masked)
        guard incident.state != .closed, incident.mode == .actual, incident.event == nil,
            let name = ValveID(incident.place.valve), let valve = households.find(name),
            let face = face(valve), face.isHeard
        else { return view }
        if face.heardAt >= incident.condition.heardAt ?? .distantPast {
            view.lastHeardAt = times.text(face.heardAt)
        }
        if !face.gas.isNaN, face.gasAt >= incident.condition.gasAt ?? .distantPast {
            view.gas = Self.tidy(face.gas)
            var condition = incident.condition
            condition.gas = face.gas
            condition.gasAt = face.gasAt
            condition.isGasRising = face.isGasRising
            view.entry = EntryRule.entry(condition, at: now).rawValue
        }
        if !face.flow.isNaN { view.flow = Self.tidy(face.flow) }
        if !face.pressure.isNaN { view.pressure = Self.tidy(face.pressure) }
        if face.temperatureTenths != Reading.temperatureAbsent {
            view.temp = Double(face.temperatureTenths) / 10
        }
        if face.position != .unknown { view.position = face.position.word }
        return view
    }
}
