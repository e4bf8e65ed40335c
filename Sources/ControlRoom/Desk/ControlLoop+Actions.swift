internal import ConsoleAPI
internal import Incidents
internal import Journal
internal import Rescue
internal import RingBuffer
internal import ValveModel
internal import ValveWatch

/// Actions of the desk into the journal's batch and the effects behind it.
extension ControlLoop {
    /// Closed incidents that are remembered for who comes second: more than people close while a commit
    /// is under way.
    private static let closedLatelyMax = 256

    private func noteClosed(_ incident: Incident, _ state: inout State) {
        if state.closedLately.count >= Self.closedLatelyMax {
            state.closedLately.removeFirst(Self.closedLatelyMax / 2)
        }
        state.closedLately.append(incident)
    }

    func take(_ action: DeskAction, _ state: inout State, at now: Moment) {
        switch action {
        case .changed(let incident), .kept(let incident):
            let notices = state.parties.notices(of: incident.id)
            state.batch.incidents.append(Self.row(of: incident, notices))
            state.effects.append(.incident(incident, notices))
            if !incident.isOpen { noteClosed(incident, &state) }
        case .callout(let callout):
            state.effects.append(.callout(callout))
            noteCalled(callout, &state)
        case .delivery(let delivery): keep("delivery", delivery.name, delivery, &state)
        case .deliveryOver(let name): forget("delivery", name, &state)
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
        case .commandOver(let valve): forget("command", valve, &state)
        case .team(let team):
            keep("team", team.id, team, &state)
            state.effects.append(
                .team(
                    RosterView.view(team, of: state.desk, context.times, at: now)))
        case .teamForgotten(let id): forget("team", id, &state)
        case .road(let closing):
            keep("road", closing.id, closing, &state)
            state.effects.append(.ground)
        case .roadOpened(let id):
            forget("road", id, &state)
            state.effects.append(.ground)
        case .post(let team, let post):
            keep("post", team, post, &state)
            if let centre = state.desk.roster.teams[team]?.centre {
                tellStandby(of: centre, &state, at: now)
            }
            state.effects.append(.ground)
        case .calibration(let centre, let calibration):
            keep("calibration", centre, calibration, &state)
            state.effects.append(.ground)
        case .member(let membership): keep("member", membership.name, membership, &state)
        case .shelf(let name, let shelf):
            keep("shelf", name, shelf, &state)
            if let valve = index(of: name) { state.effects.append(.service(valve, name, shelf)) }
        case .memberOver(let name): forget("member", name, &state)
        case .centreLink(let centre, _): state.effects.append(.centre(centre))
        case .gasSettled(let valve):
            guard let index = index(of: valve), !hasSuccessor(valve, .gas, state.desk.book) else {
                return
            }
            context.watch.order(.gasSettled(index))
        case .closeDeclined(let valve):
            if let index = index(of: valve) { context.watch.order(.notCommanded(index)) }
        case .axisSettled(let valve, let axis):
            guard let index = index(of: valve), !hasSuccessor(valve, axis, state.desk.book) else {
                return
            }
            context.watch.order(.axisSettled(index, axis))
        }
    }

    /// Whether the same batch has raised an incident on an axis that people have settled in it: what the
    /// watch holds by now is the new one's, and must not be forgotten.
    private func hasSuccessor(_ valve: String, _ axis: Axis, _ book: IncidentBook) -> Bool {
        let slot = IncidentBook.Slot(valve: valve, axis: axis, isTest: false)
        return book.incident(in: slot).map { !$0.isFinished } ?? false
    }

    /// Keeps a document for the next start; none removes it.
    private func keep(
        _ collection: String, _ key: String, _ value: (some Encodable)?, _ state: inout State
    ) {
        state.batch.documents.append(
            DocumentRow(collection: collection, key: key, body: value.map { JournalJSON.of($0) }))
    }

    private func forget(_ collection: String, _ key: String, _ state: inout State) {
        state.batch.documents.append(DocumentRow(collection: collection, key: key, body: nil))
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
            keep("command", command.valve, command, &state)
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
            record: JournalJSON.of(record: IncidentRecord(incident: incident, notices: notices)))
    }
}
