internal import Rescue
internal import ValveModel

/// Rosters of the centres: teams come and go, and now and then a roster is old or names a team of
/// somebody else.
extension Simulation {
    func changeRoster() {
        let centre = dice.pick(centres.centreIDs)
        let mine = centres.teamIDs.filter { centres.teams[$0]?.centre == centre }
        let team = dice.pick(mine)
        if isCalm {
            for id in mine { centres.teams[id]?.isAvailable = true }
        } else {
            centres.teams[team]?.isAvailable.toggle()
            count(.rosterChanged)
        }
        var at = VirtualTime.wallAtStart + time.now
        if !isCalm, dice.chance(0.2) {
            count(.rosterStale)
            at -= 3_600_000
        }
        var listed = mine
        if !isCalm, dice.chance(0.2) {
            count(.rosterForeign)
            listed.append(contentsOf: centres.teamIDs.filter { !mine.contains($0) }.prefix(1))
        }
        for id in mine { checks.wordOfTeam[id] = time.now }
        let lines = listed.map {
            "{\"id\":\"\($0)\",\"available\":\(centres.teams[$0]?.isAvailable ?? true)\(place(centre))}"
        }
        let body = "{\"at\":\(at),\"teams\":[\(lines.joined(separator: ","))]}"
        agenda.plan(
            .published(
                Parcel(
                    topic: Array("\(Centres.root)/\(centre)/roster".utf8), body: Array(body.utf8),
                    isRetained: true)),
            at: time.now + dice.between(20, 300))
    }

    /// Where a team says that it is; some say nothing, or what was true an hour ago.
    private func place(_ centre: String) -> String {
        guard !isCalm, dice.chance(0.4),
            let home = district.rules.centres.first(where: { $0.id == centre })?.place
        else { return "" }
        count(.teamMoved)
        let told = near(home)
        let location =
            ",\"location\":{\"lat\":\(told.latitude),\"lon\":\(told.longitude)}"
        guard dice.chance(0.3) else { return location }
        count(.placeOld)
        return location + ",\"at\":\(VirtualTime.wallAtStart + time.now - 1_900_000)"
    }
}
