public import ValveModel

/// What an estimate's travel stands on; the raw value is the word on the wire.
public enum TravelSource: String, Sendable, CaseIterable {
    /// The shortest time over the road graph.
    case roads
    /// The great circle with its detour: no graph is loaded, or an end is too far from its roads.
    case detour
}

/// A place made ready for estimates: where it is on the roads.
public struct TravelEnd: Hashable, Sendable {
    /// The place itself; valid.
    public let place: Coordinate
    let spot: RoadSpot?
}

/// How long ways take: over the roads where a graph is loaded and knows both ends, else over the
/// great circle with its detour.
public struct TravelModel: Sendable {
    /// Speeds without a graph, and the way to the door.
    public var rules: TravelRules
    /// The roads, when a graph is loaded.
    public let roads: RoadNetwork?
    /// Which segments are closed; empty when none is.
    public var closed: [Bool] = []
    /// Speed of vehicles against the rule's and the graph's, > 0: the factor of the hour.
    public var speedFactor = 1.0

    /// A model of these rules, over roads when there are any.
    public init(rules: TravelRules, roads: RoadNetwork? = nil) {
        self.rules = rules
        self.roads = roads
    }

    /// Metres a second over the great circle where there is no road: the rule's speed, and its
    /// detour around what stands in the way.
    var offRoadSpeed: Double { rules.speedKilometresPerHour / 3.6 / rules.detourFactor }

    /// Finds a place on the roads. It stays right while the graph does.
    public func end(_ place: Coordinate) -> TravelEnd {
        TravelEnd(place: place, spot: place.isValid ? roads?.spot(of: place) : nil)
    }

    /// Everything that can be known before the home is: the times from a team to all of the roads.
    public func reach(from place: Coordinate, turnout: Int) -> TeamReach {
        let start = end(place)
        var times: [UInt32] = []
        if let roads, let spot = start.spot {
            times = roads.times(from: spot, closed: closed, offRoadSpeed: offRoadSpeed)
        }
        return TeamReach(model: self, start: start, turnout: turnout, times: times)
    }
}

/// A team's times to everywhere from where it is.
public struct TeamReach: Sendable {
    private let model: TravelModel
    private let start: TravelEnd
    private let turnout: Int
    /// Milliseconds to every node of the graph; empty without one.
    private let times: [UInt32]

    init(model: TravelModel, start: TravelEnd, turnout: Int, times: [UInt32]) {
        self.model = model
        self.start = start
        self.turnout = turnout
        self.times = times
    }

    /// The estimate to a home and what it stands on; nil when the roads that are open do not lead
    /// there. Metres between the road and either end count at the speed of the detour rule.
    public func estimate(
        to end: TravelEnd, floor: Int?
    ) -> (estimate: Estimate, source: TravelSource)? {
        let rules = model.rules
        guard let roads = model.roads, let from = start.spot, let to = end.spot else {
            let metres =
                GreatCircle.metres(from: start.place, to: end.place) * rules.detourFactor
            let speed = rules.speedKilometresPerHour / 3.6 * model.speedFactor
            return (
                rules.estimate(turnout: turnout, travelSeconds: metres / speed, floor: floor),
                .detour
            )
        }
        let driven = roads.time(
            times, from: from, to: to, closed: model.closed, offRoadSpeed: model.offRoadSpeed)
        guard let driven else { return nil }
        let seconds = driven / 1_000 + (from.metres + to.metres) / model.offRoadSpeed
        return (
            rules.estimate(
                turnout: turnout, travelSeconds: seconds / model.speedFactor, floor: floor), .roads
        )
    }
}
