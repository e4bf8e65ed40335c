internal import Rescue
internal import Synchronization
internal import ValveModel

/// The simulated district: homes on risers, three centres with three teams each. The same for every
/// seed of one size; chance decides what happens there and not what it is.
struct District: Sendable {
    /// A home with its valve.
    struct Home: Sendable {
        var household: Household
        var name: String
        /// Homes on its riser, this one included, by their place in the list.
        var neighbours: Range<Int>
        var isRegistered: Bool
    }

    let homes: [Home]
    let rules: RescueRules

    /// Homes on one riser.
    static let riserHeight = 8
    /// One valve in so many is not in the registry.
    static let strangerEvery = 97

    /// A run begins at 08:00 local time: one team's shift ends in it, another's begins.
    private static let shifts = ["E-3": "20:00-08:07", "C-3": "08:11-20:00"]
    /// When that is, in milliseconds of the run.
    static let shiftTurns: [(team: String, at: Int64)] = [("E-3", 420_000), ("C-3", 660_000)]

    private static let centres: [(id: String, letter: String, lat: Double, lon: Double)] = [
        ("east", "E", 36.0700, 120.4000), ("central", "C", 36.0660, 120.3720),
        ("west", "W", 36.0650, 120.3150),
    ]

    init(homeCount: Int) {
        var rules = RescueRules()
        rules.centres = Self.centres.enumerated().map { place, centre in
            CentrePlan(
                id: centre.id, name: centre.id,
                place: Coordinate(latitude: centre.lat, longitude: centre.lon),
                areas: [Self.area(place)],
                teams: (1...3).map {
                    let id = "\(centre.letter)-\($0)"
                    return TeamPlan(
                        id: id, name: id, centre: centre.id, turnoutSeconds: 60,
                        shifts: [Self.shifts[id]].compactMap { $0.flatMap(Shift.init) })
                })
        }
        self.rules = rules
        var dice = Dice(seed: 29_000)
        homes = (0..<homeCount).map { index in
            let riser = index / Self.riserHeight
            // The fourth area has no centre: of its homes every centre is told.
            let quarter = riser % 20 == 19 ? 3 : riser % 3
            let centre = Self.centres[min(quarter, 2)]
            var household = Household(
                valve: Self.identity("SN-\(100_000 + index)"), area: Self.area(quarter),
                location: Coordinate(
                    latitude: centre.lat + Double(dice.between(-90, 90)) / 10_000,
                    longitude: centre.lon + Double(dice.between(-120, 120)) / 10_000))
            household.building = "B\(riser / 2)"
            household.riser = "R\(riser)"
            household.floor = 1 + index % Self.riserHeight % 6
            let first = riser * Self.riserHeight
            return Home(
                household: household, name: household.valve.description,
                neighbours: first..<min(homeCount, first + Self.riserHeight),
                isRegistered: index % Self.strangerEvery != Self.strangerEvery - 1)
        }
    }

    /// The registry: every home but the strangers.
    var households: [Household] { homes.filter(\.isRegistered).map(\.household) }

    private static func area(_ place: Int) -> Area { Area(code: 370_202_010 + UInt32(place)) }

    private static func identity(_ name: String) -> ValveID {
        guard let identity = ValveID(Array(name.utf8).span) else {
            preconditionFailure("The simulation's own names must be names of valves.")
        }
        return identity
    }
}

extension District {
    private static let made = Mutex<[Int: District]>([:])

    /// The district of this size; made once in a process.
    static func of(_ homeCount: Int) -> District {
        made.withLock { made in
            if let district = made[homeCount] { return district }
            let district = District(homeCount: homeCount)
            made[homeCount] = district
            return district
        }
    }
}
