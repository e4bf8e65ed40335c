internal import ConsoleAPI
internal import Incidents
internal import Journal
internal import Rescue
internal import RingBuffer
internal import ValveModel
internal import ValveWatch

/// Actions of the desk into the journal's batch and the effects behind it.
extension ControlLoop {
    func take(_ action: DeskAction, _ state: inout State, at now: Moment) {
        switch action {
        case .changed(let incident):
            let notices = state.parties.notices(of: incident.id)
            state.batch.incidents.append(Self.row(of: incident, notices))
            state.effects.append(.incident(incident, notices))
        case .callout(let callout): state.effects.append(.callout(callout))
        case .standdownUnknown(let incident, let centre, let team, let reason):
            state.effects.append(
                .standdownUnknown(
                    incident: incident, centre: centre, team: team, reason: reason,
                    isDrill: false))
        case .entry(let entry):
            log(
                entry.kind, entry.subject, by: entry.by, entry.text, &state, at: now,
                because: entry.evidence)
        case .command(let command, let isRepeat):
            take(command, isRepeat: isRepeat, &state)
        case .commandOver(let valve):
            state.batch.documents.append(
                DocumentRow(collection: "command", key: valve, body: nil))
        case .team(let team):
            state.batch.documents.append(
                DocumentRow(collection: "team", key: team.id, body: JournalJSON.of(team)))
            state.effects.append(
                .team(
                    RosterView.view(
                        team, of: state.desk, book: IncidentBook(), context.times, at: now)))
        case .teamForgotten(let id):
            state.batch.documents.append(DocumentRow(collection: "team", key: id, body: nil))
        case .road(let closing):
            state.batch.documents.append(
                DocumentRow(collection: "road", key: closing.id, body: JournalJSON.of(closing)))
            state.effects.append(.ground)
        case .roadOpened(let id):
            state.batch.documents.append(DocumentRow(collection: "road", key: id, body: nil))
            state.effects.append(.ground)
        case .post(let team, let post):
            state.batch.documents.append(
                DocumentRow(collection: "post", key: team, body: post.map { JournalJSON.of($0) }))
            if let centre = state.desk.roster.teams[team]?.centre {
                tellStandby(of: centre, &state, at: now)
            }
            state.effects.append(.ground)
        case .calibration(let centre, let calibration):
            state.batch.documents.append(
                DocumentRow(
                    collection: "calibration", key: centre,
                    body: calibration.map { JournalJSON.of($0) }))
            state.effects.append(.ground)
        case .member(let membership):
            state.batch.documents.append(
                DocumentRow(
                    collection: "member", key: membership.name, body: JournalJSON.of(membership)))
        case .shelf(let name, let shelf):
            state.batch.documents.append(
                DocumentRow(collection: "shelf", key: name, body: shelf.map { JournalJSON.of($0) }))
        case .memberOver(let name):
            state.batch.documents.append(
                DocumentRow(collection: "member", key: name, body: nil))
        case .centreLink(let centre, _): state.effects.append(.centre(centre))
        case .gasSettled(let valve):
            if let index = index(of: valve) { context.watch.order(.gasSettled(index)) }
        case .closeDeclined(let valve):
            if let index = index(of: valve) { context.watch.order(.notCommanded(index)) }
        case .axisSettled(let valve, let axis):
            if let index = index(of: valve) { context.watch.order(.axisSettled(index, axis)) }
        }
    }

    func index(of valve: String) -> ValveIndex? {
        ValveID(valve).flatMap { context.households.find($0) }
    }

    private func take(_ command: CloseCommand, isRepeat: Bool, _ state: inout State) {
        // The valve's newest message says where it listens; the registry may know an older area.
        let area =
            index(of: command.valve).flatMap { context.watch.faces.read(at: $0.offset)?.area }
            ?? Area(command.area) ?? .unknown
        if !isRepeat {
            state.batch.documents.append(
                DocumentRow(
                    collection: "command", key: command.valve, body: JournalJSON.of(command)))
            if let index = index(of: command.valve) { context.watch.order(.commanded(index)) }
        }
        state.effects.append(.command(command, area: area))
    }

    static func row(of incident: Incident, _ notices: [Notice]) -> IncidentRow {
        IncidentRow(
            id: incident.id, isOpen: incident.isOpen, state: incident.state.rawValue,
            priority: incident.priority.word, kind: incident.kind.word,
            mode: incident.mode.rawValue, valve: incident.place.valve, area: incident.place.area,
            centre: incident.centre ?? incident.place.homeCentre ?? "",
            raisedAt: incident.raisedAt,
            record: JournalJSON.of(IncidentRecord(incident: incident, notices: notices)))
    }
}
