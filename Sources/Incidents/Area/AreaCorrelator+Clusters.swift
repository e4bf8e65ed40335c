internal import ValveModel

/// The statistical rule at work: findings gather, a cluster forms, its scope is decided.
extension AreaCorrelator {
    /// Lets findings older than the window go: they came alone, which is what the base rate counts.
    mutating func forgetOld(at now: Moment) {
        for family in AreaSign.families {
            guard let old = fresh[family]?.takeOld(before: now - rules.window), !old.isEmpty else {
                continue
            }
            for _ in old { rates[family, default: BaseRate()].note(at: now, rules) }
        }
    }

    /// Takes a finding that no open event is about.
    mutating func gather(_ sign: AreaSign, at now: Moment) {
        guard let family = sign.family else { return }
        fresh[family, default: FreshSigns()].add(sign)
        if pending[family] == nil, isCluster(around: sign, family, at: now) {
            pending[family] = now + rules.settle
        }
        guard pending[family] != nil else { return }
        fresh[family]?.hold(sign.key)
        changes.append(.held(sign))
    }

    private func isCluster(around sign: AreaSign, _ family: FindingKind, at now: Moment) -> Bool {
        AreaScope.allCases.contains { scope in
            guard let group = AreaGroup(scope, of: sign.place),
                let count = fresh[family]?.count(in: group),
                count >= ClusterRules.countMin(scope),
                let need = need(group, family, at: now)
            else { return false }
            return count >= need
        }
    }

    /// From how many on the group has an event; `nil` where its size is not known or too small.
    private func need(_ group: AreaGroup, _ family: FindingKind, at now: Moment) -> Int? {
        guard let members = population[group], let fleet = population[.fleet] else { return nil }
        let rate = (rates[family] ?? BaseRate()).perHour(fleet: fleet, at: now, rules)
        return rules.need(group.scope, population: members, fleet: fleet, rate: rate)
    }

    /// Opens the events of a family, the widest first. A group has an event when enough of its
    /// findings lie outside its fullest part: else that part alone has it.
    mutating func decide(_ family: FindingKind, at now: Moment) {
        for scope in AreaScope.allCases.reversed() {
            guard let groups = fresh[family]?.groups(scope) else { break }
            for group in groups {
                guard let need = need(group, family, at: now),
                    fresh[family]?.count(in: group) ?? 0 >= ClusterRules.countMin(scope),
                    spread(in: group, family) >= need
                else { continue }
                open(group, family, at: now)
            }
        }
        releaseHeld(family)
    }

    /// How many causes the findings of a group would be if its fullest part were one of them, and
    /// every open event within it one as well.
    private func spread(in group: AreaGroup, _ family: FindingKind) -> Int {
        guard let fresh = fresh[family] else { return 0 }
        let all = fresh.count(in: group)
        let within = absorbed(by: group, family).count
        guard let narrower = AreaScope.allCases.last(where: { $0 < group.scope }) else {
            return all + within
        }
        let fullest =
            fresh.groups(narrower).filter { group.covers($0) }
            .map { fresh.count(in: $0) }.max() ?? 0
        return fullest > 1 ? all - fullest + 1 + within : all + within
    }

    /// Open events of the family that a wider one takes up.
    private func absorbed(by group: AreaGroup, _ family: FindingKind) -> [Int] {
        events.keys.sorted().filter { serial in
            guard let facts = events[serial]?.facts else { return false }
            return facts.family == family && facts.cause == .manyTogether
                && facts.group.scope < group.scope && group.covers(facts.group)
        }
    }

    private mutating func open(_ group: AreaGroup, _ family: FindingKind, at now: Moment) {
        let signs = fresh[family]?.signs(in: group) ?? []
        let narrower = absorbed(by: group, family)
        if let eldest = narrower.first {
            widen(eldest, to: group, merging: Array(narrower.dropFirst()), at: now)
            for sign in signs { join(sign, eldest, at: now) }
            return
        }
        let count = fresh[family]?.count(in: group) ?? 0
        open(
            AreaFacts(
                group: group, family: family, of: family, cause: .manyTogether,
                openedWith: count, openedAt: now), signs, at: now)
    }

    /// Opens an event with these members.
    mutating func open(_ facts: AreaFacts, _ signs: [AreaSign], at now: Moment) {
        let serial = nextSerial
        nextSerial += 1
        var event = AreaEvent(serial: serial, facts)
        for sign in signs {
            event.add(sign, at: now)
            watchTrace(sign)
            if let family = sign.family { _ = fresh[family]?.remove(sign.key) }
        }
        events[serial] = event
        var robbed: Set<Int> = []
        for sign in signs {
            guard let other = eventOf.updateValue(serial, forKey: sign.key), other != serial
            else { continue }
            events[other]?.remove(sign.key)
            robbed.insert(other)
        }
        changes.append(.opened(serial))
        for other in robbed.sorted() {
            changes.append(.altered(other))
            endWhenOver(other, at: now)
        }
    }

    private mutating func widen(
        _ serial: Int, to group: AreaGroup, merging others: [Int], at now: Moment
    ) {
        events[serial]?.facts.group = group
        changes.append(.altered(serial))
        for other in others { merge(other, into: serial, at: now) }
    }

    /// Gives the members of one event to another.
    mutating func merge(_ other: Int, into serial: Int, at now: Moment) {
        guard let taken = events.removeValue(forKey: other) else { return }
        for member in taken.members {
            events[serial]?.restore(member)
            eventOf[member.sign.key] = serial
        }
        changes.append(.merged(other, into: serial))
    }

    /// What was held and joined nothing goes its own way.
    private mutating func releaseHeld(_ family: FindingKind) {
        for sign in fresh[family]?.releaseHeld() ?? [] { changes.append(.freed(sign)) }
    }
}
