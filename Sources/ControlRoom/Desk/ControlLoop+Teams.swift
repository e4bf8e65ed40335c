internal import ConsoleAPI
internal import Incidents
internal import Rescue

/// What the streams hear of teams beside what changes of the teams themselves.
extension ControlLoop {
    /// About so many bytes has a team as the API shows it.
    private static let teamWeight = 512

    /// A team is called, or is no longer: it shows so, though nothing of it is journalled.
    func noteCalled(_ callout: Callout, _ state: inout State) {
        guard !callout.isRepeat, callout.word != .update, callout.incident.mode == .actual,
            let team = callout.team
        else { return }
        tellTeam(team, &state)
    }

    /// Looked up when somebody reads it: what a team is called to is nothing of the team's own.
    func tellTeam(_ team: String, _ state: inout State) {
        state.effects.append(
            .event(
                "team",
                EventText(weight: Self.teamWeight) { [weak self] in
                    self?.shownTeam(team) ?? Array("{}".utf8)
                }))
    }

    private func shownTeam(_ id: String) -> [UInt8]? {
        let now = context.clock.now()
        return withDesk { desk in
            desk.roster.teams[id].map { RosterView.view($0, of: desk, context.times, at: now).json }
        }
    }
}
