internal import ConsoleAPI

extension Sheet where View == IncidentView {
    /// One incident by itself: what the list says of it, and then its clocks, its steps, whom it
    /// called, why, and who was nearer and was not taken.
    static let incident = Sheet(
        columns: incidents.columns + clocks + steps + [
            Column("calls", .calls, rank: nil, plain: { calls($0, .english) }) { incident, around in
                let said = calls(incident, around.language)
                return said.isEmpty ? "-" : said
            },
            Column("reasons", .reasons, rank: nil, plain: { reasons($0, .english) }) {
                incident, around in
                let said = reasons(incident, around.language)
                return said.isEmpty ? "-" : said
            },
            Column("rejected", .rejected, rank: nil, plain: { rejected($0, .english) }) {
                incident, around in
                let said = rejected(incident, around.language)
                return said.isEmpty ? "-" : said
            },
        ] + place + [moment("visit_by", .visitBy) { $0.visitBy }],
        name: { $0.id })

    private static let place = [
        Column<IncidentView>("building", .building, rank: nil) { $0.building },
        Column<IncidentView>("riser", .riser, rank: nil) { $0.riser },
        Column<IncidentView>("floor", .floor, rank: nil, isNumber: true) {
            $0.floor.map(String.init)
        },
        Column<IncidentView>("last_heard_at", .heard, rank: nil, plain: { $0.lastHeardAt }) {
            incident, around in
            Clockwork.age(of: incident.lastHeardAt, around)
        },
        Column<IncidentView>(
            "findings", .findings, rank: nil, plain: { $0.findings.joined(separator: " ") }
        ) { incident, around in
            listed(
                incident.findings.map { StateWords.shown($0, .kind, around.language) },
                around.language)
        },
        flag("in_time", .inTime) { $0.inTime },
        flag("in_circle", .inCircle) { $0.inCircle },
        Column<IncidentView>(
            "shelved_until", .shelvedUntil, rank: nil, plain: { $0.shelved?.until }
        ) { incident, around in
            guard let shelf = incident.shelved else { return "-" }
            return around.say(
                .shelved(Clockwork.shown(shelf.until, around), shelf.by, shelf.reason))
        },
    ]

    private static func flag(
        _ key: String, _ title: Phrase, _ value: @escaping @Sendable (IncidentView) -> Bool?
    ) -> Column<IncidentView> {
        Column(key, title, rank: nil, plain: { value($0).map { $0 ? "true" : "false" } }) {
            incident, around in
            value(incident).map { around.say($0 ? .yes : .no) } ?? "-"
        }
    }

    private static let clocks = [
        moment("ordered_at", .orderedAt) { $0.orderedAt },
        moment("ack_by", .ackBy) { $0.ackBy },
        moment("arrive_by", .arriveBy) { $0.arriveBy },
        moment("rescue_by", .rescueBy) { $0.rescueBy },
    ]

    private static let steps = [
        moment("accepted_at", .acceptedAt) { $0.acceptedAt },
        moment("enroute_at", .enrouteAt) { $0.enrouteAt },
        moment("onscene_at", .onsceneAt) { $0.onsceneAt },
        moment("rescue_at", .rescueAt) { $0.rescueAt },
        moment("safe_at", .safeAt) { $0.safeAt },
    ]

    private static func moment(
        _ key: String, _ title: Phrase, _ value: @escaping @Sendable (IncidentView) -> String?
    ) -> Column<IncidentView> {
        Column(key, title, rank: nil, plain: value) { incident, around in
            Clockwork.shown(value(incident), around)
        }
    }

    private static func calls(_ incident: IncidentView, _ language: Language) -> String {
        listed(
            incident.calls.map { call in
                let answer = call.answer.map { " " + StateWords.shown($0, .step, language) }
                return (call.team ?? call.centre) + (answer ?? "")
            }, language)
    }

    private static func reasons(_ incident: IncidentView, _ language: Language) -> String {
        listed(incident.reasons.map { StateWords.shown($0, .reason, language) }, language)
    }

    private static func rejected(_ incident: IncidentView, _ language: Language) -> String {
        listed(
            incident.rejected.map { other in
                let seconds = other.seconds.map { " \($0) s" } ?? ""
                return
                    "\(other.team) \(StateWords.shown(other.reason, .reason, language))\(seconds)"
            }, language)
    }

    private static func listed(_ words: [String], _ language: Language) -> String {
        words.joined(separator: language == .chinese ? "、" : ", ")
    }
}
