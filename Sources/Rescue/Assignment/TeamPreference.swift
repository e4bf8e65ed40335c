/// The order in which an incident would take teams that are otherwise equal.
struct TeamPreference {
    /// The place of every team when all are sorted by id.
    private let idRank: [Int]
    private let centres: [String]

    init(_ teams: [PlanTeam]) {
        let sorted = teams.indices.sorted {
            teams[$0].id == teams[$1].id ? $0 < $1 : teams[$0].id < teams[$1].id
        }
        var ranks = [Int](repeating: 0, count: teams.count)
        for (rank, team) in sorted.enumerated() { ranks[team] = rank }
        idRank = ranks
        centres = teams.map(\.centre)
    }

    /// The teams of the home centre first, then by id.
    func rank(of team: Int, for homeCentre: String?) -> Int {
        homeCentre == centres[team] ? idRank[team] : idRank[team] + idRank.count
    }
}
