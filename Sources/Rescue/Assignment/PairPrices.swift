/// What every pair of the matrix costs.
struct PairPrices {
    let incidents: [IncidentClock]
    let teams: [TeamDuty]
    /// The estimates, row by row of incidents; negative where the pair may not be used.
    let seconds: [Int32]
    private let costs: PlanCosts

    init(incidents: [IncidentClock], teams: [TeamDuty], seconds: [Int32]) {
        self.incidents = incidents
        self.teams = teams
        self.seconds = seconds
        let firsts = incidents.count { $0.isFirst }
        costs = PlanCosts(
            firstCount: firsts, secondCount: incidents.count - firsts, teams: teams)
    }

    /// The cost of a team at the incident of a place in the matrix; `nil` when it may not be used.
    func cost(of team: Int, at place: Int) -> Int128? {
        let estimate = Int(seconds[place * teams.count + team])
        guard estimate >= 0,
            let pair = PairClass(incidents[place], teams[team], seconds: estimate)
        else { return nil }
        return costs.cost(
            pair, team: teams[team], seconds: min(estimate, PlanCosts.secondsMax))
    }
}
