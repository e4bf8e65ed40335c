internal import ConsoleAPI
internal import ControlRoom
internal import FlatStore
internal import Rescue
internal import Synchronization
internal import ValveModel

/// Streets of the simulated district, and people who close them.
///
/// Every fourth seed has them; in the others ways are estimated by the detour. Chance about roads has
/// dice of its own, so that a seed without roads goes on as it went before there were any.
extension Simulation {
    /// The roads of this run, if it has any.
    var roads: RoadNetwork? { plan.seed % 4 == 2 ? Streets.network : nil }

    /// Somebody closes a street, or opens one before its time.
    func arrangeRoads(_ room: ControlRoom) {
        guard roads != nil, roadDice.chance(0.15) else { return }
        let by = "r\(roadDice.word() % 1_000_000)-\(time.now)"
        let closed = room.loop.withDesk { Array($0.closings.keys) }.sorted()
        if !closed.isEmpty, roadDice.chance(0.3) {
            count(.roadOpened)
            let id = roadDice.pick(closed)
            return ask(.openRoad(id, by: by), by: by, isSigned: false, room)
        }
        count(.roadClosed)
        var request = RoadRequest(by: by, minutes: Int(roadDice.between(1, 8)))
        let place = roadDice.pick(district.homes).household.location
        if roadDice.chance(0.5) {
            (request.lat, request.lon) = (place.latitude, place.longitude)
        } else {
            request.way = roadDice.below(Streets.wayCount) + 1
        }
        ask(.closeRoad(request), by: by, isSigned: false, room)
    }

    /// Before the calm every street is opened, so that what is promised can come true.
    func openRoads(_ room: ControlRoom) {
        guard roads != nil else { return }
        for id in room.loop.withDesk({ $0.closings.keys.sorted() }) {
            let by = "r-\(id)"
            ask(.openRoad(id, by: by), by: by, isSigned: false, room)
        }
    }
}

/// A grid of streets over the whole district, a quarter of a kilometre apart: every fifth a main
/// road, every seventh one-way.
private enum Streets {
    private static let (rows, columns) = (16, 50)
    private static let corner = Coordinate(latitude: 36.0530, longitude: 120.3000)
    /// Degrees between two streets: some 230 m northwards and 220 m eastwards.
    private static let (stepNorth, stepEast) = (0.0021, 0.0025)

    /// Ways have the ids 1 to so many.
    static let wayCount = rows + columns

    static let network: RoadNetwork = {
        var survey = RoadSurvey()
        for row in 0..<rows {
            for column in 0..<columns {
                survey.addNode(
                    id(row, column),
                    at: Coordinate(
                        latitude: corner.latitude + Double(row) * stepNorth,
                        longitude: corner.longitude + Double(column) * stepEast),
                    hasSignal: row % 5 == 0 && column % 5 == 0)
            }
        }
        for row in 0..<rows {
            survey.addWay(
                Int64(row + 1), nodes: (0..<columns).map { id(row, $0) }, tags: tags(row))
        }
        for column in 0..<columns {
            survey.addWay(
                Int64(rows + column + 1), nodes: (0..<rows).map { id($0, column) },
                tags: tags(column))
        }
        do {
            return try RoadNetwork(FixedBytes(copying: survey.graph().bytes))
        } catch {
            preconditionFailure("The simulation's own streets must make a network: \(error)")
        }
    }()

    private static func id(_ row: Int, _ column: Int) -> Int64 { Int64(row * columns + column) }

    private static func tags(_ number: Int) -> [String: String] {
        var tags = ["highway": number % 5 == 0 ? "primary" : "residential", "maxspeed": "40"]
        if number % 7 == 3 { tags["oneway"] = "yes" }
        return tags
    }
}
