internal import ConsoleAPI

extension Sheet where View == ValveView {
    static let valves = Sheet(
        columns: [
            Column("id", .valve, rank: 0) { $0.id },
            Column("position", .position, rank: 0, plain: { $0.position }) { valve, around in
                StateWords.shown(valve.position, .position, around.language)
            },
            Column(
                "gas", .gas, rank: 1, isNumber: true, plain: { Decimals.shown($0.gas) }, text: gas),
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
            Column("riser", .riser, rank: nil) { $0.riser },
            Column("gas_at", .gasAt, rank: nil, plain: { $0.gasAt }) { valve, around in
                Clockwork.age(of: valve.gasAt, around)
            },
            Column("remark", .remark, rank: 4, plain: { remarks($0, .english, nil) }) {
                valve, around in
                let said = remarks(valve, around.language, around)
                return said.isEmpty ? "-" : said
            },
        ],
        name: { $0.id },
        emphasis: { valve in
            if valve.axes.contains(where: { $0.axis == "gas" && !$0.current.isEmpty }) {
                return .urgent
            }
            return valve.link == "offline" ? .notice : .none
        })

    /// Gas with its age where the valve has spoken since without measuring it: nobody shall take an old
    /// number for a new one.
    private static func gas(_ valve: ValveView, _ around: Surroundings) -> String {
        guard let shown = Decimals.shown(valve.gas) else { return "-" }
        guard let measured = valve.gasAt.flatMap({ Instant(rfc3339: $0) }),
            let heard = valve.lastHeardAt.flatMap({ Instant(rfc3339: $0) }),
            heard.milliseconds - measured.milliseconds >= Self.gasAgeMin
        else { return shown }
        return around.say(.old(shown, Clockwork.age(of: valve.gasAt, around)))
    }

    /// A minute: four reports of the densest profile.
    private static let gasAgeMin: Int64 = 60_000

    /// What a person has to know before believing or visiting it.
    private static func remarks(
        _ valve: ValveView, _ language: Language, _ around: Surroundings?
    ) -> String {
        var said: [Phrase] = []
        if valve.retired {
            said.append(.retired)
        } else if !valve.registered {
            said.append(.unregistered)
        }
        if let service = valve.outOfService {
            let until = around.map { Clockwork.shown(service.until, $0) } ?? service.until
            said.append(.outOfService(until, service.by, service.reason))
        }
        if let testUntil = valve.testUntil {
            said.append(.inTest(around.map { Clockwork.shown(testUntil, $0) } ?? testUntil))
        }
        return said.map { $0.text(language) }.joined(separator: language == .chinese ? "、" : ", ")
    }
}

/// Numbers as short as they are exact.
enum Decimals {
    static func shown(_ value: Double?) -> String? {
        guard let value else { return nil }
        return value == value.rounded() && abs(value) < 1e9
            ? String(Int(value)) : value.description
    }
}
