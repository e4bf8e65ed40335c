package import ConsoleAPI
internal import Incidents
internal import Journal
internal import Rescue
internal import Synchronization
internal import ValveModel

/// How well the five-minute circle was kept, from our own journal.
extension ControlRoom {
    /// Closed incidents read at a time: a page is about 200 KB.
    private static let pageCount = 200

    package func responseStats(days: Int, mode: String) async throws(Problem) -> ResponseStatsView {
        let now = clock.now()
        let figures = try responseFigures(days: days, mode: mode, at: now)
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
    func responseFigures(days: Int, mode: String, at now: Moment) throws(Problem) -> ResponseFigures
    {
        let since = since(days, now)
        var found = board.open.filter { $0.mode.rawValue == mode && $0.raisedAt >= since }
        let open = Set(found.map(\.id))
        var query = IncidentQuery()
        query.isOpen = false
        query.mode = mode
        query.countMax = Self.pageCount
        paging: while true {
            let rows: [IncidentRow]
            do throws(JournalError) {
                rows = try ports.journal.incidents(query)
            } catch {
                throw Self.unreadable(error)
            }
            for row in rows {
                guard row.raisedAt >= since else { break paging }
                guard let incident = Self.incident(row), !open.contains(row.id) else { continue }
                found.append(incident)
            }
            guard rows.count == Self.pageCount, let last = rows.last else { break }
            query.olderThan = (raisedAt: last.raisedAt, id: last.id)
        }
        let rules = loop.state.withLock { $0.desk.rules }
        let times = times
        return ResponseFigures(found, rules: rules, at: now) { times.localHour($0) }
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
