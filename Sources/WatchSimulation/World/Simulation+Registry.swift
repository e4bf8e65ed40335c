internal import ControlRoom
internal import Incidents
internal import Rescue
internal import ValveModel

/// Homes that leave the registry and come back to it.
extension Simulation {
    /// One home in so many is left out of a changed registry.
    private static let leftOutEvery = 20

    /// Every fourth seed reads another registry at each reload: some homes have left it, those that
    /// had left are in it again, and some have moved to the next building. What is open goes on.
    func changeRegistry() {
        guard plan.seed % 4 == 3 else { return }
        count(.registryChanged)
        checks.registryReadAt = time.now
        registry = district.households.filter { _ in roadDice.below(Self.leftOutEvery) > 0 }
        for place in registry.indices where roadDice.below(Self.leftOutEvery) == 0 {
            registry[place].riser = "R\(roadDice.below(9))"
            registry[place].floor = Int(roadDice.between(1, 30))
        }
    }

    /// Soon after another registry was read what is open at a home that it names carries its place.
    func checkHomes(_ room: ControlRoom) throws(Violation) {
        guard let readAt = checks.registryReadAt,
            time.now > max(readAt, clockwork.excusedUntil, clockwork.disturbedUntil) + 3_000
        else { return }
        checks.registryReadAt = nil
        // Those of the evidence of area events too.
        let places = room.loop.withDesk { $0.placesInUse }
        let homes = Dictionary(registry.map { ($0.valve.description, $0) }) { $1 }
        for place in places {
            guard let home = homes[place.valve],
                home.floor != place.floor || home.riser != place.riser ?? ""
            else { continue }
            throw violation(.homeIsRight, "what is open at \(place.valve) carries another place")
        }
    }
}
