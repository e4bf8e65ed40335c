package import ConsoleAPI
internal import Incidents
internal import Journal
internal import Rescue
internal import Synchronization
internal import ValveModel

/// How well the five-minute circle was kept, from our own journal.
extension ControlRoom {
    package func responseStats(days: Int, mode: String) async throws(Problem) -> ResponseStatsView {
        let now = clock.now()
        let figures = try await responseFigures(days: days, mode: mode, at: now)
        let (rules, accepted) = loop.state.withLock { ($0.desk.rules, $0.desk.calibrations) }
        return ResponseStatsView(
            since: times.text(since(days, now)), until: times.text(now), mode: mode,
            total: Self.view(figures.total, rules),
            centres: figures.rows.map { Self.view($0, rules) },
            calibration: figures.calibration.map {
                ResponseStatsView.Calibration(
                    centre: $0.centre, hour: $0.hour, count: $0.count,
                    estimated: Int($0.estimated), actual: Int($0.actual), offset: Int($0.offset),
                    applied: accepted[$0.centre]?.seconds(atHour: $0.hour) ?? 0)
            })
    }

    private func since(_ days: Int, _ now: Moment) -> Moment { now - .hours(Int64(days) * 24) }

    /// The figures of so many days.
    func responseFigures(
        days: Int, mode: String, at now: Moment
    ) async throws(Problem) -> ResponseFigures {
        try await longReaders.read { [self] () throws(Problem) in
            let since = since(days, now)
            let rules = loop.state.withLock { $0.desk.rules }
            var count = ResponseCount(rules: rules, at: now) { [times] in times.localHour($0) }
            var open: Set<String> = []
            for incident in board.open where incident.mode.rawValue == mode {
                open.insert(incident.id)
                if incident.raisedAt >= since { count.note(incident) }
            }
            // Work lists have no circle to keep, and need not be read.
            let called = [Priority.p1, .p2].map(\.word)
            try walk(mode: mode, since: since) { row in
                guard called.contains(row.priority), !open.contains(row.id),
                    let incident = Self.incident(row)
                else { return }
                count.note(incident)
            }
            return count.figures
        }
    }

    private static func view(_ row: ResponseFigures.Row, _ rules: RescueRules)
        -> ResponseStatsView.Row
    {
        func milestone(
            _ milestone: ResponseFigures.Milestone, _ limit: Lapse
        ) -> ResponseStatsView.Milestone {
            ResponseStatsView.Milestone(
                limit: Int(limit.milliseconds / 1_000), due: milestone.due,
                inTime: milestone.inTime, median: milestone.median.map(Int.init),
                p90: milestone.ninth.map(Int.init))
        }
        return ResponseStatsView.Row(
            centre: row.centre, incidents: row.incidents,
            response: milestone(row.response, rules.response),
            arrival: milestone(row.arrival, rules.arrival),
            rescue: milestone(row.rescue, rules.rescue), declined: row.declined,
            silent: row.silent)
    }
}
