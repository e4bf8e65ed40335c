internal import Incidents
internal import ValveModel

/// The lone-worker check: a team on scene where gas may be, that says nothing for too long.
extension RescueDesk {
    /// Incidents on whose scene nobody was heard for too long.
    public var wordless: Set<String> { Set(words.lazy.filter(\.value.isMissed).map(\.key)) }

    /// Notes that the people of an incident have spoken.
    mutating func noteWord(_ id: String, at now: Moment) {
        noteJourney(id, heardAt: now)
        guard let incident = book.incident(id), Self.isOnScene(incident) else {
            words[id] = nil
            return
        }
        let isWatched = words[id] != nil
        words[id] = SceneWord(at: now)
        if !isWatched { deadlines.add(.word(id), at: now + rules.loneWorker) }
    }

    private static func isOnScene(_ incident: Incident) -> Bool {
        incident.state == .onscene || incident.state == .rescue
    }

    /// The time for a word has passed. Where the air is known to be good nobody is asked; where
    /// nothing is known it counts as bad.
    mutating func checkWord(_ id: String, at now: Moment) {
        guard let last = words[id], let incident = book.incident(id), incident.isOpen,
            Self.isOnScene(incident)
        else {
            words[id] = nil
            return
        }
        guard last.at + rules.loneWorker <= now else {
            return deadlines.add(.word(id), at: last.at + rules.loneWorker)
        }
        // Asked again after the same time, for as long as nobody speaks.
        deadlines.add(.word(id), at: now + rules.loneWorker)
        guard EntryRule.entry(incident.condition, at: now) != .open, let team = incident.team,
            let centre = roster.teams[team]?.centre
        else { return }
        words[id]?.isMissed = true
        log("alarm", id, "\(team) is on scene in gas and has not been heard")
        tell(id, .update, centre: centre, team: team, reason: "no_word_from_team")
    }
}

/// The last word from the scene of an incident.
struct SceneWord: Sendable {
    var at: Moment
    /// Whether the centre was asked because none has come since.
    var isMissed = false
}
