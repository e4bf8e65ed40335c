internal import ConsoleAPI

extension Sheet where View == AlarmStatsView.Row {
    static let alarmRows = Sheet(
        columns: [
            Column("centre", .centre, rank: 0, plain: { $0.centre ?? "all" }) { row, around in
                row.centre ?? around.say(.allCentres)
            },
            Column("rate", .alarmRate, rank: 0, isNumber: true) { String($0.rate) },
            Column("peak", .alarmPeak, rank: 3, isNumber: true) { String($0.peak) },
            Column("flood", .flood, rank: 0, plain: { String($0.flood) }) { row, around in
                around.say(row.flood ? .yes : .no)
            },
            Column("flood_seconds", .floodSeconds, rank: 2, isNumber: true) {
                String($0.floodSeconds)
            },
            Column(
                "flood_share", .floodShare, rank: 4, isNumber: true,
                plain: { String($0.floodShare) }
            ) { row, _ in "\((row.floodShare * 1_000).rounded() / 10)%" },
            Column("standing", .standing, rank: 0, isNumber: true) { String($0.standing) },
            Column("stale", .stale, rank: 1, isNumber: true) { String($0.stale) },
            Column("chattering", .chattering, rank: 1, isNumber: true) { String($0.chattering) },
            Column("shelved", .shelved, rank: 5, isNumber: true) { String($0.shelved) },
            Column("alarms", .alarmCounts, rank: 2, isNumber: true) {
                $0.alarms.map(String.init).joined(separator: "/")
            },
        ],
        name: { $0.centre ?? "all" },
        emphasis: { $0.flood ? .urgent : .none })
}

extension Sheet where View == AlarmStatsView.Source {
    static let alarmSources = Sheet(
        columns: [
            Column("valve", .valve, rank: 0) { $0.valve },
            Column("count", .beginnings, rank: 0, isNumber: true) { String($0.count) },
            Column(
                "kinds", .kind, rank: 0, isElastic: true,
                plain: { $0.kinds.joined(separator: " ") }
            ) { source, around in
                source.kinds.map { StateWords.shown($0, .kind, around.language) }
                    .joined(separator: " ")
            },
        ],
        name: { $0.valve })
}

extension Sheet where View == AlarmStatsView.Swap {
    static let swaps = Sheet(
        columns: [
            Column("valve", .valve, rank: 0) { $0.valve },
            Column("in_week", .falseInWeek, rank: 0, isNumber: true) { String($0.inWeek) },
            Column("in_month", .falseInMonth, rank: 0, isNumber: true) { String($0.inMonth) },
        ],
        name: { $0.valve })
}

extension Sheet where View == AlarmStatsView.Task {
    static let triage = Sheet(
        columns: [
            Column("incident", .incident, rank: 0) { $0.incident },
            Column("priority", .priority, rank: 0) { $0.priority },
            Column("kind", .kind, rank: 0, plain: { $0.kind }) { task, around in
                StateWords.shown(task.kind, .kind, around.language)
            },
            Column("valve", .valve, rank: 1) { $0.valve },
            Column(
                "nuisances", .nuisance, rank: 2, plain: { $0.nuisances.joined(separator: " ") }
            ) { task, around in
                guard task.nuisance else { return "-" }
                return task.nuisances.map { StateWords.shown($0, .nuisance, around.language) }
                    .joined(separator: " ")
            },
        ],
        name: { $0.incident })
}

extension Sheet where View == VisitView {
    static let visits = Sheet(
        columns: [
            Column("place", .visitPlace, rank: 0, isNumber: true) { String($0.place) },
            Column("valve", .valve, rank: 0) { $0.valve },
            Column("vulnerability", .vulnerability, rank: 1, isNumber: true) {
                String($0.vulnerability)
            },
            Column("building", .building, rank: 3) { $0.building },
            Column("floor", .floor, rank: 2, isNumber: true) { $0.floor.map { String($0) } },
            Column("address", .address, rank: 0, isElastic: true) { $0.address },
            Column("position", .position, rank: 4, plain: { $0.position }) { visit, around in
                StateWords.shown(visit.position, .position, around.language)
            },
        ],
        name: { $0.valve })
}
