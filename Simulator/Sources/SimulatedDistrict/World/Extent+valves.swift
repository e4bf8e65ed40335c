internal import ValveModel

/// Which valves an event means, by their numbers in the fleet.
extension FleetWorld {
    /// The valves of an extent in order of their numbers; drawn ones are quiet and distinct.
    func members(of extent: Extent, _ dice: Dice) -> [Int] {
        switch extent {
        case .valves(let names): names.compactMap { valveNumbers[$0] }
        case .drawn(let count): drawn(count, dice)
        case .riser(let name): numbers { $0.riser == name }
        case .building(let name): numbers { $0.building == name }
        case .area(let code): numbers { $0.area.description == code }
        case .fleet: Array(valves.indices)
        }
    }

    private func numbers(where fits: (ValvePlace) -> Bool) -> [Int] {
        valves.indices.filter { fits(valves[$0].place) }
    }

    /// Distinct quiet valves; fewer when the fleet has no more. A random start and a stride
    /// without a common divisor visit every valve once.
    private func drawn(_ count: Int, _ dice: Dice) -> [Int] {
        var stride = 1 + dice.choice(valves.count, 1)
        while Self.divisor(stride, valves.count) > 1 { stride += 1 }
        var number = dice.choice(valves.count, 2)
        var chosen: [Int] = []
        for _ in valves.indices where chosen.count < count {
            if valves[number].isQuiet { chosen.append(number) }
            number = (number + stride) % valves.count
        }
        return chosen
    }

    private static func divisor(_ left: Int, _ right: Int) -> Int {
        right == 0 ? left : divisor(right, left % right)
    }
}
