internal import Rescue
internal import ValveModel
internal import Yams

/// Reads `centres.yaml`: milestones, travel rules, centres and their teams.
enum CentresFile {
    /// The rules of a file; what is wrong is reported and its default stands in.
    static func read(_ path: Sourced<String>, faults: FaultCollector) -> RescueRules {
        var rules = RescueRules()
        guard !path.value.isEmpty else {
            faults.add(path.origin.fault("is empty, name the file of the centres"))
            return rules
        }
        guard
            let root = SettingsDocument.open(path.value, environment: [:], faults: faults)
        else { return rules }
        readMilestones(root, into: &rules)
        // An hour to answer is no call-out any more.
        rules.ackWindow = root.seconds("ack_window", rules.ackWindow, in: 1...3_600)
        if rules.ackWindow > rules.rescue {
            root.add(
                "ack_window", "is longer than milestones.rescue, make it shorter")
        }
        // A minute is no time to work in, two hours are no check.
        rules.loneWorker = root.seconds("lone_worker", rules.loneWorker, in: 60...7_200)
        // Less than ten seconds is no time to press a button in, an hour is no rescue.
        let silence = root.seconds("silent_on_way", rules.silentOnWay ?? .zero, in: 10...3_600)
        rules.silentOnWay = silence
        // A vehicle that tells its place tells it within a minute; a day is a post, not a location.
        let age = root.seconds("location_age", rules.locationAge ?? .zero, in: 60...86_400)
        rules.locationAge = age
        rules.travel = travel(root.section("travel"), standard: rules.travel)
        let hours = root.section("hours")
        rules.hours = HourRules(
            // From a standstill in a jam to an empty road.
            speed: factors(hours, "speed", in: 0.05...3, standard: rules.hours.speed),
            turnout: factors(hours, "turnout", in: 0...10, standard: rules.hours.turnout))
        let sections = root.sections("centres")
        // A value that is no list at all has been reported already.
        if sections?.isEmpty ?? !root.has("centres") {
            root.add("centres", "has no centre, describe at least one")
        }
        var claims = CentreClaims(faults: faults)
        rules.centres = (sections ?? []).compactMap { centre($0, claims: &claims) }
        let teamCount = rules.centres.reduce(0) { $0 + $1.teams.count }
        if teamCount > Roster.configuredMax {
            root.add(
                "centres", "have \(teamCount) teams, name \(Roster.configuredMax) at most")
        }
        root.finish()
        return rules
    }

    private static func readMilestones(_ root: Section, into rules: inout RescueRules) {
        let section = root.section("milestones")
        // A day is far beyond any circle; it only keeps slips of the pen out.
        let range = 1.0...86_400.0
        rules.response = section.seconds("response", rules.response, in: range)
        rules.arrival = section.seconds("arrival", rules.arrival, in: range)
        rules.rescue = section.seconds("rescue", rules.rescue, in: range)
        if rules.response > rules.arrival {
            section.add("response", "is later than arrival, put the milestones in order")
        }
        if rules.arrival > rules.rescue {
            section.add("arrival", "is later than rescue, put the milestones in order")
        }
    }

    private static func travel(_ section: Section, standard: TravelRules) -> TravelRules {
        TravelRules(
            speedKilometresPerHour: section.number("speed_kmh", in: 1...200)
                ?? standard.speedKilometresPerHour,
            detourFactor: section.number("detour", in: 1...10) ?? standard.detourFactor,
            accessSeconds: section.integer("access", standard.accessSeconds, in: 0...3_600),
            floorSeconds: section.integer("floor", standard.floorSeconds, in: 0...600))
    }

    /// A factor for each hour of the day.
    private static func factors(
        _ section: Section, _ key: String, in range: ClosedRange<Double>, standard: [Double]
    ) -> [Double] {
        guard let nodes = section.list(key) else { return standard }
        let numbers = nodes.compactMap { $0.scalar.flatMap { Section.decimal($0.string) } }
        guard nodes.count == 24, numbers.count == 24, numbers.allSatisfy(range.contains) else {
            section.add(
                key,
                "is not 24 numbers from \(Section.short(range.lowerBound)) to "
                    + "\(Section.short(range.upperBound)), write one for each hour from 0 to 23")
            return standard
        }
        return numbers
    }

    private static func centre(_ section: Section, claims: inout CentreClaims) -> CentrePlan? {
        let id = section.requiredText("id")
        let name = section.text("name", id ?? "").value
        let place = place(section, isRequired: true)
        let areas = areas(section, claims: &claims)
        let teams = (section.sections("teams") ?? []).compactMap {
            team($0, centre: id ?? "", claims: &claims)
        }
        guard let id else { return nil }
        claims.claim(centre: id, section)
        guard let place else { return nil }
        return CentrePlan(id: id, name: name, place: place, areas: areas, teams: teams)
    }

    private static func team(
        _ section: Section, centre: String, claims: inout CentreClaims
    ) -> TeamPlan? {
        let id = section.requiredText("id")
        let name = section.text("name", id ?? "").value
        let turnout = section.integer("turnout", turnoutSeconds, in: 0...3_600)
        let place = place(section, isRequired: false)
        let shifts = shifts(section)
        guard let id else { return nil }
        claims.claim(team: id, section)
        return TeamPlan(
            id: id, name: name, centre: centre, turnoutSeconds: turnout, place: place,
            shifts: shifts)
    }

    private static func shifts(_ section: Section) -> [Shift] {
        var shifts: [Shift] = []
        for node in section.list("shifts") ?? [] {
            let text = node.scalar?.string ?? ""
            guard let shift = Shift(text) else {
                section.add(
                    "shifts",
                    "has \(section.quoted(text)), which is no shift: write them as "
                        + "[\"07:00-19:00\"] in local time, and leave them out for all day")
                continue
            }
            if let other = shifts.first(where: { $0.overlaps(shift) }) {
                section.add("shifts", "has \(other) and \(shift), which overlap; join them")
            }
            shifts.append(shift)
        }
        return shifts
    }

    /// NFPA 1710 gives crews 60 s to turn out to anything but a fire.
    static let turnoutSeconds = 60

    private static func place(_ section: Section, isRequired: Bool) -> Coordinate? {
        let latitude = section.number("lat", in: -90...90)
        let longitude = section.number("lon", in: -180...180)
        let hasNorth = section.has("lat")
        let hasEast = section.has("lon")
        if isRequired || hasNorth != hasEast {
            if !hasNorth { section.add("lat", "is missing, write degrees north in WGS-84") }
            if !hasEast { section.add("lon", "is missing, write degrees east in WGS-84") }
        }
        guard let latitude, let longitude else { return nil }
        // Who has not measured a place may write zeros: teams would set out from the Gulf of Guinea.
        if latitude == 0, longitude == 0 {
            section.add("lat", "and lon are 0, measure the place")
        }
        return Coordinate(latitude: latitude, longitude: longitude)
    }

    private static func areas(_ section: Section, claims: inout CentreClaims) -> [Area] {
        guard let nodes = section.list("areas") else { return [] }
        return nodes.compactMap { node in
            let line = node.mark?.line ?? section.line
            let origin = Origin(
                place: section.place, line: line,
                key: (section.path + ["areas"]).joined(separator: "."))
            guard let text = node.string, let area = Area(text) else {
                claims.faults.add(
                    origin.fault("has an area that is not nine digits, write codes in quotes"))
                return nil
            }
            return claims.claim(area: area, origin) ? area : nil
        }
    }
}

/// What may be claimed only once over all centres.
struct CentreClaims {
    let faults: FaultCollector
    private var areas: [Area: Int?] = [:]
    private var teams: [String: Int?] = [:]
    private var centres: [String: Int?] = [:]

    init(faults: FaultCollector) { self.faults = faults }

    /// Whether the area was still free.
    mutating func claim(area: Area, _ origin: Origin) -> Bool {
        if let line = areas[area] {
            faults.add(
                origin.fault("\(area) is already claimed\(at(line)), leave it to one centre"))
            return false
        }
        areas[area] = origin.line
        return true
    }

    mutating func claim(team: String, _ section: Section) {
        let origin = section.origin("id")
        if team.isEmpty || team.contains(where: { $0.isWhitespace || $0.isNewline || $0 == "/" }) {
            faults.add(origin.fault("\(section.quoted(team)) has a space or slash, leave it out"))
        }
        if let line = teams[team] {
            faults.add(
                origin.fault("\(team) is already used\(at(line)), give each team its own id"))
        }
        teams[team] = origin.line
    }

    mutating func claim(centre: String, _ section: Section) {
        let origin = section.origin("id")
        let isTopic = centre.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
        }
        if !isTopic || centre.isEmpty {
            faults.add(
                origin.fault(
                    "\(section.quoted(centre)) becomes a level of a topic, "
                        + "use a-z, 0-9 and - only"))
        }
        if let line = centres[centre] {
            faults.add(
                origin.fault("\(centre) is already used\(at(line)), give each centre its own id"))
        }
        centres[centre] = origin.line
    }

    private func at(_ line: Int?) -> String { line.map { " in line \($0)" } ?? "" }
}
