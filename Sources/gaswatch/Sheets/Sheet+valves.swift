internal import ConsoleAPI

extension Sheet where View == ValveView {
    static let valves = Sheet(
        columns: [
            Column("id", .valve, rank: 0) { $0.id },
            Column("position", .position, rank: 0, plain: { $0.position }) { valve, around in
                StateWords.shown(valve.position, .position, around.language)
            },
            Column("gas", .gas, rank: 1, isNumber: true) { Decimals.shown($0.gas) },
            Column("link", .link, rank: 2, plain: { $0.link }) { valve, around in
                StateWords.shown(valve.link, .link, around.language)
            },
            Column("last_heard_at", .heard, rank: 3, plain: { $0.lastHeardAt }) { valve, around in
                Clockwork.age(of: valve.lastHeardAt, around)
            },
            Column(
                "battery", .battery, rank: 6, isNumber: true,
                plain: { $0.battery.map { String($0) } }
            ) { valve, _ in valve.battery.map { "\($0)%" } ?? "-" },
            Column("centre", .centre, rank: 7) { $0.centre },
            Column("address", .address, rank: 5, isElastic: true) { $0.address },
            Column("incidents", .incidents, rank: 4) { $0.incidents.joined(separator: " ") },
            Column("area", .area, rank: nil) { $0.area },
            Column("building", .building, rank: nil) { $0.building },
            Column("floor", .floor, rank: nil, isNumber: true) { $0.floor.map(String.init) },
            Column("flow", .flow, rank: nil, isNumber: true) { Decimals.shown($0.flow) },
            Column("pressure", .pressure, rank: nil, isNumber: true) {
                Decimals.shown($0.pressure)
            },
            Column("temp", .temp, rank: nil, isNumber: true) { Decimals.shown($0.temp) },
            Column("rssi", .rssi, rank: nil, isNumber: true) { $0.rssi.map(String.init) },
            Column("flags", .flags, rank: nil) { $0.flags.joined(separator: " ") },
            Column("test_until", .testUntil, rank: nil, plain: { $0.testUntil }) { valve, around in
                Clockwork.shown(valve.testUntil, around)
            },
            Column("profile", .profile, rank: nil) { $0.profile },
        ],
        name: { $0.id },
        emphasis: { valve in
            if valve.axes.contains(where: { $0.axis == "gas" && !$0.current.isEmpty }) {
                return .urgent
            }
            return valve.link == "offline" ? .notice : .none
        })
}

/// Numbers as short as they are exact.
enum Decimals {
    static func shown(_ value: Double?) -> String? {
        guard let value else { return nil }
        return value == value.rounded() && abs(value) < 1e9
            ? String(Int(value)) : value.description
    }
}
