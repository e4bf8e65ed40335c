internal import ConsoleAPI

extension Sheet where View == TeamView {
    static let teams = Sheet(
        columns: [
            Column("id", .team, rank: 0) { $0.id },
            Column("name", .name, rank: 3, isElastic: true) { $0.name },
            Column("centre", .centre, rank: 2) { $0.centre },
            Column(
                "available", .available, rank: 0, plain: { $0.available ? "true" : "false" }
            ) { team, around in
                around.say(free(team))
            },
            Column("incident", .incident, rank: 1) { $0.incident },
            Column("called", .called, rank: 4) { $0.called.joined(separator: " ") },
            Column("counted_from", .countedFrom, rank: 5, plain: { $0.countedFrom }) {
                team, around in
                guard let word = team.countedFrom else { return "" }
                let start = around.say(Phrase.start(word))
                guard team.locationTooOld == true else { return start }
                return "\(start) (\(around.say(.locationTooOld)))"
            },
            Column("shifts", .shifts, rank: 6) { ($0.shifts ?? []).joined(separator: " ") },
            Column("turnout", .turnout, rank: 6, isNumber: true) { String($0.turnout) },
            Column("changed_at", .changed, rank: 5, plain: { $0.changedAt }) { team, around in
                Clockwork.shown(team.changedAt, around)
            },
            Column("changed_by", .changedBy, rank: nil) { $0.changedBy },
            Column("place", .place, rank: nil) { team in
                team.location.map { "\($0.lat),\($0.lon)" }
            },
            Column("post", .post, rank: nil) { team in
                team.post.map { "\($0.lat),\($0.lon)" + (team.atPost == true ? " ✓" : "") }
            },
            Column("placed_at", .placedAt, rank: nil) { $0.locationAt },
            Column(
                "configured", .configured, rank: 6, plain: { $0.configured ? "true" : "false" }
            ) { team, around in
                around.say(team.configured ? .yes : .no)
            },
        ],
        name: { $0.id },
        emphasis: { $0.unresponsive ? .notice : $0.available ? .none : .quiet })

    /// Whether it can be sent now, and why not. What it said itself goes before that it is silent.
    private static func free(_ team: TeamView) -> Phrase {
        if !team.available { return .no }
        if team.incident != nil { return .busy }
        return team.unresponsive ? .silent : .yes
    }
}

extension Sheet where View == CentreView {
    static let centres = Sheet(
        columns: [
            Column("id", .centre, rank: 0) { $0.id },
            Column("name", .name, rank: 3, isElastic: true) { $0.name },
            Column("link", .link, rank: 0, plain: { $0.link }) { centre, around in
                StateWords.shown(centre.link, .link, around.language)
            },
            Column("teams_available", .available, rank: 1, isNumber: true) {
                String($0.teamsAvailable)
            },
            Column("teams", .teams, rank: 4, isNumber: true) { String($0.teams.count) },
            Column("incidents_open", .open, rank: 2, isNumber: true) { String($0.incidentsOpen) },
            Column("valves", .valves, rank: 5, isNumber: true) { String($0.valves) },
            Column("areas", .areas, rank: nil) { $0.areas.joined(separator: " ") },
        ],
        name: { $0.id },
        emphasis: { $0.link == "offline" ? .notice : .none })
}
