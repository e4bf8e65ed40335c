public import ValveModel

/// A response team as `centres.yaml` describes it.
public struct TeamPlan: Codable, Equatable, Sendable {
    /// Unique over all centres, such as `C-1`.
    public var id: String
    /// For people.
    public var name: String
    /// The centre it belongs to.
    public var centre: String
    /// Seconds from the call-out until the vehicle moves (NFPA 1710: 60–80).
    public var turnoutSeconds: Int
    /// Where it waits; `nil` means at its centre.
    public var place: Coordinate?
    /// When it is on duty; empty means all day.
    public var shifts: [Shift]

    /// Describes a team.
    public init(
        id: String, name: String, centre: String, turnoutSeconds: Int, place: Coordinate? = nil,
        shifts: [Shift] = []
    ) {
        self.id = id
        self.name = name
        self.centre = centre
        self.turnoutSeconds = turnoutSeconds
        self.place = place
        self.shifts = shifts
    }
}

extension TeamPlan {
    /// Reads the form of the tape, of older programs too.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try fields.decode(String.self, forKey: .id),
            name: try fields.decode(String.self, forKey: .name),
            centre: try fields.decode(String.self, forKey: .centre),
            turnoutSeconds: try fields.decode(Int.self, forKey: .turnoutSeconds),
            place: try fields.decodeIfPresent(Coordinate.self, forKey: .place),
            shifts: try fields.decode(.shifts, or: []))
    }
}

/// An emergency-response centre as `centres.yaml` describes it.
public struct CentrePlan: Codable, Equatable, Sendable {
    /// The word in the rescue topics, such as `central`.
    public var id: String
    /// For people.
    public var name: String
    /// Where the centre stands.
    public var place: Coordinate
    /// The sub-districts whose households have it as their home centre.
    public var areas: [Area]
    /// Its teams.
    public var teams: [TeamPlan]

    /// Describes a centre.
    public init(id: String, name: String, place: Coordinate, areas: [Area], teams: [TeamPlan]) {
        self.id = id
        self.name = name
        self.place = place
        self.areas = areas
        self.teams = teams
    }
}

/// The numbers of the five-minute rescue circle and the centres that keep it.
public struct RescueRules: Codable, Equatable, Sendable {
    /// From `raisedAt` to a team's acceptance (Qingdao standard: 1 minute response).
    public var response = Lapse.seconds(60)
    /// From `raisedAt` to the vehicle at the building (3 minutes arrival).
    public var arrival = Lapse.seconds(180)
    /// From `raisedAt` to the team at the door (5 minutes rescue under way).
    public var rescue = Lapse.seconds(300)
    /// How long a call-out may stay unanswered before the next team is called as well.
    public var ackWindow = Lapse.seconds(20)
    /// How long a team on scene in gas may say nothing: by the field's rule of a word every ten
    /// minutes under breathing apparatus.
    public var loneWorker = Lapse.minutes(10)
    /// How long a team that should have arrived may say nothing until its centre is asked for it, and
    /// after that until the next is called as well; `nil` means for ever. A minute: the contract's
    /// step for who is late.
    public var silentOnWay: Lapse? = .seconds(60)
    /// How long a place that a team has told is counted on; `nil` means for ever. Half an hour: a
    /// call binds a team for at least ten minutes at the door and 25 on average (`Docs`), so that
    /// after thirty it has most likely been somewhere else; vehicles that tell their place by
    /// themselves do so within minutes.
    public var locationAge: Lapse? = .minutes(30)
    /// How travel is estimated without a road graph.
    public var travel = TravelRules()
    /// How the hour changes travel and turnout.
    public var hours = HourRules()
    /// The centres in the order of the file.
    public var centres: [CentrePlan] = []

    /// The shipped defaults without a centre.
    public init() {}
}

extension RescueRules {
    /// Reads the form of the tape. A key that an older program did not know is what that program
    /// did without it, so that its decisions come out the same.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init()
        response = try fields.decode(.response, or: response)
        arrival = try fields.decode(.arrival, or: arrival)
        rescue = try fields.decode(.rescue, or: rescue)
        ackWindow = try fields.decode(.ackWindow, or: ackWindow)
        loneWorker = try fields.decode(.loneWorker, or: loneWorker)
        silentOnWay = try fields.decodeIfPresent(Lapse.self, forKey: .silentOnWay)
        locationAge = try fields.decodeIfPresent(Lapse.self, forKey: .locationAge)
        travel = try fields.decode(.travel, or: travel)
        hours = try fields.decode(.hours, or: hours)
        centres = try fields.decode(.centres, or: centres)
    }
}

extension KeyedDecodingContainer {
    /// The value of a key, or what stands for it where the writer did not know the key.
    func decode<Value: Decodable>(_ key: Key, or standard: Value) throws -> Value {
        try decodeIfPresent(Value.self, forKey: key) ?? standard
    }
}
