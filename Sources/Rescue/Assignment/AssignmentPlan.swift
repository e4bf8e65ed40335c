internal import ValveModel

/// The best use of the teams for everything that waits: exact, and the same whatever the order in
/// which incidents and teams are listed.
///
/// The goals, each counting only among plans equal in all before it: most P1 in time; fewest
/// diversions; most P1 at all; most P2 in time; most P2 at all; fewest unresponsive teams; least
/// total estimate of P1; least total estimate of P2. Among equals the first in the order of plans:
/// incident by incident in the order (priority, raised at, id), one served before one not served,
/// teams of its home centre before others, and those by id.
public struct AssignmentPlan: Sendable {
    /// Teams of one plan at most.
    public static let teamsMax = PlanCosts.teamsMax

    /// What waited.
    public let incidents: [PlanIncident]
    /// Who could be sent.
    public let teams: [PlanTeam]
    /// The estimates, row by row of incidents.
    public let seconds: [Int32]
    /// Who goes where, in the order of incidents.
    public let assignments: [Assignment]
    /// The teams among `assignments` that are taken from a P2, in the order of incidents, as places
    /// in `teams`.
    public var diverted: [Int] {
        assignments.map(\.team).filter { teams[$0].heldPriority != nil }
    }

    /// Makes the plan.
    ///
    /// Fastest when `incidents` are already in the order (priority, raised at, id).
    ///
    /// - Parameters:
    ///   - incidents: Everything that waits, P1 and P2 only, each key once.
    ///   - teams: At most `teamsMax`.
    ///   - seconds: The estimate of incident i (its place in `incidents`) and team t at
    ///     `i × teams.count + t`. A negative number forbids the pair: −1 without an estimate, or
    ///     −1 − estimate to keep it for the explanation. Above 131,071 s all are taken as equal.
    public init(incidents: [PlanIncident], teams: [PlanTeam], seconds: [Int32]) {
        self.init(
            incidents: incidents, teams: teams, seconds: seconds, width: CandidatePairs.widthFirst)
    }

    /// - Parameter width: How many pairs of every team are looked at first; it changes no plan.
    init(incidents: [PlanIncident], teams: [PlanTeam], seconds: [Int32], width: Int) {
        precondition(
            seconds.count == incidents.count * teams.count,
            "The matrix must have one estimate for every incident and team.")
        precondition(
            incidents.allSatisfy { $0.priority.callsOut }, "Only P1 and P2 are given a team.")
        self.incidents = incidents
        self.teams = teams
        self.seconds = seconds

        let order = PlanOrder.places(of: incidents)
        let prices = PairPrices(
            incidents: incidents.map(IncidentClock.init), teams: teams.map(TeamDuty.init),
            seconds: seconds)
        let (graph, matching) = Self.match(order: order, prices: prices, width: width)
        let preference = TeamPreference(teams)
        let first = FirstAmongEquals(matching, graph) { column, team in
            preference.rank(of: team, for: incidents[order[graph.rank[column]]].homeCentre)
        }
        assignments = first.teamOf.enumerated().compactMap { column, team in
            guard team >= 0 else { return nil }
            let place = order[graph.rank[column]]
            let estimate = Int(seconds[place * teams.count + team])
            let pair = PairClass(incidents[place], teams[team], seconds: estimate)
            return Assignment(
                incident: incidents[place].key, team: team, seconds: estimate,
                inTime: pair?.isInTime ?? false)
        }
    }

    /// The cheapest matching over as few pairs as prove it the cheapest of all.
    private static func match(
        order: [Int], prices: PairPrices, width first: Int
    ) -> (PairGraph, CheapestMatching) {
        let widest = min(prices.teams.count, prices.incidents.count)
        var width = min(first, widest)
        while true {
            let candidates = CandidatePairs(width: width, order: order, prices: prices)
            let graph = PairGraph(candidates: candidates, order: order, prices: prices)
            let matching = CheapestMatching(graph)
            if width == widest || graph.isComplete(for: matching) { return (graph, matching) }
            width = min(width * CandidatePairs.widening, widest)
        }
    }
}
