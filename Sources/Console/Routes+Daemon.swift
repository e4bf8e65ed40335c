import ConsoleAPI
import Hummingbird

extension ConsoleRoute {
    /// What the daemon says of itself, and its event stream.
    static func daemonRoutes(_ port: any ConsolePort, heartbeat: Duration) -> [ConsoleRoute] {
        [
            ConsoleRoute(
                .get, "/api/v1/status",
                RouteNotes("showStatus", "The daemon's own state.", answer: .schema("Status"))
            ) { _ in .json(port.status()) },
            ConsoleRoute(
                .get, "/api/v1/events",
                RouteNotes(
                    "followEvents", eventsSummary,
                    query: [.since], answer: .plain("text/event-stream"), takesLastEventID: true)
            ) { call in try EventStream(port: port, heartbeat: heartbeat).answer(call) },
            ConsoleRoute(
                .get, "/api/v1/coverage",
                RouteNotes(
                    "showCoverage",
                    "Households by the number of free teams whose circle holds them.",
                    answer: .schema("Coverage"), problems: [.unavailable])
            ) { _ in .json(try port.coverage()) },
            ConsoleRoute(
                .get, "/api/v1/stats/response",
                RouteNotes(
                    "showResponseStatistics",
                    "How well the five-minute circle was kept, by centre.",
                    query: [.days, .statsMode], answer: .schema("ResponseStats"),
                    problems: [.unavailable])
            ) { call in
                .json(
                    try await port.responseStats(
                        days: call.query["days"].flatMap { Int($0) } ?? QueryParameter.daysDefault,
                        mode: call.query["mode"] ?? "actual"))
            },
            ConsoleRoute(
                .get, "/api/v1/stats/alarms",
                RouteNotes(
                    "showAlarmStatistics",
                    "How many alarms people get, from where, and the order of work.",
                    answer: .schema("AlarmStats"), problems: [.unavailable])
            ) { _ in .json(try await port.alarmStats()) },
            ConsoleRoute(
                .post, "/api/v1/journal/copy",
                RouteNotes(
                    "copyJournal",
                    "Writes one consistent copy of the journal into the state directory, for a "
                        + "replay; removed after an hour.",
                    answer: .schema("JournalCopy"), problems: [.unavailable])
            ) { _ in .json(try await port.copyJournal()) },
            ConsoleRoute(
                .get, "/healthz",
                RouteNotes("healthz", "The daemon answers.", answer: .plain("text/plain"))
            ) { _ in .text("ok\n") },
            ConsoleRoute(
                .get, "/readyz",
                RouteNotes(
                    "readyz",
                    "`ok`, or `degraded` with the faults as JSON.", answer: .readiness)
            ) { _ in readiness(of: port.status()) },
            ConsoleRoute(
                .get, "/metrics",
                RouteNotes("metrics", "Prometheus text exposition.", answer: .plain("text/plain"))
            ) { _ in
                Response(
                    status: .ok, type: "text/plain; version=0.0.4; charset=utf-8",
                    bytes: port.metrics())
            },
        ]
    }

    private static let eventsSummary =
        "Server-sent events, a comment every 5 s: `incident` with an Incident as its data, `valve` with a "
        + "Valve, `team` with a Team, `centre` with a Centre; `reset` means to read the lists again, "
        + "`bye` that the daemon stops."

    private static func readiness(of status: StatusView) -> Response {
        guard status.health != "ok" || !status.faults.isEmpty else { return .text("ok\n") }
        var writer = JSONWriter()
        writer.object { object in
            object.field("status", "degraded")
            object.array("faults") { array in
                for fault in status.faults {
                    array.object {
                        $0.field("code", fault.code)
                        $0.field("message", fault.message)
                        $0.field("since", fault.since)
                    }
                }
            }
        }
        return .json(writer.bytes)
    }
}
