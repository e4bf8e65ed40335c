package import ConsoleAPI
internal import FlatStore
internal import Incidents
internal import Rescue
internal import RingBuffer
internal import Synchronization
internal import ValveModel
internal import ValveWatch

/// The state of the whole, for `status`, readiness and metrics.
extension ControlRoom {
    /// How many valves there are by what is known of them.
    struct ValveCounts {
        var all = 0
        var heard = 0
        var online = 0
        var offline = 0
    }

    func countValves() -> ValveCounts {
        var counts = ValveCounts(all: households.index.count)
        for row in 0..<counts.all {
            guard let face = watch.faces.read(at: row) else { continue }
            if face.isHeard { counts.heard += 1 }
            switch face.link {
            case .online: counts.online += 1
            case .offline: counts.offline += 1
            case .unknown: break
            }
        }
        return counts
    }

    package func status() -> StatusView {
        let now = clock.now()
        var view = StatusView(
            node: options.node, version: options.version, startedAt: times.text(startedAt),
            now: times.text(now))
        view.faults = health.views(times)
        view.health = view.faults.isEmpty ? "ok" : "degraded"
        view.broker = selfWatch.valveRoad.isConnected ? "connected" : "disconnected"
        view.rescueBroker = selfWatch.rescueRoad.isConnected ? "connected" : "disconnected"
        let counts = countValves()
        view.valves = counts.all
        view.valvesRegistered = households.current.registeredCount
        view.valvesHeard = counts.heard
        view.valvesOnline = counts.online
        view.valvesOffline = counts.offline
        let open = board.open.filter { $0.mode == .actual }
        view.incidentsOpen = Priority.allCases.map { priority in
            StatusView.Count(
                name: priority.word, count: open.count { $0.priority == priority })
        }
        view.incidentsUnseen = open.count {
            $0.seenAt == nil && $0.priority <= .p3 && $0.shelf == nil
        }
        loop.state.withLock { state in
            let teams = state.desk.roster.teams.values
            view.teams = teams.count
            view.teamsAvailable = teams.count(where: \.isReady)
        }
        view.calibrations = calibrations()
        view.canaries = canaryViews()
        view.counters = counters()
        return view
    }

    func counters() -> [StatusView.Count] {
        let totals = watch.totals
        let sent = runner.counts
        func count(_ name: String, _ value: some BinaryInteger) -> StatusView.Count {
            StatusView.Count(name: name, count: Int(clamping: value))
        }
        return [
            count("messages", totals.readings), count("alarms", totals.alarms),
            count("duplicates", totals.duplicates),
            count("identity_reused", totals.identityReused),
            count("boot_lower", totals.bootLower), count("out_of_order", totals.outOfOrder),
            count("wills_void", totals.staleWills), count("rejects", rejectBook.total),
            count("reports_conflated", shared.reportsConflated.load(ordering: .relaxed)),
            count("ring_full_waits", shared.ringFullWaits.load(ordering: .relaxed)),
            count("receipts", sent.receipts), count("receipts_later", sent.later),
            count(
                "garbage_limited", shared.garbageLimited.load(ordering: .relaxed)),
            count("naks", shared.naksSent.load(ordering: .relaxed)),
            count("callouts", sent.callouts), count("commands", sent.commands),
            count("notices", sent.notices),
            count("webhook_posts", runner.secondChannelCounts.taken),
            count("webhook_dead_letters", runner.secondChannelCounts.dead),
            count("unsent", sent.unsent), count("commits", writer.commitCount),
        ] + selfWatchCounters()
    }

    /// How things are, in one line for a service manager.
    package var statusLine: String {
        let status = status()
        return "\(status.health): \(status.valvesOnline) of \(status.valves) valves on line, "
            + "\(status.incidentsUnseen) incidents unseen"
    }

    package func metrics() -> [UInt8] {
        var text = ""
        func family(_ name: String, _ kind: String, _ help: String, _ lines: [(String, Int)]) {
            text += "# HELP gaswatch_\(name) \(help)\n# TYPE gaswatch_\(name) \(kind)\n"
            for (labels, value) in lines {
                text += "gaswatch_\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(value)\n"
            }
        }
        let counts = countValves()
        family(
            "build_info", "gauge", "Version of the running daemon.",
            [("version=\"\(options.version)\"", 1)])
        family(
            "broker_connected", "gauge", "Whether the connection to a broker stands.",
            [
                ("broker=\"valve\"", selfWatch.valveRoad.isConnected ? 1 : 0),
                ("broker=\"rescue\"", selfWatch.rescueRoad.isConnected ? 1 : 0),
            ])
        family(
            "valves", "gauge", "Valves by what their link says.",
            [
                ("link=\"online\"", counts.online), ("link=\"offline\"", counts.offline),
                ("link=\"unknown\"", counts.all - counts.online - counts.offline),
            ])
        let open = board.open.filter { $0.mode == .actual }
        family(
            "incidents_open", "gauge", "Open incidents by priority.",
            Priority.allCases.map { priority in
                (
                    "priority=\"\(priority.word)\"",
                    open.count { $0.priority == priority }
                )
            })
        if let covered = liveCoverage.view?.covered {
            family(
                "coverage_households", "gauge",
                "Households by the number of free teams whose circle holds them.",
                [
                    ("teams=\"0\"", covered.none), ("teams=\"1\"", covered.one),
                    ("teams=\"2+\"", covered.more),
                ])
        }
        for row in alarmFamilies() { family(row.name, row.kind, row.help, row.lines) }
        let readiness = loop.state.withLock { $0.readiness }
        family(
            "centres_unready", "gauge", "Centres that could not answer a call-out now.",
            [
                ("reason=\"offline\"", readiness.offline.count),
                ("reason=\"unmanned\"", readiness.unmanned.count),
            ])
        family(
            "healthy", "gauge", "Whether no fault is known.", [("", health.isWell ? 1 : 0)])
        for count in counters() {
            family(
                "\(count.name)_total", "counter", "Total of \(count.name) since the start.",
                [("", count.count)])
        }
        family(
            "rejects_by_reason_total", "counter", "Messages and fields not accepted.",
            rejectBook.views(times).map { ("reason=\"\($0.reason)\"", $0.count) })
        return Array((text + selfWatchMetrics()).utf8)
    }
}
