internal import ValveModel

/// The findings of one family in the last window that belong to no event, in the order of arrival,
/// counted by group.
struct FreshSigns: Sendable {
    private(set) var signs: [AreaSign.Key: AreaSign] = [:]
    /// Keys by age; one that has gone is passed over.
    private var byAge: [(at: Moment, key: AreaSign.Key)] = []
    private var head = 0
    /// Findings that were held back.
    private(set) var held: Set<AreaSign.Key> = []
    private var heldInOrder: [AreaSign.Key] = []
    private var counts: [AreaGroup: [String: Int]] = [:]

    mutating func add(_ sign: AreaSign) {
        _ = remove(sign.key)
        signs[sign.key] = sign
        // A restart brings back older ones behind the first that came after it.
        var place = byAge.count
        while place > head, byAge[place - 1].at > sign.at { place -= 1 }
        byAge.insert((sign.at, sign.key), at: place)
        count(sign.place.valve, in: sign.place, by: 1)
    }

    @discardableResult
    mutating func remove(_ key: AreaSign.Key) -> AreaSign? {
        guard let sign = signs.removeValue(forKey: key) else { return nil }
        count(key.valve, in: sign.place, by: -1)
        return sign
    }

    /// Takes the findings of these valves to their new places; nothing else of them changes.
    mutating func move(_ placeOf: [String: ValvePlace]) {
        for (key, sign) in signs {
            guard let place = placeOf[key.valve], place != sign.place else { continue }
            count(key.valve, in: sign.place, by: -1)
            count(key.valve, in: place, by: 1)
            signs[key]?.place = place
        }
    }

    private mutating func count(_ valve: String, in place: ValvePlace, by step: Int) {
        for scope in AreaScope.allCases {
            guard let group = AreaGroup(scope, of: place) else { continue }
            let count = (counts[group]?[valve] ?? 0) + step
            counts[group, default: [:]][valve] = count > 0 ? count : nil
            if counts[group]?.isEmpty == true { counts[group] = nil }
        }
    }

    /// Holds a finding back until its cluster is decided.
    mutating func hold(_ key: AreaSign.Key) {
        if held.insert(key).inserted { heldInOrder.append(key) }
    }

    /// Lets one go; whether it was held.
    mutating func unhold(_ key: AreaSign.Key) -> Bool { held.remove(key) != nil }

    /// Lets all go that still belong to nothing, in the order in which they came.
    mutating func releaseHeld() -> [AreaSign] {
        let released = heldInOrder.filter { held.remove($0) != nil }.compactMap { signs[$0] }
        heldInOrder = []
        held = []
        return released
    }

    /// Valves with such a finding in a group.
    func count(in group: AreaGroup) -> Int { counts[group]?.count ?? 0 }

    /// Takes the findings that began before `moment`, oldest first.
    mutating func takeOld(before moment: Moment) -> [AreaSign] {
        var old: [AreaSign] = []
        while head < byAge.count, byAge[head].at < moment {
            let entry = byAge[head]
            head += 1
            guard signs[entry.key]?.at == entry.at, let sign = remove(entry.key) else { continue }
            old.append(sign)
        }
        // The queue is moved up when half of it has passed, so that each entry is moved once.
        if head * 2 > byAge.count {
            byAge.removeFirst(head)
            head = 0
        }
        return old
    }

    /// Findings of a group, in the order of arrival.
    func signs(in group: AreaGroup) -> [AreaSign] {
        byAge[head...].compactMap { entry in
            guard let sign = signs[entry.key], sign.at == entry.at,
                AreaGroup(group.scope, of: sign.place) == group
            else { return nil }
            return sign
        }
    }

    /// The groups of one width that hold a finding, the fullest first.
    func groups(_ scope: AreaScope) -> [AreaGroup] {
        counts.keys.filter { $0.scope == scope }.sorted { left, right in
            let (leftCount, rightCount) = (count(in: left), count(in: right))
            if leftCount != rightCount { return leftCount > rightCount }
            return (left.area, left.building, left.riser) < (
                right.area, right.building, right.riser
            )
        }
    }
}
