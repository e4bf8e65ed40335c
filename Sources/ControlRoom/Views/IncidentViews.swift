package import ConsoleAPI
package import Incidents
package import Rescue
internal import ValveModel

/// Makes the contract's view of an incident.
package struct IncidentViews: Sendable {
    let times: Timestamps
    let households: Households

    package init(times: Timestamps, households: Households) {
        self.times = times
        self.households = households
    }

    /// How much of the household's private part is shown.
    package enum Privacy: Sendable {
        /// For the API and the CLI.
        case masked
        /// For the call-out to the centre that is sent there.
        case full
    }

    package func view(
        _ incident: Incident, _ notices: [Notice], _ privacy: Privacy
    ) -> IncidentView {
        var view = IncidentView(
            id: incident.id, kind: incident.kind.word, axis: incident.axis.word,
            priority: incident.priority.word, state: incident.state.rawValue,
            area: incident.place.area, revision: incident.revision,
            mode: incident.mode.rawValue, raisedAt: times.text(incident.raisedAt),
            position: incident.condition.position, entry: incident.entry.rawValue)
        view.findings = incident.kinds.map(\.word)
        writePlace(incident.place, into: &view)
        writeClocks(incident, into: &view)
        writePlan(incident, into: &view)
        view.gas = Self.tidy(incident.condition.gas)
        view.pressure = Self.tidy(incident.condition.pressure)
        view.flow = Self.tidy(incident.condition.flow)
        view.temp = Self.tidy(incident.condition.temperature)
        view.lastHeardAt = times.text(incident.condition.heardAt)
        view.why = ReasonView(incident.why)
        write(incident.event, into: &view)
        view.alarmState = AlarmState(of: incident).rawValue
        view.shelved = incident.shelf.map {
            IncidentView.Shelf(until: times.text($0.until), by: $0.by, reason: $0.reason)
        }
        view.partOf = incident.partOf
        view.previous = incident.previous
        view.durable = incident.durable
        view.notices = notices.map { noticeView($0) }
        writeHousehold(incident.place.valve, privacy, into: &view)
        return view
    }

    private func noticeView(_ notice: Notice) -> NoticeView {
        var view = NoticeView(
            party: notice.party, state: notice.state.rawValue,
            conditions: notice.conditions.map(\.rawValue), raisedAt: times.text(notice.raisedAt),
            ways: notice.ways.map { way in
                NoticeView.Way(
                    medium: way.medium.rawValue, state: way.state.rawValue, message: way.message,
                    at: times.text(way.at), fault: way.fault)
            })
        view.pressBy = times.text(notice.pressBy)
        view.pressedBy = notice.pressedBy
        view.answeredAt = times.text(notice.answeredAt)
        view.answeredBy = notice.answeredBy
        view.answer = notice.answer
        view.overAt = times.text(notice.overAt)
        return view
    }

    private func write(_ event: AreaRecord?, into view: inout IncidentView) {
        guard let event else { return }
        view.axis = event.facts.of.axis.word
        view.scope = event.facts.group.scope.rawValue
        view.of = event.facts.of.word
        view.rule = event.facts.cause.rawValue
        view.valves = event.valves
        view.standing = event.standing
        view.overAt = times.text(event.overAt)
        view.unled = event.unled.map { home in
            var shown = IncidentView.UnledHome(
                incident: home.incident, valve: home.valve, priority: home.priority.word)
            shown.address = home.address
            shown.floor = home.floor
            shown.gas = Self.tidy(home.gas)
            return shown
        }
    }

    private func writePlace(_ place: ValvePlace, into view: inout IncidentView) {
        view.valve = place.valve.hasPrefix("@") ? nil : place.valve
        view.address = place.address
        view.building = place.building
        view.riser = place.riser
        view.floor = place.floor
        if let location = place.location {
            view.location = LocationView(
                lat: location.latitude, lon: location.longitude)
        }
        view.located = place.located
        view.homeCentre = place.homeCentre
    }

    private func writeClocks(_ incident: Incident, into view: inout IncidentView) {
        view.orderedAt = times.text(incident.orderedAt)
        view.ackBy = incident.state == .assigned ? times.text(incident.ackBy) : nil
        view.arriveBy = times.text(incident.arriveBy)
        view.rescueBy = times.text(incident.rescueBy)
        view.visitBy = times.text(incident.visitBy)
        view.seenAt = times.text(incident.seenAt)
        view.seenBy = incident.seenBy
        view.acceptedAt = times.text(incident.acceptedAt)
        view.enrouteAt = times.text(incident.enrouteAt)
        view.onsceneAt = times.text(incident.onsceneAt)
        view.rescueAt = times.text(incident.rescueAt)
        view.rescueInferred = incident.rescueInferred
        view.safeAt = times.text(incident.safeAt)
        view.closedAt = times.text(incident.closedAt)
        view.reason = incident.reason
        view.milestones = incident.milestones.map {
            IncidentView.Milestone(
                priority: $0.priority.word, raisedAt: times.text($0.raisedAt),
                arriveBy: times.text($0.arriveBy), rescueBy: times.text($0.rescueBy))
        }
    }

    private func writePlan(_ incident: Incident, into view: inout IncidentView) {
        view.centre = incident.centre ?? incident.place.homeCentre
        view.team = incident.team
        if let eta = incident.eta {
            view.eta = IncidentView.ETA(
                seconds: eta.seconds, turnout: eta.turnout, travel: eta.travel,
                access: eta.access, model: eta.model, calibration: eta.calibration)
        }
        view.inCircle = incident.inCircle
        view.inTime = incident.inTime
        view.escalation = incident.escalation
        view.reasons = incident.reasons
        view.rejected = incident.rejected.map {
            IncidentView.Rejection(team: $0.team, reason: $0.reason, seconds: $0.seconds)
        }
        view.calls = incident.calls.map {
            IncidentView.Call(
                team: $0.team, centre: $0.centre, at: times.text($0.at), answer: $0.answer?.rawValue
            )
        }
    }

    private func writeHousehold(
        _ valve: String, _ privacy: Privacy, into view: inout IncidentView
    ) {
        view.category = ""
        view.accessNote = ""
        view.contacts = []
        view.further = []
        guard let name = ValveID(valve), let index = households.find(name),
            let household = households.current.household(index)
        else { return }
        var contacts: [IncidentView.Contact] = []
        if !household.contactName.isEmpty || !household.contactPhone.isEmpty {
            contacts.append(
                IncidentView.Contact(
                    role: "contact", name: household.contactName, phone: household.contactPhone))
        }
        if !household.gridWorker.isEmpty || !household.gridPhone.isEmpty {
            contacts.append(
                IncidentView.Contact(
                    role: "grid_worker", name: household.gridWorker, phone: household.gridPhone))
        }
        let further = household.extra.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
            .map { IncidentView.Further(column: $0.key, value: $0.value) }
        switch privacy {
        case .full:
            view.further = further
            view.category = household.category
            view.accessNote = household.accessNote
            view.contacts = contacts
        case .masked:
            view.further = further.map { IncidentView.Further(column: $0.column, value: "**") }
            view.category = household.category.isEmpty ? "" : "**"
            view.accessNote = household.accessNote.isEmpty ? "" : "**"
            view.contacts = contacts.map {
                IncidentView.Contact(
                    role: $0.role, name: Self.masked(name: $0.name),
                    phone: Self.masked(phone: $0.phone))
            }
        }
    }

    /// The family name and two stars.
    static func masked(name: String) -> String {
        name.isEmpty ? "" : String(name.prefix(1)) + "**"
    }

    /// The first three and the last four digits of a mobile number, which has eleven; of a shorter one the
    /// last two.
    static func masked(phone: String) -> String {
        if phone.isEmpty { return "" }
        if phone.count >= 11 { return String(phone.prefix(3)) + "****" + String(phone.suffix(4)) }
        return phone.count >= 7 ? "****" + String(phone.suffix(2)) : "****"
    }

    /// Measurements with three decimals: finer than any sensor, and free of binary fractions.
    static func tidy(_ value: Float?) -> Double? {
        guard let value, value.isFinite else { return nil }
        return (Double(value) * 1_000).rounded() / 1_000
    }
}
