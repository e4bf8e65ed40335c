package import Recordings
internal import ValveModel

/// What the control room says of an incident at the end of a run, as far as the witness knows the
/// truth of it.
package struct ControlRoomRecord: Equatable, Sendable {
    package var id: String
    package var kind: String
    package var priority: String
    package var state: String
    package var valve: String?
    /// Of an area event: how wide it is and what its valves show.
    package var scope: String?
    package var of: String?
    package var isDurable: Bool
    /// Milliseconds since 1970.
    package var raisedAt: Int64?
    package var acceptedAt: Int64?
    package var onsceneAt: Int64?
    package var rescueAt: Int64?

    /// Reads one element of the API's list; nil when it has no id.
    package init?(_ json: JSONValue) {
        guard let id = json["id"]?.text else { return nil }
        func time(_ name: String) -> Int64? {
            json[name]?.text.flatMap { Moment(rfc3339: $0)?.milliseconds }
        }
        self.id = id
        kind = json["kind"]?.text ?? ""
        priority = json["priority"]?.text ?? ""
        state = json["state"]?.text ?? ""
        valve = json["valve"]?.text
        scope = json["scope"]?.text
        of = json["of"]?.text
        isDurable = json["durable"] != .bool(false)
        raisedAt = time("raisedAt")
        acceptedAt = time("acceptedAt")
        onsceneAt = time("onsceneAt")
        rescueAt = time("rescueAt")
    }

    /// Reads the API's list; nil when it is none.
    package static func list(_ answer: JSONValue) -> [ControlRoomRecord]? {
        guard let items = answer["items"] else { return nil }
        return items.elements.compactMap(ControlRoomRecord.init)
    }
}

/// What the control room remembers, held against what really happened.
package struct ControlRoomReview: Equatable, Sendable {
    /// The witness and the daemon read the same clock, but a reply takes its way: so many seconds
    /// may lie between the team's word and the daemon's record of it.
    private static let replyMax = 2.0
    /// The kinds that share the gas axis of a valve, of which one incident may be open.
    private static let gasKinds: Set<String> = [
        "leak", "heat", "shutoff_failed", "suspect", "seepage", "reopened",
    ]

    /// Incidents it told of.
    package private(set) var incidents = 0
    /// Area events it opened, as scope and kind, sorted.
    package private(set) var areaEvents: [String] = []
    /// Incidents of single homes that are open.
    package private(set) var standing = 0
    /// Leaks that were called out and that it does not know of under the incident that was named.
    package private(set) var leaksForgotten: [String] = []
    /// Valves with more than one open incident on the gas axis.
    package private(set) var openTwice: [String] = []
    /// Incidents that are not on its disk.
    package private(set) var notDurable = 0
    /// Steps of teams whose recorded time is not the witnessed one.
    package private(set) var stepsAstray: [String] = []
    /// Steps that were compared.
    package private(set) var steps = 0

    /// - Parameters:
    ///   - wallStart: wall time at the start of the run, ms since 1970.
    ///   - lag: the longest that a word of ours left after its planned time, in seconds.
    package init(
        _ records: [ControlRoomRecord], against score: Score, wallStart: Int64, lag: Double = 0
    ) {
        incidents = records.count
        areaEvents = records.compactMap { record in
            record.scope.map { "\($0) \(record.of ?? "")" }
        }.sorted()
        standing = records.count { $0.scope == nil && $0.state != "closed" }
        notDurable = records.count { !$0.isDurable }
        var known: [String: ControlRoomRecord] = [:]
        var open: [String: Int] = [:]
        for record in records {
            known[record.id] = record
            // After `safe` the valve may leak anew, which is an incident of its own.
            guard let valve = record.valve, record.state != "closed", record.state != "safe",
                Self.gasKinds.contains(record.kind)
            else { continue }
            open[valve, default: 0] += 1
        }
        openTwice = open.filter { $0.value > 1 }.keys.sorted()
        var said: [String: [LeakRecord.StepSaid]] = [:]
        for leak in score.leaks {
            if let incident = leak.incident { said[incident, default: []] += leak.said }
        }
        for leak in score.leaks {
            guard let incident = leak.incident else { continue }
            // A leak may have been told first by the call-out of an area event, which has no valve.
            let named = known[incident].map { $0.valve == nil } ?? false
            let own = named ? Self.own(leak.valve, records) : known[incident]
            guard let record = own, record.valve == leak.valve else {
                leaksForgotten.append(leak.valve)
                continue
            }
            guard let said = said.removeValue(forKey: incident) else { continue }
            for (word, recorded) in [
                (Reply.Word.accept, record.acceptedAt), (.onscene, record.onsceneAt),
                (.rescue, record.rescueAt),
            ] {
                guard let recorded else { continue }
                steps += 1
                let at = Double(recorded - wallStart) / 1000
                if !said.contains(where: { Self.explains($0, word, at: at, lag: lag) }) {
                    stepsAstray.append("\(leak.valve) \(word.rawValue)")
                }
            }
        }
    }

    private static func own(
        _ valve: String, _ records: [ControlRoomRecord]
    ) -> ControlRoomRecord? {
        records.first { $0.valve == valve && gasKinds.contains($0.kind) }
    }

    /// Whether a step that was said explains one recorded at these seconds of the run: the step
    /// itself or a later one, which implies it. A team whose accept lost has spoken as well, so any
    /// of them may be the one that counted.
    private static func explains(
        _ step: LeakRecord.StepSaid, _ word: Reply.Word, at seconds: Double, lag: Double
    ) -> Bool {
        let order: [Reply.Word] = [.accept, .enroute, .onscene, .rescue, .safe]
        guard let wanted = order.firstIndex(of: word), let found = order.firstIndex(of: step.word),
            found >= wanted
        else { return false }
        // The witness's instants are whole microseconds of another clock than the wall's.
        return (-0.1...replyMax + lag).contains(seconds - step.at.seconds)
    }

    /// What is wrong; empty when the control room remembers what happened.
    package var reasons: [String] {
        var reasons: [String] = []
        func complain(_ list: [String], _ what: String) {
            guard !list.isEmpty else { return }
            let more = list.count > 5 ? " …" : ""
            reasons.append(
                "\(list.count) \(what): " + list.prefix(5).joined(separator: ", ") + more)
        }
        complain(leaksForgotten, "leaks are not among the control room's incidents")
        complain(openTwice, "valves have two open incidents on the gas axis")
        complain(stepsAstray, "steps of teams are recorded at another time than they were said")
        if notDurable > 0 { reasons.append("\(notDurable) incidents are not on the disk") }
        return reasons
    }
}
