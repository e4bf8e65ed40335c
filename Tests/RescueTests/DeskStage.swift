import Incidents
import Rescue
import Testing
import ValveModel

/// A desk with two centres of three teams each, and the words to play a scene on it.
struct DeskStage {
    var desk: RescueDesk
    var now = Moment(milliseconds: 1_800_000_000_000)
    /// What the last `settle` decided.
    var actions: [DeskAction] = []

    init(teams: Int = 3, _ change: (inout RescueRules) -> Void = { _ in }) {
        var rules = Self.rules(teams: teams)
        change(&rules)
        desk = RescueDesk(rules: rules, commandPrefix: "stage")
    }

    /// A leak that E-1 has accepted.
    static func accepted() throws -> (DeskStage, String) {
        var stage = DeskStage()
        stage.find(gas: 20)
        stage.settle()
        let id = try #require(stage.incident()?.id)
        stage.reply("E-1", .accept, id)
        stage.settle()
        return (stage, id)
    }

    /// An overpressure to which E-1 has answered with this step.
    static func answered(_ step: DeskReply.Word) throws -> (DeskStage, pressure: String) {
        var stage = DeskStage()
        stage.find(.raised, .overpressure, .p2)
        stage.settle()
        let pressure = try #require(stage.incident("V1", .supply)).id
        stage.reply("E-1", step, pressure)
        stage.settle()
        return (stage, pressure)
    }

    /// A leak at a home to whose overpressure E-1 has answered with this step, and E-2 has been sent as
    /// well and has accepted.
    static func withAdded(
        _ step: DeskReply.Word
    ) throws -> (DeskStage, leak: String, pressure: String) {
        var (stage, pressure) = try answered(step)
        var wish = DeskWish(by: "王")
        (wish.team, wish.also, wish.accepted) = ("E-2", true, true)
        try stage.desk.dispatch(pressure, wish, at: stage.now)
        stage.settle()
        stage.find(gas: 20)
        stage.settle()
        return (stage, try #require(stage.incident()).id, pressure)
    }

    static func rules(teams: Int) -> RescueRules {
        var rules = RescueRules()
        rules.centres = [
            centre("east", "E", longitude: 120.40, teams),
            centre("west", "W", longitude: 120.36, teams),
        ]
        return rules
    }

    private static func centre(
        _ id: String, _ letter: String, longitude: Double, _ teams: Int
    ) -> CentrePlan {
        CentrePlan(
            id: id, name: id, place: Coordinate(latitude: 36.06, longitude: longitude), areas: [],
            teams: (1...teams).map {
                TeamPlan(id: "\(letter)-\($0)", name: "", centre: id, turnoutSeconds: 60)
            })
    }

    /// A finding of a home near the east centre unless told otherwise.
    mutating func find(
        _ change: DeskFinding.Change = .raised, _ kind: FindingKind = .leak,
        _ priority: Priority = .p1, valve: String = "V1", longitude: Double = 120.401,
        isTest: Bool = false, gas: Float? = nil, isRising: Bool = false,
        _ ground: Ground? = nil
    ) {
        var place = ValvePlace(valve: valve, area: "370202010")
        place.latitude = 36.06
        place.longitude = longitude
        place.homeCentre = "east"
        var condition = Incident.Condition()
        condition.gas = gas
        condition.gasAt = gas.map { _ in now }
        condition.isGasRising = isRising
        var finding = DeskFinding(
            change, kind, priority, isTest: isTest, place: place, condition: condition)
        finding.evidence = ground.map { Evidence(kind, $0) }
        desk.note(finding, at: now)
    }

    mutating func reply(
        _ team: String, _ word: DeskReply.Word, _ incident: String, revision: Int? = nil
    ) {
        let centre = team.hasPrefix("E") ? "east" : "west"
        desk.note(
            DeskReply(
                centre: centre, incident: incident, team: team, revision: revision, word: word,
                by: team, text: nil),
            at: now)
    }

    @discardableResult
    mutating func settle() -> [DeskAction] {
        actions = desk.settle(at: now)
        return actions
    }

    /// Passes every deadline until so many seconds later; everything decided on the way.
    @discardableResult
    mutating func pass(_ seconds: Int64) -> [DeskAction] {
        let end = now + .seconds(seconds)
        var all: [DeskAction] = []
        while let next = desk.nextDeadline, next <= end {
            now = max(now, next)
            all += desk.settle(at: now)
        }
        now = end
        actions = all + desk.settle(at: end)
        return actions
    }

    /// The only open incident of a valve's axis.
    func incident(_ valve: String = "V1", _ axis: Axis = .gas, isTest: Bool = false) -> Incident? {
        desk.book.incident(in: IncidentBook.Slot(valve: valve, axis: axis, isTest: isTest))
    }
}

extension [DeskAction] {
    /// Call-outs as words: `new E-1`, `standdown W-2 accepted_by_another E-1`, repeats left out.
    var callouts: [String] {
        compactMap { action in
            guard case .callout(let callout) = action, !callout.isRepeat else { return nil }
            let whom = callout.team ?? callout.centre
            return [callout.word.rawValue, whom, callout.reason, callout.acceptedBy]
                .compactMap(\.self).joined(separator: " ")
        }
    }

    /// Repeated call-outs.
    var repeatCount: Int {
        count { action in
            guard case .callout(let callout) = action else { return false }
            return callout.isRepeat
        }
    }

    /// Close commands sent.
    var commands: [CloseCommand] {
        compactMap { action in
            guard case .command(let command, _) = action else { return nil }
            return command
        }
    }
}
