internal import ValveModel

/// Homes that the registry names otherwise: what they have shown is evidence where they are.
extension AreaCorrelator {
    /// Every place that evidence stands on, a home as often as it is evidence.
    public var places: [ValvePlace] {
        let members = events.values.flatMap { $0.members.map(\.sign.place) }
        let single = fresh.values.flatMap { $0.signs.values.map(\.place) }
        let fixed = buildings.values.flatMap { ($0.gas + $0.losses + $0.shocks).map(\.place) }
        return members + single + fixed + overpressures.values.flatMap { $0.map(\.place) }
    }

    /// Takes the evidence of these valves to their new places. An event of a riser or building whose
    /// homes have all become another group is about that group; what the rules of the field make of the
    /// homes together is judged with their next message.
    ///
    /// - Returns: The members of events that have another place now. What changed of the events is
    ///   given by `takeMoved`.
    public mutating func move(_ placeOf: [String: ValvePlace]) -> [AreaMember] {
        for family in fresh.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            fresh[family]?.move(placeOf)
        }
        movePopulation(placeOf)
        moveBuildings(placeOf)
        moveRisers(placeOf)
        var moved: [AreaMember] = []
        for serial in events.keys.sorted() {
            guard var event = events.removeValue(forKey: serial) else { continue }
            moved += event.move(placeOf)
            if event.followHomes() { changes.append(.altered(serial)) }
            events[serial] = event
        }
        return moved
    }

    /// How many valves a riser or building has is known by its name until the next finding from it.
    private mutating func movePopulation(_ placeOf: [String: ValvePlace]) {
        for place in places {
            guard let next = placeOf[place.valve] else { continue }
            for scope in [AreaScope.riser, .building] {
                guard let old = AreaGroup(scope, of: place), let new = AreaGroup(scope, of: next),
                    population[new] == nil, let count = population[old]
                else { continue }
                population[new] = count
            }
        }
    }

    private mutating func moveBuildings(_ placeOf: [String: ValvePlace]) {
        var moved: [AreaSign] = []
        var over: Set<AreaSign.Key> = []
        for (building, known) in buildings {
            var signs = known
            let gone = signs.takeMoved(placeOf)
            guard !gone.isEmpty else { continue }
            moved += gone
            over.formUnion(signs.over.filter { placeOf[$0.valve] != nil })
            signs.over = signs.over.filter { placeOf[$0.valve] == nil }
            buildings[building] = signs.isEmpty ? nil : signs
        }
        for sign in Self.inOrder(moved) {
            rememberInBuilding(sign)
            guard over.contains(sign.key), let building = AreaGroup(pipesOf: sign.place) else {
                continue
            }
            buildings[building]?.over.insert(sign.key)
        }
    }

    /// As they came, so that a replay puts them down alike.
    private static func inOrder(_ signs: [AreaSign]) -> [AreaSign] {
        signs.sorted {
            ($0.at, $0.place.valve, $0.kind.rawValue) < ($1.at, $1.place.valve, $1.kind.rawValue)
        }
    }

    private mutating func moveRisers(_ placeOf: [String: ValvePlace]) {
        var moved: [AreaSign] = []
        for (riser, known) in overpressures {
            let gone = known.filter { placeOf[$0.place.valve] != nil }
            guard !gone.isEmpty else { continue }
            moved += gone
            let left = known.filter { placeOf[$0.place.valve] == nil }
            overpressures[riser] = left.isEmpty ? nil : left
        }
        for var sign in Self.inOrder(moved) {
            sign.place = placeOf[sign.place.valve] ?? sign.place
            guard let riser = AreaGroup(.riser, of: sign.place) else { continue }
            BuildingSigns.put(sign, into: &overpressures[riser, default: []])
        }
    }
}

extension BuildingSigns {
    /// Takes out what valves with another place have shown, at that place.
    mutating func takeMoved(_ placeOf: [String: ValvePlace]) -> [AreaSign] {
        var moved: [AreaSign] = []
        func take(_ list: inout [AreaSign]) {
            for var sign in list {
                guard let place = placeOf[sign.place.valve] else { continue }
                sign.place = place
                moved.append(sign)
            }
            list.removeAll { placeOf[$0.place.valve] != nil }
        }
        take(&gas)
        take(&losses)
        take(&shocks)
        return moved
    }
}

extension AreaEvent {
    /// Takes its members to their new places; those that have another one now.
    mutating func move(_ placeOf: [String: ValvePlace]) -> [AreaMember] {
        var moved: [AreaMember] = []
        for member in members.indices {
            guard let place = placeOf[members[member].sign.place.valve],
                place != members[member].sign.place
            else { continue }
            setPlace(place, ofMember: member)
            moved.append(members[member])
        }
        return moved
    }

    /// Whether all its homes have become one other riser or building, which it is about from now on.
    mutating func followHomes() -> Bool {
        guard facts.group.scope <= .building, let first = members.first,
            let group = AreaGroup(facts.group.scope, of: first.sign.place), group != facts.group,
            members.allSatisfy({ AreaGroup(group.scope, of: $0.sign.place) == group })
        else { return false }
        facts.group = group
        return true
    }
}
