package import SimulatedDistrict
internal import ValveModel
internal import Yams

/// Reads scenarios as people write them.
package struct ScenarioFile {
    /// A run of a week is the longest anybody has asked for.
    private static let longest = 604_800.0
    /// As many as the synthetic registry can name.
    private static let valvesMax = 999_999

    private let faults = FaultList()
    private var scenario = Scenario()
    private let load: (String) throws -> String

    /// Reads a scenario and what it includes.
    ///
    /// - Parameters:
    ///   - path: the file, as it is named in faults.
    ///   - load: gives the text of a file.
    /// - Throws: all faults together; nothing of a faulty scenario is used.
    package static func read(
        path: String, load: @escaping (String) throws -> String
    ) throws(ScenarioFaults) -> Scenario {
        var file = ScenarioFile(load: load)
        file.take(path, within: [])
        if file.faults.faults.isEmpty { file.checkTimes(path) }
        guard file.faults.faults.isEmpty else {
            throw ScenarioFaults(faults: file.faults.faults)
        }
        return file.scenario
    }

    private init(load: @escaping (String) throws -> String) { self.load = load }

    private mutating func take(_ path: String, within outer: [String]) {
        guard !outer.contains(path) else {
            faults.add(outer.last ?? path, 1, "include: \(path) includes itself")
            return
        }
        let node: Node
        do {
            guard let composed = try Yams.compose(yaml: try load(path)) else {
                faults.add(path, 1, "is empty; write at least name and about")
                return
            }
            node = composed
        } catch let error as YamlError {
            faults.add(path, 1, "is no YAML: \(error)")
            return
        } catch {
            faults.add(outer.last ?? path, 1, "\(path) could not be read; does it exist?")
            return
        }
        guard let top = ScenarioSection(node, "a scenario", place: path, faults: faults) else {
            return
        }
        if let included = top.text("include") {
            let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
            take(folder + included, within: outer + [path])
        }
        read(top)
        top.finish()
    }

    private mutating func read(_ top: ScenarioSection) {
        if let name = top.text("name") { scenario.name = name }
        if let about = top.text("about") { scenario.about = about }
        if let seed = top.integer("seed", in: 0...Int.max) { scenario.seed = UInt64(seed) }
        if let valves = top.integer("valves", in: 1...Self.valvesMax) { scenario.valves = valves }
        if let duration = top.seconds("duration", in: FleetSettings.durationMin...Self.longest) {
            scenario.duration = duration
        }
        if let homes = top.section("homes") { readHomes(homes) }
        if let traffic = top.section("traffic") { readTraffic(traffic) }
        if let teams = top.section("teams") { readTeams(teams) }
        if let thresholds = top.section("thresholds") { readThresholds(thresholds) }
        for node in top.list("events") {
            guard
                let event = ScenarioSection(node, "an event", place: top.place, faults: faults)
            else { continue }
            if let read = EventReader(event).read() { scenario.events.append(read) }
            event.finish()
        }
    }

    private mutating func readHomes(_ homes: ScenarioSection) {
        if let text = homes.text("season") {
            if let season = Season(rawValue: text) {
                scenario.season = season
            } else {
                let known = Season.allCases.map(\.rawValue).joined(separator: ", ")
                homes.fault("season", "\(text) is none of \(known)")
            }
        }
        if let text = homes.text("at") {
            let parts = text.split(separator: ":").compactMap { Int($0) }
            if parts.count == 2, (0..<24).contains(parts[0]), (0..<60).contains(parts[1]) {
                scenario.startsAt = Double(parts[0] * 3_600 + parts[1] * 60)
            } else {
                homes.fault("at", "\(text) is no time of day; write \"18:30\"")
            }
        }
        // A week in a minute is ten thousand times as fast.
        if let speed = homes.number("speed", in: 0.1...10_080) { scenario.speed = speed }
        homes.finish()
    }

    private mutating func readTraffic(_ traffic: ScenarioSection) {
        if let period = traffic.seconds("period", in: 0.5...86_400) { scenario.period = period }
        if let rate = traffic.number("leaks_per_minute", in: 0...10_000) {
            scenario.leaksPerMinute = rate
        }
        if let rate = traffic.number("others_per_minute", in: 0...10_000) {
            scenario.othersPerMinute = rate
        }
        traffic.finish()
    }

    private mutating func readTeams(_ teams: ScenarioSection) {
        if let share = teams.number("silent", in: 0...1) { scenario.teams.silentShare = share }
        if let share = teams.number("decline", in: 0...1) { scenario.teams.declineShare = share }
        if let speed = teams.number("drive_speed", in: 0.1...1_000) {
            scenario.teams.driveSpeed = speed
        }
        if let range = range(teams, "answer") { scenario.teams.answerAfter = range }
        if let range = range(teams, "work") { scenario.teams.workFor = range }
        teams.finish()
    }

    private func range(_ section: ScenarioSection, _ key: String) -> ClosedRange<Double>? {
        guard section.has(key) else { return nil }
        let ends = section.list(key).compactMap { $0.string.flatMap(Double.init) }
        guard ends.count == 2, ends[0] >= 0, ends[1] >= ends[0] else {
            section.fault(key, "is no span of seconds; write [3, 12]")
            return nil
        }
        return ends[0]...ends[1]
    }

    private mutating func readThresholds(_ section: ScenarioSection) {
        var limits = scenario.thresholds
        if let share = section.number("leaks_called_out", in: 0...1) {
            limits.leaksCalledOut = share
        }
        func count(_ key: String, _ target: WritableKeyPath<Thresholds, Int>) {
            if let count = section.integer(key, in: 0...1_000_000) {
                limits[keyPath: target] = count
            }
        }
        func figure(_ key: String, _ target: WritableKeyPath<Thresholds, Double?>) {
            if let figure = section.number(key, in: 0...1e9) { limits[keyPath: target] = figure }
        }
        count("receipts_outstanding", \.receiptsOutstanding)
        count("wrong_callouts", \.wrongCallouts)
        count("idle_teams", \.idleTeams)
        count("sooner_teams", \.soonerTeams)
        count("test_callouts", \.testCallouts)
        figure("callout_p99_ms", \.calloutP99)
        figure("receipt_p99_ms", \.receiptP99)
        figure("leaks_per_minute", \.leaksPerMinute)
        figure("accepted", \.accepted)
        figure("onscene", \.onscene)
        figure("rescue", \.rescue)
        figure("nuisance_callouts_per_day", \.nuisanceCalloutsPerDay)
        if section.has("area_events") {
            limits.areaEvents = section.list("area_events").compactMap { areaEvent($0, section) }
        }
        if let most = section.integer("standing_incidents", in: 0...1_000_000) {
            limits.standingIncidents = most
        }
        scenario.thresholds = limits
        section.finish()
    }

    /// `riser leak`: how wide an area event is, and of what.
    private func areaEvent(_ node: Node, _ section: ScenarioSection) -> String? {
        let text = node.string ?? ""
        let words = text.split(separator: " ").map(String.init)
        let scopes = ["riser", "building", "area", "fleet"]
        guard words.count == 2, scopes.contains(words[0]), FindingKind(word: words[1]) != nil
        else {
            faults.add(
                section.place, node.mark?.line ?? section.line,
                "area_events: '\(text)' is no area event; write one of "
                    + "\(scopes.joined(separator: ", ")) and a kind, such as riser leak")
            return nil
        }
        return words.joined(separator: " ")
    }

    private func checkTimes(_ path: String) {
        guard let duration = scenario.duration else { return }
        for event in scenario.events where event.at >= duration {
            faults.add(
                path, event.line,
                "at: \(event.at) s is not before the end of the run, \(duration) s")
        }
    }
}
