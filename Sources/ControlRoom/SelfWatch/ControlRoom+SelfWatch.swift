internal import ConsoleAPI
internal import ValveModel

/// What the self-watch has found, for status and metrics.
extension ControlRoom {
    private var brokerRoads: [BrokerRoad] { [selfWatch.valveRoad, selfWatch.rescueRoad] }

    func canaryViews() -> [CanaryView] {
        brokerRoads.map { road in
            let standing = road.standing
            return CanaryView(
                broker: road.side.rawValue,
                milliseconds: standing.roundTrip.map { Int($0.milliseconds) },
                heardAt: standing.heardAt.map { times.text($0) },
                dropped: standing.dropTotal == nil ? nil : Int(clamping: standing.dropped))
        }
    }

    /// Counters that stand in the list of all counters.
    func selfWatchCounters() -> [StatusView.Count] {
        let counts = selfWatch.counts
        return [
            StatusView.Count(name: "read_requests", count: counts.asked),
            StatusView.Count(name: "audits", count: counts.audits),
            StatusView.Count(name: "audit_faults", count: counts.auditFaults),
        ]
    }

    /// The families that have a label or a form of their own.
    func selfWatchMetrics() -> String {
        var text = ""
        func begin(_ name: String, _ kind: String, _ help: String) {
            text += "# HELP gaswatch_\(name) \(help)\n# TYPE gaswatch_\(name) \(kind)\n"
        }
        let standings = brokerRoads.map {
            (label: "broker=\"\($0.side.rawValue)\"", of: $0.standing)
        }
        begin(
            "canary_round_trip_seconds", "histogram",
            "From sending a message of our own to its return through the broker.")
        for (label, standing) in standings {
            text += standing.histogram.lines("gaswatch_canary_round_trip_seconds", labels: label)
        }
        begin("canary_sent_total", "counter", "Messages of our own sent through the broker.")
        for (label, standing) in standings {
            text += "gaswatch_canary_sent_total{\(label)} \(standing.sentCount)\n"
        }
        begin(
            "broker_dropped_total", "counter",
            "Messages the broker says it dropped since this daemon listens; none while it does not say."
        )
        for (label, standing) in standings where standing.dropTotal != nil {
            text += "gaswatch_broker_dropped_total{\(label)} \(standing.dropped)\n"
        }
        begin(
            "broker_refused_total", "counter", "Messages of ours that the broker took and refused.")
        for (label, standing) in standings {
            text += "gaswatch_broker_refused_total{\(label)} \(standing.refused)\n"
        }
        begin(
            "broker_outdated_total", "counter",
            "Messages of ours that were too old to be sent when the broker would have taken them.")
        for (label, standing) in standings {
            text += "gaswatch_broker_outdated_total{\(label)} \(standing.outdated)\n"
        }
        begin("strangers", "gauge", "Valves in the table that the registry does not name.")
        text += "gaswatch_strangers \(households.strangerCount)\n"
        begin(
            "incidents_late", "gauge",
            "Open P1 and P2 incidents past rescueBy without a team on scene.")
        text += "gaswatch_incidents_late \(selfWatch.counts.late)\n"
        return text
    }
}
