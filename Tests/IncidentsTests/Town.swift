import Incidents
import ValveModel

/// A town of 11 areas of 44 buildings of five risers of twelve homes, 29,040 in all, and the words
/// to play findings in it.
struct Town {
    static let homes = Neighbourhood(riser: 12, building: 60, area: 2_640, fleet: 29_040)
    var correlator = AreaCorrelator()
    var now = Moment(milliseconds: 1_800_000_000_000)
    var changes: [AreaChange] = []

    /// The home with this number: twelve follow each other on a riser, sixty in a building.
    static func place(_ home: Int) -> ValvePlace {
        let area = home / 2_640
        var place = ValvePlace(valve: "V\(home)", area: "37020200\(area % 10)")
        if area >= 10 { place.area = "370202010" }
        place.building = "B\(home / 60)"
        place.riser = "R\(home / 12 % 5)"
        return place
    }

    mutating func raise(
        _ home: Int, _ kind: FindingKind, _ priority: Priority = .p3,
        cause: ShutoffCause = .unknown, ground: Ground? = nil,
        among: Neighbourhood = Town.homes
    ) {
        let sign = AreaSign(
            kind, priority, cause: cause, ground: ground, place: Self.place(home), at: now)
        changes += correlator.raised(sign, among: among, at: now)
    }

    mutating func raise(
        _ homes: some Sequence<Int>, _ kind: FindingKind, _ priority: Priority,
        ground: Ground? = nil
    ) {
        for home in homes { raise(home, kind, priority, ground: ground) }
    }

    mutating func trace(_ home: Int, gas: Float = 4) {
        changes += correlator.traced(gas, place: Self.place(home), among: Self.homes, at: now)
    }

    mutating func clear(_ home: Int, _ kind: FindingKind) {
        changes += correlator.cleared(kind, Self.place(home), at: now)
    }

    /// Lets time pass and decides what is due on the way.
    mutating func pass(_ lapse: Lapse) {
        let end = now + lapse
        while let due = correlator.nextDeadline, due <= end {
            now = max(now, due)
            changes += correlator.pass(at: now)
        }
        now = end
    }

    /// Open events in words: `riser leak many_together 6`.
    var events: [String] {
        correlator.events.values.sorted { $0.serial < $1.serial }.map { event in
            "\(event.facts.group.scope.rawValue) \(event.facts.of.word) "
                + "\(event.facts.cause.rawValue) \(event.members.count)"
        }
    }

    /// How many changes of each name there were.
    func count(_ name: String) -> Int { changes.count { Self.name($0) == name } }

    static func name(_ change: AreaChange) -> String {
        switch change {
        case .held: "held"
        case .freed: "freed"
        case .opened: "opened"
        case .joined: "joined"
        case .left: "left"
        case .altered: "altered"
        case .merged: "merged"
        case .over: "over"
        }
    }
}

/// SplitMix64, so that a shuffled order is the same in every run.
struct SeededDice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
