internal import ValveModel

/// How wide an area event reaches, the narrowest first.
public enum AreaScope: String, Codable, Comparable, CaseIterable, Sendable {
    /// The homes on one gas riser.
    case riser
    /// The homes of one building.
    case building
    /// The homes of one sub-district.
    case area
    /// Every home.
    case fleet

    private var rank: Int {
        switch self {
        case .riser: 0
        case .building: 1
        case .area: 2
        case .fleet: 3
        }
    }

    /// Order of width.
    public static func < (left: AreaScope, right: AreaScope) -> Bool { left.rank < right.rank }
}

/// The homes that an area event may be about: one riser, one building, one area or all.
public struct AreaGroup: Codable, Hashable, Sendable {
    /// How wide it is.
    public var scope: AreaScope
    /// Nine digits; empty for the fleet.
    public var area: String
    /// Name of the building; empty for an area and the fleet, and where only the riser is known.
    public var building: String
    /// Name of the riser; empty for everything wider.
    public var riser: String

    /// Every home.
    public static let fleet = AreaGroup(scope: .fleet, area: "", building: "", riser: "")

    /// The group of this width that a home belongs to; `nil` where the registry does not say.
    public init?(_ scope: AreaScope, of place: ValvePlace) {
        self.scope = scope
        area = place.area
        building = place.building ?? ""
        riser = place.riser ?? ""
        switch scope {
        case .riser: if riser.isEmpty { return nil }
        case .building:
            if building.isEmpty { return nil }
            riser = ""
        case .area:
            if area == Area.unknown.description { return nil }
            building = ""
            riser = ""
        case .fleet: self = .fleet
        }
    }

    /// The narrowest group that is known to share pipes: the building, or the riser without one.
    init?(pipesOf place: ValvePlace) {
        guard let group = AreaGroup(.building, of: place) ?? AreaGroup(.riser, of: place) else {
            return nil
        }
        self = group
    }

    init(scope: AreaScope, area: String, building: String, riser: String) {
        self.scope = scope
        self.area = area
        self.building = building
        self.riser = riser
    }

    /// Whether every home of `other` belongs to this group.
    public func covers(_ other: AreaGroup) -> Bool {
        if scope == .fleet { return true }
        guard scope >= other.scope, area == other.area else { return false }
        switch scope {
        case .fleet, .area: return true
        case .building: return building == other.building
        case .riser: return building == other.building && riser == other.riser
        }
    }
}

/// How many valves the registry knows in each group of one home; 0 where nobody knows, and then
/// nothing is said of that group.
public struct Neighbourhood: Codable, Equatable, Sendable {
    /// Valves on the home's riser.
    public var riser = 0
    /// Valves in its building.
    public var building = 0
    /// Valves in its area.
    public var area = 0
    /// Valves of the whole registry.
    public var fleet = 0

    /// Nobody knows.
    public init() {}

    /// Known numbers.
    public init(riser: Int, building: Int, area: Int, fleet: Int) {
        self.riser = riser
        self.building = building
        self.area = area
        self.fleet = fleet
    }

    subscript(scope: AreaScope) -> Int {
        switch scope {
        case .riser: riser
        case .building: building
        case .area: area
        case .fleet: fleet
        }
    }
}
