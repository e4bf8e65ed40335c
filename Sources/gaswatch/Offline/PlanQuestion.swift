internal import Rescue
internal import ValveModel

/// A checked question: what the exact assignment takes, and the incidents it is not asked about.
struct PlanQuestion: Sendable {
    /// P1 and P2, in the order of the file; `key` is the place in it.
    private(set) var incidents: [PlanIncident] = []
    /// The teams that may be sent.
    private(set) var teams: [PlanTeam] = []
    /// Row by row of `incidents`.
    private(set) var seconds: [Int32] = []
    /// P3 and P4 never take a team by themselves (contract, section 4).
    private(set) var visits: [String] = []

    /// The plan, exact.
    func plan() -> AssignmentPlan {
        AssignmentPlan(incidents: incidents, teams: teams, seconds: seconds)
    }

    /// Checks a file and estimates every pair.
    ///
    /// Among equal plans the teams of an incident's home centre come first. Offline the home centre
    /// is the incident's `homeCentre` (or `centre`), else the one whose areas hold its `area` in the given rules;
    /// with neither no centre comes first.
    ///
    /// - Parameter rules: Travel, milestones and the areas of the centres.
    /// - Returns: the question, or every fault with its row.
    static func checked(
        _ file: PlanFile, _ rules: RescueRules
    ) -> Result<PlanQuestion, PlanFaults> {
        var check = PlanCheck(file: file, rules: rules)
        check.run()
        guard check.faults.isEmpty else { return .failure(PlanFaults(rows: check.faults)) }
        var question = PlanQuestion()
        let columns = file.teams.indices.filter { file.teams[$0].available ?? true }
        question.teams = columns.map { check.team(file.teams[$0]) }
        for (index, row) in file.incidents.enumerated() {
            guard let priority = Priority(word: row.priority), priority.callsOut else {
                question.visits.append(row.id)
                continue
            }
            question.incidents.append(check.incident(row, key: index, priority))
            for column in columns { question.seconds.append(check.seconds(index, column)) }
        }
        return .success(question)
    }
}

/// Everything that is wrong with a question.
struct PlanFaults: Error, Sendable {
    var rows: [String]
}

/// The rules a question has to keep, and its rows in the core's terms.
private struct PlanCheck {
    let file: PlanFile
    let rules: RescueRules
    var faults: [String] = []

    /// A building of more floors stands nowhere on earth; basements do not go deeper than ten.
    static let floors = -10...200
    /// Ten days: no team and no deadline is farther away.
    static let secondsMax = 864_000.0

    init(file: PlanFile, rules: RescueRules) {
        self.file = file
        self.rules = rules
    }

    mutating func run() {
        if file.teams.count > AssignmentPlan.teamsMax {
            faults.append(
                "teams has \(file.teams.count) rows, a plan takes at most \(AssignmentPlan.teamsMax)"
            )
        }
        unique(file.teams.map(\.id), "teams")
        unique(file.incidents.map(\.id), "incidents")
        for (index, row) in file.teams.enumerated() {
            let name = "teams[\(index)] \(row.id)"
            place(row.lat, row.lon, name)
            time(row.turnout, "turnout", name)
            if let word = row.holding, Priority(word: word) == nil {
                faults.append("\(name): holding \(word) is none of P1, P2, P3, P4")
            }
        }
        for (index, row) in file.incidents.enumerated() {
            let name = "incidents[\(index)] \(row.id)"
            if Priority(word: row.priority) == nil {
                faults.append("\(name): priority \(row.priority) is none of P1, P2, P3, P4")
            }
            place(row.lat, row.lon, name)
            if let floor = row.floor, !Self.floors.contains(floor) {
                faults.append("\(name): floor \(floor) is not between -10 and 200")
            }
            if let left = row.remaining, abs(left) > Self.secondsMax {
                faults.append("\(name): remaining \(left) is more than ten days away")
            }
        }
        matrix()
    }

    private mutating func unique(_ ids: [String], _ list: String) {
        var first: [String: Int] = [:]
        for (index, id) in ids.enumerated() {
            if id.isEmpty { faults.append("\(list)[\(index)]: id is empty") }
            if let earlier = first[id] {
                faults.append("\(list)[\(index)] \(id): the id is already in \(list)[\(earlier)]")
            } else {
                first[id] = index
            }
        }
    }

    private mutating func place(_ lat: Double?, _ lon: Double?, _ name: String) {
        if let lat, !(-90...90).contains(lat) {
            faults.append("\(name): lat \(lat) is not between -90 and 90")
        }
        if let lon, !(-180...180).contains(lon) {
            faults.append("\(name): lon \(lon) is not between -180 and 180")
        }
        // With a matrix no place is needed.
        guard file.eta == nil else { return }
        if lat == nil { faults.append("\(name): lat is missing, and there is no eta matrix") }
        if lon == nil { faults.append("\(name): lon is missing, and there is no eta matrix") }
    }

    private mutating func time(_ seconds: Double?, _ key: String, _ name: String) {
        guard let seconds else { return }
        if seconds < 0 { faults.append("\(name): \(key) \(seconds) is negative") }
        if seconds > Self.secondsMax { faults.append("\(name): \(key) is more than ten days") }
    }

    private mutating func matrix() {
        guard let eta = file.eta else { return }
        if eta.count != file.incidents.count {
            faults.append(
                "eta has \(eta.count) rows, and there are \(file.incidents.count) incidents")
        }
        for (index, row) in eta.enumerated() {
            if row.count != file.teams.count {
                faults.append(
                    "eta[\(index)] has \(row.count) cells, and there are \(file.teams.count) teams")
            }
            for (column, cell) in row.enumerated() {
                guard let cell else { continue }
                if cell < 0 { faults.append("eta[\(index)][\(column)] \(cell) is negative") }
                if cell > Self.secondsMax {
                    faults.append("eta[\(index)][\(column)] \(cell) is more than ten days")
                }
            }
        }
    }

    func team(_ row: PlanFile.TeamRow) -> PlanTeam {
        PlanTeam(
            id: row.id, centre: row.centre ?? "", unresponsive: row.unresponsive ?? false,
            heldPriority: row.holding.flatMap { Priority(word: $0) })
    }

    func incident(_ row: PlanFile.IncidentRow, key: Int, _ priority: Priority) -> PlanIncident {
        let left = row.remaining ?? rules.rescue.seconds
        let home =
            row.homeCentre ?? row.centre
            ?? rules.centres.first { centre in
                centre.areas.contains { $0.description == row.area?.text }
            }?.id
        return PlanIncident(
            key: key, priority: priority, raisedAt: row.raisedAt?.milliseconds ?? 0, id: row.id,
            overdue: left <= 0, remaining: max(0, Int(left.rounded(.down))), homeCentre: home)
    }

    /// The estimate of a pair, −1 where there is no way.
    func seconds(_ index: Int, _ column: Int) -> Int32 {
        if let eta = file.eta {
            guard let cell = eta[index][column] else { return -1 }
            return Int32(cell.rounded(.up))
        }
        let incident = file.incidents[index]
        let team = file.teams[column]
        guard let teamLat = team.lat, let teamLon = team.lon, let lat = incident.lat,
            let lon = incident.lon
        else { return -1 }
        let estimate = rules.travel.estimate(
            turnout: Int((team.turnout ?? Self.turnout).rounded(.up)),
            from: Coordinate(latitude: teamLat, longitude: teamLon),
            to: Coordinate(latitude: lat, longitude: lon), floor: incident.floor)
        return Int32(clamping: estimate.total)
    }

    /// NFPA 1710 gives crews 60 s to turn out to anything but a fire.
    static let turnout = 60.0
}
