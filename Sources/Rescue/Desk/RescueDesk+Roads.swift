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
        roads = network
        roadsEdition += 1
        findClosings()
    }

    /// Keeps a graph at hand for the input that names it.
    public mutating func hold(_ network: RoadNetwork?) {
        guard let network else { return }
        roadsAtHand = [network.identity: network]
    }

    /// Takes the graph that an input names.
    mutating func take(roadsNamed identity: String?) {
        take(roads: identity.flatMap { roadsAtHand[$0] })
    }

    /// The road that was closed last, while it is.
    public var newestClosing: RoadClosing? { closings["R\(closingCount)"] }

    /// How ways are estimated at a time: the rules, the roads that are open, the hour's speed.
    public func travelModel(at now: Moment) -> TravelModel {
        var model = TravelModel(rules: rules.travel, roads: roads)
        model.closed = closedSegments
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
        guard let roads else {
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
            id: "R\(closingCount + 1)", way: wish.way, latitude: wish.place?.latitude,
            longitude: wish.place?.longitude, radiusMetres: wish.radiusMetres, by: wish.by,
            at: now, until: now + .minutes(Int64(wish.minutes)), note: wish.note)
        closing.segmentCount = closing.segments(on: roads).count
        guard closing.segmentCount > 0 else {
            throw .noSuchRoad
        }
        closingCount += 1
        closings[closing.id] = closing
        deadlines.add(.road(closing.id), at: closing.until)
        actions.append(.road(closing))
        log(
            "roads", closing.id, by: wish.by,
            "closed: \(closing.segmentCount) pieces of road for \(wish.minutes) minutes")
        closingsChanged(at: now)
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
        closings[id] = nil
        actions.append(.roadOpened(id))
        log("roads", id, by: name, name == nil ? "opened: its time has passed" : "opened")
        closingsChanged(at: now)
    }

    /// Takes back a closing that the journal remembers.
    public mutating func restore(_ closing: RoadClosing) {
        closings[closing.id] = closing
        closingCount = max(closingCount, Int(closing.id.dropFirst()) ?? 0)
        deadlines.add(.road(closing.id), at: closing.until)
        findClosings()
        needsPlan = true
    }

    private mutating func closingsChanged(at now: Moment) {
        let before = closedSegments
        findClosings()
        needsPlan = true
        setGround(at: now)
        judgeWays(closedBefore: before, at: now)
    }

    private mutating func findClosings() {
        roadsEdition += 1
        closedSegments = []
        guard let roads else { return }
        for id in closings.keys.sorted() {
            let segments = closings[id]?.segments(on: roads) ?? []
            closings[id]?.segmentCount = segments.count
            guard !segments.isEmpty else { continue }
            if closedSegments.isEmpty {
                closedSegments = Array(repeating: false, count: roads.graph.segmentCount)
            }
            for segment in segments { closedSegments[segment] = true }
        }
    }
}
