internal import Foundation
internal import Incidents
internal import Journal
internal import Rescue
internal import ValveModel

/// The why of one incident, sentence by sentence, from the decisions made again: who was called and
/// why, everybody who was considered with what each would have taken, and which deadline was kept.
struct ReplayStory {
    let incident: String
    let language: Language
    private(set) var sentences: [String] = []
    private var before: Incident?

    private let timeZone: TimeZone

    init(of incident: String, _ language: Language, _ timeZone: TimeZone) {
        self.incident = incident
        self.timeZone = timeZone
        self.language = language
    }

    /// Looks at the replay after a record.
    mutating func note(_ replay: borrowing DeskReplay, at now: Moment) {
        guard let face = replay.incidents[incident], face != before else { return }
        let old = before
        before = face
        if old == nil {
            let kind = StateWords.shown(face.kind.word, .kind, .chinese)
            say(
                now,
                Phrase(
                    "\(face.place.valve) 出现\(kind)，级别 \(face.priority.word)。",
                    "\(face.kind.word) at \(face.place.valve), \(face.priority.word)."))
        } else if let old, old.priority != face.priority {
            say(
                now,
                Phrase(
                    "级别由 \(old.priority.word) 变为 \(face.priority.word)。",
                    "The priority goes from \(old.priority.word) to \(face.priority.word)."))
        }
        for call in face.calls.dropFirst(old?.calls.count ?? 0) { tell(call, face, replay, now) }
        for (was, call) in zip(old?.calls ?? [], face.calls) where was.answer != call.answer {
            let who = call.team ?? call.centre
            say(
                now,
                Phrase(
                    "\(who)：\(StateWords.shown(call.answer?.rawValue, .answer, .chinese))。",
                    "\(who): \(call.answer?.rawValue ?? "-")."))
        }
        tellSteps(old, face, now)
    }

    private mutating func tell(
        _ call: Incident.Call, _ face: Incident, _ replay: borrowing DeskReplay, _ now: Moment
    ) {
        guard let team = call.team else {
            return say(
                now,
                Phrase(
                    "通知中心 \(call.centre)：暂无可派队伍。",
                    "The centre \(call.centre) as a whole is told: no team is left for it."))
        }
        var chinese = "呼叫 \(team)（\(call.centre)）"
        var english = "\(team) of \(call.centre) is called out"
        if team == face.team, !face.reasons.isEmpty {
            let why = face.reasons.map(ReplayCandidates.why)
            chinese += "：" + why.map(\.chinese).joined(separator: "，")
            english += ", because " + why.map(\.english).joined(separator: ", and ")
        }
        say(now, Phrase(chinese + "。", english + "."))
        let candidates = replay.candidates(of: incident, at: now)
        let chosen = candidates.first { $0.team == team }?.eta?.seconds
        for candidate in candidates {
            say(now, ReplayCandidates.sentence(candidate, chosen: chosen))
        }
    }

    private mutating func tellSteps(_ old: Incident?, _ face: Incident, _ now: Moment) {
        let team = face.team ?? "-"
        for (was, at, limit, chinese, english) in [
            (old?.acceptedAt, face.acceptedAt, nil, "接警", "accepts"),
            (old?.enrouteAt, face.enrouteAt, nil, "出发", "is on its way"),
            (old?.onsceneAt, face.onsceneAt, face.arriveBy, "到场", "is on scene"),
            (old?.rescueAt, face.rescueAt, face.rescueBy, "入户", "is at the door"),
            (old?.safeAt, face.safeAt, nil, "处置完毕", "has made it safe"),
        ] as [(Moment?, Moment?, Moment?, String, String)] {
            guard was == nil, let at else { continue }
            let kept = limit.map { at <= $0 }
            let word = kept.map { $0 ? Phrase("，按时", ", in time") : Phrase("，超时", ", late") }
            say(
                now,
                Phrase(
                    "\(team) \(chinese)\(word?.chinese ?? "")。",
                    "\(team) \(english)\(word?.english ?? "")."))
        }
        if old?.closedAt == nil, face.closedAt != nil {
            say(
                now,
                Phrase(
                    "结案：\(StateWords.shown(face.reason ?? "made safe", .reason, .chinese))。",
                    "Closed: \(face.reason ?? "made safe")."))
        }
    }

    private mutating func say(_ now: Moment, _ phrase: Phrase) {
        sentences.append(
            "\(time(now))  \(phrase.text(language))")
    }

    /// Date and time of day in the daemon's zone.
    private func time(_ moment: Moment) -> String {
        Date(of: moment).formatted(
            Date.ISO8601FormatStyle(
                dateTimeSeparator: .space, timeZoneSeparator: .colon,
                includingFractionalSeconds: true, timeZone: timeZone))
    }
}
