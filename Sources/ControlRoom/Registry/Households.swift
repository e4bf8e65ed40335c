package import FlatStore
package import Incidents
internal import Synchronization
package import ValveModel

/// The registry as one run knows it: households by valve index, risers as numbers, the middle of
/// every area. Replaced whole at a reload; readers keep the edition they hold.
package final class RegistryEdition: Sendable {
    /// Households by valve index; `nil` for a valve that is not registered.
    package let households: [Household?]
    /// Valves that are no longer in the registry but are kept.
    package let retired: Set<ValveIndex>
    /// Number of the riser, or of the building where no riser is named; 0 where neither is.
    package let risers: [UInt32]
    /// Mean place of the registered valves of each area.
    package let middles: [Area: Coordinate]
    package let registeredCount: Int
    /// Areas of all households; retired valves are heard as before.
    package let areas: Set<Area>
    /// Number of the building among those of the risers; 0 where none is named.
    private let buildings: [UInt32]
    /// Registered valves by number of the riser and of the building, and by area.
    private let riserCounts: [Int]
    private let buildingCounts: [Int]
    private let areaCounts: [Area: Int]
    /// Rows that have a household, retired ones included.
    package let householdCount: Int

    init(households: [Household?], retired: Set<ValveIndex>) {
        self.households = households
        self.retired = retired
        householdCount = households.count { $0 != nil }
        registeredCount = householdCount - retired.count
        var numbers: [String: UInt32] = [:]
        func number(_ area: Area, _ building: String, _ riser: String) -> UInt32 {
            let key = "\(area)|\(building)|\(riser)"
            if let number = numbers[key] { return number }
            let number = UInt32(numbers.count + 1)
            numbers[key] = number
            return number
        }
        risers = households.map { household in
            guard let household else { return 0 }
            guard !household.building.isEmpty || !household.riser.isEmpty else { return 0 }
            return number(household.area, household.building, household.riser)
        }
        buildings = households.map { household in
            guard let household, !household.building.isEmpty else { return 0 }
            return number(household.area, household.building, "")
        }
        let present = households.indices.filter {
            households[$0] != nil && !retired.contains(ValveIndex(UInt32($0)))
        }
        riserCounts = Self.counts(risers, present)
        buildingCounts = Self.counts(buildings, present)
        areas = Set(households.lazy.compactMap { $0?.area })
        let homes = Dictionary(grouping: present.compactMap { households[$0] }, by: \.area)
        areaCounts = homes.mapValues(\.count)
        middles = homes.mapValues { homes in
            let count = Double(homes.count)
            return Coordinate(
                latitude: Self.rounded(homes.reduce(0) { $0 + $1.location.latitude } / count),
                longitude: Self.rounded(homes.reduce(0) { $0 + $1.location.longitude } / count))
        }
    }

    /// Degrees with six decimals, a tenth of a metre, as registries write them.
    private static func rounded(_ degrees: Double) -> Double {
        (degrees * 1_000_000).rounded() / 1_000_000
    }

    private static func counts(_ numbers: [UInt32], _ rows: [Int]) -> [Int] {
        var counts = Array(repeating: 0, count: Int(numbers.max() ?? 0) + 1)
        for row in rows { counts[Int(numbers[row])] += 1 }
        return counts
    }

    /// How many registered valves there are around this one.
    package func neighbours(of valve: ValveIndex, area: Area) -> Neighbourhood {
        let row = valve.offset
        var around = Neighbourhood()
        around.fleet = registeredCount
        around.area = areaCounts[area] ?? 0
        guard row < households.count, let household = households[row] else { return around }
        if !household.riser.isEmpty { around.riser = riserCounts[Int(risers[row])] }
        around.building = buildings[row] == 0 ? 0 : buildingCounts[Int(buildings[row])]
        return around
    }

    /// The household of a valve, retired ones included.
    package func household(_ valve: ValveIndex) -> Household? {
        valve.offset < households.count ? households[valve.offset] : nil
    }

    /// The households of the registry in the order of enrolment, retired ones left out.
    package var registered: [Household] {
        households.enumerated().compactMap { offset, household in
            retired.contains(ValveIndex(UInt32(offset))) ? nil : household
        }
    }

    /// How many of these the registry has in force.
    func registered(among others: [Household]) -> Int {
        let names = Set(others.map(\.valve))
        return registered.count { names.contains($0.valve) }
    }

    package func riser(_ valve: ValveIndex) -> UInt32 {
        valve.offset < risers.count ? risers[valve.offset] : 0
    }

    /// The building's number among those of the risers.
    package func building(_ valve: ValveIndex) -> UInt32 {
        valve.offset < buildings.count ? buildings[valve.offset] : 0
    }
}

/// Which valves there are: names to indexes for every lane, and the present edition of the registry.
package final class Households: Sendable {
    /// Name to index; shared by all lanes, grows with every valve that is heard of.
    package let index: KeyIndex
    private let edition: Mutex<RegistryEdition>

    /// Valves that are not registered and are watched all the same: an area's worth many times over.
    /// Beyond it their messages are counted `valve_table_full`. The room of the registry is its own:
    /// strangers never take it.
    static let strangerCountMax = 65_536
    /// Of these the last quarter is kept for strangers that raise an alarm, so that a flood of
    /// invented names on the report topic does not keep a leak out.
    static let strangerReportMax = strangerCountMax / 4 * 3
    /// Households that there is room for at least: a registry may grow from nothing to a district
    /// and its neighbour, or to twice what it was at the start, without a restart.
    static let registeredCountMin = 65_536

    /// A registry of these households.
    package init(_ households: [Household]) {
        index = KeyIndex(
            capacity: max(households.count * 2, Self.registeredCountMin) + Self.strangerCountMax)
        edition = Mutex(RegistryEdition(households: [], retired: []))
        _ = replace(households)
    }

    /// Rows that the valve table needs.
    package var capacity: Int { index.capacity }

    /// The present edition.
    package var current: RegistryEdition { edition.withLock { $0 } }

    /// The index of a valve that is known.
    package func find(_ valve: ValveID) -> ValveIndex? {
        let bytes = valve.bytes
        return index.find(bytes.span).map { ValveIndex($0) }
    }

    /// The index of a valve, enrolled if it was not known; `nil` when the table is full.
    package func enrol(_ valve: ValveID) -> ValveIndex? {
        let bytes = valve.bytes
        return index.insert(bytes.span).map { ValveIndex($0) }
    }

    /// The row of a valve that is heard for the first time; `nil` when there is no room for it.
    func enrolStranger(_ name: Span<UInt8>, isAlarm: Bool) -> UInt32? {
        guard strangerCount < (isAlarm ? Self.strangerCountMax : Self.strangerReportMax) else {
            return nil
        }
        return index.insert(name)
    }

    /// Valves in the table that the registry does not name.
    package var strangerCount: Int { max(0, index.count - current.householdCount) }

    /// The name of a valve.
    package func name(_ valve: ValveIndex) -> ValveID? {
        guard valve.offset < index.count else { return nil }
        let key = index.key(at: valve.value)
        var bytes: [UInt8] = []
        for place in 0..<key.count { bytes.append(key.bytes[place]) }
        return ValveID(bytes.span)
    }

    /// What a new registry changes.
    package struct Difference: Equatable, Sendable {
        package var added = 0
        package var changed = 0
        package var retired = 0
        package var count = 0
        /// Households for which the table of this run has no room: a restart makes it.
        package var withoutRoom = 0

        package var isAny: Bool { added + changed + retired > 0 }
    }

    /// Takes back households that are no longer in the registry, after a restart: their valves are
    /// retired, not deleted.
    package func retire(_ gone: [Household]) {
        let old = current
        var rows = old.households
        var retired = old.retired
        for household in gone {
            guard let valve = enrol(household.valve) else { continue }
            while rows.count <= valve.offset { rows.append(nil) }
            guard rows[valve.offset] == nil else { continue }
            rows[valve.offset] = household
            retired.insert(valve)
        }
        let next = RegistryEdition(households: rows, retired: retired)
        edition.withLock { $0 = next }
    }

    /// Takes a new registry in place of the old one. A valve missing from it is retired, not
    /// deleted.
    package func replace(_ households: [Household]) -> Difference {
        let old = current
        var rows = old.households
        var difference = Difference(count: households.count)
        var named: Set<ValveIndex> = []
        for household in households {
            guard let valve = enrol(household.valve) else {
                difference.withoutRoom += 1
                continue
            }
            while rows.count <= valve.offset { rows.append(nil) }
            // One that was retired comes back as a new one does.
            if rows[valve.offset] == nil || old.retired.contains(valve) {
                difference.added += 1
            } else if rows[valve.offset] != household {
                difference.changed += 1
            }
            rows[valve.offset] = household
            named.insert(valve)
        }
        var retired: Set<ValveIndex> = []
        for (offset, row) in rows.enumerated() where row != nil {
            let valve = ValveIndex(UInt32(offset))
            guard !named.contains(valve) else { continue }
            retired.insert(valve)
            if !old.retired.contains(valve) { difference.retired += 1 }
        }
        let next = RegistryEdition(households: rows, retired: retired)
        edition.withLock { $0 = next }
        return difference
    }
}
