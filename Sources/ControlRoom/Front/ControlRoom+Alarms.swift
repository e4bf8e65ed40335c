package import ConsoleAPI
internal import Incidents
internal import Journal
internal import Rescue
internal import Synchronization
internal import ValveModel

/// How many alarms people get, where from, and which devices call leaks that are none.
extension ControlRoom {
    /// Tasks that a list of work names at most.
    private static let triageMax = 100

    package func alarmStats() async throws(Problem) -> AlarmStatsView {
        let now = clock.now()
        let leaks = try await longReaders.read { [self] () throws(Problem) in
            try falseLeaks(at: now)
        }
        let (tally, centres) = loop.state.withLock { state in
            (state.desk.tally, state.desk.roster.centres.map(\.id))
        }
        let counted = tally ?? AlarmTally(at: startedAt)
        var view = alarmRows(counted, centres, at: now)
        view.sources = counted.topSources(10, at: now).map {
            AlarmStatsView.Source(
                valve: $0.valve, count: $0.count, kinds: $0.kinds.map(\.word))
        }
        view.chattering = counted.chattering(at: now).map {
            AlarmStatsView.Source(valve: $0.valve, count: 3, kinds: [$0.kind.word])
        }
        view.clearing = counted.selfClearing.map {
            AlarmStatsView.Clearing(
                kind: $0.kind.word, raised: $0.raised, selfCleared: $0.selfCleared)
        }
        view.models = leaks.models.sorted { $0.key < $1.key }.map {
            AlarmStatsView.Model(
                profile: $0.key, leaks: $0.value.leaks, falseLeaks: $0.value.false)
        }
        view.swaps = leaks.swaps.map {
            AlarmStatsView.Swap(valve: $0.valve, inWeek: $0.inWeek, inMonth: $0.inMonth)
        }
        view.triage = triage(counted, at: now)
        return view
    }

    /// Figures by centre, without a look into the journal.
    func alarmRows(_ tally: AlarmTally, _ centres: [String], at now: Moment) -> AlarmStatsView {
        let open = board.open.filter { $0.mode == .actual }
        let counted = tally.centres(at: now)
        let chatters = tally.chattering(at: now).map { chatter in
            loop.index(of: chatter.valve).flatMap { households.current.household($0)?.area }
                .flatMap { centreBook.centre(of: $0) } ?? ""
        }
        let life = max(1, (now - tally.startedAt).seconds)
        func row(_ centre: String?, _ parts: [AlarmTally.Centre], _ incidents: [Incident])
            -> AlarmStatsView.Row
        {
            var row = AlarmStatsView.Row()
            row.centre = centre
            row.rate = parts.reduce(0) { $0 + $1.rate }
            row.peak = parts.map(\.peak).max() ?? 0
            row.flood = parts.contains { $0.floodSince != nil }
            row.floodSince = times.text(parts.compactMap(\.floodSince).min())
            // Of figures that did not count the district yet, the centre that was in a flood for longest.
            let flood = parts.map { $0.floodTime(at: now).seconds }.max() ?? 0
            row.floodSeconds = Int(flood)
            row.floodShare = (flood / life * 10_000).rounded() / 10_000
            let standing = incidents.filter { !$0.current.isEmpty && $0.shelf == nil }
            row.standing = standing.count
            row.stale = standing.count { now - $0.raisedAt > AlarmTally.Limits.stale }
            row.shelved = incidents.count { $0.shelf != nil }
            row.chattering = chatters.count { centre == nil || $0 == centre }
            row.alarms = (0..<4).map { place in parts.reduce(0) { $0 + $1.byPriority[place] } }
            return row
        }
        return AlarmStatsView(
            since: times.text(tally.startedAt), at: times.text(now),
            total: row(
                nil, tally.district(at: now).map { [$0] } ?? Array(counted.values), open),
            centres: centres.map { centre in
                row(
                    centre, counted[centre].map { [$0] } ?? [],
                    open.filter { $0.place.homeCentre == centre || $0.centre == centre })
            })
    }

    private func triage(_ tally: AlarmTally, at now: Moment) -> [AlarmStatsView.Task] {
        let order = TriageRule.order(board.open) { incident in
            incident.event == nil
                ? tally.nuisances(
                    incident.place.valve, incident.kinds, isGone: incident.current.isEmpty, at: now)
                : []
        }
        return order.prefix(Self.triageMax).map { incident, nuisances in
            AlarmStatsView.Task(
                incident: incident.id, priority: incident.priority.word,
                kind: incident.kind.word,
                valve: incident.event == nil ? incident.place.valve : nil,
                nuisances: nuisances.map(\.rawValue))
        }
    }

    /// Leaks of the last thirty days, from the journal.
    private func falseLeaks(at now: Moment) throws(Problem) -> FalseLeaks {
        var leaks = FalseLeaks(at: now)
        try walk(mode: IncidentMode.actual.rawValue, since: now - FalseLeaks.span) { row in
            guard let incident = Self.incident(row) else { return }
            let household = loop.index(of: incident.place.valve)
                .flatMap { households.current.household($0) }
            let profile = household?.profile ?? ""
            leaks.note(incident, model: profile.isEmpty ? "default" : profile)
        }
        return leaks
    }

    /// The figures by centre as families of metrics; never a label of a valve.
    func alarmFamilies() -> [(name: String, kind: String, help: String, lines: [(String, Int)])] {
        let (tally, centres) = loop.state.withLock { state in
            (state.desk.tally, state.desk.roster.centres.map(\.id))
        }
        let rows = alarmRows(tally ?? AlarmTally(at: startedAt), centres, at: clock.now()).centres
        func family(
            _ name: String, _ kind: String, _ help: String,
            _ value: (AlarmStatsView.Row) -> Int
        ) -> (name: String, kind: String, help: String, lines: [(String, Int)]) {
            (name, kind, help, rows.map { ("centre=\"\($0.centre ?? "")\"", value($0)) })
        }
        return [
            family("alarms_10min", "gauge", "Alarms of the last ten minutes.") { $0.rate },
            family("alarm_flood", "gauge", "Whether a centre is in a flood of alarms.") {
                $0.flood ? 1 : 0
            },
            family("alarm_flood_seconds_total", "counter", "Seconds spent in floods of alarms.") {
                $0.floodSeconds
            },
            family("alarms_by_centre_total", "counter", "Alarms since the start.") {
                $0.alarms.reduce(0, +)
            },
            family("alarms_standing", "gauge", "Open incidents whose condition holds.") {
                $0.standing
            },
            family("alarms_stale", "gauge", "Those that have stood for more than a day.") {
                $0.stale
            },
            family("alarms_chattering", "gauge", "Sources that chatter.") { $0.chattering },
        ]
    }
}
