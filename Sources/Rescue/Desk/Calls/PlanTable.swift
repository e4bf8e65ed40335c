internal import Incidents
internal import ValveModel

/// What waits for a team, in the order of the plan, with the estimate of every team: kept from plan
/// to plan, so that one more finding costs one more row and not a look at everything that waits.
struct PlanTable: Sendable {
    /// Where a team starts and how soon.
    struct Origin: Equatable, Sendable {
        var place: Coordinate?
        var turnoutSeconds: Int
    }

    /// What the plan needs beside `PlanIncident`, row by row.
    private struct Row: Sendable {
        var rescueBy: Moment?
        var location: Coordinate?
        var end: TravelEnd?
        var floor: Int?
    }

    /// The place of an incident in the order.
    private struct Mark: Equatable, Sendable {
        var priority: Priority
        var raisedAt: Int64
    }

    /// Estimate where either end is unknown or no open road leads there: twice the circle, so that
    /// such a team is called when nobody else can be and never counts as in time. Where it is the home,
    /// the way to the middle of the centres is added: whoever is nearest to it goes first.
    static let unknownSeconds: Int32 = 600

    /// The teams, column by column.
    private(set) var teams: [String] = []
    private var origins: [Origin] = []
    private var model = TravelModel(rules: TravelRules())
    private var edition = 0
    /// Times to everywhere, column by column; nil until they are asked for.
    private var reaches: [TeamReach?] = []
    private var incidents: [PlanIncident] = []
    private var rows: [Row] = []
    private var seconds: [Int32] = []
    private var marks: [String: Mark] = [:]
    /// Columns that are out of the question, by incident.
    private var forbidden: [String: [Int]] = [:]
    /// Incidents with a leading team.
    private(set) var led: Set<String> = []

    var isEmpty: Bool { incidents.isEmpty }

    /// Incidents here that declined or silent teams are out of the question for.
    var narrowed: Dictionary<String, [Int]>.Keys { forbidden.keys }

    /// Takes how ways are estimated now; where that changed, every estimate is made anew.
    ///
    /// - Parameter edition: changes with the model's roads.
    mutating func setGround(_ model: TravelModel, edition: Int, middle: Coordinate?) {
        let isSame =
            edition == self.edition && model.rules == self.model.rules
            && model.speedFactor == self.model.speedFactor && middle == self.middle
        guard !isSame else { return }
        self.edition = edition
        self.model = model
        self.middle = middle
        for row in rows.indices { rows[row].end = end(of: rows[row].location) }
        estimateAll()
    }

    /// Takes the present teams; only the columns of those that moved are estimated anew.
    mutating func setTeams(_ ids: [String], _ newOrigins: [Origin]) {
        guard ids == teams else {
            // Columns are known by their place: the caller puts every incident again.
            teams = ids
            origins = newOrigins
            return estimateAll()
        }
        for column in ids.indices where origins[column] != newOrigins[column] {
            origins[column] = newOrigins[column]
            reaches[column] = nil
            for row in rows.indices {
                seconds[row * teams.count + column] = estimate(column, rows[row])
            }
        }
    }

    private mutating func estimateAll() {
        reaches = Array(repeating: nil, count: teams.count)
        seconds = []
        seconds.reserveCapacity(rows.count * teams.count)
        for row in rows { seconds.append(contentsOf: estimates(row)) }
    }

    /// A team's times to everywhere from where it starts; those of the table's teams are kept.
    mutating func reach(of team: String, from origin: Origin) -> TeamReach? {
        if let column = teams.firstIndex(of: team), origins[column] == origin {
            return reach(ofColumn: column)
        }
        return Self.reach(from: origin, model)
    }

    private mutating func reach(ofColumn column: Int) -> TeamReach? {
        if let known = reaches[column] { return known }
        reaches[column] = Self.reach(from: origins[column], model)
        return reaches[column]
    }

    private static func reach(from origin: Origin, _ model: TravelModel) -> TeamReach? {
        guard let place = origin.place, place.isValid else { return nil }
        return model.reach(from: place, turnout: origin.turnoutSeconds)
    }

    /// A home on the model's roads; the middle of the centres stands for one that is nowhere.
    func end(of location: Coordinate?) -> TravelEnd? {
        guard let place = location ?? middle, place.isValid else { return nil }
        return model.end(place)
    }

    /// Adds an incident or takes what changed.
    mutating func put(_ incident: Incident, forbidden teamsOut: Set<String>) {
        let mark = Mark(
            priority: incident.priority, raisedAt: incident.raisedAt.milliseconds)
        let out = teamsOut.compactMap { teams.firstIndex(of: $0) }
        forbidden[incident.id] = out.isEmpty ? nil : out
        if incident.team == nil { led.remove(incident.id) } else { led.insert(incident.id) }
        if marks[incident.id] == mark {
            rows[place(of: incident.id, mark)].rescueBy = incident.rescueBy
            return
        }
        removeRow(incident.id)
        let index = place(of: incident.id, mark)
        let row = Row(
            rescueBy: incident.rescueBy, location: incident.place.location,
            end: end(of: incident.place.location), floor: incident.place.floor)
        marks[incident.id] = mark
        incidents.insert(
            PlanIncident(
                key: index, priority: mark.priority, raisedAt: mark.raisedAt, id: incident.id,
                overdue: false, remaining: 0, homeCentre: incident.place.homeCentre),
            at: index)
        rows.insert(row, at: index)
        seconds.insert(contentsOf: estimates(row), at: index * teams.count)
    }

    /// Takes out an incident that does not wait any more.
    mutating func remove(_ id: String) {
        removeRow(id)
        forbidden[id] = nil
        led.remove(id)
    }

    private mutating func removeRow(_ id: String) {
        guard let mark = marks.removeValue(forKey: id) else { return }
        let index = place(of: id, mark)
        incidents.remove(at: index)
        rows.remove(at: index)
        seconds.removeSubrange(index * teams.count..<(index + 1) * teams.count)
    }

    /// The plan at `now`; the key of an incident is its place in the order.
    mutating func plan(_ planTeams: [PlanTeam], at now: Moment) -> AssignmentPlan {
        for index in incidents.indices {
            let rescueBy = rows[index].rescueBy ?? now
            incidents[index].key = index
            incidents[index].overdue = now > rescueBy
            incidents[index].remaining = max(0, Int((rescueBy - now).milliseconds / 1_000))
        }
        var allowed = seconds
        for (id, columns) in forbidden {
            guard let mark = marks[id] else { continue }
            let start = place(of: id, mark) * teams.count
            for column in columns { allowed[start + column] = -1 - allowed[start + column] }
        }
        return AssignmentPlan(incidents: incidents, teams: planTeams, seconds: allowed)
    }

    /// The first place whose incident does not come before this one.
    private func place(of id: String, _ mark: Mark) -> Int {
        var low = 0
        var high = incidents.count
        while low < high {
            let middle = (low + high) / 2
            let other = incidents[middle]
            let isBefore =
                (other.priority, other.raisedAt, other.id) < (mark.priority, mark.raisedAt, id)
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func estimates(_ row: Row) -> [Int32] {
        teams.indices.map { estimate($0, row) }
    }

    private mutating func estimate(_ column: Int, _ row: Row) -> Int32 {
        guard let end = row.end, let reach = reach(ofColumn: column),
            let found = reach.estimate(to: end, floor: row.floor)
        else { return row.location == nil ? 2 * Self.unknownSeconds : Self.unknownSeconds }
        guard row.location == nil else { return Int32(clamping: found.estimate.total) }
        // Below a team that has no way there at all.
        let way = min(found.estimate.total, Int(Self.unknownSeconds) - 1)
        return Self.unknownSeconds + Int32(clamping: way)
    }

    /// Stands for a home of which not even the area is known.
    private var middle: Coordinate?
}
