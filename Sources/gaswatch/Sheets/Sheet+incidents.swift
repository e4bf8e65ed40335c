internal import ConsoleAPI

extension Sheet where View == IncidentView {
    static let incidents = Sheet(
        columns: [
            Column("id", .id, rank: 0) { $0.id },
            Column("priority", .priority, rank: 0) { $0.priority },
            Column("left", .left, rank: 1, plain: { $0.rescueBy }, text: remaining),
            Column("kind", .kind, rank: 2, plain: { $0.kind }) { incident, around in
                let word = StateWords.shown(incident.kind, .kind, around.language)
                // Nobody shall take a drill or a test for the real thing.
                switch incident.mode {
                case "exercise": return around.say(.drill) + " " + word
                case "test": return around.say(.test) + " " + word
                default: return word
                }
            },
            Column("state", .state, rank: 0, plain: { $0.state }) { incident, around in
                StateWords.shown(incident.state, .state, around.language)
            },
            Column("valve", .valve, rank: 4, plain: { $0.valve }, text: valveOrEvent),
            Column("centre", .centre, rank: 6) { $0.centre ?? $0.homeCentre },
            Column(
                "address", .address, rank: 3, isElastic: true, plain: { $0.address },
                text: addressOrEvent),
            Column("team", .team, rank: 5) { $0.team },
            Column("raised_at", .raised, rank: 7, plain: { $0.raisedAt }) { incident, around in
                Clockwork.shown(incident.raisedAt, around)
            },
            Column("area", .area, rank: nil) { $0.area },
            Column("gas", .gas, rank: nil, isNumber: true) { Decimals.shown($0.gas) },
            Column("position", .position, rank: nil, plain: { $0.position }) { incident, around in
                StateWords.shown(incident.position, .position, around.language)
            },
            Column("entry", .entry, rank: nil, plain: { $0.entry }) { incident, around in
                StateWords.shown(incident.entry, .entry, around.language)
            },
            Column("why", .why, rank: nil, plain: { $0.why?.en }) { incident, around in
                incident.why?.sentence(around.language) ?? "-"
            },
            Column(
                "eta_seconds", .eta, rank: nil, isNumber: true,
                plain: { $0.eta.map { String($0.seconds) } }
            ) { incident, around in
                guard let eta = incident.eta else { return "-" }
                return around.say(.estimate(eta.seconds, isLate: incident.inTime == false))
            },
            Column("seen_by", .seen, rank: nil) { $0.seenBy },
            Column("closed_at", .closed, rank: nil, plain: { $0.closedAt }) { incident, around in
                Clockwork.shown(incident.closedAt, around)
            },
            Column("alarm_state", .alarmState, rank: nil, plain: { $0.alarmState }) {
                incident, around in
                StateWords.shown(incident.alarmState, .alarm, around.language)
            },
            Column("part_of", .partOf, rank: nil) { $0.partOf },
            Column("scope", .scope, rank: nil, plain: { $0.scope }) { incident, around in
                StateWords.shown(incident.scope, .scope, around.language)
            },
            Column("of", .of, rank: nil, plain: { $0.of }) { incident, around in
                StateWords.shown(incident.of, .kind, around.language)
            },
            Column("rule", .rule, rank: nil, plain: { $0.rule }) { incident, around in
                StateWords.shown(incident.rule, .rule, around.language)
            },
            Column("valves", .valves, rank: nil, isNumber: true) {
                $0.valves.map { String($0.count) }
            },
            Column("revision", .revision, rank: nil, isNumber: true) { String($0.revision) },
            Column("mode", .mode, rank: nil, plain: { $0.mode }) { incident, around in
                StateWords.shown(incident.mode, .mode, around.language)
            },
            Column("parties", .parties, rank: nil, plain: { parties($0) }) { incident, around in
                let notices = incident.notices ?? []
                guard !notices.isEmpty else { return "-" }
                return notices.map { notice in
                    "\(notice.party) "
                        + StateWords.shown(notice.state, .notice, around.language)
                }.joined(separator: around.language == .chinese ? "、" : ", ")
            },
        ],
        name: { $0.id },
        emphasis: { incident in
            switch (incident.state, incident.priority) {
            case ("closed", _), ("safe", _): .quiet
            case (_, "P1"): .urgent
            case (_, "P2"): .notice
            default: .none
            }
        })

    private static func parties(_ incident: IncidentView) -> String {
        (incident.notices ?? []).map { "\($0.party)=\($0.state)" }.joined(separator: " ")
    }

    /// An area event has many valves: how many, of what.
    private static func valveOrEvent(_ incident: IncidentView, _ around: Surroundings) -> String {
        guard incident.scope != nil else { return incident.valve ?? "-" }
        return around.say(.eventValves(incident.valves?.count ?? 0))
    }

    private static func addressOrEvent(
        _ incident: IncidentView, _ around: Surroundings
    ) -> String {
        guard let scope = incident.scope else { return incident.address ?? "-" }
        let group = [incident.building, incident.riser].compactMap(\.self).joined(separator: " ")
        let what = StateWords.shown(incident.of, .kind, around.language)
        let place = StateWords.shown(scope, .scope, around.language)
        let rule = StateWords.shown(incident.rule, .rule, around.language)
        return [place, group, what, rule].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// What is left of the rescue clock; once help is at the door, whether it was in time.
    private static func remaining(_ incident: IncidentView, _ around: Surroundings) -> String {
        guard let rescueBy = incident.rescueBy.flatMap({ Instant(rfc3339: $0) }) else {
            return leftOfDay(incident, around)
        }
        if let rescue = (incident.rescueAt ?? incident.safeAt).flatMap({ Instant(rfc3339: $0) }),
            let raised = Instant(rfc3339: incident.raisedAt)
        {
            let span = Clockwork.span(
                seconds: (rescue.milliseconds - raised.milliseconds) / 1_000)
            return around.say(rescue <= rescueBy ? .rescuedIn(span) : .rescuedLate(span))
        }
        if incident.closedAt != nil { return "-" }
        let left = rescueBy.milliseconds - around.now.milliseconds
        // Rounded so that the last shown second before the deadline is 00:01, never 00:00.
        return left > 0
            ? Clockwork.span(seconds: (left + 999) / 1_000)
            : around.say(.late(Clockwork.span(seconds: left / 1_000)))
    }

    /// What is left of the day in which a visit is due, in hours.
    private static func leftOfDay(_ incident: IncidentView, _ around: Surroundings) -> String {
        guard let visitBy = incident.visitBy.flatMap({ Instant(rfc3339: $0) }) else { return "-" }
        let hour: Int64 = 3_600_000
        let left = visitBy.milliseconds - around.now.milliseconds
        return around.say(
            left > 0 ? .hours((left + hour - 1) / hour) : .late(around.say(.hours(-left / hour))))
    }
}

extension ReasonView {
    /// What was seen, in a person's language.
    func sentence(_ language: Language) -> String { language == .chinese ? zh : en }
}

extension Sheet where View == TimelineView {
    static let timeline = Sheet(
        columns: [
            Column("at", .time, rank: 0, plain: { $0.at }) { line, around in
                Clockwork.shown(line.at, around)
            },
            Column("what", .what, rank: 0, plain: { $0.what }) { line, around in
                StateWords.shown(line.what, .line, around.language)
            },
            Column("by", .by, rank: 2) { $0.by },
            Column("text", .text, rank: 1, isElastic: true, plain: { $0.text }) { line, around in
                let text = around.say(PhraseBook.historyLine(line.what, line.text))
                guard let why = line.why?.sentence(around.language) else {
                    return text.isEmpty ? "-" : text
                }
                return text + (around.language == .chinese ? "：" : ": ") + why
            },
            Column("why", .why, rank: nil, plain: { $0.why?.en }) { line, around in
                line.why?.sentence(around.language) ?? "-"
            },
        ],
        name: { $0.at })
}
