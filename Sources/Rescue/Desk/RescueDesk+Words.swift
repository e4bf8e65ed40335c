internal import Incidents
internal import ValveModel

/// The lone-worker check: a team on scene where gas may be, that says nothing for too long.
extension RescueDesk {
    /// Notes that the people of an incident have spoken.
    mutating func noteWord(_ id: String, at now: Moment) {
        wordless.remove(id)
        noteJourney(id, heardAt: now)
        guard let incident = book.incident(id), Self.isOnScene(incident) else {
            lastWord[id] = nil
            return
        }
        let isWatched = lastWord[id] != nil
        lastWord[id] = now
        if !isWatched { deadlines.add(.word(id), at: now + rules.loneWorker) }
    }

    private static func isOnScene(_ incident: Incident) -> Bool {
        incident.state == .onscene || incident.state == .rescue
    }

    /// The time for a word has passed. Where the air is known to be good nobody is asked; where
    /// nothing is known it counts as bad.
    mutating func checkWord(_ id: String, at now: Moment) {
        guard let last = lastWord[id], let incident = book.incident(id), incident.isOpen,
            Self.isOnScene(incident)
        else {
            lastWord[id] = nil
            wordless.remove(id)
            return
        }
        guard last + rules.loneWorker <= now else {
            return deadlines.add(.word(id), at: last + rules.loneWorker)
        }
        // Asked again after the same time, for as long as nobody speaks.
        deadlines.add(.word(id), at: now + rules.loneWorker)
        guard EntryRule.entry(incident.condition, at: now) != .open, let team = incident.team,
            let centre = roster.teams[team]?.centre
        else { return }
        wordless.insert(id)
        log("alarm", id, "\(team) is on scene in gas and has not been heard")
        tell(id, .update, centre: centre, team: team, reason: "no_word_from_team")
    }
}
