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
        registry = district.households.filter { _ in roadDice.below(Self.leftOutEvery) > 0 }
        for place in registry.indices where roadDice.below(Self.leftOutEvery) == 0 {
            registry[place].riser = "R\(roadDice.below(9))"
            registry[place].floor = Int(roadDice.between(1, 30))
        }
    }
}
