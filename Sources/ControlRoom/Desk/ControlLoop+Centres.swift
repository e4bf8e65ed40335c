internal import Incidents
internal import Rescue
internal import ValveModel

/// Centres that could not answer a call-out now: known before the next incident, not after it.
struct CentreReadiness: Equatable, Sendable {
    /// Their link topic or last will says that they are off line.
    var offline: [String] = []
    /// None of their teams is available.
    var unmanned: [String] = []
    /// Incidents on whose scene nobody was heard for too long.
    var wordless: [String] = []
    /// Incidents whose team should have arrived and was not heard.
    var unheard: [String] = []
    /// Whether it was judged at all.
    var isKnown = false

    init() {}

    init(_ desk: RescueDesk) {
        offline = desk.roster.centres.map(\.id).filter { desk.roster.links[$0] == false }
        let manned = Set(desk.roster.teams.values.filter(\.isAvailable).map(\.centre))
        unmanned = desk.roster.centres.map(\.id).filter { !manned.contains($0) }
        wordless = desk.wordless.sorted()
        unheard = desk.unheard.sorted()
        isKnown = true
    }
}

extension ControlLoop {
    /// Looks at the centres after anything that may have changed them.
    func judgeCentres(after actions: [DeskAction], _ state: inout State, at now: Moment) {
        let mayDiffer =
            !state.readiness.isKnown
            || state.desk.wordless.count != state.readiness.wordless.count
            || state.desk.unheard.count != state.readiness.unheard.count
            || actions.contains { action in
                switch action {
                case .team, .centreLink: true
                case .entry(let entry): entry.kind == "alarm" || entry.kind == "step"
                default: false
                }
            }
        guard mayDiffer else { return }
        // What parties wait for outlives a restart, and health says it from the first batch on.
        if !state.readiness.isKnown { judgeParties(state, at: now) }
        let found = CentreReadiness(state.desk)
        guard found != state.readiness else { return }
        let changed = Set(found.unmanned).symmetricDifference(state.readiness.unmanned)
        for centre in changed.sorted() { state.effects.append(.centre(centre)) }
        state.readiness = found
        say(
            "centre_offline", found.offline, at: now,
            "off line: their teams are called last. Look at their connection, or telephone.")
        say(
            "centre_unmanned", found.unmanned, at: now,
            "without an available team: the next incident there goes to another centre. "
                + "Say who is there: gaswatch team available ID.")
        say(
            "lone_worker", found.wordless, at: now,
            "a team is on scene in gas and has not been heard: call it by radio or telephone.")
        say(
            "team_unheard", found.unheard, at: now,
            "a team should have arrived and has not been heard: call it by radio or telephone.")
    }

    private func say(_ code: String, _ names: [String], at now: Moment, _ words: String) {
        let shown = names.prefix(5).joined(separator: ", ")
        let more = names.count > 5 ? " and \(names.count - 5) more" : ""
        context.health.set(code, names.isEmpty ? nil : "\(shown)\(more): \(words)", at: now)
    }
}
