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
        let lines = listed.map {
            "{\"id\":\"\($0)\",\"available\":\(centres.teams[$0]?.isAvailable ?? true)}"
        }
        let body = "{\"at\":\(at),\"teams\":[\(lines.joined(separator: ","))]}"
        agenda.plan(
            .published(
                Parcel(
                    topic: Array("\(Centres.root)/\(centre)/roster".utf8), body: Array(body.utf8),
                    isRetained: true)),
            at: time.now + dice.between(20, 300))
    }
}
