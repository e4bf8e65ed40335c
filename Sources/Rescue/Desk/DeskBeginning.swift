public import Incidents
public import ValveModel

/// What a start of the daemon gives the desk: the rules in force and what the journal holds.
public struct DeskBeginning: Codable, Equatable, Sendable {
    /// Milestones, windows, travel and centres in force.
    public var rules: RescueRules
    /// Prefix of command ids, unique per start.
    public var commandPrefix: String
    /// Open incidents.
    public var incidents: [Incident] = []
    /// The newest id that a closed incident has, so that it is never given out again.
    public var newestClosedID: String?
    /// Teams as they were saved last.
    public var teams: [TeamState] = []
    /// Close commands that were running.
    public var commands: [CloseCommand] = []

    /// Identity of the road graph that is loaded.
    public var roads: String?
    /// Roads that are closed.
    public var closings: [RoadClosing] = []
    /// Standby posts that are switched on.
    public var standby: [StandbyPost] = []
    /// Calibrations in force.
    public var calibrations: [TravelCalibration] = []
    /// What is set aside, by name.
    public var shelves: [String: Shelf] = [:]
    /// Parts of valves in area events.
    public var members: [AreaMembership] = []
    /// Updates and stand-downs on their way; `nil` from a program that kept none.
    public var deliveries: [Delivery]?
    /// How often each kind comes by itself, as it was learned; older journals have none.
    public var rates: [LearnedRate]?

    /// A first start.
    public init(rules: RescueRules, commandPrefix: String) {
        self.rules = rules
        self.commandPrefix = commandPrefix
    }

    /// Reads the form of the tape, of older programs too.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            rules: try fields.decode(RescueRules.self, forKey: .rules),
            commandPrefix: try fields.decode(String.self, forKey: .commandPrefix))
        incidents = try fields.decode(.incidents, or: [])
        newestClosedID = try fields.decodeIfPresent(String.self, forKey: .newestClosedID)
        teams = try fields.decode(.teams, or: [])
        commands = try fields.decode(.commands, or: [])
        roads = try fields.decodeIfPresent(String.self, forKey: .roads)
        closings = try fields.decode(.closings, or: [])
        calibrations = try fields.decode(.calibrations, or: [])
        standby = try fields.decode(.standby, or: [])
        shelves = try fields.decode(.shelves, or: [:])
        members = try fields.decode(.members, or: [])
        deliveries = try fields.decodeIfPresent([Delivery].self, forKey: .deliveries)
        rates = try fields.decodeIfPresent([LearnedRate].self, forKey: .rates)
    }

    /// Takes note of a closed incident.
    public mutating func noteClosed(_ id: String) {
        func key(_ id: String) -> (String, Int, String) {
            let parts = id.split(separator: "-", maxSplits: 1)
            let number = parts.last.flatMap { Int($0) } ?? 0
            return (parts.first.map(String.init) ?? "", number, id)
        }
        if newestClosedID.map({ key($0) < key(id) }) ?? true { newestClosedID = id }
    }
}

extension RescueDesk {
    /// A desk that goes on where the last one ended. The order in which things are taken back is
    /// fixed here, because it decides between deadlines of the same instant.
    ///
    /// - Parameters:
    ///   - roads: The graphs that are at hand, the one that `beginning` names among them.
    ///   - tally: The figures of alarms so far; nothing is decided by them.
    public init(
        _ beginning: DeskBeginning, roads: [RoadNetwork] = [], tally: AlarmTally? = nil,
        at now: Moment
    ) {
        self.init(rules: beginning.rules, commandPrefix: beginning.commandPrefix)
        self.tally = tally
        area.correlator.restore(beginning.rates ?? [])
        self.roads.hold(roads)
        self.roads.take(named: beginning.roads)
        for closing in beginning.closings.sorted(by: { $0.id < $1.id }) { restore(closing) }
        for calibration in beginning.calibrations {
            calibrations[calibration.centre] = calibration
        }
        for post in beginning.standby { standby[post.team] = post }
        for command in beginning.commands.sorted(by: { $0.valve < $1.valve }) {
            restore(command, at: now)
        }
        for team in beginning.teams.sorted(by: { $0.id < $1.id }) { restore(team, at: now) }
        for (name, shelf) in beginning.shelves.sorted(by: { $0.key < $1.key }) {
            restore(shelf, named: name, at: now)
        }
        for member in beginning.members.sorted(by: { $0.name < $1.name }) { restore(member) }
        if let newest = beginning.newestClosedID { book.noteNumber(of: newest) }
        let order = beginning.incidents.sorted { ($0.raisedAt, $0.id) < ($1.raisedAt, $1.id) }
        for incident in order { restore(incident, at: now) }
        outgoing.hasRoad = beginning.deliveries == nil
        for delivery in (beginning.deliveries ?? []).sorted(by: { $0.name < $1.name }) {
            restore(delivery, at: now)
        }
    }
}
