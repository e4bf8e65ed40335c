public import ValveModel

/// The rules of the field: what a few homes show together says enough by itself.
public enum FixedRules {
    /// Gas that counts for the building-gas rule, in %LEL: well above the drift of a household
    /// sensor and below every alarm.
    public static let tracedGas: Float = 3
    /// Within this three homes of a building with gas are building gas.
    public static let gasWindow = Lapse.minutes(30)
    /// So many homes, two of them on one riser.
    public static let gasHomes = 3
    /// Within this overpressure on two valves of a riser is the regulator's.
    public static let pressureWindow = Lapse.seconds(60)
    /// Around a leak, losses and shocks within this may be an explosion.
    public static let explosionWindow = Lapse.minutes(10)
    /// So many valves lost.
    public static let lostHomes = 3
}

/// What one building has shown lately, each home once.
struct BuildingSigns: Sendable {
    var gas: [AreaSign] = []
    var losses: [AreaSign] = []
    var shocks: [AreaSign] = []
    /// Signs whose condition has ended since: evidence still, and nobody is called out for them.
    var over: Set<AreaSign.Key> = []

    static func put(_ sign: AreaSign, into list: inout [AreaSign]) {
        list.removeAll { $0.place.valve == sign.place.valve }
        list.append(sign)
    }

    mutating func forget(at now: Moment) {
        gas.removeAll { now - $0.at > FixedRules.gasWindow }
        losses.removeAll { now - $0.at > FixedRules.explosionWindow }
        shocks.removeAll { now - $0.at > FixedRules.explosionWindow }
        over.formIntersection((gas + losses + shocks).map(\.key))
    }

    var isEmpty: Bool { gas.isEmpty && losses.isEmpty && shocks.isEmpty }
}

extension AreaCorrelator {
    /// Looks at what one more finding makes of its building and riser.
    mutating func applyFixedRules(_ sign: AreaSign, at now: Moment) {
        if sign.family == .overpressure { judgePressure(sign, at: now) }
        guard sign.isGas || sign.isLoss || sign.family == .shock,
            let building = AreaGroup(pipesOf: sign.place)
        else { return }
        rememberInBuilding(sign)
        guard var signs = buildings.removeValue(forKey: building) else { return }
        signs.forget(at: now)
        judgeGas(signs, at: now)
        judgeExplosion(signs, building, at: now)
        buildings[building] = signs.isEmpty ? nil : signs
        for key in signs.over.sorted(by: {
            ($0.valve, $0.kind.rawValue) < ($1.valve, $1.kind.rawValue)
        }) {
            settle(key, at: now)
        }
    }

    /// A condition that has ended, or that people have settled, stays as evidence for its window.
    mutating func noteOver(_ key: AreaSign.Key, _ place: ValvePlace) {
        if let riser = AreaGroup(.riser, of: place),
            overpressures[riser]?.contains(where: { $0.key == key }) == true
        {
            overpressuresOver.insert(key)
        }
        guard let building = AreaGroup(pipesOf: place) else { return }
        buildings[building]?.over.insert(key)
    }

    /// Notes what concerns a building in the building's list.
    mutating func rememberInBuilding(_ sign: AreaSign) {
        let isShock = sign.family == .shock
        guard sign.isGas || isShock || (sign.isLoss && !isExplained(sign.place)),
            let building = AreaGroup(pipesOf: sign.place)
        else { return }
        var signs = buildings.removeValue(forKey: building) ?? BuildingSigns()
        signs.over.remove(sign.key)
        if sign.isGas {
            // A leak is not replaced by the trace of gas that follows it.
            let known = signs.gas.first { $0.place.valve == sign.place.valve }
            if sign.kind == .leak || known?.kind != .leak {
                BuildingSigns.put(sign, into: &signs.gas)
            }
        }
        if sign.isLoss { BuildingSigns.put(sign, into: &signs.losses) }
        if isShock { BuildingSigns.put(sign, into: &signs.shocks) }
        buildings[building] = signs
    }

    /// A leak that a building knows of still shows gas: a shock or a loss is around it now.
    public mutating func renewLeak(at place: ValvePlace, at now: Moment) {
        guard let building = AreaGroup(pipesOf: place), var signs = buildings[building] else {
            return
        }
        let key = AreaSign.Key(valve: place.valve, kind: .leak)
        guard let index = signs.gas.firstIndex(where: { $0.key == key }) else { return }
        signs.gas[index].at = now
        buildings[building] = signs
    }

    /// What a home showed was no such thing: its building knows of it no longer.
    public mutating func disproved(_ kind: FindingKind, _ place: ValvePlace) {
        guard let building = AreaGroup(pipesOf: place) else { return }
        let key = AreaSign.Key(valve: place.valve, kind: kind)
        buildings[building]?.gas.removeAll { $0.key == key }
        buildings[building]?.shocks.removeAll { $0.key == key }
        if let riser = AreaGroup(.riser, of: place) {
            overpressures[riser]?.removeAll { $0.key == key }
        }
    }

    /// A valve that is heard again was not lost to an explosion.
    mutating func forgetLoss(_ key: AreaSign.Key, _ place: ValvePlace) {
        guard let building = AreaGroup(pipesOf: place) else { return }
        buildings[building]?.losses.removeAll { $0.key == key }
    }

    /// Notes an overpressure at its riser; what the riser has shown within the window.
    mutating func rememberPressure(_ sign: AreaSign, at now: Moment) -> [AreaSign] {
        guard let riser = AreaGroup(.riser, of: sign.place) else { return [] }
        var signs = overpressures.removeValue(forKey: riser) ?? []
        BuildingSigns.put(sign, into: &signs)
        overpressuresOver.remove(sign.key)
        let old = signs.filter { now - $0.at > FixedRules.pressureWindow }
        overpressuresOver.subtract(old.map(\.key))
        signs.removeAll { now - $0.at > FixedRules.pressureWindow }
        overpressures[riser] = signs
        return signs
    }

    private mutating func judgePressure(_ sign: AreaSign, at now: Moment) {
        let signs = rememberPressure(sign, at: now)
        guard signs.count >= 2, let riser = AreaGroup(.riser, of: sign.place) else { return }
        establish(.riserOverpressure, .overpressure, of: .overpressure, riser, signs, at: now)
        // Evidence still, and nobody is called out for it.
        for key in signs.map(\.key) where overpressuresOver.contains(key) { settle(key, at: now) }
    }

    private mutating func judgeGas(_ signs: BuildingSigns, at now: Moment) {
        guard signs.gas.count >= FixedRules.gasHomes else { return }
        // Where no riser is known the building is one (contract, section 4).
        let risers = signs.gas.compactMap {
            AreaGroup(.riser, of: $0.place) ?? AreaGroup(.building, of: $0.place)
        }
        guard Set(risers).count < risers.count, let group = narrowest(signs.gas) else { return }
        let of: FindingKind = signs.gas.contains { $0.kind == .leak } ? .leak : .seepage
        establish(.buildingGas, .leak, of: of, group, signs.gas, at: now)
    }

    private mutating func judgeExplosion(
        _ signs: BuildingSigns, _ building: AreaGroup, at now: Moment
    ) {
        let leaks = signs.gas.filter {
            $0.kind == .leak && now - $0.at <= FixedRules.explosionWindow
        }
        guard !leaks.isEmpty else { return }
        // A wide event that has been opened since explains what it took.
        let losses = signs.losses.filter { !isExplained($0.place) }
        guard losses.count >= FixedRules.lostHomes || !signs.shocks.isEmpty else { return }
        establish(
            .possibleExplosion, .leak, of: .leak, building, leaks + losses + signs.shocks, at: now)
    }

    /// The riser when all homes hang on one, else the building.
    private func narrowest(_ signs: [AreaSign]) -> AreaGroup? {
        guard let first = signs.first else { return nil }
        let riser = AreaGroup(.riser, of: first.place)
        let isOneRiser = signs.allSatisfy { AreaGroup(.riser, of: $0.place) == riser }
        return (isOneRiser ? riser : nil) ?? AreaGroup(pipesOf: first.place)
    }

    /// Opens the event of a rule, or makes the one that is open there into it.
    private mutating func establish(
        _ cause: AreaCause, _ family: FindingKind, of: FindingKind, _ group: AreaGroup,
        _ signs: [AreaSign], at now: Moment
    ) {
        let there = events.keys.sorted().filter { serial in
            guard let facts = events[serial]?.facts, facts.family == family else { return false }
            return facts.group.scope < .area
                && (facts.group.covers(group) || group.covers(facts.group))
        }
        guard let serial = there.first, let facts = events[serial]?.facts else {
            return open(
                AreaFacts(
                    group: group, family: family, of: of, cause: cause, openedWith: signs.count,
                    openedAt: now), signs, at: now)
        }
        var next = facts
        next.cause = AreaCause.graver(facts.cause, cause)
        if of == .leak { next.of = .leak }
        if group.scope > facts.group.scope { next.group = group }
        if next != facts {
            events[serial]?.facts = next
            changes.append(.altered(serial))
        }
        for other in there.dropFirst() { merge(other, into: serial, at: now) }
        for sign in signs where eventOf[sign.key] != serial { join(sign, serial, at: now) }
    }
}
