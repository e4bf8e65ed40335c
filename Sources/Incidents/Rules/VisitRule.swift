/// The order in which homes are visited to open their valves again after a supply interruption.
/// Nothing opens a valve from afar: every home needs somebody at the door.
public enum VisitRule {
    /// A home that waits for its visit.
    public struct Home: Equatable, Sendable {
        /// Name of the valve.
        public var valve: String
        /// Why the household belongs to a special group, as the registry says it.
        public var category: String
        /// Name of the building; `nil` where none is known.
        public var building: String?
        /// Floor, 1 is the ground floor.
        public var floor: Int?

        /// A home of the registry.
        public init(valve: String, category: String, building: String?, floor: Int?) {
            self.valve = valve
            self.category = category
            self.building = building
            self.floor = floor
        }
    }

    /// How long a home can do without warmth and a meal, the most vulnerable first: who cannot help
    /// himself, who has nobody, who cannot pay for another way, everybody else. Registries write the
    /// category in words of their own; a word that is not known counts as everybody else.
    private static let words: [(rank: Int, parts: [String])] = [
        (1, ["卧床", "失能", "重病", "吸氧", "bedridden", "oxygen"]),
        (2, ["残疾", "disab", "失智", "dement"]),
        (3, ["独居", "空巢", "孤寡", "alone"]),
        (4, ["老", "婴", "孕", "elder", "infant"]),
        (5, ["低保", "低收入", "困难", "income"]),
    ]
    private static let otherRank = 6

    /// 1, the most vulnerable, to 6.
    public static func rank(_ category: String) -> Int {
        let text = category.lowercased()
        return words.first { $0.parts.contains { text.contains($0) } }?.rank ?? otherRank
    }

    /// The order of the visits: by vulnerability; within a rank building by building, so that one
    /// way serves many doors, and from the top floor down, where nobody climbs for a meal.
    public static func order(_ homes: [Home]) -> [Home] {
        homes.sorted { left, right in
            let (leftRank, rightRank) = (rank(left.category), rank(right.category))
            if leftRank != rightRank { return leftRank < rightRank }
            let (leftName, rightName) = (left.building ?? "", right.building ?? "")
            if leftName != rightName { return leftName < rightName }
            let (leftFloor, rightFloor) = (left.floor ?? 1, right.floor ?? 1)
            return leftFloor != rightFloor ? leftFloor > rightFloor : left.valve < right.valve
        }
    }
}
