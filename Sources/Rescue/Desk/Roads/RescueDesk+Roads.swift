internal import Incidents
public import ValveModel

/// The roads teams drive on, and those that are closed.
extension RescueDesk {
    /// A closing that nobody lifts is forgotten after a week: a longer one belongs on the map.
    public static let closingMinutes = 1...10_080
    /// An area of more than 5 km is farther than any team comes in the circle.
    public static let closingMetres = 1.0...5_000.0

    /// Takes a road graph, or another one; closings are found on it anew.
    public mutating func take(roads network: RoadNetwork?) {
        roads.take(network)
    }

    /// Keeps a graph at hand for the input that names it.
    public mutating func hold(_ network: RoadNetwork?) {
        if let network { roads.hold([network]) }
    }

    /// The graph that is loaded.
    public var roadNetwork: RoadNetwork? { roads.network }

    /// Roads that are closed, by id.
    public var closings: [String: RoadClosing] { roads.closings }

    /// Grows with every change of the roads.
    public var roadsEdition: Int { roads.edition }

    /// The road that was closed last, while it is.
    public var newestClosing: RoadClosing? { roads.newestClosing }

    /// How ways are estimated at a time: the rules, the roads that are open, the hour's speed.
    public func travelModel(at now: Moment) -> TravelModel {
        var model = TravelModel(rules: rules.travel, roads: roads.network)
        model.closed = roads.closedSegments
        model.speedFactor = rules.hours.speed[hour(at: now)]
        return model
    }

    /// The teams that could be sent now, where they are, for coverage.
    public func coverageTeams(at now: Moment) -> [CoverageTeam] {
        roster.teams.values.filter { $0.isAvailable && $0.holding == nil }
            .sorted { $0.id < $1.id }
            .compactMap { team in
                guard let place = start(of: team, at: now).place, place.isValid else { return nil }
                return CoverageTeam(
                    id: team.id, centre: team.centre, place: place,
                    turnout: turnout(of: team, at: now).seconds)
            }
    }

    /// The hour of the day, local time.
    func hour(at now: Moment) -> Int {
        let seconds = now.milliseconds / 1_000 + Int64(utcOffsetSeconds)
        let ofDay = seconds % 86_400
        return Int((ofDay < 0 ? ofDay + 86_400 : ofDay) / 3_600)
    }

    /// Closes a road, a piece of it or an area.
    ///
    /// - Throws: when no graph is loaded or no road lies there.
    public mutating func close(_ wish: RoadWish, at now: Moment) throws(DeskRefusal) -> RoadClosing
    {
        guard let network = roads.network else {
            throw .invalid(
                code: "no_roads",
                "No road graph is loaded: make one with gaswatch roads import and name it in "
                    + "rescue.roads.")
        }
        guard Self.closingMinutes.contains(wish.minutes) else {
            throw .invalid(code: "invalid", "minutes has to be 1 to 10080.")
        }
        guard wish.radiusMetres.map(Self.closingMetres.contains) ?? true else {
            throw .invalid(code: "invalid", "radius has to be 1 to 5000 m.")
        }
        guard (wish.way == nil) != (wish.place == nil) else {
            throw .invalid(code: "invalid", "Name a way, or a place with lat and lon: one of them.")
        }
        var closing = RoadClosing(
            id: roads.nextID, way: wish.way, latitude: wish.place?.latitude,
            longitude: wish.place?.longitude, radiusMetres: wish.radiusMetres, by: wish.by,
            at: now, until: now + .minutes(Int64(wish.minutes)), note: wish.note)
        closing.segmentCount = closing.segments(on: network).count
        guard closing.segmentCount > 0 else {
            throw .noSuchRoad
        }
        let before = roads.closedSegments
        roads.close(closing)
        deadlines.add(.road(closing.id), at: closing.until)
        actions.append(.road(closing))
        log(
            "roads", closing.id, by: wish.by,
            "closed: \(closing.segmentCount) pieces of road for \(wish.minutes) minutes")
        roadsChanged(closedBefore: before, at: now)
        return closing
    }

    /// Opens what was closed.
    public mutating func open(
        road id: String, by name: String, at now: Moment
    ) throws(DeskRefusal) -> RoadClosing {
        guard let closing = closings[id] else { throw .noSuchClosing(id) }
        lift(id, by: name, at: now)
        return closing
    }

    /// Its time has passed.
    mutating func expire(road id: String, at now: Moment) {
        guard let closing = closings[id], closing.until <= now else { return }
        lift(id, by: nil, at: now)
    }

    private mutating func lift(_ id: String, by name: String?, at now: Moment) {
        let before = roads.closedSegments
        roads.open(id)
        actions.append(.roadOpened(id))
        log("roads", id, by: name, name == nil ? "opened: its time has passed" : "opened")
        roadsChanged(closedBefore: before, at: now)
    }

    /// Takes back a closing that the journal remembers.
    public mutating func restore(_ closing: RoadClosing) {
        roads.close(closing)
        deadlines.add(.road(closing.id), at: closing.until)
        needsPlan = true
    }
}
