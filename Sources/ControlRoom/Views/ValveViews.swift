internal import ConsoleAPI
internal import Incidents
internal import ValveModel
internal import ValveWatch

/// Makes the view of a valve from its published face, its household and its incidents.
package struct ValveViews: Sendable {
    let times: Timestamps
    let households: Households
    let board: IncidentBoard
    let profiles: ProfileBook
    let centres: CentreBook
    let services: ServiceBook
    let shared: IntakeShared

    func view(_ valve: ValveIndex, _ name: ValveID, _ face: ValveFace?) -> ValveView {
        let edition = households.current
        let household = edition.household(valve)
        let area = face.flatMap { $0.isHeard ? $0.area : nil } ?? household?.area ?? face?.area
        var view = ValveView(id: name.description, area: (area ?? .unknown).description)
        view.retired = edition.retired.contains(valve)
        view.registered = household != nil && !view.retired
        if let household { write(household, into: &view) }
        view.centre = (household?.area ?? area).flatMap { centres.centre(of: $0) }
        view.outOfService = services.shelf(of: view.id).map {
            IncidentView.Shelf(until: times.text($0.until), by: $0.by, reason: $0.reason)
        }
        if let face { write(face, valve, into: &view) }
        writeAxes(face, into: &view)
        return view
    }

    private func write(_ household: Household, into view: inout ValveView) {
        view.building = household.building.isEmpty ? nil : household.building
        view.riser = household.riser.isEmpty ? nil : household.riser
        view.floor = household.floor
        view.address = household.address.isEmpty ? nil : household.address
        view.location = LocationView(
            lat: household.location.latitude, lon: household.location.longitude)
        if !household.profile.isEmpty { view.profile = household.profile }
    }

    private func write(_ face: ValveFace, _ valve: ValveIndex, into view: inout ValveView) {
        view.profile = profiles.profile(face.profile).name
        view.link =
            switch face.link {
            case .unknown: "unknown"
            case .online: "online"
            case .offline: "offline"
            }
        view.lastHeardAt = times.text(face.heardAt == .distantPast ? nil : face.heardAt)
        view.testUntil = times.text(face.testUntil == .distantPast ? nil : face.testUntil)
        guard face.isHeard else { return }
        view.position = face.position.word
        view.gas = IncidentViews.tidy(face.gas)
        view.flow = IncidentViews.tidy(face.flow)
        view.pressure = IncidentViews.tidy(face.pressure)
        if face.temperatureTenths != Reading.temperatureAbsent {
            view.temp = Double(face.temperatureTenths) / 10
        }
        view.battery = face.battery == Reading.byteAbsent ? nil : Int(face.battery)
        view.rssi = face.signalLoss == Reading.byteAbsent ? nil : -Int(face.signalLoss)
        view.flags = face.flags.words
        if face.flags.contains(.unnamed) { view.flags += shared.unnamedFlags(of: valve) }
        view.gasAt = times.text(face.gasAt == .distantPast ? nil : face.gasAt)
        view.ts = face.valveClock == Reading.clockAbsent ? nil : Int(face.valveClock)
        view.boot = Int(face.boot)
        view.seq = Int(face.sequence)
        view.alarm = face.alarm == .none ? nil : face.alarm.word
        view.cause = face.cause == .unknown ? nil : face.cause.word
    }

    private func writeAxes(_ face: ValveFace?, into view: inout ValveView) {
        let open = board.open(of: view.id)
        view.incidents = open.map(\.id).sorted()
        view.axes = Axis.allCases.map { axis in
            let incident = open.first {
                $0.axis == axis && $0.mode == .actual && $0.event == nil
            }
            // What lives in an area event has its state from there.
            let event = open.first { $0.event?.facts.of.axis == axis }
            let current = face.map { face in
                FindingKind.allCases.filter { $0.axis == axis && face.current.contains($0) }
            }
            return ValveView.AxisView(
                axis: axis.word, current: (current ?? []).map(\.word),
                priority: incident?.priority.word, incident: incident?.id,
                acknowledged: incident?.seenAt != nil,
                severity: current?.map(\.usualPriority).min()?.word,
                state: Self.state(incident, event, isShown: current?.isEmpty == false))
        }
    }

    private static func state(_ incident: Incident?, _ event: Incident?, isShown: Bool) -> String {
        if let incident { return AlarmState(of: incident).rawValue }
        return (event != nil && isShown ? AlarmState.suppressed : .normal).rawValue
    }
}
