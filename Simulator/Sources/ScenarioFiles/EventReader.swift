internal import SimulatedDistrict
internal import Yams

/// Reads one event: a time and exactly one thing that happens.
struct EventReader {
    /// As long as a run can be.
    private static let anyTime = 0.0...604_800.0
    /// Of the largest registry.
    private static let anyCount = 1...999_999

    private let event: ScenarioSection

    init(_ event: ScenarioSection) { self.event = event }

    /// The keys of happenings; `at` stands beside one of them.
    static let kinds = [
        "leak", "storm", "supply_loss", "overpressure", "power_cut", "broker_restart",
        "daemon_kill", "radio_outage", "earthquake", "nuisance", "stuck", "cloned", "garbage",
        "replayed", "clock", "drill", "centre_outage", "team_away",
    ]

    func read() -> ScenarioEvent? {
        guard event.has("at"), let at = event.seconds("at", in: Self.anyTime) else {
            if !event.has("at") { event.fault("at", "is missing: when does it happen?") }
            for kind in Self.kinds { _ = event.node(kind) }
            return nil
        }
        let written = Self.kinds.filter { event.has($0) }
        for kind in Self.kinds { _ = event.node(kind) }
        guard written.count == 1 else {
            event.fault(
                written.first ?? "at",
                "an event names exactly one of \(Self.kinds.joined(separator: ", "))")
            return nil
        }
        guard let section = event.section(written[0]) else { return nil }
        defer { section.finish() }
        return happening(written[0], section).map {
            ScenarioEvent(at: at, what: $0, line: event.line)
        }
    }

    private func happening(_ kind: String, _ section: ScenarioSection) -> Happening? {
        switch kind {
        case "leak": leak(section)
        case "storm":
            both(section.integer("valves", in: Self.anyCount), lasting(section)) {
                .storm(valves: $0, seconds: $1)
            }
        case "supply_loss": spread(section) { .supplyLoss($0, seconds: $1) }
        case "overpressure": overpressure(section)
        case "power_cut": spread(section) { .powerCut($0, seconds: $1) }
        case "broker_restart":
            lasting(section).map {
                .brokerRestart(seconds: $0, isKilled: section.flag("killed") ?? false)
            }
        case "daemon_kill": .daemonKill
        case "radio_outage": spread(section) { .radioOutage($0, seconds: $1) }
        case "earthquake": earthquake(section)
        case "nuisance": nuisance(section)
        case "stuck": extent(section).map { .stuck($0) }
        case "cloned": spread(section) { .cloned($0, seconds: $1) }
        case "garbage": garbage(section)
        case "replayed":
            both(extent(section), section.integer("messages", in: 1...1_000)) {
                .replayed($0, messages: $1)
            }
        case "clock": clock(section)
        case "drill": spread(section) { .drill($0, seconds: $1) }
        case "centre_outage":
            both(needed(section, "centre"), lasting(section)) { .centreOutage($0, seconds: $1) }
        default: both(needed(section, "team"), lasting(section)) { .teamAway($0, seconds: $1) }
        }
    }

    private func both<First, Second>(
        _ first: First?, _ second: Second?, _ make: (First, Second) -> Happening
    ) -> Happening? {
        guard let first, let second else { return nil }
        return make(first, second)
    }

    private func spread(
        _ section: ScenarioSection, _ make: (Extent, Double) -> Happening
    ) -> Happening? {
        both(extent(section), lasting(section), make)
    }

    private func needed(_ section: ScenarioSection, _ key: String) -> String? {
        if !section.has(key) { section.fault(key, "is missing") }
        return section.text(key)
    }

    private func lasting(_ section: ScenarioSection) -> Double? {
        if !section.has("for") { section.fault("for", "is missing: how long does it last?") }
        return section.seconds("for", in: Self.anyTime)
    }

    private func extent(_ section: ScenarioSection) -> Extent? {
        let keys = ["valves", "drawn", "riser", "building", "area", "fleet"]
        let written = keys.filter { section.has($0) }
        for key in keys { _ = section.node(key) }
        guard written.count == 1 else {
            section.fault(
                written.first ?? "valves", "name exactly one of \(keys.joined(separator: ", "))")
            return nil
        }
        switch written[0] {
        case "valves":
            let names = section.list("valves").compactMap(\.string)
            if names.isEmpty { section.fault("valves", "names no valve") }
            return names.isEmpty ? nil : .valves(names)
        case "drawn": return section.integer("drawn", in: Self.anyCount).map { .drawn($0) }
        case "riser": return section.text("riser").map { .riser($0) }
        case "building": return section.text("building").map { .building($0) }
        case "area": return section.text("area").map { .area($0) }
        default: return section.flag("fleet") == true ? .fleet : nil
        }
    }

    private func leak(_ section: ScenarioSection) -> Happening? {
        let extent = extent(section)
        // A hose that came off lets out 2 m³/h; a pipe of a home no more than twice that.
        let flow = section.number("flow", in: 0.01...4)
        if !section.has("flow") { section.fault("flow", "is missing: how many m³/h escape?") }
        var closing = LeakClosing.itself
        if let word = section.text("closing") {
            guard let known = LeakClosing(rawValue: word) else {
                let words = LeakClosing.allCases.map(\.rawValue).joined(separator: ", ")
                section.fault("closing", "\(word) is none of \(words)")
                return nil
            }
            closing = known
        }
        return both(extent, flow) { .leak($0, flow: $1, closing: closing) }
    }

    private func overpressure(_ section: ScenarioSection) -> Happening? {
        let kilopascals = section.number("kilopascals", in: 0.1...18)
        if !section.has("kilopascals") { section.fault("kilopascals", "is missing") }
        return kilopascals.flatMap { kilopascals in
            spread(section) { .overpressure($0, kilopascals: kilopascals, seconds: $1) }
        }
    }

    private func earthquake(_ section: ScenarioSection) -> Happening? {
        let shutoffs = section.integer("shutoffs", in: 0...999_999) ?? 0
        let leaks = section.integer("leaks", in: 0...999_999) ?? 0
        return lasting(section).map {
            .earthquake(shutoffs: shutoffs, leaks: leaks, seconds: $0)
        }
    }

    private func nuisance(_ section: ScenarioSection) -> Happening? {
        let rate = section.number("per_home_and_day", in: 0...1_000)
        if !section.has("per_home_and_day") { section.fault("per_home_and_day", "is missing") }
        let share = section.number("leak_share", in: 0...1) ?? 0
        return both(rate, lasting(section)) {
            .nuisance(perHomeAndDay: $0, leakShare: share, seconds: $1)
        }
    }

    private func garbage(_ section: ScenarioSection) -> Happening? {
        let valve = section.text("valve")
        return both(section.integer("messages", in: 1...10_000_000), lasting(section)) {
            .garbage(messages: $0, seconds: $1, valve: valve)
        }
    }

    private func clock(_ section: ScenarioSection) -> Happening? {
        let extent = extent(section)
        let isReset = section.flag("at_1970") ?? false
        let offset = section.number("offset", in: -4e9...4e9)
        guard isReset != (offset != nil) else {
            section.fault("offset", "write either offset in seconds or at_1970: true")
            return nil
        }
        return extent.map { .clock($0, offset: offset) }
    }
}
