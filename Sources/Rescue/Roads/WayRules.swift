/// What the tags of a way of OpenStreetMap say to an emergency vehicle.
public struct WayRules: Hashable, Sendable {
    /// Kilometres per hour along the way, > 0.
    public var speed: Double
    /// Whether it may be driven in the order of its nodes.
    public var isForward: Bool
    /// Whether it may be driven against the order of its nodes.
    public var isBackward: Bool
    /// Its own speed against the order of its nodes, where it has one.
    public var backwardSpeed: Double?

    /// Why a way is not used.
    public enum Refusal: String, Error, Sendable, CaseIterable {
        /// It is no road: a footpath, a river, a house.
        case notARoad = "not a road for vehicles"
        case ferry = "ferry"
        case privateWay = "private or closed to vehicles"
        case unfinished = "planned or under construction"
        case area = "an open area, not a line"
        case reversible = "direction changes by the hour"
        case tooShort = "fewer than two known nodes"
    }

    /// Average speeds of an emergency vehicle with its signals on, in km/h, bends and crossings
    /// included, by class of road. The middle of the list is the 30–35 km/h that planning of fire
    /// stations in China takes for a district as a whole; fast roads follow the usual limits of
    /// their class, the last metres are walked around parked cars. They are defaults to be
    /// calibrated with journeys of one's own, not measurements.
    static let classSpeeds: [String: Double] = [
        "motorway": 80, "motorway_link": 50, "trunk": 65, "trunk_link": 45, "primary": 50,
        "primary_link": 40, "secondary": 45, "secondary_link": 35, "tertiary": 40,
        "tertiary_link": 30, "unclassified": 35, "residential": 30, "road": 30,
        "living_street": 15, "service": 15,
    ]

    /// A vehicle that is let into a pedestrian street drives at a pace that lets people step aside.
    static let walkingStreetSpeed = 10.0
    /// The range of speeds a sign can mean; a number outside it is a slip of the pen.
    static let signRange = 5.0...150.0

    /// Reads the tags.
    public init(tags: [String: String]) throws(Refusal) {
        if tags["route"] == "ferry" || tags["ferry"] == "yes" { throw .ferry }
        guard let highway = tags["highway"] else { throw .notARoad }
        if ["construction", "proposed", "planned", "abandoned", "razed"].contains(highway) {
            throw .unfinished
        }
        let isLetIn = ["yes", "designated", "permissive", "official"]
        let isEmergency = tags["emergency"].map(isLetIn.contains) ?? false
        let isWalkingStreet =
            highway == "pedestrian"
            && (isEmergency || tags["motor_vehicle"].map(isLetIn.contains) ?? false)
        guard let classSpeed = isWalkingStreet ? Self.walkingStreetSpeed : Self.classSpeeds[highway]
        else { throw .notARoad }
        if tags["area"] == "yes" { throw .area }
        if !isEmergency {
            // The most particular word decides.
            let access =
                tags["motor_vehicle"] ?? tags["motorcar"] ?? tags["vehicle"] ?? tags["access"]
            if let access, ["no", "private", "agricultural", "forestry"].contains(access) {
                throw .privateWay
            }
            if tags["emergency"] == "no" { throw .privateWay }
        }
        let signed = tags["maxspeed"].flatMap(Self.speed)
        speed = tags["maxspeed:forward"].flatMap(Self.speed) ?? signed ?? classSpeed
        backwardSpeed = tags["maxspeed:backward"].flatMap(Self.speed) ?? signed ?? classSpeed
        isForward = true
        isBackward = true
        try readDirection(tags, highway)
        if backwardSpeed == speed { backwardSpeed = nil }
    }

    private mutating func readDirection(
        _ tags: [String: String], _ highway: String
    ) throws(Refusal) {
        if tags["oneway:emergency"] == "no" { return }
        switch tags["oneway"] {
        case "yes", "true", "1": isBackward = false
        case "-1", "reverse": isForward = false
        case "reversible", "alternating": throw .reversible
        case "no", "false", "0": break
        default:
            // Implied by the kind of road where nothing is said.
            let isRing = tags["junction"] == "roundabout" || tags["junction"] == "circular"
            if isRing || highway == "motorway" { isBackward = false }
        }
    }

    /// A `maxspeed` in km/h: `50`, `50 km/h`, `30 mph`, `10 knots`, `walk`; the least of a list.
    /// Nil for what is no number, such as `none`, `signals` or `CN:urban`: the class decides then.
    static func speed(_ text: String) -> Double? {
        text.split(separator: ";").compactMap { part -> Double? in
            let word = part.filter { $0 != " " }.lowercased()
            if word == "walk" { return 5 }
            let digits = word.prefix { $0.isNumber || $0 == "." }
            guard let number = Double(digits) else { return nil }
            let kilometres: Double
            switch word.dropFirst(digits.count) {
            case "", "km/h", "kmh", "kph": kilometres = number
            case "mph": kilometres = number * 1.609344
            case "knots": kilometres = number * 1.852
            default: return nil
            }
            return signRange.contains(kilometres) ? kilometres : nil
        }.min()
    }
}
