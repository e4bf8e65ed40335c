internal import ConsoleAPI
internal import Incidents
internal import Journal
internal import Rescue
internal import RingBuffer
internal import ValveModel

/// Drills beside the actual work. Their desk sees the teams and decides as the actual one does; what
/// it decides leaves on the drill topics alone, commands no valve, and changes no team.
extension ControlLoop {
    /// Runs the drills of this batch; what they decided.
    func settleDrills(
        after actions: [DeskAction], _ state: inout State, at now: Moment
    ) -> [DeskAction] {
        for action in actions {
            switch action {
            case .team(let team): state.drills.desk.mirror(team, at: now)
            case .teamForgotten(let id): state.drills.desk.mirror(forgotten: id)
            default: break
            }
        }
        state.drills.desk.mirror(calibrationsOf: state.desk)
        for incident in state.drills.takeEnded(at: now) {
            try? state.drills.desk.endDrill(incident, by: "gaswatch", at: now)
        }
        return state.drills.desk.settle(at: now)
    }

    func takeDrilled(_ action: DeskAction, _ state: inout State, at now: Moment) {
        switch action {
        case .changed(let incident), .kept(let incident):
            if !incident.isOpen {
                state.drills.forget(incident.id)
                state.batch.documents.append(
                    DocumentRow(collection: "drill", key: incident.id, body: nil))
            }
            take(action, &state, at: now)
        case .callout: take(action, &state, at: now)
        // What happened to the shadow of a team is no news of the team.
        case .entry(let entry) where entry.kind != "roster": take(action, &state, at: now)
        case .standdownUnknown(let incident, let centre, let team, let reason):
            state.effects.append(
                .standdownUnknown(
                    incident: incident, centre: centre, team: team, reason: reason,
                    isDrill: true))
        default: return
        }
    }

    /// Begins a drill at a valve's home.
    func beginDrill(
        _ body: DrillRequest, _ state: inout State, at now: Moment
    ) throws(DeskRefusal) -> String {
        guard let index = index(of: body.valve), let kind = FindingKind(word: body.kind ?? "leak")
        else { throw .invalid(code: "invalid", "valve or kind is not known.") }
        let area =
            context.watch.faces.read(at: index.offset)?.area
            ?? context.households.current.household(index)?.area ?? .unknown
        let roster = state.desk.roster
        let place = context.places.place(of: index, area: area) {
            roster.homeCentre(of: $0).map { ($0.id, $0.place) }
        }
        // The first drill finds the teams as they are now; later changes come by themselves.
        state.drills.desk.utcOffsetSeconds = state.desk.utcOffsetSeconds
        for team in state.desk.roster.teams.values.sorted(by: { $0.id < $1.id }) {
            state.drills.desk.mirror(team, at: now)
        }
        guard
            let incident = state.drills.desk.beginDrill(kind, at: place, by: body.by, at: now)
        else { throw .noSuchIncident }
        let window = DrillWindow(until: now + .minutes(Int64(body.minutes ?? 30)), by: body.by)
        state.drills.limit(incident, to: window.until)
        state.batch.documents.append(
            DocumentRow(collection: "drill", key: incident, body: JournalJSON.of(window)))
        return incident
    }
}
