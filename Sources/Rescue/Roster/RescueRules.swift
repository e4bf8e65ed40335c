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

    /// Describes a team.
    public init(
        id: String, name: String, centre: String, turnoutSeconds: Int, place: Coordinate? = nil
    ) {
        self.id = id
        self.name = name
        self.centre = centre
        self.turnoutSeconds = turnoutSeconds
        self.place = place
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
    /// How travel is estimated without a road graph.
    public var travel = TravelRules()
    /// How the hour changes travel and turnout.
    public var hours = HourRules()
    /// The centres in the order of the file.
    public var centres: [CentrePlan] = []

    /// The shipped defaults without a centre.
    public init() {}
}
